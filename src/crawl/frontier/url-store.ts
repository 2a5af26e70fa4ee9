/** The addresses' rows. Columns travel as arrays, shrouded bytes as one parameter a batch, cut up by PostgreSQL. */
import { KEEP, literal, sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import type { TaskKind } from './crawl-task.ts';

const KINDS = ['page', 'media', 'sitemap'] as const;
/** Kinds and states as the rows have them. */
export const kindCode = (kind: TaskKind): number => KINDS.indexOf(kind);
const kindOf = (code: number): TaskKind => KINDS[code] ?? 'page';

/** `crawl_url.state` (crawl-task.ts says what each means). */
export const URL_STATES = { ready: 0, waiting: 1, over: 2 } as const;

/** Numbers and hexadecimal digits as a PostgreSQL array: quicker to write than to have each value escaped. */
export const arrayText = (values: readonly (number | string | null)[]): string =>
  `{${values.map((value) => value ?? 'null').join()}}`;

/** New addresses, column by column. */
export interface OfferColumns {
  readonly runIds: number[];
  readonly keys: string[];
  readonly hostIds: number[];
  readonly partitions: number[];
  readonly ranks: number[];
  readonly closeness: number[];
  readonly kinds: number[];
  readonly boxes: Buffer[];
}

/** What settled visits say about their hosts, column by column. */
export interface HostColumns {
  readonly hostIds: number[];
  readonly partitions: number[];
  readonly nextInMs: number[];
  readonly delayMs: number[];
  readonly failures: number[];
  /** 0 or 1 once something of a known list was seen there, else `FAR`. */
  readonly closeness: number[];
}

/** How many addresses of a host were new to a run. */
export interface NewUrls {
  readonly runId: number;
  readonly hostId: number;
  readonly count: number;
}

/**
 * Writes what is new of the offers and, in the same statement, wakes their hosts and notes how visited hosts are to be treated. Rows
 * are locked in the order of their keys by everybody, addresses before hosts, so that two workers cannot lock each other up.
 */
export async function insertOffers(tx: Tx, offers: OfferColumns, visited: HostColumns): Promise<readonly NewUrls[]> {
  const lengths = offers.boxes.map((box) => box.length);
  const { rows } = await sql<NewUrls>`${KEEP}
    with given as (
      select t.*, substr(${Buffer.concat(offers.boxes)}::bytea,
        (sum(t.length) over (order by t.ord) - t.length + 1)::int, t.length) as box
      from unnest(${arrayText(offers.runIds)}::int[], ${arrayText(offers.keys)}::uuid[], ${arrayText(offers.hostIds)}::bigint[],
        ${arrayText(offers.partitions)}::smallint[], ${arrayText(offers.ranks)}::smallint[],
        ${arrayText(offers.closeness)}::smallint[], ${arrayText(offers.kinds)}::smallint[], ${arrayText(lengths)}::int[])
        with ordinality as t (run_id, key, host_id, partition, rank, closeness, kind, length, ord)
    ), written as (
      insert into crawl_url (run_id, key, host_id, partition, rank, kind, box)
      select run_id, key, host_id, partition, rank, kind, box from given order by run_id, key
      on conflict (run_id, key) do nothing
      returning run_id, host_id, partition, rank
    ), offered as (
      select host_id as id, min(partition) as partition, count(*) as count, min(rank) / 1024 as closeness
      from written group by host_id
    ), visited as (
      select * from unnest(${arrayText(visited.hostIds)}::bigint[], ${arrayText(visited.partitions)}::smallint[],
        ${arrayText(visited.nextInMs)}::float8[], ${arrayText(visited.delayMs)}::int[], ${arrayText(visited.failures)}::smallint[],
        ${arrayText(visited.closeness)}::smallint[])
        as v (id, partition, next_in_ms, delay_ms, failures, closeness)
    ), woken as (
      insert into crawl_host as h (id, partition, closeness, wake_at, offers, next_at, delay_ms, failures)
      select coalesce(o.id, v.id), coalesce(o.partition, v.partition), least(o.closeness, v.closeness),
        case when o.id is not null then clock_timestamp() end, coalesce(o.count, 0),
        coalesce(clock_timestamp() + v.next_in_ms * interval '1 ms', '-infinity'), coalesce(v.delay_ms, -1), coalesce(v.failures, 0)
      from offered o full join visited v on v.id = o.id
      order by 1
      on conflict (id) do update set
        closeness = least(h.closeness, excluded.closeness),
        wake_at = coalesce(h.wake_at, excluded.wake_at),
        offers = h.offers + excluded.offers,
        next_at = greatest(h.next_at, excluded.next_at),
        delay_ms = case when excluded.delay_ms < 0 then h.delay_ms else excluded.delay_ms end,
        failures = case when excluded.delay_ms < 0 then h.failures else excluded.failures end
    )
    select run_id as "runId", host_id as "hostId", count(*)::int as count from written group by 1, 2 order by 1, 2`.execute(
    tx,
  );
  return rows;
}

/** What visits came to, column by column. */
export interface VisitColumns {
  readonly runIds: number[];
  readonly keys: string[];
  readonly states: number[];
  readonly ranks: number[];
  readonly attempts: number[];
  /** For those that wait; null else. */
  readonly dueInMs: (number | null)[];
  readonly memos: (Buffer | null)[];
}

/** Writes what became of visited addresses and says of each run how many are over by it. */
export async function settleUrls(tx: Tx, visits: VisitColumns): Promise<ReadonlyMap<number, number>> {
  const memos = visits.memos.map((memo) => memo?.length ?? 0);
  const { rows } = await sql<{ runId: number; over: number }>`${KEEP}
    with settled as (
      select t.*, case when t.length > 0 then substr(${Buffer.concat(visits.memos.filter((memo) => memo !== null))}::bytea,
        (sum(t.length) over (order by t.ord) - t.length + 1)::int, t.length) end as memo
      from unnest(${arrayText(visits.runIds)}::int[], ${arrayText(visits.keys)}::uuid[], ${arrayText(visits.states)}::smallint[],
        ${arrayText(visits.ranks)}::smallint[], ${arrayText(visits.attempts)}::smallint[], ${arrayText(visits.dueInMs)}::float8[],
        ${arrayText(memos)}::int[]) with ordinality as t (run_id, key, state, rank, attempts, due_in_ms, length, ord)
    ), written as (
      update crawl_url u set state = s.state, rank = s.rank, attempts = s.attempts,
        due_at = clock_timestamp() + s.due_in_ms * interval '1 ms', interval_s = s.due_in_ms / 1000,
        box = case when s.state = ${literal(URL_STATES.over)} then null else u.box end,
        memo = case when s.state = ${literal(URL_STATES.over)} then null else coalesce(s.memo, u.memo) end
      from settled s
      -- The cast keeps the planner from the index of what is ready: its statistics say that it is small, long after it is not.
      where u.run_id = s.run_id and u.key = s.key and u.state::int = ${literal(URL_STATES.ready)}
      returning u.run_id, u.state
    )
    select run_id as "runId", (count(*) filter (where state = ${literal(URL_STATES.over)}))::int as over
    from written group by run_id`.execute(tx);
  return new Map(rows.map(({ runId, over }) => [runId, over]));
}

/** An address as it lies in the table. */
export interface UrlRow {
  readonly key: string;
  readonly runId: number;
  readonly hostId: number;
  readonly partition: number;
  readonly rank: number;
  readonly kind: TaskKind;
  readonly attempts: number;
  readonly intervalS: number | null;
  readonly box: Buffer;
  readonly memo: Buffer | null;
}

/** The first addresses of each host and run in their order: `limits[n]` of `hostIds[n]`. Nothing is written: the partition's owner is the only taker. */
export async function readReady(
  db: Db,
  runIds: readonly number[],
  hostIds: readonly number[],
  limits: readonly number[],
): Promise<readonly UrlRow[]> {
  const { rows } = await sql<Omit<UrlRow, 'kind'> & { kind: number }>`${KEEP}
    select u.key, u.run_id as "runId", u.host_id as "hostId", u.partition, u.rank, u.kind, u.attempts,
      u.interval_s as "intervalS", u.box, u.memo
    from unnest(${arrayText(hostIds)}::bigint[], ${arrayText(limits)}::int[]) as h (id, most)
    cross join unnest(${arrayText(runIds)}::int[]) as r (id)
    cross join lateral (
      select * from crawl_url c where c.host_id = h.id and c.run_id = r.id and c.state = ${literal(URL_STATES.ready)}
      order by c.rank limit h.most
    ) u`.execute(db);
  return rows.map((row) => ({ ...row, kind: kindOf(row.kind) }));
}

/** Which part of a host's addresses of a run is given up. */
export interface DropRequest {
  readonly runId: number;
  readonly hostId: number;
  /** Media of other hosts' pages lie here too: a host's budget of pages leaves them. */
  readonly isMediaSpared: boolean;
}

/** Gives up the ready addresses of a host in a run and says how many they were. */
export async function dropReady(tx: Tx, { runId, hostId, isMediaSpared }: DropRequest): Promise<number> {
  const result = await sql`update crawl_url set state = ${literal(URL_STATES.over)}, box = null, memo = null
    where host_id = ${hostId} and run_id = ${runId} and state = ${literal(URL_STATES.ready)}
      and not (${isMediaSpared} and kind = ${literal(kindCode('media'))})`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Makes ready what has waited until now, and wakes its hosts. @returns how many */
export async function readyWaiting(tx: Tx, partitions: readonly number[], limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`${KEEP}
    with due as (
      update crawl_url set state = ${literal(URL_STATES.ready)}, due_at = null where (run_id, key) in (
        select run_id, key from crawl_url
        where state = ${literal(URL_STATES.waiting)} and partition = any(${[...partitions]}::smallint[]) and due_at <= clock_timestamp()
        limit ${limit}
      ) returning host_id, partition
    ), counted as (
      select host_id, count(*) as count from due group by host_id
    ), locked as (
      select h.id, c.count from crawl_host h join counted c on c.host_id = h.id order by h.id for update of h
    ), woken as (
      update crawl_host h set wake_at = coalesce(h.wake_at, clock_timestamp()), offers = h.offers + l.count
      from locked l where h.id = l.id
    )
    select count(*)::int as count from due`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Erases addresses of runs that have ended, some at a time. @returns how many */
export async function eraseEnded(tx: Tx, limit: number): Promise<number> {
  const result = await sql`delete from crawl_url where (run_id, key) in (
      select u.run_id, u.key from (select id from crawl_run where state in ('stopped', 'done')) r
      cross join lateral (select run_id, key from crawl_url c where c.run_id = r.id limit ${limit}) u
      limit ${limit}
    )`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}
