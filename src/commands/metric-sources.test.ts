import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import { startMetrics } from '../platform/metrics.ts';
import { sightingIdSchema } from '../terms/ids.ts';
import { houseSources } from './metric-sources.ts';
import { workerSources } from './worker-metrics.ts';

const { db } = await freshDatabase();
const clock = { now: () => new Date('2026-11-24T10:00:00Z') };

async function scrape(sources: Parameters<typeof startMetrics>[1]): Promise<string> {
  const metrics = await startMetrics({ host: '127.0.0.1', port: 0, tls: undefined }, sources, quietLog);
  try {
    return await (await fetch(metrics.url)).text();
  } finally {
    await metrics.close();
  }
}

const valueOf = (text: string, name: string): number => {
  const [, value] = new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text) ?? [];
  assert.notEqual(value, undefined, name);
  return Number(value);
};

test('houseSources answer on an empty house, every one of them', async () => {
  const text = await scrape(houseSources(db, clock));
  assert.equal(valueOf(text, 'fyr_metrics_failed'), 0);
  assert.equal(valueOf(text, 'fyr_outbox_age_seconds'), 0);
  assert.equal(valueOf(text, 'fyr_cases{state="new"}'), 0);
  for (const { name } of houseSources(db, clock)) assert.match(text, new RegExp(`^# HELP ${name} `, 'm'));
});

test('houseSources tell what stands in the database, with codes alone as labels', async () => {
  const sightingId = sightingIdSchema.parse('1fdf3a4e-6a5c-4f3e-9d0e-2f5f3f0c7a01');
  await transact(db, (tx) => emit(tx, { kind: 'sighting-made', sightingId }));
  await sql`update outbox set written_at = clock_timestamp() - interval '90 seconds'`.execute(db);
  await sql`insert into case_file (id, state, category, is_urgent, opened_hour, origin)
    values ('1fdf3a4e-6a5c-4f3e-9d0e-2f5f3f0c7a02', 'new', 'online', false, ${clock.now()}, 'sighting')`.execute(db);
  await sql`insert into crawl_tally (run_id, lane, visits, pages, media, sightings, bytes) values
    (1, 0, 10, 6, 4, 1, 1000), (1, 3, 5, 5, 0, 0, 500)`.execute(db);
  await sql`insert into crawl_reason (run_id, lane, reason, count) values (1, 0, 'not-found', 2), (2, 1, 'not-found', 1)`.execute(
    db,
  );
  const text = await scrape(houseSources(db, clock));
  assert.equal(valueOf(text, 'fyr_metrics_failed'), 0);
  assert.ok(Math.abs(valueOf(text, 'fyr_outbox_age_seconds') - 90) < 30);
  assert.equal(valueOf(text, 'fyr_cases{state="new"}'), 1);
  assert.equal(valueOf(text, 'fyr_crawl_visits_total'), 15);
  assert.equal(valueOf(text, 'fyr_crawl_bytes_total'), 1500);
  assert.equal(valueOf(text, 'fyr_crawl_errors_total{reason="not-found"}'), 3);
  assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}|https?:\/\/|\d+\.\d+\.\d+\.\d+/);
});

test('workerSources tell what a crawler has in hand, and nothing while it has none', async () => {
  const idle = await scrape(workerSources(() => undefined));
  assert.equal(valueOf(idle, 'fyr_crawler_in_flight'), 0);
  const busy = await scrape(workerSources(() => ({ workerId: 'w', inFlight: 7, hosts: 40, unsettled: 3 })));
  assert.deepEqual(
    ['in_flight', 'hosts', 'unsettled'].map((name) => valueOf(busy, `fyr_crawler_${name}`)),
    [7, 40, 3],
  );
});
