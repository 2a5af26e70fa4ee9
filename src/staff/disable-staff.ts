import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { deleteShares } from './desk-key-store.ts';
import { makeDeskKey } from './desk-key.ts';
import { deleteUnused } from './invitation-store.ts';
import { requireSupervisor } from './invite-staff.ts';
import type { Session } from './session.ts';
import { deleteSessionsOf } from './session-store.ts';
import { lockActiveSupervisors, markDisabled, readAccount } from './staff-store.ts';

/** `last-supervisor` is a refusal. `not-found` also when the person was disabled already. */
export type DisableResult = 'disabled' | 'not-found' | 'last-supervisor';

/**
 * Shuts a person out at once: their sessions end, their shares of the desk keys are deleted, and a new desk key is made that they
 * never held. Invitations that nobody has used are withdrawn, because they carry the older keys. The last supervisor cannot be
 * disabled: nobody could let anyone in again. @throws NotAllowedError
 */
export async function disableStaff(tx: Tx, session: Session, staffId: StaffId, now: Date): Promise<DisableResult> {
  requireSupervisor(session);
  const supervisors = await lockActiveSupervisors(tx);
  // The asking supervisor may have been disabled while this waited for the lock.
  if (!supervisors.includes(session.staffId)) return 'not-found';
  if (supervisors.length === 1 && supervisors.includes(staffId)) return 'last-supervisor';
  if (!(await markDisabled(tx, staffId, now))) return 'not-found';
  const isOfficer = (await readAccount(tx, staffId))?.role === 'police';
  const sessions = await deleteSessionsOf(tx, staffId);
  await deleteShares(tx, staffId);
  const withdrawn = isOfficer ? 0 : await deleteUnused(tx, now);
  await recordAct(tx, {
    at: now,
    actor: `staff:${session.staffId}`,
    action: 'staff.disabled',
    subject: `staff:${staffId}`,
    payload: { sessions, withdrawn },
  });
  // An officer never held a desk key.
  if (!isOfficer) await makeDeskKey(tx, `staff:${session.staffId}`, now);
  return 'disabled';
}
