/** What ends by itself: items that are gone, and cases in which nothing is left to do. For many at once. */
import { recordActs } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emitAll } from '../platform/events.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';
import type { CloseReason } from '../terms/outcomes.ts';
import { closeReasonFor } from './case.ts';
import { listItemsInCases, lockCases, updateClosed, updateGone, type CaseStand } from './many-store.ts';

/** Closes those decided cases in which nothing is left to watch or to assess. @returns which */
export async function settleCases(tx: Tx, caseIds: readonly CaseId[], now: Date): Promise<readonly CaseId[]> {
  if (caseIds.length === 0) return [];
  const decided = (await lockCases(tx, caseIds)).filter(({ state }) => state === 'decided');
  if (decided.length === 0) return [];
  const ids = decided.map(({ id }) => id);
  const items = Map.groupBy(await listItemsInCases(tx, ids), ({ caseId }) => caseId);
  const closings = decided.flatMap((stand) => {
    const reason = closeReasonFor(items.get(stand.id) ?? []);
    return reason === undefined ? [] : [{ id: stand.id, reason: reasonOf(stand, reason) }];
  });
  await updateClosed(tx, closings, now);
  await recordActs(
    tx,
    closings.map(({ id, reason }) => ({
      ...{ at: now, actor: 'system' as const, action: 'case.closed', subject: `case:${id}`, payload: { reason } },
    })),
  );
  await emitAll(
    tx,
    closings.map(({ id }) => ({ kind: 'case-closed', caseId: id })),
  );
  return closings.map(({ id }) => id);
}

/** A case without an address ends where it was handed over, or for the reason the analyst gave. */
function reasonOf({ answers: { outcome } }: CaseStand, reason: CloseReason): CloseReason {
  return reason === 'handed-over' && outcome !== undefined && outcome !== 'suspected-crime' ? outcome : reason;
}

/** Repeated visits agree that these items are offline. A second telling changes nothing. @returns their cases, each once */
export async function markItemsGone(tx: Tx, itemIds: readonly ItemId[], now: Date): Promise<readonly CaseId[]> {
  const marked = await updateGone(tx, itemIds);
  await recordActs(
    tx,
    marked
      .filter(({ wasGone }) => !wasGone)
      .map(({ id, caseId }) => ({
        ...{ at: now, actor: 'system' as const, action: 'item.gone', subject: `item:${id}`, payload: { caseId } },
      })),
  );
  return [...new Set(marked.map(({ caseId }) => caseId))];
}
