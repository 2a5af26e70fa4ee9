import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { addJob } from '../platform/jobs.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { ItemId } from '../terms/ids.ts';
import { newWatch, resumed, type Watch } from './watch.ts';
import { insertWatch, lockWatch, updateWatch } from './watch-store.ts';

/** The job's name in the queue. Jobs that wait carry it, so that a new name would strand them. */
export const RECHECK_TASK = 'recheck-item';

/**
 * Begins to visit an item, the first time at once. For an item that is watched already nothing changes; for one that had
 * gone, the visits begin anew: call it when somebody has decided that the item is there.
 */
export async function startWatch(tx: Tx, serviceKey: ServiceKey, itemId: ItemId, now: Date): Promise<void> {
  const fresh = newWatch(itemId, now);
  if (await insertWatch(tx, serviceKey, fresh)) {
    await scheduleVisit(tx, fresh);
    await record(tx, 'watch.started', itemId, now);
    return;
  }
  const found = await lockWatch(tx, serviceKey, itemId);
  if (found === undefined) return;
  if (found.state === 'watching') {
    await scheduleVisit(tx, found);
    return;
  }
  const again = resumed(found, now);
  await updateWatch(tx, serviceKey, again);
  await scheduleVisit(tx, again);
  await record(tx, 'watch.back', itemId, now);
}

/** The next visit as a job; there is one waiting for an item at any time, as a second one with its key replaces it. */
export async function scheduleVisit(tx: Tx, watch: Watch): Promise<void> {
  if (watch.nextVisitAt === undefined) return;
  await addJob(
    tx,
    RECHECK_TASK,
    { itemId: watch.itemId },
    { runAt: watch.nextVisitAt, jobKey: `recheck:${watch.itemId}` },
  );
}

/** Puts a change of the watch's state on the ledger; visits that change nothing are not acts. */
export function record(
  tx: Tx,
  action: 'watch.started' | 'watch.gone' | 'watch.back',
  itemId: ItemId,
  at: Date,
): Promise<void> {
  return recordAct(tx, { at, actor: 'system', action, subject: `item:${itemId}`, payload: {} });
}
