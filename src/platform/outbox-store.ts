/** The outbox's table. */
import { sql } from './statement.ts';
import type { Db, Tx } from './transact.ts';

/** What carries every event to its handler. */
export const EVENT_TASK = 'event';

/** Writes one event in the caller's transaction. */
export async function insertEvent(tx: Tx, event: object, isUrgent: boolean): Promise<void> {
  await sql`insert into outbox (event, is_urgent) values (${JSON.stringify(event)}::jsonb, ${isUrgent})`.execute(tx);
}

/** Writes many events with one statement. */
export async function insertEvents(tx: Tx, events: readonly object[], isUrgent: boolean): Promise<void> {
  if (events.length === 0) return;
  await sql`insert into outbox (event, is_urgent)
    select event, ${isUrgent}::bool from unnest(${events.map((event) => JSON.stringify(event))}::jsonb[]) event`.execute(
    tx,
  );
}

/** Seconds that the oldest waiting event has waited; 0 when none waits. */
export async function readOldestAge(db: Db): Promise<number> {
  const { rows } = await sql<{
    seconds: number;
  }>`select coalesce(extract(epoch from clock_timestamp() - min(written_at)), 0)::float8
    as seconds from outbox`.execute(db);
  return rows[0]?.seconds ?? 0;
}

/** So many events of one kind share a job at most. */
const GATHERED_LIMIT = 100;

/**
 * Makes jobs of at most `limit` waiting events, the urgent ones first, and says of how many: taken out and put in by one
 * statement, so that none is lost or doubled whatever happens. Those of the `gathered` kinds share jobs, as an array of events;
 * an urgent one has a job of its own. Any number of processes may call it at once. Each event also has its number in the
 * outbox, which no other has.
 */
export async function relayBatch(db: Db, limit: number, gathered: readonly string[]): Promise<number> {
  const result = await sql<{ count: number }>`
    with taken as (
      delete from outbox where id in (
        select id from outbox order by is_urgent desc, id limit ${limit} for update skip locked
      ) returning id, event || jsonb_build_object('number', id) as event, is_urgent
    ), placed as (
      select *, case when is_urgent or event ->> 'kind' <> all(${[...gathered]}::text[]) then id else
        - (row_number() over (partition by is_urgent, event ->> 'kind' order by id) - 1) / ${GATHERED_LIMIT}::int end as part
      from taken
    ), jobs as (
      select min(id) as id, is_urgent, count(*)::int as count,
        case when count(*) = 1 then (array_agg(event))[1] else jsonb_agg(event order by id) end as payload
      from placed group by is_urgent, event ->> 'kind', part
    ), ordered as (
      select array_agg(row(${EVENT_TASK}, payload::json, null, null, 25, null, case when is_urgent then -10 else 0 end, null)::graphile_worker.job_spec
        order by id) as specs, coalesce(sum(count), 0)::int as count from jobs
    )
    select ordered.count, (select count(*) from graphile_worker.add_jobs(ordered.specs) job where ordered.count > 0) as jobs
    from ordered`.execute(db);
  return result.rows[0]?.count ?? 0;
}
