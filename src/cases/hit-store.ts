/** The table of hits. The page where it was seen goes in and comes out shrouded. */
import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { caseIdSchema, itemIdSchema, sightingIdSchema, type CaseId, type ItemId } from '../terms/ids.ts';
import { hitKindSchema, type ItemHit } from './known-hit.ts';

type HitTable = {
  item_id: string;
  list_id: number;
  entry_id: number;
  sighting_id: string;
  kind: string;
  category: string;
  source: string;
  is_trusted: boolean;
  distance: number;
  shrouded_page: Buffer;
  seen_at: Date;
  withdrawn_at: Date | null;
};

const tables = (db: Db) => db.$extendTables<{ item_hit: HitTable }>();

/** Writes a hit, or what is newer of one that stands already; says whether it is a new one. */
export async function upsertHit(tx: Tx, serviceKey: ServiceKey, itemId: ItemId, hit: ItemHit): Promise<boolean> {
  const known = await tables(tx)
    .selectFrom('item_hit')
    .select('item_id')
    .where('item_id', '=', itemId)
    .where('list_id', '=', hit.listId)
    .where('entry_id', '=', hit.entryId)
    .executeTakeFirst();
  const changing = {
    sighting_id: hit.sightingId,
    kind: hit.kind,
    category: hit.category,
    source: hit.source,
    is_trusted: hit.isTrusted,
    distance: hit.distance,
    shrouded_page: serviceKey.shroud('url', hit.pageUrl),
    seen_at: hit.seenAt,
    withdrawn_at: null,
  };
  await tables(tx)
    .insertInto('item_hit')
    .values({ item_id: itemId, list_id: hit.listId, entry_id: hit.entryId, ...changing })
    .onConflict((conflict) => conflict.columns(['item_id', 'list_id', 'entry_id']).doUpdateSet(changing))
    .execute();
  return known === undefined;
}

/** The hits of all items of a case, by item; the same order in each. */
export async function listHitsOfCase(
  db: Db,
  serviceKey: ServiceKey,
  caseId: CaseId,
): Promise<ReadonlyMap<ItemId, readonly ItemHit[]>> {
  const rows = await tables(db)
    .selectFrom('item_hit')
    .selectAll()
    .where('item_id', 'in', sql<string>`(select id from item where case_id = ${caseId})`)
    .orderBy('kind')
    .orderBy('distance')
    .orderBy('seen_at', 'desc')
    .execute();
  const byItem = new Map<ItemId, ItemHit[]>();
  for (const row of rows) {
    const itemId = itemIdSchema.parse(row.item_id);
    const hits = byItem.get(itemId) ?? [];
    hits.push(toHit(row, serviceKey));
    byItem.set(itemId, hits);
  }
  return byItem;
}

/** Marks the hits of entries that their source took back; they are trusted no more. @returns the items of those that had not been */
export async function withdrawHits(
  tx: Tx,
  listId: number,
  entryNumbers: readonly number[],
  at: Date,
): Promise<readonly { readonly itemId: ItemId; readonly caseId: CaseId }[]> {
  const { rows } = await sql<{ item_id: string; case_id: string }>`update item_hit h
    set withdrawn_at = ${at}, is_trusted = false from item i
    where h.list_id = ${listId} and h.entry_id = any(${[...entryNumbers]}::int[]) and h.withdrawn_at is null and i.id = h.item_id
    returning h.item_id, i.case_id`.execute(tx);
  return rows.map((row) => ({ itemId: itemIdSchema.parse(row.item_id), caseId: caseIdSchema.parse(row.case_id) }));
}

const toHit = (row: Selectable<HitTable>, serviceKey: ServiceKey): ItemHit => ({
  sightingId: sightingIdSchema.parse(row.sighting_id),
  listId: row.list_id,
  entryId: row.entry_id,
  kind: hitKindSchema.parse(row.kind),
  category: row.category,
  source: row.source,
  isTrusted: row.is_trusted,
  distance: row.distance,
  pageUrl: serviceKey.unshroud('url', row.shrouded_page),
  seenAt: row.seen_at,
  isWithdrawn: row.withdrawn_at !== null,
});
