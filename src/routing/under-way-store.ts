/** Dispatches to providers whose takedown runs, by the hundred: a takedown's letters name many items. */
import { sql } from 'kysely';
import { KEEP, type Tx } from '../platform/db.ts';
import { dispatchIdSchema, itemIdSchema, type DispatchId, type ItemId } from '../terms/ids.ts';

/** How what is under way for an item ended: its takedown's first notice has left, or could not. */
export interface UnderWayEnd {
  readonly itemId: ItemId;
  readonly state: 'sent' | 'rehearsed' | 'refused';
  readonly reference?: string | undefined;
  readonly failureCode?: string | undefined;
}

/**
 * Ends all that is under way for these items. What was held at the moment of leaving has left all the same, and the record
 * says so; a refusal ends only what is still under way. @returns which ended, and how
 */
export async function updateUnderWay(
  tx: Tx,
  ends: readonly UnderWayEnd[],
  at: Date,
): Promise<readonly { readonly id: DispatchId; readonly end: UnderWayEnd }[]> {
  if (ends.length === 0) return [];
  const byItem = new Map(ends.map((end) => [end.itemId, end]));
  const { rows } = await sql<{ id: string; item_id: string }>`${KEEP}
    update dispatch d set state = t.state, reference = t.reference, failure_code = t.failure_code, ended_at = ${at},
      payload = null
    from unnest(${ends.map((end) => end.itemId)}::uuid[], ${ends.map((end) => end.state)}::text[],
      ${ends.map((end) => end.reference ?? null)}::text[], ${ends.map((end) => end.failureCode ?? null)}::text[])
      as t (item_id, state, reference, failure_code)
    where d.item_id = t.item_id and d.destination = 'provider'
      and (d.state = 'under-way' or (d.state = 'held' and t.state <> 'refused'))
    returning d.id, d.item_id`.execute(tx);
  return rows.flatMap((row) => {
    const end = byItem.get(itemIdSchema.parse(row.item_id));
    return end === undefined ? [] : [{ id: dispatchIdSchema.parse(row.id), end }];
  });
}
