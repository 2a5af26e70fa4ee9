import { recordAct, recordActs, type Act } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { ItemId } from '../../terms/ids.ts';
import { resumed } from './watch.ts';
import { insertWatches, lockWatch, makeDueBy, updateNotified, updateWatch } from './watch-store.ts';

/**
 * Begins to visit items, the first time at once. For one that is watched already nothing changes but that a visit is due where
 * none was; for one that had gone, the visits begin anew: call it when somebody has decided that it is there.
 */
export async function startWatches(
  tx: Tx,
  serviceKey: ServiceKey,
  itemIds: readonly ItemId[],
  now: Date,
): Promise<void> {
  if (itemIds.length === 0) return;
  const begun = await insertWatches(tx, itemIds, now);
  await recordActs(
    tx,
    [...begun].map((itemId) => actOf('watch.started', itemId, now)),
  );
  for (const itemId of itemIds.filter((id) => !begun.has(id)).toSorted()) await startAgain(tx, serviceKey, itemId, now);
}

async function startAgain(tx: Tx, serviceKey: ServiceKey, itemId: ItemId, now: Date): Promise<void> {
  const found = await lockWatch(tx, serviceKey, itemId);
  if (found === undefined) return;
  if (found.state === 'watching') {
    if (found.nextVisitAt === undefined) await updateWatch(tx, serviceKey, { ...found, nextVisitAt: now });
    return;
  }
  await updateWatch(tx, serviceKey, resumed(found, now));
  await recordAct(tx, actOf('watch.back', itemId, now));
}

/**
 * Asks that items are visited by `at`: before a notice leaves, or when a provider says that one is removed. Items that have
 * gone, or whose visit is due sooner, stay as they are; a visit that is under way does not count as the one that was asked for.
 */
export function hastenVisits(tx: Tx, itemIds: readonly ItemId[], at: Date): Promise<void> {
  return makeDueBy(tx, itemIds, at);
}

/** A notice about these items has left: their visits are close together again, and the first is due after `firstMs`. */
export function noteNoticesSent(tx: Tx, itemIds: readonly ItemId[], sentAt: Date, firstMs: number): Promise<void> {
  return updateNotified(tx, itemIds, sentAt, new Date(sentAt.getTime() + firstMs));
}

/** A change of a watch's state, for the ledger; visits that change nothing are not acts. */
export const actOf = (
  action: 'watch.started' | 'watch.gone' | 'watch.back' | 'watch.moved',
  itemId: ItemId,
  at: Date,
): Act => ({ at, actor: 'system', action, subject: `item:${itemId}`, payload: {} });
