import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { matcherOf, networkOf, standingClock, type TestEntry } from '../known/check/check-for-tests.ts';
import { serveHttp } from '../crawl/loopback-for-tests.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import type { CheckServiceOptions } from '../known/door.ts';
import { runCheckCommand, runKeysCommand } from './check.ts';

const { db } = await freshDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-check-'));
after(() => rm(folder, { recursive: true, force: true }));

const clock = standingClock();
const known = Buffer.from('a file that is known');
const entries: readonly TestEntry[] = [{ hashes: { sha256: createHash('sha256').update(known).digest() } }];

/** Runs a command with streams in memory. */
async function run(command: (out: { stdout: PassThrough; stderr: NodeJS.WriteStream }) => Promise<number>) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [printed, said] = [text(stdout), text(stderr)];
  assert.ok(isTerminalLike(stderr));
  const code = await command({ stdout, stderr });
  stdout.end();
  stderr.end();
  return { code, printed: await printed, said: await said };
}

/** A pipe has of a terminal all that is used of it. */
const isTerminalLike = (stream: unknown): stream is NodeJS.WriteStream => stream instanceof PassThrough;

const check = (args: readonly string[], network = networkOf(), options: CheckServiceOptions = {}) =>
  run((out) =>
    runCheckCommand(
      args,
      { db, clock, log: quietLog, serviceKey: serviceKeyFrom(Buffer.alloc(32, 7)), network, userAgent: 'FyrTest/1.0' },
      out,
      {
        workers: 1,
        matcher: matcherOf(entries),
        video: { sandbox: { off: 'ffmpeg is not installed here' } },
        ...options,
      },
    ),
  );

const rowsOf = (csv: string) => z.array(z.record(z.string(), z.string())).parse(parse(csv, { columns: true }));

test('runCheckCommand walks a folder and ends with 1 when something is known, as CSV with harmless cells', async () => {
  const inside = path.join(folder, 'walk');
  await mkdir(path.join(inside, 'deep', 'er'), { recursive: true });
  await writeFile(path.join(inside, 'plain.txt'), 'nothing');
  await writeFile(path.join(inside, 'deep', 'er', 'known.bin'), known);
  await symlink('/etc', path.join(inside, 'out'));
  const { code, printed, said } = await check([inside]);
  const rows = rowsOf(printed);
  assert.equal(code, 1);
  assert.deepEqual(
    rows.map((row) => [path.basename(row['target'] ?? ''), row['match'], row['source'], row['near_state']]).sort(),
    [
      ['known.bin', 'exact', 'Example body', 'not-needed'],
      ['plain.txt', 'none', '', 'not-media'],
    ],
  );
  assert.match(said, /2 checked, 1 known, 0 could not be checked/);
  assert.match(said, /ffmpeg is not installed/);
});

test('runCheckCommand writes NDJSON to a file that only its owner reads, and ends with 0 when nothing is known', async () => {
  const file = path.join(folder, 'innocent.txt');
  await writeFile(file, 'nothing');
  const out = path.join(folder, 'result.ndjson');
  const { code, printed } = await check([file, '--format=ndjson', `--out=${out}`]);
  assert.deepEqual([code, printed], [0, '']);
  const [line, ...others] = (await readFile(out, 'utf8')).trim().split('\n');
  const row = z.looseObject({ target: z.string(), match_type: z.null() }).parse(JSON.parse(line ?? ''));
  assert.deepEqual([row.target, others], [file, []]);
});

test('runCheckCommand defuses a file name that a spreadsheet would calculate', async () => {
  const inside = path.join(folder, 'formula');
  await mkdir(inside);
  await writeFile(path.join(inside, '=1+1'), 'x');
  const before = process.cwd();
  process.chdir(inside);
  try {
    const { printed } = await check(['=1+1']);
    assert.equal(rowsOf(printed)[0]?.['target'], "'=1+1");
  } finally {
    process.chdir(before);
  }
});

test('runCheckCommand ends with 2 when it is not understood, or a target is not there or not reached', async (t) => {
  for (const args of [
    [],
    ['a', 'b'],
    [folder, '--format=xml'],
    [folder, '--nonsense'],
    [path.join(folder, 'missing')],
  ]) {
    assert.equal((await check(args)).code, 2, args.join(' '));
  }
  const refused = await check(['http://127.0.0.1/']);
  assert.deepEqual([refused.code, rowsOf(refused.printed)[0]?.['error']], [2, 'refused: forbidden-address']);
  const server = await serveHttp(t, (_request, response) => response.end(known));
  const network = networkOf({ 'files.example.org': { ip: '85.1.2.3', connectTo: `127.0.0.1:${server.port}` } });
  assert.equal((await check(['http://files.example.org/x'], network)).code, 1);
});

test('runCheckCommand waits its turn when files side by side are more than fit in memory, and loses none', async () => {
  const inside = path.join(folder, 'large');
  await mkdir(inside);
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  await Promise.all(names.map((name) => writeFile(path.join(inside, name), Buffer.alloc(300_000, name))));
  const { code, printed } = await check([inside], networkOf(), { memoryBytes: 310_000 });
  assert.equal(code, 0);
  assert.deepEqual(
    rowsOf(printed)
      .map((row) => [path.basename(row['target'] ?? ''), row['size_bytes'], row['error']])
      .sort(),
    names.map((name) => [name, '300000', '']),
  );
});

test('runKeysCommand makes, lists and revokes a key, and shows the secret once', async () => {
  const keys = (...args: string[]) => run((out) => runKeysCommand(args, { db, clock }, out));
  const made = await keys('create', 'Example platform', '--per-minute=5', '--per-day=50');
  assert.equal(made.code, 0);
  const [, id = '', secret = ''] = /(fyr-[0-9a-f]{16})[^]*password\): +([\w-]{43})\n/.exec(made.printed) ?? [];
  assert.ok(secret !== '');
  const listed = await keys('list');
  assert.match(listed.printed, new RegExp(`${id}  working  5 a minute, 0 of 50 taken today  Example platform`));
  assert.ok(!listed.printed.includes(secret));
  assert.equal((await keys('revoke', id)).code, 0);
  assert.match((await keys('list')).printed, new RegExp(`${id}  revoked 2026-03-02`));
  assert.equal((await keys('revoke', id)).code, 1);
  for (const args of [
    [],
    ['create'],
    ['create', 'x', '--per-day=0'],
    ['create', 'x', '--per-day=many'],
    ['list', 'x'],
    ['nonsense'],
  ]) {
    assert.equal((await keys(...args)).code, 2, args.join(' '));
  }
});
