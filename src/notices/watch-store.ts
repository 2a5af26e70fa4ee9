/** The watches' table. Fingerprints go in and come out shrouded. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Fingerprint } from '../crawl/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { itemIdSchema, type ItemId } from '../terms/ids.ts';
import type { Watch } from './watch.ts';

type WatchTable = {
  item_id: string;
  state: string;
  started_at: Date;
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
};

const tables = (db: Db) => db.$extendTables<{ watch: WatchTable }>();

const stateSchema = z.enum(['watching', 'gone']);
const verdictSchema = z.enum(['online', 'gone', 'unclear']);
const fingerprintSchema: z.ZodType<Fingerprint> = z
  .object({
    kind: z.enum(['page', 'media', 'other']),
    exact: z.string(),
    words: z
      .string()
      .optional()
      .transform((words): string | undefined => words),
    place: z.string(),
  })
  .transform(({ kind, exact, words, place }) => ({ kind, exact, words, place }));

/** The watch of an item; undefined when it was never watched. */
export async function readWatch(db: Db, serviceKey: ServiceKey, itemId: ItemId): Promise<Watch | undefined> {
  const row = await tables(db).selectFrom('watch').selectAll().where('item_id', '=', itemId).executeTakeFirst();
  return row === undefined ? undefined : toWatch(row, serviceKey);
}

/** The same, locked until the transaction ends: two deliveries of one job never both record a visit. */
export async function lockWatch(tx: Tx, serviceKey: ServiceKey, itemId: ItemId): Promise<Watch | undefined> {
  const row = await tables(tx)
    .selectFrom('watch')
    .selectAll()
    .where('item_id', '=', itemId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : toWatch(row, serviceKey);
}

/** Writes a new watch; false when the item has one already. */
export async function insertWatch(tx: Tx, serviceKey: ServiceKey, watch: Watch): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('watch')
    .values({ item_id: watch.itemId, started_at: watch.startedAt, ...changing(watch, serviceKey) })
    .onConflict((conflict) => conflict.column('item_id').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Writes what a visit or a new start has changed. */
export async function updateWatch(tx: Tx, serviceKey: ServiceKey, watch: Watch): Promise<void> {
  await tables(tx).updateTable('watch').set(changing(watch, serviceKey)).where('item_id', '=', watch.itemId).execute();
}

function changing(watch: Watch, serviceKey: ServiceKey) {
  return {
    state: watch.state,
    misses: watch.misses,
    visits: watch.visits,
    last_verdict: watch.lastVerdict ?? null,
    last_because: watch.lastBecause ?? null,
    last_visit_at: watch.lastVisitAt ?? null,
    gone_at: watch.goneAt ?? null,
    shrouded_fingerprint:
      watch.fingerprint === undefined ? null : serviceKey.shroud('note', JSON.stringify(watch.fingerprint)),
    next_visit_at: watch.nextVisitAt ?? null,
    first_miss_at: watch.firstMissAt ?? null,
    gone_before_at: watch.goneBeforeAt ?? null,
  };
}

function toWatch(row: Selectable<WatchTable>, serviceKey: ServiceKey): Watch {
  const fingerprint = row.shrouded_fingerprint;
  return {
    itemId: itemIdSchema.parse(row.item_id),
    state: stateSchema.parse(row.state),
    startedAt: row.started_at,
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
  };
}
