/** A side in a process of its own, so that both go on at the same time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';
import { SOURCES } from '../../src/platform/sources.ts';
import { timesBy } from './figures.ts';
import type { SideOptions, SideResult } from './run-side.ts';
import { TEMPERS } from './tempers.ts';
import { SIDES, type Side } from './timetables.ts';

const PROGRAM = path.resolve(import.meta.dirname, 'side-process.ts');
/** 100,000 items with their letters, as they arrived, are some gigabyte; more room for what is young means fewer collections. */
const HEAP = ['--max-old-space-size=6144', '--max-semi-space-size=64'];

/** What the process is started with, as JSON in its first argument. */
export const sideStartSchema = z.object({
  name: z.enum(SIDES),
  size: z.object({ items: z.number(), seed: z.number(), arrivalDays: z.number().optional() }),
  ...{ days: z.number(), stepMs: z.number() },
});

/** What it says at its end: hours by temper; null: not within the month. */
const resultSchema = z.object({
  wrong: z.number(),
  byTemper: z.array(z.tuple([z.enum(TEMPERS), z.array(z.number().nullable())])),
});

/** What a process says of its result, for `runSideApart`. */
export const wordOf = ({ times, wrong }: SideResult): z.input<typeof resultSchema> => ({
  wrong,
  byTemper: [...times.byTemper].map(([temper, hours]) => [
    temper,
    hours.map((each) => (each === Infinity ? null : each)),
  ]),
});

/** Runs a side in its process, which prints as `runSide` does. @throws Error when it ends without a result */
export async function runSideApart(name: Side['name'], options: SideOptions): Promise<SideResult> {
  const child = spawn(process.execPath, [...HEAP, ...SOURCES, PROGRAM, JSON.stringify({ name, ...options })], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let word: unknown;
  child.on('message', (message) => (word = message));
  await once(child, 'exit');
  if (word === undefined) throw new Error(`The side ${name} ended without a result.`);
  const { wrong, byTemper } = resultSchema.parse(word);
  return {
    wrong,
    times: timesBy(new Map(byTemper.map(([temper, hours]) => [temper, hours.map((each) => each ?? Infinity)]))),
  };
}
