/** What a kill test plays on: a PostgreSQL with fsync on, a web with a log, and workers as processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { seedRun } from '../../src/crawl/frontier/frontier-for-tests.ts';
import { readRuns, type RunSummary } from '../../src/crawl/frontier/run-store.ts';
import { openDatabase, type Db } from '../../src/platform/db.ts';
import { openEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { quietLog } from '../fresh-database.ts';
import { SOURCES } from '../../src/platform/sources.ts';

const visitsSchema = z.array(
  z.object({
    ...{ host: z.string(), path: z.string(), agent: z.string() },
    ...{ from: z.number(), to: z.number(), isWhole: z.boolean() },
  }),
);
/** One request, as the web saw it; times in milliseconds of the web's clock. */
export type LoggedVisit = z.infer<typeof visitsSchema>[number];

/** How large everything is. */
export interface StageOptions {
  readonly hosts: number;
  readonly pages: number;
  readonly workers: number;
  readonly delayMs: number;
  readonly leaseMs: number;
}

/** A worker as a process. */
export interface TestWorker {
  readonly child: ChildProcess;
  /** Its name among the workers, of its present life. */
  workerId: string | undefined;
}

const run = (program: string, args: readonly string[]) =>
  spawn(process.execPath, [...SOURCES, path.join(import.meta.dirname, program), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });

async function startWeb({ hosts, pages }: StageOptions) {
  const child = run('web.ts', [String(hosts), String(pages)]);
  const lines = createInterface(child.stdout);
  const next = async () => z.string().parse((await once(lines, 'line'))[0]);
  const port = Number(await next());
  const names = Array.from({ length: hosts }, (_, n): readonly [string, { ip: string; connectTo: string }] => [
    `h${n}.site${n}.example`,
    { ip: `85.1.${n >> 8}.${n & 255}`, connectTo: `127.0.0.1:${port}` },
  ]);
  const network: { readonly hosts: Readonly<Record<string, unknown>> } = { hosts: Object.fromEntries(names) };
  return {
    network,
    log: async () => {
      const answer = next();
      child.stdin.write('log\n');
      return visitsSchema.parse(JSON.parse(await answer));
    },
    close: () => child.stdin.end(),
  };
}

/** Sets everything up, with workers that are ready and a run that has reached every host; ended after the test file. */
export async function openKillStage(options: StageOptions) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-crawl-kill-'));
  const server = await openEmbeddedPostgres({ folder });
  const database = openDatabase({ ...server.connection, max: 4 }, quietLog);
  const { db } = database;
  await migrate(database.pool);
  const web = await startWeb(options);
  const workers: TestWorker[] = [];
  after(async () => {
    for (const { child } of workers) child.kill('SIGKILL');
    web.close();
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const { delayMs, leaseMs } = options;
  const startWorker = () => {
    const name = `worker-${workers.length + 1}`;
    const settings = { connection: server.connection, network: web.network, delayMs, leaseMs, name };
    const child = run('worker.ts', [JSON.stringify(settings)]);
    const worker: TestWorker = { child, workerId: undefined };
    createInterface(child.stdout).on('line', (line) => (worker.workerId = line));
    workers.push(worker);
  };
  for (let n = 0; n < options.workers; n += 1) startWorker();
  while (workers.some(({ workerId }) => workerId === undefined)) await sleep(50);
  await sleep(1_500);
  const runId = await seedRun(db, ['http://h0.site0.example/0']);
  while ((await countOf(db, 'select count(*) from crawl_run_host where visited > 0')) !== options.hosts)
    await sleep(50);
  return {
    ...{ db, workers, startWorker },
    log: () => web.log(),
    owned: (workerId: string) => countOf(db, `select count(*) from crawl_partition where owner = '${workerId}'`),
    /** SIGKILL to the database; whoever owns it starts it again. */
    killDatabase: async () => {
      const [pid] = (await readFile(path.join(folder, 'db', 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    /** The run's summary, once it has ended or `limitMs` have passed. */
    ended: async (limitMs: number): Promise<RunSummary | undefined> => {
      const until = performance.now() + limitMs;
      for (;;) {
        const [summary] = await readRuns(db, { id: runId }).catch(() => []);
        if ((summary !== undefined && summary.state !== 'running') || performance.now() > until) return summary;
        await sleep(200);
      }
    },
  };
}

async function countOf(db: Db, query: string): Promise<number> {
  return (await sql<{ n: number }>`select (${sql.raw(query)})::int as n`.execute(db)).rows[0]?.n ?? 0;
}

function byHost(log: readonly LoggedVisit[]): readonly (readonly LoggedVisit[])[] {
  return [...Map.groupBy(log, ({ host }) => host).values()].map((visits) =>
    [...visits].sort((a, b) => a.from - b.from),
  );
}

const gapsOf = (visits: readonly LoggedVisit[]) => visits.slice(1).map((visit, n) => visit.from - (visits[n]?.to ?? 0));

/** Between the end of an answer of a host and its next request, the least. */
export const shortestGap = (log: readonly LoggedVisit[]): number => Math.min(...byHost(log).flatMap(gapsOf));

/** Requests that came while another one of the same host was under way. */
export const overlaps = (log: readonly LoggedVisit[]): number =>
  byHost(log).flatMap((visits) => gapsOf(visits).filter((gap) => gap < 0)).length;

/** Different pages whose answers went out whole. */
export const pagesOf = (log: readonly LoggedVisit[]): number =>
  new Set(log.filter(({ path: at, isWhole }) => at !== '/robots.txt' && isWhole).map(({ host, path: at }) => host + at))
    .size;

/** Of all requests, those for what had been asked for before. */
export const againShare = (log: readonly LoggedVisit[]): number =>
  1 - new Set(log.map(({ host, path: at }) => host + at)).size / log.length;

/** Requests made, of those that could have been made between each host's first and last: one for each delay and answer. */
export function rateShare(log: readonly LoggedVisit[], delayMs: number): number {
  let allowedMs = 0;
  let spentMs = 0;
  for (const visits of byHost(log)) {
    spentMs += (visits.at(-1)?.from ?? 0) - (visits[0]?.from ?? 0);
    for (const { from, to } of visits.slice(0, -1)) allowedMs += delayMs + to - from;
  }
  return allowedMs / spentMs;
}
