/**
 * `npm run bench -- rechecks`: visits a second through the whole batch path (claim, fetch, judge, record, schedule) with a
 * simulated web and a simulated clock, in batches, beside one visit a transaction, in the same run, on the same server with
 * fsync on. Rounds alternate. Last line: `ratio R`, batches over single visits.
 *
 * Options: --items=N (10000) over 500 hosts, --seconds=S a round (6), --rounds=R (2).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { openMissingAnswers, type Egress } from '../src/crawl/door.ts';
import { visitDue, type VisitDeps } from '../src/notices/door.ts';
import { openDatabase } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { openLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { serviceKeyFrom, type ServiceKey } from '../src/platform/service-key.ts';

const HOSTS = 500;
const START = new Date('2026-03-01T00:00:00Z');
/** The simulated clock's step: what falls due within it is visited together. */
const TICK_MS = 60_000;
/** Items are removed at any time within so many hours. */
const REMOVED_WITHIN_MS = 72 * 3_600_000;
const WORDS = 'hav skog sjö berg väg bro hus torg park stad by kust älv dal fält äng stig lada kvarn hamn '.repeat(3);

/** Runs the benchmark. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const server = await openEmbeddedPostgres({ folder });
  const log = openLog('silent');
  const database = openDatabase({ ...server.connection, max: 4 }, log);
  const { db, pool } = database;
  try {
    await migrate(pool);
    await migrateJobs(pool);
    const serviceKey = serviceKeyFrom(randomBytes(32));
    await insertWatches(pool, serviceKey, option('items', 10_000));
    let now = START;
    const deps: VisitDeps = {
      ...{ db, serviceKey, log, clock: { now: () => now } },
      settings: { firstMs: 900_000, mostMs: 14_400_000, misses: 3, afterMs: 90 * 86_400_000 },
      tools: {
        egresses: [simulatedWeb(() => now)],
        ...{ userAgent: 'Fyr/0.1', missingAnswers: openMissingAnswers(() => 'cannot-exist') },
      },
    };
    const visitFor = async (batch: number): Promise<number> => {
      const [startedAt, cpuAt, forMs] = [performance.now(), process.cpuUsage(), option('seconds', 6) * 1000];
      let visits = 0;
      while (performance.now() - startedAt < forMs) {
        const done = await visitDue({ ...deps, batch }, now);
        visits += done;
        if (done === 0) now = new Date(now.getTime() + TICK_MS);
      }
      const { user, system } = process.cpuUsage(cpuAt);
      const rate = visits / ((performance.now() - startedAt) / 1000);
      process.stdout.write(
        `batch ${batch}: ${rate.toFixed(0)} visits/s, ${((user + system) / visits).toFixed(0)} µs of processor time a visit\n`,
      );
      return rate;
    };
    const startedAt = performance.now();
    while ((await visitDue({ ...deps, batch: 500 }, now)) > 0);
    const firstLooks = option('items', 10_000) / ((performance.now() - startedAt) / 1000);
    process.stdout.write(`first looks, batch 500: ${firstLooks.toFixed(0)} visits/s\n`);
    await report(visitFor, option('rounds', 2));
  } finally {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(visitFor: (batch: number) => Promise<number>, rounds: number): Promise<void> {
  const [batches, singles]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    process.stdout.write(`round ${round + 1}\n`);
    batches.push(await visitFor(500));
    singles.push(await visitFor(1));
  }
  process.stdout.write(`ratio ${(Math.max(...batches) / Math.max(...singles)).toFixed(1)}\n`);
}

/** A web without sockets: each item has a page of its own until it is removed. */
function simulatedWeb(now: () => Date): Egress {
  const removedAt = new Map<string, number>();
  const removalOf = (url: string): number => {
    const known = removedAt.get(url) ?? START.getTime() + Math.random() * REMOVED_WITHIN_MS;
    removedAt.set(url, known);
    return known;
  };
  return {
    ...{ name: 'simulated', isDirect: true },
    fetch: (url) => {
      const isGone = url.includes('cannot-exist') || now().getTime() >= removalOf(url);
      const body = Buffer.from(isGone ? 'Not Found' : `<title>${url}</title><p>${WORDS}</p>`);
      return Promise.resolve({
        ...{ kind: 'answered', status: isGone ? 404 : 200, finalUrl: url, body, ip: '85.24.180.40', hops: [] },
        ...{ headers: {}, contentType: 'text/html', wireBytes: body.length, isTruncated: false },
      });
    },
  };
}

async function insertWatches(pool: pg.Pool, serviceKey: ServiceKey, count: number): Promise<void> {
  const caseId = randomUUID();
  await pool.query(
    `insert into case_file (id, state, category, is_urgent, opened_hour) values ($1, 'decided', 'online', false, $2)`,
    [caseId, START],
  );
  for (let from = 0; from < count; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - from) }, (_, index) => {
      const host = `host-${(from + index) % HOSTS}.example.org`;
      return { id: randomUUID(), host, url: `http://${host}/album/${from + index}` };
    });
    await pool.query(
      `with added as (
         insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, state, outcome, created_at)
         select id, $1, url, url_digest, host, host_digest, 'assessed', 'illegal-baseline', $2
         from unnest($3::uuid[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[]) as row(id, url, url_digest, host, host_digest)
         returning id, host_digest
       )
       insert into watch (item_id, host_digest, state, started_at, next_visit_at)
       select id, host_digest, 'watching', $2, $2 from added`,
      [
        ...[caseId, START, rows.map(({ id }) => id)],
        ...[rows.map(({ url }) => serviceKey.shroud('url', url)), rows.map(({ url }) => serviceKey.digest('url', url))],
        ...[
          rows.map(({ host }) => serviceKey.shroud('host', host)),
          rows.map(({ host }) => serviceKey.digest('host', host)),
        ],
      ],
    );
  }
  await pool.query('analyze');
}
