/** The outbox's table. */
import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';

/** What carries every event to its handler. */
export const EVENT_TASK = 'event';

/** Writes one event in the caller's transaction. */
export async function insertEvent(tx: Tx, event: object, isUrgent: boolean): Promise<void> {
  await sql`insert into outbox (event, is_urgent) values (${JSON.stringify(event)}::jsonb, ${isUrgent})`.execute(tx);
}

/** Writes many events with one statement. */
export async function insertEvents(tx: Tx, events: readonly object[]): Promise<void> {
  if (events.length === 0) return;
  await sql`insert into outbox (event, is_urgent)
    select event, false from unnest(${events.map((event) => JSON.stringify(event))}::jsonb[]) event`.execute(tx);
}

/** Seconds that the oldest waiting event has waited; 0 when none waits. */
export async function readOldestAge(db: Db): Promise<number> {
  const { rows } = await sql<{
    seconds: number;
  }>`select coalesce(extract(epoch from clock_timestamp() - min(written_at)), 0)::float8
    as seconds from outbox`.execute(db);
  return rows[0]?.seconds ?? 0;
}

/**
 * Makes jobs of at most `limit` waiting events, the urgent ones first, and says how many: taken out and put in by one
 * statement, so that none is lost or doubled whatever happens. Any number of processes may call it at once. A job also has the
 * event's number in the outbox, which no other event has.
 */
export async function relayBatch(db: Db, limit: number): Promise<number> {
  const result = await sql<{ count: number }>`
    with taken as (
      delete from outbox where id in (
        select id from outbox order by is_urgent desc, id limit ${limit} for update skip locked
      ) returning id, event, is_urgent
    ), ordered as (
      select array_agg(row(${EVENT_TASK}, (event || jsonb_build_object('number', id))::json, null, null, 25, null, case when is_urgent then -10 else 0 end, null)::graphile_worker.job_spec
        order by id) as specs, count(*)::int as count from taken
    )
    select ordered.count, (select count(*) from graphile_worker.add_jobs(ordered.specs) job where ordered.count > 0)
    from ordered`.execute(db);
  return result.rows[0]?.count ?? 0;
}
