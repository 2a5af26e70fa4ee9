/**
 * Workers of the crawler killed (SIGKILL) and frozen (SIGSTOP, later SIGCONT) every few seconds, watched by the web server's own
 * log: no address lost, no host visited by two at once, next to nothing fetched again, the dead one's hosts taken over within
 * the lease and half a second, nearly the whole rate that politeness allows, and no request too early.
 *
 * The short form takes some 25 seconds of faults; FYR_LONG_TESTS=yes makes two minutes of it.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { seedRun } from '../src/crawl/frontier/frontier-for-tests.ts';
import { readRuns } from '../src/crawl/frontier/run-store.ts';
import { openDatabase } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrate } from '../src/platform/migrate.ts';
import { mulberry32 } from '../stand-ins/tips.ts';
import { quietLog } from './fresh-database.ts';

const IS_LONG = process.env['FYR_LONG_TESTS'] === 'yes';
const HOSTS = 96;
const WORKERS = 6;
const DELAY_MS = 4_000;
const LEASE_MS = 1_200;
const FAULTS_MS = IS_LONG ? 120_000 : 25_000;
const FAULT_EVERY_MS = 4_500;
const FROZEN_MS = 2_500;
/** As many as a host can be asked for in the time of the faults and a little more. */
const PAGES = Math.ceil(FAULTS_MS / DELAY_MS) + 2;
const ROUNDING_MS = 1;

const visitsSchema = z.array(
  z.object({
    ...{ host: z.string(), path: z.string(), agent: z.string() },
    ...{ from: z.number(), to: z.number(), isWhole: z.boolean() },
  }),
);
type LoggedVisit = z.infer<typeof visitsSchema>[number];

const run = (program: string, args: readonly string[]) =>
  spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'crawl-kill', program), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });

async function startWeb() {
  const child = run('web.ts', [String(HOSTS), String(PAGES)]);
  const lines = createInterface(child.stdout);
  const next = async () => z.string().parse((await once(lines, 'line'))[0]);
  const port = Number(await next());
  const hosts = Object.fromEntries(
    Array.from({ length: HOSTS }, (_, n) => [
      `h${n}.site${n}.example`,
      { ip: `85.1.${n >> 8}.${n & 255}`, connectTo: `127.0.0.1:${port}` },
    ]),
  );
  return {
    network: { hosts },
    log: async () => {
      const answer = next();
      child.stdin.write('log\n');
      return visitsSchema.parse(JSON.parse(await answer));
    },
    close: () => child.stdin.end(),
  };
}

interface TestWorker {
  readonly child: ChildProcess;
  readonly name: string;
  /** Its name among the workers, of its present life. */
  workerId: string | undefined;
}

test('killed and frozen workers lose nothing, hurry nobody and are soon replaced', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-crawl-kill-'));
  const server = await openEmbeddedPostgres({ folder });
  const database = openDatabase({ ...server.connection, max: 4 }, quietLog);
  const { db } = database;
  await migrate(database.pool);
  const web = await startWeb();
  const workers: TestWorker[] = [];
  after(async () => {
    for (const { child } of workers) child.kill('SIGKILL');
    web.close();
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  let made = 0;
  const startWorker = () => {
    made += 1;
    const name = `worker-${made}`;
    const options = { connection: server.connection, network: web.network, delayMs: DELAY_MS, leaseMs: LEASE_MS, name };
    const child = run('worker.ts', [JSON.stringify(options)]);
    const worker: TestWorker = { child, name, workerId: undefined };
    createInterface(child.stdout).on('line', (line) => (worker.workerId = line));
    workers.push(worker);
    return worker;
  };
  const owned = async (workerId: string) => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from crawl_partition where owner = ${workerId}`.execute(db);
    return rows[0]?.n ?? 0;
  };
  for (let n = 0; n < WORKERS; n += 1) startWorker();
  while (workers.some(({ workerId }) => workerId === undefined)) await sleep(50);
  await sleep(1_500);
  const runId = await seedRun(db, ['http://h0.site0.example/0']);
  // The faults begin once the crawl has reached every host.
  while (
    (await sql<{ n: number }>`select count(*)::int as n from crawl_run_host where visited > 0`.execute(db)).rows[0]
      ?.n !== HOSTS
  )
    await sleep(50);

  const random = mulberry32(20_261_126);
  const takeovers: { readonly kind: string; readonly ms: number; readonly partitions: number }[] = [];
  const faultsUntil = performance.now() + FAULTS_MS;
  for (let fault = 0; performance.now() < faultsUntil; fault += 1) {
    const nextAt = performance.now() + FAULT_EVERY_MS;
    const victims = workers.filter(
      ({ child, workerId }) => child.exitCode === null && child.signalCode === null && workerId !== undefined,
    );
    const victim = victims[Math.floor(random() * victims.length)];
    assert.ok(victim?.workerId);
    const { workerId } = victim;
    const partitions = await owned(workerId);
    const isKill = fault % 2 === 0;
    victim.child.kill(isKill ? 'SIGKILL' : 'SIGSTOP');
    const at = performance.now();
    while ((await owned(workerId)) > 0 && performance.now() < at + 10_000) await sleep(10);
    takeovers.push({ kind: isKill ? 'killed' : 'frozen', ms: performance.now() - at, partitions });
    if (isKill) startWorker();
    else {
      await sleep(Math.max(0, at + FROZEN_MS - performance.now()));
      victim.child.kill('SIGCONT');
    }
    await sleep(Math.max(0, nextAt - performance.now()));
  }
  const endBy = performance.now() + 60_000;
  let [summary] = await readRuns(db, { id: runId });
  while (summary?.state === 'running' && performance.now() < endBy) {
    await sleep(200);
    [summary] = await readRuns(db, { id: runId });
  }
  const log = await web.log();
  report(takeovers, log);
  assert.equal(summary?.state, 'done', 'the run has come to its end');

  const fetched = log.filter(({ path: at, isWhole }) => at !== '/robots.txt' && isWhole);
  assert.equal(new Set(fetched.map(({ host, path: at }) => host + at)).size, HOSTS * PAGES, 'no address is lost');
  assert.ok(againShare(log) <= 0.025, `fetched again: ${againShare(log)}`);
  assert.deepEqual(overlaps(log), [], 'no host is visited by two at once');
  assert.ok(shortestGap(log) >= DELAY_MS - ROUNDING_MS, `no request is too early: ${shortestGap(log)} ms`);
  for (const { kind, ms, partitions } of takeovers) {
    assert.ok(
      partitions > 0 && ms <= LEASE_MS + 500,
      `${partitions} partitions of a ${kind} worker were taken over in ${ms} ms`,
    );
  }
  assert.ok(rateShare(log) >= 0.97, `of the rate that politeness allows: ${rateShare(log)}`);
});

function byHost(log: readonly LoggedVisit[]): readonly (readonly LoggedVisit[])[] {
  return [...Map.groupBy(log, ({ host }) => host).values()].map((visits) =>
    [...visits].sort((a, b) => a.from - b.from),
  );
}

const gapsOf = (visits: readonly LoggedVisit[]) => visits.slice(1).map((visit, n) => visit.from - (visits[n]?.to ?? 0));
const shortestGap = (log: readonly LoggedVisit[]) => Math.min(...byHost(log).flatMap(gapsOf));
const overlaps = (log: readonly LoggedVisit[]) =>
  byHost(log).flatMap((visits) => gapsOf(visits).filter((gap) => gap < 0));

function againShare(log: readonly LoggedVisit[]): number {
  return 1 - new Set(log.map(({ host, path: at }) => host + at)).size / log.length;
}

/** Requests made, of those that could have been made between each host's first and last: one for each delay and answer. */
function rateShare(log: readonly LoggedVisit[]): number {
  let allowedMs = 0;
  let spentMs = 0;
  for (const visits of byHost(log)) {
    spentMs += (visits.at(-1)?.from ?? 0) - (visits[0]?.from ?? 0);
    for (const { from, to } of visits.slice(0, -1)) allowedMs += DELAY_MS + to - from;
  }
  return allowedMs / spentMs;
}

function report(
  takeovers: readonly { readonly kind: string; readonly ms: number }[],
  log: readonly LoggedVisit[],
): void {
  const list = takeovers.map(({ kind, ms }) => `${kind} ${ms.toFixed(0)}`).join(', ');
  console.log(
    `${log.length} requests; fetched again ${(againShare(log) * 100).toFixed(2)} %; shortest gap ${shortestGap(log).toFixed(1)} ms of ` +
      `${DELAY_MS}; ${(rateShare(log) * 100).toFixed(2)} % of the rate; taken over after (ms): ${list}`,
  );
}
