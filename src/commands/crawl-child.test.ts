import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { quietLog } from '../../test/fresh-database.ts';
import { isAlive } from '../platform/embedded-postgres.ts';
import { LEAN_HEAP_ARGS } from '../platform/lean-heap.ts';
import { programFileOf } from '../platform/program-file.ts';
import { keepChild, type ChildPlan, type CrawlChild } from './crawl-child.ts';
import { SOURCES } from '../platform/sources.ts';

const SLEEPER = 'process.on("disconnect", () => process.exit(0)); setInterval(() => {}, 1000)';
const plan = (program: string, more: Partial<ChildPlan> = {}): ChildPlan => ({
  ...{ args: ['-e', program], env: { GIVEN: 'yes' }, pauseMs: 20, mostPauseMs: 200, goodLifeMs: 60_000 },
  ...{ stopLimitMs: 10_000, ...more },
});

async function pidOf(child: CrawlChild, other?: number): Promise<number> {
  for (;;) {
    const pid = child.pid();
    if (pid !== undefined && pid !== other) return pid;
    await sleep(5);
  }
}

test('keepChild starts what was killed again, and stop ends it for good', async () => {
  const codes: string[] = [];
  const log = { ...quietLog, warn: (_event: string, fields: object) => codes.push(JSON.stringify(fields)) };
  const child = keepChild(plan(SLEEPER), log);
  const first = await pidOf(child);
  process.kill(first, 'SIGKILL');
  const second = await pidOf(child, first);
  assert.ok(isAlive(second));
  assert.deepEqual(codes, ['{"code":"SIGKILL"}']);
  await child.stop();
  assert.equal(child.pid(), undefined);
  assert.ok(!isAlive(second) && !isAlive(first));
});

test('keepChild kills what does not stop when it is told to', async () => {
  const child = keepChild(
    plan('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', { stopLimitMs: 100 }),
    quietLog,
  );
  const pid = await pidOf(child);
  await sleep(400);
  await child.stop();
  assert.ok(!isAlive(pid));
});

test('keepChild waits longer and longer for what ends at once', async () => {
  let ends = 0;
  const log = { ...quietLog, warn: () => (ends += 1) };
  const child = keepChild(
    plan('process.exit(process.env.GIVEN === "yes" && process.env.HOME === undefined ? 3 : 4)'),
    log,
  );
  await sleep(1_500);
  await child.stop();
  // Without growing pauses there would be many times as many.
  assert.ok(ends >= 1 && ends <= 12, String(ends));
});

test('a child of keepChild ends when its parent is killed', async () => {
  const program = `
    import { keepChild } from ${JSON.stringify(new URL('./crawl-child.ts', import.meta.url).href)};
    const child = keepChild(${JSON.stringify(plan(SLEEPER))}, { warn: () => undefined });
    const timer = setInterval(() => { if (child.pid()) { clearInterval(timer); console.log(child.pid()); } }, 5);`;
  const parent = spawn(process.execPath, [...SOURCES, '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')).map(String);
  const pid = Number(line);
  assert.ok(isAlive(pid));
  await sleep(300);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  for (let tries = 0; tries < 400 && isAlive(pid); tries += 1) await sleep(25);
  assert.ok(!isAlive(pid));
});

test('the program of the crawler holds none of the packages that it can do without', async () => {
  const program = await programFileOf(fileURLToPath(new URL('../crawler.ts', import.meta.url)));
  assert.ok(program !== undefined);
  const packages = [...(await readFile(`${program}.inputs`, 'utf8')).matchAll(/\/node_modules\/([^/\n]+)/g)].map(
    ([, name]) => name,
  );
  assert.ok(packages.includes('pg'), 'the list says what went into it');
  const heavy = [
    'kysely',
    'pino',
    'undici',
    'fastify',
    'sharp',
    'playwright-core',
    'socks',
    'graphile-worker',
    'preact',
  ];
  assert.deepEqual(
    heavy.filter((name) => packages.includes(name)),
    [],
  );
});

test('the program of the crawler is read by Node itself, without a loader', async () => {
  const sources = ['./crawl-process.ts', '../known/matcher-door.ts'].map((each) => new URL(each, import.meta.url).href);
  const program = sources.map((source) => `await import(${JSON.stringify(source)});`).join(' ');
  const child = spawn(process.execPath, [...LEAN_HEAP_ARGS, '--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = text(child.stderr);
  await once(child, 'exit');
  assert.deepEqual([child.exitCode, await said], [0, '']);
});
