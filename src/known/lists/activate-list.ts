/** Two people make a list active; one is enough to take it, or an entry of it, out of use again (known-list.ts, law 7). */
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { withdrawRow } from './entry-store.ts';
import { ListStepError, stateAfterWriting, whyNotConfirm, whyNotPropose, type KnownList } from './known-list.ts';
import { hasOpenImport, updateCounts, updateState } from './list-store.ts';
import { lockList } from './read-list-store.ts';

/** The first person asks that a list be used. @throws ListStepError */
export async function proposeActivation(tx: Tx, listId: number, staffId: StaffId, now: Date): Promise<void> {
  const list = await lockOrRefuse(tx, listId);
  refuseIf(whyNotPropose(list, await hasOpenImport(tx, listId)));
  await updateState(tx, list, { state: 'proposed', by: staffId, at: now });
  await record(tx, list, staffId, 'known-list.activation-proposed', now);
}

/** Another person agrees, and the list is matched from the commit on. @throws ListStepError, `same-person` among the reasons */
export async function confirmActivation(tx: Tx, listId: number, staffId: StaffId, now: Date): Promise<void> {
  const list = await lockOrRefuse(tx, listId);
  refuseIf(whyNotConfirm(list, staffId));
  await updateState(tx, list, { state: 'active', by: staffId, at: now });
  await record(tx, list, staffId, 'known-list.activated', now);
}

/** Takes a list out of use at once and for good, whatever its state. @throws ListStepError when it is withdrawn already */
export async function withdrawList(tx: Tx, listId: number, staffId: StaffId, now: Date): Promise<void> {
  const list = await lockOrRefuse(tx, listId);
  refuseIf(list.state === 'withdrawn' ? 'wrong-state' : undefined);
  await updateState(tx, list, { state: 'withdrawn', by: staffId, at: now });
  await record(tx, list, staffId, 'known-list.withdrawn', now);
}

/**
 * Takes one entry out of use at once and for good: a feed that gives it again does not bring it back.
 * @returns false when it was out of use already. @throws ListStepError when there is no such list or entry
 */
export async function withdrawEntry(
  tx: Tx,
  listId: number,
  entryNumber: number,
  staffId: StaffId,
  now: Date,
): Promise<boolean> {
  const list = await lockOrRefuse(tx, listId);
  const change = list.change + 1;
  const wasInUse = await withdrawRow(tx, listId, entryNumber, { change, at: now });
  if (wasInUse === undefined) throw new ListStepError('no-such-entry');
  await updateCounts(tx, listId, {
    ...list,
    change,
    entries: list.entries - (wasInUse ? 1 : 0),
    state: stateAfterWriting(list),
  });
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'known-entry.withdrawn',
    subject: `known-entry:${listId}/${entryNumber}`,
    payload: { change, wasInUse },
  });
  return wasInUse;
}

async function lockOrRefuse(tx: Tx, listId: number): Promise<KnownList> {
  const list = await lockList(tx, listId);
  if (list === undefined) throw new ListStepError('no-such-list');
  return list;
}

function refuseIf(code: ListStepError['code'] | undefined): void {
  if (code !== undefined) throw new ListStepError(code);
}

const record = (tx: Tx, list: KnownList, staffId: StaffId, action: string, now: Date): Promise<void> =>
  recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action,
    subject: `known-list:${list.id}`,
    payload: { entries: list.entries, change: list.change, trusted: [...list.trusted].sort().join() },
  });
