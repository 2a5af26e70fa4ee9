/** Which items dispatches are about: one can cover several, and the police and partners are told of each item once a round. */
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import { dispatchIdSchema, itemIdSchema, type CaseId, type DispatchId, type ItemId } from '../terms/ids.ts';
import type { Destination } from './dispatch.ts';

/** An item as a dispatch covers it. */
export interface CoveredItem {
  readonly itemId: ItemId;
  readonly round: number;
}

/** Notes what a new dispatch is about. */
export async function insertDispatchItems(tx: Tx, id: DispatchId, items: readonly CoveredItem[]): Promise<void> {
  if (items.length === 0) return;
  await sql`insert into dispatch_item (dispatch_id, item_id, round)
    select ${id}, item_id, round
    from unnest(${items.map(({ itemId }) => itemId)}::uuid[], ${items.map(({ round }) => round)}::int[]) t (item_id, round)
    on conflict do nothing`.execute(tx);
}

/** The items of each dispatch of a case that names its items. */
export async function listDispatchItems(db: Db, caseId: CaseId): Promise<ReadonlyMap<DispatchId, readonly ItemId[]>> {
  const { rows } = await sql<{ dispatch_id: string; item_id: string }>`
    select di.dispatch_id, di.item_id from dispatch_item di join dispatch d on d.id = di.dispatch_id
    where d.case_id = ${caseId} order by di.dispatch_id, di.item_id`.execute(db);
  const byDispatch = new Map<DispatchId, ItemId[]>();
  for (const row of rows) {
    const id = dispatchIdSchema.parse(row.dispatch_id);
    byDispatch.set(id, [...(byDispatch.get(id) ?? []), itemIdSchema.parse(row.item_id)]);
  }
  return byDispatch;
}

/** The items of one dispatch. */
export async function listItemsOfDispatch(db: Db, id: DispatchId): Promise<readonly ItemId[]> {
  const { rows } = await sql<{ item_id: string }>`
    select item_id from dispatch_item where dispatch_id = ${id} order by item_id`.execute(db);
  return rows.map((row) => itemIdSchema.parse(row.item_id));
}

/** Of these items, those of which this destination was told in this round, or is about to be. */
export async function listCovered(
  db: Db,
  destination: Destination,
  items: readonly CoveredItem[],
): Promise<ReadonlySet<ItemId>> {
  if (items.length === 0) return new Set();
  const { rows } = await sql<{ item_id: string }>`
    select distinct di.item_id from dispatch_item di join dispatch d on d.id = di.dispatch_id
    join unnest(${items.map(({ itemId }) => itemId)}::uuid[], ${items.map(({ round }) => round)}::int[]) t (item_id, round)
      on t.item_id = di.item_id and t.round = di.round
    where d.destination = ${destination} and d.state not in ('refused', 'cancelled')`.execute(db);
  return new Set(rows.map((row) => itemIdSchema.parse(row.item_id)));
}

/** The dispatch with this key; undefined when there is none. */
export async function findDispatchByKey(db: Db, idempotencyKey: string): Promise<DispatchId | undefined> {
  const { rows } = await sql<{ id: string }>`select id from dispatch where idempotency_key = ${idempotencyKey}`.execute(
    db,
  );
  return rows[0] === undefined ? undefined : dispatchIdSchema.parse(rows[0].id);
}

/** A dispatch whose answer was lost has been found on the other side, under this reference. One that stands stays. */
export async function noteReference(tx: Tx, id: DispatchId, reference: string): Promise<void> {
  await sql`update dispatch set reference = ${reference} where id = ${id} and reference is null`.execute(tx);
}

/** Whether somebody was told of an item: no, a sending of it waits, or since when. */
export type ToldSince = 'no' | 'waits' | Date;

/**
 * Whether the police and the provider have been told of an item. A package to the police that names no items is about the whole case; what
 * a tip's sender marked urgent left before anybody had looked, and does not count.
 */
export async function readTellings(
  db: Db,
  caseId: CaseId,
  itemId: ItemId,
): Promise<{ readonly police: ToldSince; readonly provider: ToldSince }> {
  const { rows } = await sql<{ destination: string; told_at: Date | null; waits: boolean }>`
    select d.destination, min(d.ended_at) filter (where d.state = 'sent') as told_at,
      bool_or(d.state in ('planned', 'under-way', 'held')) as waits
    from dispatch d
    where (d.destination = 'provider' and d.item_id = ${itemId})
      or (d.destination = 'police' and d.case_id = ${caseId} and d.tip_id is null
        and (not exists (select from dispatch_item di where di.dispatch_id = d.id)
          or exists (select from dispatch_item di where di.dispatch_id = d.id and di.item_id = ${itemId})))
    group by d.destination`.execute(db);
  const telling = (destination: string): ToldSince => {
    const row = rows.find((each) => each.destination === destination);
    return row?.told_at ?? (row?.waits === true ? 'waits' : 'no');
  };
  return { police: telling('police'), provider: telling('provider') };
}
