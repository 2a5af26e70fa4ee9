/** Joining and splitting cases where something may have been sent already: what has left stays with the case that it left from. */
import { CaseStateError, joinCase, splitCase } from '../cases/door.ts';
import type { Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { isOnHold, listDispatches, listDispatchItems, setHold } from '../routing/door.ts';
import type { CaseId, ItemId, StaffId } from '../terms/ids.ts';

/**
 * Takes one case into another. If the police hold the first, they hold the second from now on.
 * @throws CaseStateError `was-sent` when anything of the first was sent or is about to be; and as `joinCase`
 */
export async function joinUnsentCase(tx: Tx, from: CaseId, into: CaseId, staffId: StaffId, now: Date): Promise<void> {
  await joinCase(tx, from, into, staffId, now);
  // After the case is locked: nothing can be planned for it any more.
  if ((await listDispatches(tx, from)).length > 0) throw new CaseStateError('was-sent');
  if ((await isOnHold(tx, from)) && !(await isOnHold(tx, into))) await setHold(tx, into, staffId, now);
}

/** Moves items into a case of their own; a hold stands for both. @throws CaseStateError `was-sent` when any of them was sent; and as `splitCase` */
export async function splitUnsentItems(
  tx: Tx,
  serviceKey: ServiceKey,
  split: {
    readonly caseId: CaseId;
    readonly itemIds: readonly ItemId[];
    readonly staffId: StaffId;
    readonly now: Date;
  },
): Promise<CaseId> {
  const fresh = await splitCase(tx, serviceKey, split);
  const covered = [...(await listDispatchItems(tx, split.caseId)).values()].flat();
  const sent = (await listDispatches(tx, split.caseId)).map(({ itemId }) => itemId);
  const told = new Set<ItemId | undefined>([...covered, ...sent]);
  if (split.itemIds.some((id) => told.has(id))) throw new CaseStateError('was-sent');
  if (await isOnHold(tx, split.caseId)) await setHold(tx, fresh, split.staffId, split.now);
  return fresh;
}
