/** The drawing of the world that hosts are shown on, as `tools/draw-world.ts` made it. Read once, when it is first asked for. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Point } from './place-marks.ts';

const codeSchema = z.string().regex(/^[A-Z]{2}$/);
const worldSchema = z.object({
  width: z.number(),
  height: z.number(),
  /** All land in one path, in whole units. */
  land: z.string(),
  /** Paths of the countries that are large enough to be drawn. */
  countries: z.record(codeSchema, z.string()),
  /** The middle of every country, also of those that are too small for a path. */
  points: z.record(codeSchema, z.tuple([z.number(), z.number()])),
});

/** Sizes in units of the drawing; countries by ISO 3166-1 alpha-2. */
export interface World {
  readonly width: number;
  readonly height: number;
  readonly land: string;
  readonly countries: ReadonlyMap<string, string>;
  readonly points: ReadonlyMap<string, Point>;
}

let kept: World | undefined;

/** The world. @throws Error when the file that comes with the program is not there or not right */
export function readWorld(): World {
  if (kept !== undefined) return kept;
  const { width, height, land, countries, points } = worldSchema.parse(
    JSON.parse(readFileSync(new URL('./world.json', import.meta.url), 'utf8')),
  );
  kept = {
    ...{ width, height, land, countries: new Map(Object.entries(countries)) },
    points: new Map(Object.entries(points).map(([code, [x, y]]) => [code, { x, y }])),
  };
  return kept;
}
