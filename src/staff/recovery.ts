/** When every password is lost: a recovery key that two supervisors have trusted opens the desk's keys for somebody new. */
import { identityFromSecret, open, seal, type Identity, type Recipient } from '../../lib/seal/door.ts';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { inviteWithKeys } from './invite-staff.ts';
import { insertRecoveryShare, insertTrust, listRecoveryShares } from './recovery-store.ts';
import type { Session } from './session.ts';

export type TrustProblem = 'same-person' | 'not-supervisors';

/**
 * From now on whoever brings the recovery key together can open every tip: older ones too, as far as either of the two holds their keys.
 * On the record.
 */
export async function trustRecoveryKey(
  tx: Tx,
  given: { readonly recipient: Recipient; readonly agreed: Session; readonly confirmed: Session; readonly now: Date },
): Promise<'trusted' | TrustProblem> {
  const { recipient, agreed, confirmed, now } = given;
  if (agreed.staffId === confirmed.staffId) return 'same-person';
  if (agreed.role !== 'supervisor' || confirmed.role !== 'supervisor') return 'not-supervisors';
  await insertTrust(tx, {
    ...{ recipient: recipient.bytes, agreedBy: agreed.staffId, confirmedBy: confirmed.staffId, at: now },
  });
  const keys = new Map([...(await agreed.deskIdentities(tx)), ...(await confirmed.deskIdentities(tx))]);
  for (const [deskKeyId, identity] of keys) {
    const sealedIdentity = seal(identity.secret, [recipient]);
    await insertRecoveryShare(tx, { deskKeyId, recipient: recipient.bytes, sealedIdentity });
  }
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${confirmed.staffId}`, action: 'recovery.trusted', subject: 'house:recovery' },
    payload: { agreedBy: agreed.staffId, keys: keys.size },
  });
  return 'trusted';
}

/**
 * A one-time token for a new supervisor, with the desk's keys that this recovery key opens; undefined when it opens none. On the
 * record.
 */
export async function inviteByRecovery(tx: Tx, recovery: Identity, now: Date): Promise<string | undefined> {
  const shares = await listRecoveryShares(tx, recovery.recipient.bytes);
  if (shares.length === 0) return undefined;
  const keys = new Map(
    shares.map((share) => [share.deskKeyId, identityFromSecret(open(share.sealedIdentity, [recovery]))] as const),
  );
  await recordAct(tx, {
    ...{ at: now, actor: 'operator', action: 'recovery.used', subject: 'house:recovery', payload: { keys: keys.size } },
  });
  return inviteWithKeys(tx, keys, now);
}
