/** The hosts' rows: which have something to visit, and how each is to be treated. */
import { KEEP, sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import { arrayText } from './url-store.ts';

/** A host as its partition's owner takes it up. */
export interface HostRow {
  readonly hostId: number;
  readonly partition: number;
  /** Until its next request is allowed, from the moment that the database read this. */
  readonly waitMs: number;
  readonly delayMs: number;
  readonly failures: number;
  readonly closeness: number;
}

/** Hosts that rest longer than this are not taken up yet. */
const AHEAD_MS = 2_000;

/**
 * Hosts of these partitions that have something to visit, the closest to sightings first, then those that have waited longest.
 * Where the owner before died and may have asked a host in its last moments, the host's full delay counts from then.
 */
export async function readAwakeHosts(
  db: Db,
  partitions: readonly number[],
  held: readonly number[],
  options: { readonly limit: number; readonly defaultDelayMs: number },
): Promise<readonly HostRow[]> {
  const { limit, defaultDelayMs } = options;
  const { rows } = await sql<HostRow>`${KEEP}
    select h.id as "hostId", h.partition, greatest(h.delay_ms, ${defaultDelayMs}::int) as "delayMs", h.failures, h.closeness,
      greatest(0, coalesce(extract(epoch from nullif(case when h.next_at <= p.unsure_until
        then p.unsure_until + greatest(h.delay_ms, ${defaultDelayMs}::int) * interval '1 ms' else h.next_at end, '-infinity') - clock_timestamp()) * 1000, 0))::float8 as "waitMs"
    from unnest(${arrayText(partitions)}::smallint[]) as mine (id)
    join crawl_partition p on p.id = mine.id
    cross join lateral (
      select * from crawl_host c where c.partition = mine.id and c.wake_at <= clock_timestamp() + ${AHEAD_MS}::int * interval '1 ms'
        and c.id <> all(${arrayText(held)}::bigint[])
      order by c.closeness, c.wake_at limit ${limit}
    ) h
    order by h.closeness, h.wake_at limit ${limit}`.execute(db);
  return rows;
}

/** What a run has met on a host so far. */
export interface RunHostRow {
  readonly runId: number;
  readonly hostId: number;
  readonly offered: number;
  readonly visited: number;
  readonly contents: number;
}

/** Counts of these hosts in these runs. */
export async function readRunHosts(
  db: Db,
  runIds: readonly number[],
  hostIds: readonly number[],
): Promise<readonly RunHostRow[]> {
  const { rows } = await sql<RunHostRow>`${KEEP}
    select run_id as "runId", host_id as "hostId", offered, visited, contents from crawl_run_host
    where run_id = any(${arrayText(runIds)}::int[]) and host_id = any(${arrayText(hostIds)}::bigint[])`.execute(db);
  return rows;
}

/** Adds to the counts; rows of hosts that are new to a run are made. */
export async function addToRunHosts(tx: Tx, rows: readonly RunHostRow[]): Promise<void> {
  const column = (pick: (row: RunHostRow) => number) => arrayText(rows.map(pick));
  await sql`${KEEP}
    insert into crawl_run_host as h (run_id, host_id, offered, visited, contents)
    select * from unnest(${column((row) => row.runId)}::int[], ${column((row) => row.hostId)}::bigint[],
      ${column((row) => row.offered)}::int[], ${column((row) => row.visited)}::int[], ${column((row) => row.contents)}::int[])
    order by 1, 2
    on conflict (run_id, host_id) do update set offered = h.offered + excluded.offered,
      visited = h.visited + excluded.visited, contents = h.contents + excluded.contents`.execute(tx);
}

/**
 * Of hosts that are offered to a run with a limit of hosts, those that it takes: the ones it has and as many new ones as there is room
 * for. One transaction at a time does this for a run; the new ones are entered by it.
 */
export async function admitHosts(
  tx: Tx,
  runId: number,
  hostIds: readonly number[],
  mostHosts: number,
): Promise<ReadonlySet<number>> {
  await sql`select pg_advisory_xact_lock(${ADMISSION_LOCK}, ${runId})`.execute(tx);
  const { rows } = await sql<{ id: number }>`
    with known as (
      select host_id as id from crawl_run_host where run_id = ${runId} and host_id = any(${arrayText(hostIds)}::bigint[])
    ), fresh as (
      select t.id from unnest(${arrayText(hostIds)}::bigint[]) with ordinality as t (id, ord)
      where t.id not in (select id from known) order by t.ord
      limit greatest(0, ${mostHosts}::int - (select count(*) from crawl_run_host where run_id = ${runId}))
    ), entered as (
      insert into crawl_run_host (run_id, host_id) select ${runId}, id from fresh order by id on conflict do nothing
    )
    select id from known union all select id from fresh`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** With a run's number, the key under which admissions wait for each other. */
const ADMISSION_LOCK = 0x66797290;

/**
 * Lets hosts sleep in which nothing of the running runs is ready. An address offered meanwhile is not missed: it makes `offers`
 * grow, in its own transaction, and then the row is left as it is.
 */
export async function letSleep(tx: Tx, hostIds: readonly number[], runningIds: readonly number[]): Promise<void> {
  const { rows } = await sql<{ id: number; offers: number }>`${KEEP}
    select id, offers from crawl_host where id = any(${arrayText(hostIds)}::bigint[])`.execute(tx);
  await sql`${KEEP}
    update crawl_host h set wake_at = null
    from unnest(${arrayText(rows.map(({ id }) => id))}::bigint[], ${arrayText(rows.map(({ offers }) => offers))}::bigint[]) as seen (id, offers)
    where h.id = seen.id and h.offers = seen.offers and not exists (
      select 1 from unnest(${arrayText(runningIds)}::int[]) as r (id)
      cross join lateral (select 1 from crawl_url u where u.host_id = h.id and u.run_id = r.id and u.state = 0 limit 1) ready
    )`.execute(tx);
}

/** Puts hosts back in line, `inMs` from now: they rest, or others are to have a turn. */
export async function putBack(tx: Tx, hostIds: readonly number[], inMs: readonly number[]): Promise<void> {
  await sql`${KEEP}
    update crawl_host h set wake_at = clock_timestamp() + b.in_ms * interval '1 ms'
    from unnest(${arrayText(hostIds)}::bigint[], ${arrayText(inMs)}::float8[]) as b (id, in_ms) where h.id = b.id`.execute(
    tx,
  );
}

/** Wakes all hosts where a run has something ready: after a pause. */
export async function wakeHostsOf(tx: Tx, runId: number): Promise<void> {
  await sql`update crawl_host h set wake_at = coalesce(h.wake_at, clock_timestamp()), offers = h.offers + 1
    where h.id in (select host_id from crawl_url where run_id = ${runId} and state = 0)`.execute(tx);
}
