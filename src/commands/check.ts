/**
 * `npm run fyr -- check FILE|DIR|URL`: media against the known lists, from the command line. Paths and addresses appear in
 * the operator's own result and nowhere else. `check-keys` makes and ends keys of the check API.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  checkAddress,
  checkMedia,
  createApiKey,
  listApiKeys,
  matchTypeOf,
  openCheckService,
  revokeApiKey,
  type ApiKey,
  type CheckApiDeps,
  type CheckServiceDeps,
  type CheckServiceOptions,
} from '../known/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db } from '../platform/db.ts';
import { codeOf } from '../platform/log.ts';
import { CSV_HEADER, toCsvRow, toJsonRow, type CheckedTarget } from './check-rows.ts';
import { openProgress } from './progress.ts';

const USAGE = `npm run fyr -- check FILE|FOLDER|ADDRESS [--format=csv|ndjson] [--out=RESULT] [--orientations]

Compares a file, every file below a folder, or what lies at a public address with the active known lists.
Ends with 0 where nothing is known, 1 where something is, 2 where something could not be checked.
`;

/** Where a command writes: `process` itself, as a rule. */
export interface CommandOutput {
  readonly stdout: Writable;
  readonly stderr: NodeJS.WriteStream;
}

const TRY_AGAIN_MS = 200;
/** Ten minutes of waiting for room. */
const MAX_TRIES = 3_000;

interface CheckArgs {
  readonly target: string;
  readonly format: 'csv' | 'ndjson';
  readonly out: string | undefined;
  readonly orientations: boolean;
}

/** Runs the command. @returns 0 none, 1 hits, 2 something was not checked or not understood */
export async function runCheckCommand(
  args: readonly string[],
  deps: CheckServiceDeps,
  output: CommandOutput,
  options: CheckServiceOptions = {},
): Promise<number> {
  const asked = parseCheckArgs(args);
  if (asked === undefined) {
    output.stderr.write(USAGE);
    return 2;
  }
  const isAddress = /^https?:\/\//i.test(asked.target);
  const total = isAddress ? 1 : await countFiles(asked.target);
  if (total === undefined) {
    output.stderr.write(`There is no file or folder ${asked.target}.\n`);
    return 2;
  }
  const service = await openCheckService(deps, options);
  try {
    if (service.tools.video.status.kind === 'off')
      output.stderr.write(`Note: ${service.tools.video.status.because}.\n`);
    const checked = isAddress ? checkOneAddress(service.tools, asked) : checkFiles(service.tools, asked);
    return await report(checked, total, asked, output);
  } finally {
    await service.close();
  }
}

function parseCheckArgs(args: readonly string[]): CheckArgs | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'csv' },
        out: { type: 'string' },
        orientations: { type: 'boolean', default: false },
      },
    });
    const [target] = positionals;
    const { format, out, orientations } = values;
    if (target === undefined || positionals.length > 1 || (format !== 'csv' && format !== 'ndjson')) return undefined;
    return { target, format, out, orientations };
  } catch {
    return undefined;
  }
}

async function report(
  checked: AsyncIterable<CheckedTarget>,
  total: number,
  asked: CheckArgs,
  output: CommandOutput,
): Promise<number> {
  const file = asked.out === undefined ? undefined : createWriteStream(asked.out, { mode: 0o600 });
  const write = async (text: string) => {
    const sink = file ?? output.stdout;
    if (!sink.write(text)) await once(sink, 'drain');
  };
  const progress = openProgress(output.stderr, 'Checking', total);
  const counts = { done: 0, hits: 0, errors: 0 };
  if (asked.format === 'csv') await write(CSV_HEADER);
  for await (const one of checked) {
    counts.done += 1;
    if ('error' in one) counts.errors += 1;
    else if (matchTypeOf(one.finding) !== undefined) counts.hits += 1;
    await write(asked.format === 'csv' ? toCsvRow(one) : toJsonRow(one));
    progress.update(counts.done, counts.hits > 0 ? `${counts.hits} known` : '');
  }
  progress.end();
  if (file !== undefined) await finished(file.end());
  output.stderr.write(`${counts.done} checked, ${counts.hits} known, ${counts.errors} could not be checked.\n`);
  return counts.errors > 0 ? 2 : counts.hits > 0 ? 1 : 0;
}

async function* checkOneAddress(tools: CheckApiDeps, asked: CheckArgs): AsyncIterable<CheckedTarget> {
  const { target, orientations } = asked;
  const outcome = await checkAddress(tools, target, { orientations });
  switch (outcome.kind) {
    case 'checked':
      yield { target, finding: outcome.finding };
      return;
    case 'answered':
      yield { target, error: outcome.isTooLarge ? 'too-large' : `status-${outcome.status}` };
      return;
    case 'refused':
    case 'failed':
      yield { target, error: `${outcome.kind}: ${outcome.reason}` };
  }
}

/** Checks files a few at once, and gives them in the order of the walk. */
async function* checkFiles(tools: CheckApiDeps, { target, orientations }: CheckArgs): AsyncIterable<CheckedTarget> {
  const width = availableParallelism() * 2;
  const underWay: Promise<CheckedTarget>[] = [];
  for await (const file of filesBelow(target)) {
    underWay.push(checkFile(tools, file, orientations));
    const first = underWay.length >= width ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const one of underWay) yield await one;
}

/** Large files side by side may be more than is kept in memory at once: one that is told to come again does. */
async function checkFile(tools: CheckApiDeps, target: string, orientations: boolean): Promise<CheckedTarget> {
  for (let tries = 1; ; tries += 1) {
    try {
      return { target, finding: await checkMedia(tools, chunksOf(target), { orientations }) };
    } catch (error) {
      if (codeOf(error) !== 'check-busy' || tries >= MAX_TRIES) return { target, error: codeOf(error) };
      await sleep(TRY_AGAIN_MS);
    }
  }
}

async function* chunksOf(file: string): AsyncIterable<Uint8Array> {
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    if (chunk instanceof Uint8Array) yield chunk;
  }
}

/** Files at or below a path, in the order of the folders. Links are not followed: they may lead out, or round in circles. */
async function* filesBelow(target: string): AsyncIterable<string> {
  if ((await stat(target)).isFile()) {
    yield target;
    return;
  }
  for await (const entry of await opendir(target)) {
    const found = path.join(target, entry.name);
    if (entry.isDirectory()) yield* filesBelow(found);
    else if (entry.isFile()) yield found;
  }
}

/** How many files there are to check; undefined when the path is neither a file nor a folder. */
async function countFiles(target: string): Promise<number | undefined> {
  const found = await stat(target).catch(() => undefined);
  if (found === undefined || !(found.isFile() || found.isDirectory())) return undefined;
  let count = 0;
  for await (const file of filesBelow(target)) count += file === '' ? 0 : 1;
  return count;
}

const KEYS_USAGE = `npm run fyr -- check-keys create NAME [--per-minute=600] [--per-day=100000]
npm run fyr -- check-keys list
npm run fyr -- check-keys revoke ID

A media or an address costs one unit, a batch of hashes one for each hundred begun. The secret is shown once.
`;

/** Runs `check-keys`. @returns 0 done, 1 no such key, 2 not understood */
export async function runKeysCommand(
  args: readonly string[],
  deps: { readonly db: Db; readonly clock: Clock },
  output: CommandOutput,
): Promise<number> {
  const [verb, ...rest] = args;
  const asked = verb === undefined ? undefined : parseKeysArgs(rest);
  const now = deps.clock.now();
  if (asked !== undefined && verb === 'create' && asked.name !== undefined) {
    const { name, quotas } = asked;
    const made = await transact(deps.db, (tx) => createApiKey(tx, { name, ...quotas, now }));
    output.stdout.write(`Key id (user name):  ${made.id}\nSecret (password):   ${made.secret}\n`);
    output.stderr.write('The secret is not kept and is not shown again.\n');
    return 0;
  }
  if (asked !== undefined && verb === 'revoke' && asked.name !== undefined) {
    const { name: id } = asked;
    const isRevoked = await transact(deps.db, (tx) => revokeApiKey(tx, id, { now }));
    output.stderr.write(
      isRevoked ? 'Revoked. Within two seconds nothing is answered to it.\n' : 'No working key has this id.\n',
    );
    return isRevoked ? 0 : 1;
  }
  if (asked !== undefined && verb === 'list' && asked.name === undefined) {
    for (const key of await listApiKeys(deps.db, now)) output.stdout.write(describeKey(key));
    return 0;
  }
  output.stderr.write(KEYS_USAGE);
  return 2;
}

function parseKeysArgs(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'per-minute': { type: 'string' }, 'per-day': { type: 'string' } },
    });
    const [minute, day] = [values['per-minute'], values['per-day']];
    const isNumber = (text: string | undefined) => text === undefined || /^[1-9]\d{0,8}$/.test(text);
    if (positionals.length > 1 || !isNumber(minute) || !isNumber(day)) return undefined;
    const quotas = {
      ...(minute === undefined ? {} : { quotaPerMinute: Number(minute) }),
      ...(day === undefined ? {} : { quotaPerDay: Number(day) }),
    };
    return { name: positionals[0], quotas };
  } catch {
    return undefined;
  }
}

function describeKey(key: ApiKey & { readonly takenToday: number }): string {
  const state = key.revokedAt === undefined ? 'working' : `revoked ${key.revokedAt.toISOString().slice(0, 10)}`;
  const quota = `${key.quotaPerMinute} a minute, ${key.takenToday} of ${key.quotaPerDay} taken today`;
  return `${key.id}  ${state}  ${quota}  ${key.name}\n`;
}
