/** The watches' table in batches: who visits what now, and what a batch of visits has changed. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { itemIdSchema, type ItemId } from '../../terms/ids.ts';
import { itemOutcomeSchema, type ItemOutcome } from '../../terms/outcomes.ts';
import type { Watch } from './watch.ts';
import { toWatch, type WatchTable } from './watch-store.ts';

/** One claim of due watches. */
export interface Claim {
  /** Names the claim: only its own visits are recorded. */
  readonly id: string;
  readonly now: Date;
  /** When others may take the visits over. */
  readonly until: Date;
  readonly limit: number;
}

/** A watch that this process alone visits now, until its claim ends. */
export interface DueWatch {
  readonly itemId: ItemId;
  /** Equal for items of one host, which are visited one after the other. */
  readonly hostKey: string;
  /** When it was due. */
  readonly dueAt: Date;
  /** What is known, in clear: in memory alone. @throws Error when the row cannot be read */
  open(): OpenWatch;
}

/** A due watch in clear, with what a visit needs to know of its item. */
export interface OpenWatch {
  readonly watch: Watch;
  readonly url: string;
  readonly outcome: ItemOutcome | undefined;
  /** An analyst has said that it is a picture or film and not a page. */
  readonly isMedia: boolean;
}

type DueRow = WatchTable & { shrouded_url: Buffer; outcome: string | null; content_type: string | null };

/** Claims are made one at a time, so that two of them never share out one host's items. Any number else. */
const CLAIM_LOCK = 0x66790086;
/** A process that freezes between its claim and the commit loses its session, and with it the lock that others wait for. */
const CLAIM_IDLE_LIMIT = '5s';

/**
 * Who visits a watch's host now; null: nobody. Asked row by row, by the key: whenever its statistics are taken the table is as good as empty,
 * and as a join it is then gone through once for each watch, a batch of 500 with its 400 hosts 200,000 times.
 */
const claimOfHost = sql`(select claim_id from visited_host where visited_host.host_digest = watch.host_digest)`;

/**
 * Takes watches that are due, the longest due first, and their hosts with them: none of a host that another claim visits. The hosts
 * of claims that have lapsed are free again.
 */
export async function claimDue(tx: Tx, serviceKey: ServiceKey, claim: Claim): Promise<readonly DueWatch[]> {
  await sql`select set_config('idle_in_transaction_session_timeout', ${CLAIM_IDLE_LIMIT}, true), pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(
    tx,
  );
  await sql`${KEEP}delete from visited_host where until <= ${claim.now}::timestamptz`.execute(tx);
  const { rows } = await sql<DueRow>`
    with due as materialized (
      select watch.* from watch
      where next_visit_at <= ${claim.now}::timestamptz and ${claimOfHost} is null
      order by next_visit_at limit ${claim.limit}
    ), taken as (
      insert into visited_host (host_digest, claim_id, until, due_until)
      select host_digest, ${claim.id}::uuid, ${claim.until}::timestamptz, max(next_visit_at) from due group by host_digest
    )
    select due.*, item.shrouded_url, item.outcome, (
      select answers ->> 'content-type' from assessment
      where assessment.item_id = due.item_id and kind = 'own' order by assessed_at desc limit 1
    ) as content_type
    from due join item on item.id = due.item_id`.execute(tx);
  return rows.map((row) => ({
    itemId: itemIdSchema.parse(row.item_id),
    hostKey: row.host_digest.toString('base64'),
    dueAt: row.next_visit_at ?? claim.now,
    open: () => ({
      watch: toWatch(row, serviceKey),
      url: serviceKey.unshroud('url', row.shrouded_url),
      outcome: row.outcome === null ? undefined : itemOutcomeSchema.parse(row.outcome),
      isMedia: row.content_type === 'media',
    }),
  }));
}

/** What a claim's visit to one item has come to. */
export interface VisitRecord {
  readonly itemId: ItemId;
  readonly dueAt: Date;
  /** `Watch.renewedAt` when it was claimed. */
  readonly renewedAt: Date | undefined;
  readonly after: Watch;
  /** Undefined: the one before stays. */
  readonly fingerprint: Watch['fingerprint'];
  /** Addresses at which the item's host answered; empty where none did. */
  readonly ips: readonly string[];
}

/**
 * Writes a claim's visits. A watch that was started anew meanwhile, or whose host has passed to another claim, is left alone; a
 * visit that was asked for meanwhile stays due.
 * @returns the items that were written
 */
export async function recordVisits(
  tx: Tx,
  serviceKey: ServiceKey,
  claimId: string,
  records: readonly VisitRecord[],
): Promise<ReadonlySet<ItemId>> {
  if (records.length === 0) return new Set();
  const column = <T>(of: (record: VisitRecord) => T | undefined) => records.map((record) => of(record) ?? null);
  const watch = <T>(of: (after: Watch) => T | undefined) => column(({ after }) => of(after));
  const shroudFingerprint = ({ fingerprint }: VisitRecord) =>
    fingerprint === undefined ? undefined : serviceKey.shroud('note', JSON.stringify(fingerprint));
  const itemIds = records.map(({ itemId }) => itemId);
  // Locked in the order in which everybody locks them: who asks for visits meanwhile waits, and nobody waits in a circle.
  const { rows } = await sql<{ item_id: string }>`${KEEP}
    with mine as materialized (
      select item_id from watch
      where item_id = any(${itemIds}::uuid[]) and ${claimOfHost} = ${claimId}::uuid
      order by item_id for update
    )
    update watch set
      state = v.state, paced_from = greatest(v.paced_from, watch.paced_from), renewed_at = v.renewed_at, misses = v.misses, visits = v.visits, last_verdict = v.last_verdict,
      last_because = v.last_because, last_visit_at = v.last_visit_at, gone_at = v.gone_at, first_miss_at = v.first_miss_at,
      gone_before_at = v.gone_before_at, returns = v.returns, first_return_at = v.first_return_at,
      is_move_told = v.is_move_told, shrouded_moved_to = v.moved_to, shrouded_ips = v.ips,
      shrouded_fingerprint = coalesce(v.fingerprint, watch.shrouded_fingerprint),
      next_visit_at = case when date_trunc('milliseconds', watch.next_visit_at) = v.due_at then v.next_visit_at
        else least(watch.next_visit_at, v.next_visit_at) end
    from unnest(
      ${itemIds}::uuid[], ${watch((a) => a.state)}::text[],
      ${watch((a) => a.pacedFrom)}::timestamptz[], ${watch((a) => a.renewedAt)}::timestamptz[], ${watch((a) => a.misses)}::int[], ${watch((a) => a.visits)}::int[],
      ${watch((a) => a.lastVerdict)}::text[], ${watch((a) => a.lastBecause)}::text[],
      ${watch((a) => a.lastVisitAt)}::timestamptz[], ${watch((a) => a.goneAt)}::timestamptz[],
      ${watch((a) => a.firstMissAt)}::timestamptz[], ${watch((a) => a.goneBeforeAt)}::timestamptz[],
      ${watch((a) => a.returns)}::int[], ${watch((a) => a.firstReturnAt)}::timestamptz[],
      ${watch((a) => a.isMoveTold)}::boolean[],
      ${watch((a) => (a.movedTo === undefined ? undefined : serviceKey.shroud('url', a.movedTo)))}::bytea[],
      ${column(({ ips }) => (ips.length === 0 ? undefined : serviceKey.shroud('ip', ips.join(' '))))}::bytea[],
      ${column(shroudFingerprint)}::bytea[], ${watch((a) => a.nextVisitAt)}::timestamptz[],
      ${column(({ dueAt }) => dueAt)}::timestamptz[], ${column(({ renewedAt }) => renewedAt)}::timestamptz[]
    ) as v(item_id, state, paced_from, renewed_at, misses, visits, last_verdict, last_because, last_visit_at, gone_at, first_miss_at,
      gone_before_at, returns, first_return_at, is_move_told, moved_to, ips, fingerprint, next_visit_at, due_at, renewed_before_at)
      join mine on mine.item_id = v.item_id
    where watch.item_id = v.item_id
      and date_trunc('milliseconds', watch.renewed_at) is not distinct from v.renewed_before_at
    returning watch.item_id`.execute(tx);
  return new Set(rows.map((row) => itemIdSchema.parse(row.item_id)));
}

/** Of a claim's watches that were not visited: when they are due now. `nextAt` null: never. */
export async function putOffVisits(
  tx: Tx,
  claimId: string,
  itemIds: readonly ItemId[],
  nextAt: Date | null,
): Promise<void> {
  if (itemIds.length === 0) return;
  await sql`update watch set next_visit_at = ${nextAt}::timestamptz
    where item_id = any(${itemIds}::uuid[]) and ${claimOfHost} = ${claimId}::uuid`.execute(tx);
}

/** Ends a claim: its hosts are free for others. */
export async function endClaim(tx: Tx, claimId: string): Promise<void> {
  await sql`${KEEP}delete from visited_host where claim_id = ${claimId}::uuid`.execute(tx);
}

/** When the next visit is due, for simulations and tests; undefined when none is. */
export async function nextVisitDueAt(db: Db): Promise<Date | undefined> {
  const { rows } = await sql<{ at: unknown }>`select min(next_visit_at) as at from watch`.execute(db);
  return (
    z
      .date()
      .nullable()
      .parse(rows[0]?.at ?? null) ?? undefined
  );
}
