/**
 * `npm run bench -- figures`: all figures of 24 months, as the page reads them, from sums, beside the same figures counted from the rows, on the same
 * data in the same run. Tips are spread over categories, sources and 24 months; for every tenth there is an item with an
 * assessment and a watch. Last line: `ratio R`, time from rows over time from sums (medians).
 *
 * Options: --tips=N (1000000), --rounds=R (3; the raw side, which takes minutes at 18,000,000: 1 will do), --folder=DIR (the system's for temporary files).
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { openLog } from '../src/platform/log.ts';
import { openDatabase, type OpenDatabase } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrate } from '../src/platform/migrate.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { describeDisk } from './disk.ts';
import { countFacts, countRawFacts, foldOnce, readBoard, rebuildSums } from '../src/figures/door.ts';

const ZONE = 'Europe/Stockholm';
const NOW = new Date('2026-12-31T12:00:00Z');
const FILTER = { fromMonth: '2025-01', toMonth: '2026-12' };
const SUM_ROUNDS = 15;
const TIPS_AT_ONCE = 500_000;

/** Runs the benchmark. @throws Error when the two sides do not count the same */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1];
  const tips = Number(option('tips') ?? 1_000_000);
  const folder = await mkdtemp(path.join(option('folder') ?? tmpdir(), 'fyr-bench-'));
  const server = await openEmbeddedPostgres({ folder });
  const database = openDatabase({ ...server.connection, max: 4 }, openLog('silent'));
  try {
    await migrate(database.pool);
    await migrateJobs(database.pool);
    await timed(`${tips} tips and ${Math.floor(tips / 10)} items written`, () => fill(database.pool, tips));
    console.log(await describeDisk(database.pool));
    await timed('sums made', () => makeSums(database));
    await compare(database, Number(option('rounds') ?? 3));
  } finally {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeSums({ db }: OpenDatabase): Promise<void> {
  await rebuildSums(db, ZONE);
  while ((await foldOnce(db)) === 'more');
}

async function compare({ db, pool }: OpenDatabase, rounds: number): Promise<void> {
  const { rows } = await pool.query<{ sums: number }>('select count(*) as sums from figure_sum');
  console.log(`${rows[0]?.sums ?? 0} sums`);
  const fromSums = () => readBoard(db, NOW, ZONE, FILTER, countFacts);
  const fromRows = () => readBoard(db, NOW, ZONE, FILTER, countRawFacts);
  const expected = await fromSums();
  const sumsMs = await median(SUM_ROUNDS, fromSums);
  const rowsMs = await median(rounds, async () => {
    assert.deepEqual(await fromRows(), expected, 'Sums and rows do not come to the same.');
  });
  console.log(
    `from sums: ${sumsMs.toFixed(1)} ms; from rows: ${rowsMs.toFixed(0)} ms (medians of ${SUM_ROUNDS} and ${rounds})`,
  );
  console.log(`ratio ${(rowsMs / sumsMs).toFixed(1)}`);
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  await work();
  console.log(`${what} in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}

async function median(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** Who write at once: as many as the cores of the smallest machine that this is run on. */
const WRITERS = 2;

/** Written past the triggers, as a house that had these rows before it had sums. */
async function fill(pool: pg.Pool, tips: number): Promise<void> {
  await pool.query(`insert into desk_key values ('00000000-0000-4000-8000-000000000001', '\\x00', now())`);
  const starts = Array.from({ length: Math.ceil(tips / TIPS_AT_ONCE) }, (_, index) => index * TIPS_AT_ONCE + 1);
  const write = () =>
    pastTriggers(pool, async (client) => {
      for (let from = starts.shift(); from !== undefined; from = starts.shift())
        await insertTips(client, from, Math.min(tips, from + TIPS_AT_ONCE - 1));
    });
  await Promise.all(Array.from({ length: WRITERS }, write));
  await pastTriggers(pool, (client) => insertItems(client, Math.floor(tips / 10)));
  await pool.query('vacuum analyze');
}

async function pastTriggers(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`set session_replication_role = replica; set jit = off`);
    await work(client);
    await client.query('reset session_replication_role; reset jit');
  } finally {
    client.release();
  }
}

/** Ids in order: random ones would write each index all over, which takes most of the time at 18,000,000 and changes no figure. */
async function insertTips(client: pg.PoolClient, from: number, to: number): Promise<void> {
  await client.query(
    `insert into tip (id, submission_digest, received_hour, source, category, language, is_urgent, wants_answer, has_contact,
       desk_key_id, recipient, sealed_report, shrouded_addresses, mailbox_digest, came_anonymous)
     select id, uuid_send(id), '2025-01-01'::timestamptz + (n::bigint * 7919 % 17000) * interval '1 hour',
       (array['form','import','partner','crawler'])[1 + n % 4],
       (array['online','grooming','extortion','trafficking','travel','offline','other'])[1 + (n / 4) % 7], 'sv', false, false,
       false, '00000000-0000-4000-8000-000000000001', '', '', '', uuid_send(id), n % 3 > 0
     from (select n, ('00000000-0000-4000-b000-' || lpad(to_hex(n), 12, '0'))::uuid as id from generate_series($1::int, $2::int) n) t`,
    [from, to],
  );
}

/** One case with ten items for every hundred tips; half of the items are illegal, most of them gone, in ten countries. */
async function insertItems(client: pg.PoolClient, items: number): Promise<void> {
  await client.query(
    `insert into case_file (id, state, category, is_urgent, opened_hour, decided_at, closed_at, close_reason)
     select ('00000000-0000-4000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'closed', (array['online','grooming','travel'])[1 + n % 3],
       false, at, at + interval '3 hours', at + interval '9 days', 'removed'
     from (select n, '2025-01-01'::timestamptz + (n::bigint * 7919 % 16000) * interval '1 hour' as at
       from generate_series(1, greatest($1::int / 10, 1)) n) t`,
    [items],
  );
  await client.query(
    `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, country, state, outcome, created_at)
     select ('00000000-0000-4000-a000-' || lpad(to_hex(n), 12, '0'))::uuid,
       ('00000000-0000-4000-9000-' || lpad(to_hex(1 + n / 10), 12, '0'))::uuid, '', int4send(n), '', '',
       (array['SE','NL','US','DE','FR','LU','CA','GB','PL','FI'])[1 + n % 10], 'gone',
       case when n % 2 = 0 then 'illegal-baseline' else 'not-illegal' end, '2025-01-01'
     from generate_series(1, $1::int) n`,
    [items],
  );
  await client.query(
    `insert into assessment (id, item_id, staff_id, question_set, answers, outcome, assessed_at)
     select gen_random_uuid(), item.id, '00000000-0000-4000-8000-000000000002', 'x@1',
       '{"age":"7-10","severity":"A","gender":"unknown","site-type":"forum"}', item.outcome, decided_at
     from item join case_file on case_file.id = case_id`,
  );
  await client.query(
    `insert into watch (item_id, host_digest, state, started_at, gone_at)
     select item.id, '', 'gone', decided_at,
       case when random() < 0.95 then decided_at + random() * random() * interval '30 days' end
     from item join case_file on case_file.id = case_id where item.outcome = 'illegal-baseline'`,
  );
}
