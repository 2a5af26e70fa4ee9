import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { deleteShares } from './desk-key-store.ts';
import { makeDeskKey } from './desk-key.ts';
import { deleteUnused } from './invitation-store.ts';
import { requireManager } from './invite-staff.ts';
import type { Session } from './session.ts';
import { worksOnCases } from './staff-member.ts';
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
  const supervisors = await lockActiveSupervisors(tx);
  const [asking, person] = [await readAccount(tx, session.staffId), await readAccount(tx, staffId)];
  // Whoever asks may have been disabled while this waited for the lock.
  if (asking?.disabledAt !== undefined || person === undefined) return 'not-found';
  requireManager(session, person.role);
  if (supervisors.length === 1 && supervisors.includes(staffId)) return 'last-supervisor';
  if (!(await markDisabled(tx, staffId, now))) return 'not-found';
  const heldKey = worksOnCases(person.role);
  const sessions = await deleteSessionsOf(tx, staffId);
  await deleteShares(tx, staffId);
  const withdrawn = heldKey ? await deleteUnused(tx, now) : 0;
  await recordAct(tx, {
    at: now,
    actor: `staff:${session.staffId}`,
    action: 'staff.disabled',
    subject: `staff:${staffId}`,
    payload: { sessions, withdrawn },
  });
  if (heldKey) await makeDeskKey(tx, `staff:${session.staffId}`, now);
  return 'disabled';
}

/** Ends all of a person's sessions, for example when a telephone is lost; they can log in again. @returns how many @throws NotAllowedError */
export async function endSessionsOf(tx: Tx, session: Session, staffId: StaffId, now: Date): Promise<number> {
  const person = await readAccount(tx, staffId);
  if (person === undefined) return 0;
  requireManager(session, person.role);
  const sessions = await deleteSessionsOf(tx, staffId);
  await recordAct(tx, {
    at: now,
    actor: `staff:${session.staffId}`,
    action: 'sessions.ended',
    subject: `staff:${staffId}`,
    payload: { sessions },
  });
  return sessions;
}
