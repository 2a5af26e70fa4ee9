/** Who is alive and owns what. Every time here is the database's. */
import { KEEP, sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import { UNSURE_MS } from './lease.ts';

/** Enters a worker that has just begun. */
export async function insertWorker(tx: Tx, workerId: string, leaseMs: number): Promise<void> {
  await sql`insert into crawl_worker (id, lease_ms, beat_at, started_at)
    values (${workerId}, ${leaseMs}, clock_timestamp(), clock_timestamp())`.execute(tx);
}

/**
 * Begins the worker's lease anew and gives the epochs of what it owns; undefined when it has been fenced. The row stays
 * locked until the transaction ends, and whoever takes the worker's partitions has to fence it first: so nobody takes them
 * while it writes. A worker that freezes in the middle of it must not hold its locks beyond its lease: the database breaks off
 * a transaction that says nothing for half of it. And rows are found by their keys in it, whatever statistics say: a queue
 * changes faster than they do.
 */
export async function beatWorker(tx: Tx, workerId: string): Promise<ReadonlyMap<number, number> | undefined> {
  const { rows } = await sql<{ id: number | null; epoch: number | null }>`${KEEP}
    with beat as (
      update crawl_worker set beat_at = clock_timestamp() where id = ${workerId} and fenced_at is null returning id, lease_ms
    ), limited as (
      select id, array[set_config('idle_in_transaction_session_timeout', (lease_ms / 2)::text, true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)] as settings from beat
    )
    select p.id, p.epoch, limited.settings is not null as "isSet" from limited left join crawl_partition p on p.owner = limited.id`.execute(
    tx,
  );
  if (rows.length === 0) return undefined;
  const owned = new Map<number, number>();
  for (const { id, epoch } of rows) if (id !== null && epoch !== null) owned.set(id, epoch);
  return owned;
}

/** Declares dead all whose lease is over: what they still send is refused from now on. */
export async function fenceDead(tx: Tx): Promise<void> {
  await sql`${KEEP}
    update crawl_worker set fenced_at = clock_timestamp() where id in (
      select id from crawl_worker
      where fenced_at is null and beat_at + lease_ms * interval '1 ms' < clock_timestamp()
      order by id for update skip locked
    ) and beat_at + lease_ms * interval '1 ms' < clock_timestamp()`.execute(tx);
}

/** A worker that is not fenced. */
export interface LivingWorker {
  readonly id: string;
  /** Its lease is over: it may be fenced. */
  readonly isDead: boolean;
}

/** All that are not fenced, in the order of their ids. */
export async function readWorkers(db: Db): Promise<readonly LivingWorker[]> {
  const { rows } = await sql<LivingWorker>`${KEEP}
    select id, beat_at + lease_ms * interval '1 ms' < clock_timestamp() as "isDead"
    from crawl_worker where fenced_at is null order by id`.execute(db);
  return rows;
}

/**
 * Takes those of `wanted` that nobody owns or whose owner is fenced. What a dead owner may have asked its hosts in its last
 * moments stays noted with the partition.
 */
export async function claimPartitions(tx: Tx, workerId: string, wanted: readonly number[]): Promise<void> {
  await sql`${KEEP}
    update crawl_partition p
    set owner = ${workerId}, epoch = p.epoch + 1,
      unsure_until = greatest(p.unsure_until,
        (select w.beat_at + ${UNSURE_MS}::int * interval '1 ms' from crawl_worker w where w.id = p.owner))
    where p.id in (
      select c.id from crawl_partition c left join crawl_worker w on w.id = c.owner
      where c.id = any(${[...wanted]}::smallint[]) and (c.owner is null or w.id is null or w.fenced_at is not null)
      order by c.id for update of c skip locked
    ) and p.owner is distinct from ${workerId}::uuid
      and not exists (select 1 from crawl_worker w where w.id = p.owner and w.fenced_at is null)`.execute(tx);
}

/** Gives partitions back in good order: nothing of theirs is under way. */
export async function releasePartitions(tx: Tx, workerId: string, partitions: readonly number[]): Promise<void> {
  await sql`update crawl_partition set owner = null where id = any(${[...partitions]}::smallint[]) and owner = ${workerId}`.execute(
    tx,
  );
}

/** Takes a worker out in good order, or the fenced ones that own nothing any more. */
export async function removeWorkers(tx: Tx, workerId: string | undefined): Promise<void> {
  await sql`delete from crawl_worker w where (w.id = ${workerId ?? null}::uuid or w.fenced_at < clock_timestamp() - interval '1 hour')
    and not exists (select 1 from crawl_partition p where p.owner = w.id)`.execute(tx);
}
