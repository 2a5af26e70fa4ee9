import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';
import { withdrawHits } from './hit-store.ts';
import { readNewestAssessment, startNextRound } from './item-store.ts';
import { returnToQueue } from './return-to-queue.ts';

/** An item that a list had decided about, and that an analyst must look at now. */
export interface DoubtedItem {
  readonly itemId: ItemId;
  readonly caseId: CaseId;
}

/**
 * Entries of a list were taken back by their source: their hits count no more. What a list had decided by itself goes back to an analyst,
 * who is shown why; what a person has assessed stands. A second call changes nothing.
 * @returns the items whose sending must stop until somebody has looked
 */
export async function doubtHits(
  tx: Tx,
  listId: number,
  entryNumbers: readonly number[],
  now: Date,
): Promise<readonly DoubtedItem[]> {
  const doubted: DoubtedItem[] = [];
  for (const hit of await withdrawHits(tx, listId, entryNumbers, now)) {
    if ((await readNewestAssessment(tx, hit.itemId)) !== undefined) continue;
    await startNextRound(tx, hit.itemId, 'assessed');
    await returnToQueue(tx, hit.caseId, now);
    await recordAct(tx, {
      ...{ at: now, actor: 'partner', action: 'item.doubted', subject: `item:${hit.itemId}` },
      payload: { listId },
    });
    doubted.push(hit);
  }
  return doubted;
}
