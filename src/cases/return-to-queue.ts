import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { CaseId } from '../terms/ids.ts';
import { lockCase, updateCase } from './case-store.ts';

/** A case that had ended has something new in it: it waits for a person again. One that is open stays as it is. */
export async function returnToQueue(tx: Tx, caseId: CaseId, now: Date): Promise<void> {
  const found = await lockCase(tx, caseId);
  if (found?.state !== 'decided' && found?.state !== 'closed') return;
  const nobody = { claimedBy: null, claimedAt: null };
  await updateCase(tx, caseId, { state: 'new', ...nobody, closedAt: null, closeReason: null });
  await recordAct(tx, {
    at: now,
    actor: 'system',
    action: 'case.reopened',
    subject: `case:${caseId}`,
    payload: {},
  });
}
