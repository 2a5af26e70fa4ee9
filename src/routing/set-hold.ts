import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { CaseId, StaffId } from '../terms/ids.ts';
import { moveProviderDispatches } from './dispatch-store.ts';
import { endHold, upsertHold } from './hold-store.ts';

/** The police ask to wait: provider notices that have not left stay here until the hold is released. */
export async function setHold(tx: Tx, caseId: CaseId, staffId: StaffId, now: Date): Promise<void> {
  await upsertHold(tx, caseId, staffId, now);
  const stopped = await moveProviderDispatches(tx, caseId, ['planned', 'under-way'], 'held');
  await emit(tx, { kind: 'hold-set', caseId });
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'hold.set',
    subject: `case:${caseId}`,
    payload: { stopped: stopped.length },
  });
}

/** The police no longer ask to wait: held notices go out. Nothing happens when no hold stood. */
export async function releaseHold(tx: Tx, caseId: CaseId, staffId: StaffId, now: Date): Promise<void> {
  if (!(await endHold(tx, caseId, now))) return;
  const freed = await moveProviderDispatches(tx, caseId, ['held'], 'planned');
  await emit(tx, { kind: 'hold-released', caseId });
  for (const dispatchId of freed) await emit(tx, { kind: 'dispatch-ready', dispatchId });
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'hold.released',
    subject: `case:${caseId}`,
    payload: { freed: freed.length },
  });
}
