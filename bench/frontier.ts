/**
 * `npm run bench -- frontier`: the durable frontier beside raw batched inserts of the same rows into one table, in the same run, on
 * the same server with fsync on. Rounds alternate. Each round offers `--offers` addresses (200,000), half of them known already,
 * in batches of 500 as they come from pages, and then takes and settles them all. Last line: `ratio R`, offered and dequeued
 * addresses a second of the frontier over the raw side's inserted rows a second.
 *
 * The frontier does more for each: canonical address in, keyed filter, digest, AES-GCM, host and run rows, counts, ownership; the
 * raw side writes address and priority as they are, and nothing is read back. Options: --offers=N, --rounds=R (3), --hosts=H (2000).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { Frontier, startRun, steerRun } from '../src/crawl/door.ts';
import { openDatabase, transact, type Db } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { openLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';

const BATCH = 500;
const FAR = 15;
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 3));

interface Settings {
  readonly offers: number;
  readonly rounds: number;
  readonly hosts: number;
}

/** Runs the benchmark. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const settings = { offers: option('offers', 200_000), rounds: option('rounds', 3), hosts: option('hosts', 2_000) };
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const server = await openEmbeddedPostgres({ folder });
  const log = openLog('error');
  const database = openDatabase({ ...server.connection, max: 4 }, log);
  try {
    await migrate(database.pool);
    const rounds: (Awaited<ReturnType<typeof measureFrontier>> & { readonly raw: number })[] = [];
    for (let round = 1; round <= settings.rounds; round += 1) {
      const frontier = await measureFrontier(database.db, settings, round);
      const raw = await measureRaw(database.pool, settings, round);
      console.log(
        `round ${round}: frontier offered ${frontier.offered.toFixed(0)}/s (new ${frontier.added.toFixed(0)}/s), dequeued ` +
          `${frontier.dequeued.toFixed(0)}/s, ${frontier.bytes.toFixed(0)} bytes an address; raw inserts ${raw.toFixed(0)}/s`,
      );
      rounds.push({ ...frontier, raw });
    }
    const mean = (pick: (round: (typeof rounds)[number]) => number) =>
      rounds.reduce((sum, each) => sum + pick(each), 0) / rounds.length;
    const [offered, dequeued, raw] = [mean((r) => r.offered), mean((r) => r.dequeued), mean((r) => r.raw)];
    console.log(
      `${settings.offers} offered, half of them new, ${settings.hosts} hosts, batches of ${BATCH}, mean of ${settings.rounds}: ` +
        `offered ${offered.toFixed(0)}/s (ratio ${(offered / raw).toFixed(2)}), dequeued ${dequeued.toFixed(0)}/s (ratio ` +
        `${(dequeued / raw).toFixed(2)}), raw ${raw.toFixed(0)}/s`,
    );
    // One address that is offered and one that is dequeued cost the sum of their times; the raw side writes two rows in its own.
    const both = 2 / (1 / offered + 1 / dequeued);
    console.log(`ratio ${(both / raw).toFixed(2)}`);
  } finally {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Eight in a row are of one host: the new links of a page mostly stay on it. */
function urlOf(n: number, hosts: number, round: number): string {
  const host = (Math.floor(n / 8) * 7919) % hosts;
  return `https://h${host}.site${host}.example/round-${round}/section-${n % 97}/article-${n}.html`;
}

async function measureFrontier(db: Db, { offers, hosts }: Settings, round: number) {
  const none = {
    maxHosts: undefined,
    maxPages: undefined,
    maxMinutes: undefined,
    maxDepth: undefined,
    rate: undefined,
  };
  const { runId } = await transact(db, (tx) =>
    startRun(tx, serviceKey, {
      ...{ seeds: [`https://seed.example/${round}`], budget: none, isWatch: false, now: new Date() },
      ...{ askedBy: undefined, agreedBy: undefined },
      rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 1e9 },
    }),
  );
  const frontier = new Frontier({
    ...{ db, serviceKey, leaseMs: 60_000, defaultDelayMs: 0, filterCapacity: 2 ** 20 },
    now: () => ({ steadyMs: performance.now(), wallMs: Date.now() }),
  });
  await frontier.rejoin();
  await frontier.watch(() => false);
  const [seed] = await takeAll(frontier, [runId], 1);
  if (seed === undefined) throw new Error('The seed was not there.');
  const sizeBefore = await sizeOf(db);
  let startedAt = performance.now();
  let added = 0;
  // Every second one has been offered before: a page's links mostly lead to what is known.
  for (let n = 0; n < offers; n += BATCH) {
    const found = Array.from({ length: BATCH }, (_, k) => urlOf((n + k) >> 1, hosts, round));
    const fresh = found.filter((url) => !frontier.isKnown(runId, url));
    const settlement = {
      ...({ task: seed, result: 'retry', reason: 'ok', bytes: 0 } as const),
      offers: fresh.map((url) => ({ url, kind: 'page', depth: 1, closeness: FAR }) as const),
    };
    for (const { count } of await frontier.settle({ settlements: [settlement], hosts: [] })) added += count;
  }
  const offeredMs = performance.now() - startedAt;
  if (added !== Math.ceil(offers / 2)) throw new Error(`${added} were new, not ${offers / 2}.`);
  const bytes = ((await sizeOf(db)) - sizeBefore) / added;
  startedAt = performance.now();
  let dequeued = 0;
  for (;;) {
    const tasks = await takeAll(frontier, [runId], 16);
    if (tasks.length === 0) break;
    for (let at = 0; at < tasks.length; at += BATCH) {
      const settlements = tasks.slice(at, at + BATCH).map((task) => ({
        ...({ task, result: 'done', reason: 'ok', offers: [], bytes: 0 } as const),
      }));
      await frontier.settle({ settlements, hosts: [] });
      dequeued += settlements.length;
    }
  }
  const dequeuedMs = performance.now() - startedAt;
  await steerRun(db, runId, 'stopped');
  await frontier.leave();
  return {
    offered: (offers * 1000) / offeredMs,
    added: (added * 1000) / offeredMs,
    dequeued: (dequeued * 1000) / dequeuedMs,
    bytes,
  };
}

async function takeAll(frontier: Frontier, runIds: readonly number[], each: number) {
  const hosts = await frontier.takeHosts([], 4_000);
  const hostIds = hosts.map(({ hostId }) => hostId);
  return frontier.takeTasks(
    runIds,
    hostIds,
    hostIds.map(() => each),
  );
}

async function sizeOf(db: Db): Promise<number> {
  const { sql } = await import('kysely');
  const { rows } = await sql<{ n: number }>`
    select (pg_total_relation_size('crawl_url') + pg_total_relation_size('crawl_host'))::float8 as n`.execute(db);
  return rows[0]?.n ?? 0;
}

/** The plainest queue there is: address and priority, one index, `insert ... select unnest` by the batch, each committed. */
async function measureRaw(pool: pg.Pool, { offers, hosts }: Settings, round: number): Promise<number> {
  await pool.query('drop table if exists raw_queue');
  await pool.query(
    'create table raw_queue (id bigint generated always as identity primary key, priority smallint, url text)',
  );
  const rows = Math.ceil(offers / 2);
  const startedAt = performance.now();
  for (let n = 0; n < rows; n += BATCH) {
    const urls = Array.from({ length: Math.min(BATCH, rows - n) }, (_, k) => urlOf(n + k, hosts, round));
    await pool.query({
      name: 'raw',
      text: 'insert into raw_queue (priority, url) select * from unnest($1::smallint[], $2::text[])',
      values: [urls.map(() => 5), urls],
    });
  }
  return (rows * 1000) / (performance.now() - startedAt);
}
