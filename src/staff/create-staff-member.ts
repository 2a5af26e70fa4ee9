import { randomUUID } from 'node:crypto';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';
import { makeCredentials } from './credentials.ts';
import { makeDeskKey } from './desk-key.ts';
import { normaliseLogin, type Role } from './staff-member.ts';
import { insertStaff } from './staff-store.ts';
import { freshTotpSecret } from './totp.ts';

/**
 * Makes a person without an invitation, for the demo and for tests. There is nobody to hand on the desk keys that exist, so a
 * new one is made that everybody holds: make all the people before the first tip, and all of them can read every tip.
 */
export async function createStaffMember(
  tx: Tx,
  serviceKey: ServiceKey,
  person: {
    readonly name: string;
    readonly login: string;
    readonly password: string;
    readonly role: Role;
    readonly now: Date;
  },
): Promise<{ staffId: StaffId; totpSecret: string }> {
  const { name, password, role, now } = person;
  const staffId = staffIdSchema.parse(randomUUID());
  const totpSecret = freshTotpSecret();
  const { credentials } = await makeCredentials(serviceKey, { password, totpSecret, totpLastStep: 0 });
  await insertStaff(tx, {
    id: staffId,
    name,
    login: normaliseLogin(person.login),
    role,
    createdAt: now,
    ...credentials,
  });
  await recordAct(tx, {
    at: now,
    actor: 'operator',
    action: 'staff.joined',
    subject: `staff:${staffId}`,
    payload: { role },
  });
  await makeDeskKey(tx, 'operator', now);
  return { staffId, totpSecret };
}
