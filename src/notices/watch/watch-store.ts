/** The watches' table, one row at a time; visit-store.ts has it in batches. Fingerprints and addresses lie shrouded in it. */
import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import type { Fingerprint } from '../../crawl/door.ts';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { itemIdSchema, type ItemId } from '../../terms/ids.ts';
import type { Verdict, Watch } from './watch.ts';

/** As the database has it; for visit-store.ts. */
export type WatchTable = {
  item_id: string;
  state: string;
  started_at: Date;
  paced_from: Date | null;
  renewed_at: Date | null;
  misses: number;
  visits: number;
  last_verdict: string | null;
  last_because: string | null;
  last_visit_at: Date | null;
  gone_at: Date | null;
  shrouded_fingerprint: Buffer | null;
  next_visit_at: Date | null;
  first_miss_at: Date | null;
  gone_before_at: Date | null;
  host_digest: Buffer;
  shrouded_ips: Buffer | null;
  returns: number;
  first_return_at: Date | null;
  shrouded_moved_to: Buffer | null;
  is_move_told: boolean;
};

const tables = (db: Db) => db.$extendTables<{ watch: WatchTable }>();

const stateSchema = z.enum(['watching', 'gone']);
const verdictSchema = z.enum(['online', 'gone', 'moved', 'unclear']);
const optional = z
  .string()
  .optional()
  .transform((text): string | undefined => text);
const fingerprintSchema: z.ZodType<Fingerprint> = z
  .object({
    kind: z.enum(['page', 'media', 'other']),
    exact: z.string(),
    words: optional,
    picture: optional,
    isDistinct: z.boolean().default(false),
    place: z.string(),
  })
  .transform(({ kind, exact, words, picture, isDistinct, place }) => ({
    kind,
    exact,
    words,
    picture,
    isDistinct,
    place,
  }));

/** The watch of an item; undefined when it was never watched. */
export async function readWatch(db: Db, serviceKey: ServiceKey, itemId: ItemId): Promise<Watch | undefined> {
  const row = await tables(db).selectFrom('watch').selectAll().where('item_id', '=', itemId).executeTakeFirst();
  return row === undefined ? undefined : toWatch(row, serviceKey);
}

/** The same, locked until the transaction ends. */
export async function lockWatch(tx: Tx, serviceKey: ServiceKey, itemId: ItemId): Promise<Watch | undefined> {
  const row = await tables(tx)
    .selectFrom('watch')
    .selectAll()
    .where('item_id', '=', itemId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : toWatch(row, serviceKey);
}

/** Writes watches that begin now, their first visits due at once. @returns the items that had none before */
export async function insertWatches(tx: Tx, itemIds: readonly ItemId[], now: Date): Promise<ReadonlySet<ItemId>> {
  const { rows } = await sql<{ item_id: string }>`${KEEP}
    insert into watch (item_id, host_digest, state, started_at, next_visit_at)
    select id, host_digest, 'watching', ${now}::timestamptz, ${now}::timestamptz
    from item where id = any(${[...itemIds]}::uuid[]) order by id
    on conflict (item_id) do nothing returning item_id`.execute(tx);
  return new Set(rows.map((row) => itemIdSchema.parse(row.item_id)));
}

/** Writes what a new start has changed. A visit under way is not recorded any more: it belongs to what was before. */
export async function updateWatch(tx: Tx, serviceKey: ServiceKey, watch: Watch): Promise<void> {
  await tables(tx)
    .updateTable('watch')
    .set({
      state: watch.state,
      paced_from: watch.pacedFrom ?? null,
      renewed_at: watch.renewedAt ?? null,
      misses: watch.misses,
      visits: watch.visits,
      last_verdict: watch.lastVerdict ?? null,
      last_because: watch.lastBecause ?? null,
      last_visit_at: watch.lastVisitAt ?? null,
      gone_at: watch.goneAt ?? null,
      next_visit_at: watch.nextVisitAt ?? null,
      first_miss_at: watch.firstMissAt ?? null,
      gone_before_at: watch.goneBeforeAt ?? null,
      returns: watch.returns,
      first_return_at: watch.firstReturnAt ?? null,
      shrouded_moved_to: watch.movedTo === undefined ? null : serviceKey.shroud('url', watch.movedTo),
      is_move_told: watch.isMoveTold,
    })
    .where('item_id', '=', watch.itemId)
    .execute();
}

/** Makes the next visit of watched items due at `at`, unless it is due sooner; one that is under way is followed by another. */
export async function makeDueBy(tx: Tx, itemIds: readonly ItemId[], at: Date): Promise<void> {
  if (itemIds.length === 0) return;
  await sql`${KEEP}
    with wanted as materialized (
      select item_id from watch where item_id = any(${itemIds}::uuid[]) order by item_id for update
    )
    update watch set next_visit_at = ${at}::timestamptz from wanted
    where watch.item_id = wanted.item_id and state = 'watching'
      and (next_visit_at > ${at}::timestamptz
        or exists (select from visited_host v where v.host_digest = watch.host_digest and next_visit_at <= v.due_until))`.execute(
    tx,
  );
}

/** A notice has left: intervals are counted from it, and the next visit is due by `visitBy`. */
export async function updateNotified(tx: Tx, itemIds: readonly ItemId[], sentAt: Date, visitBy: Date): Promise<void> {
  if (itemIds.length === 0) return;
  await sql`${KEEP}
    with told as materialized (
      select item_id from watch where item_id = any(${itemIds}::uuid[]) order by item_id for update
    )
    update watch set paced_from = greatest(paced_from, ${sentAt}::timestamptz),
      next_visit_at = least(next_visit_at, ${visitBy}::timestamptz)
    from told where watch.item_id = told.item_id and state = 'watching' and next_visit_at is not null`.execute(tx);
}

/** The newest visit of an item, as the check before sending needs it. */
export interface Sight {
  readonly verdict: Verdict;
  readonly because: string;
  readonly at: Date;
  /** Some visit missed it, and none has seen it since. */
  readonly isMissOpen: boolean;
  /** Addresses at which the item's own host answered; empty where none did. */
  readonly ips: readonly string[];
}

/** The newest visit of each of these items; those that were not visited since their watch began are not in it. */
export async function readSights(
  db: Db,
  serviceKey: ServiceKey,
  itemIds: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, Sight>> {
  if (itemIds.length === 0) return new Map();
  const { rows } = await sql<
    Pick<WatchTable, 'item_id' | 'last_verdict' | 'last_because' | 'last_visit_at' | 'misses' | 'shrouded_ips'>
  >`${KEEP}
    select item_id, last_verdict, last_because, last_visit_at, misses, shrouded_ips from watch
    where item_id = any(${itemIds}::uuid[]) and last_verdict is not null and last_visit_at is not null`.execute(db);
  return new Map(
    rows.flatMap((row) =>
      row.last_visit_at === null
        ? []
        : [
            [
              itemIdSchema.parse(row.item_id),
              {
                verdict: verdictSchema.parse(row.last_verdict),
                because: row.last_because ?? '',
                at: row.last_visit_at,
                isMissOpen: row.misses > 0,
                ips: toIps(row.shrouded_ips, serviceKey),
              },
            ] as const,
          ],
    ),
  );
}

const toIps = (box: Buffer | null, serviceKey: ServiceKey): readonly string[] =>
  box === null ? [] : serviceKey.unshroud('ip', box).split(' ');

/** A row in clear. @throws Error when it was altered, or shrouded under another key */
export function toWatch(row: Selectable<WatchTable>, serviceKey: ServiceKey): Watch {
  const { shrouded_fingerprint: fingerprint, shrouded_moved_to: movedTo } = row;
  return {
    itemId: itemIdSchema.parse(row.item_id),
    state: stateSchema.parse(row.state),
    startedAt: row.started_at,
    pacedFrom: row.paced_from ?? undefined,
    renewedAt: row.renewed_at ?? undefined,
    misses: row.misses,
    visits: row.visits,
    lastVerdict: row.last_verdict === null ? undefined : verdictSchema.parse(row.last_verdict),
    lastBecause: row.last_because ?? undefined,
    lastVisitAt: row.last_visit_at ?? undefined,
    firstMissAt: row.first_miss_at ?? undefined,
    goneAt: row.gone_at ?? undefined,
    goneBeforeAt: row.gone_before_at ?? undefined,
    nextVisitAt: row.next_visit_at ?? undefined,
    fingerprint:
      fingerprint === null ? undefined : fingerprintSchema.parse(JSON.parse(serviceKey.unshroud('note', fingerprint))),
    returns: row.returns,
    firstReturnAt: row.first_return_at ?? undefined,
    movedTo: movedTo === null ? undefined : serviceKey.unshroud('url', movedTo),
    isMoveTold: row.is_move_told,
  };
}
