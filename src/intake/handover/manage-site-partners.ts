import { randomUUID, type KeyObject } from 'node:crypto';
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { endSitePartner, insertSitePartner } from './site-partner-store.ts';
import { keyBytesOf, keyIdOf } from './site-partner.ts';

interface Act {
  readonly staffId: StaffId;
  readonly now: Date;
}

/** Lets a site or app hand tips over, on the record. False when its key is known already. */
export async function addSitePartner(
  tx: Tx,
  { staffId, now }: Act,
  given: { readonly name: string; readonly key: KeyObject },
): Promise<boolean> {
  const keyId = keyIdOf(keyBytesOf(given.key));
  const id = randomUUID();
  const partner = { id, keyId, name: given.name, publicKey: given.key, addedAt: now, revokedAt: undefined };
  if (!(await insertSitePartner(tx, partner))) return false;
  const act = {
    at: now,
    actor: `staff:${staffId}`,
    action: 'site-partner.added',
    subject: `site-partner:${id}`,
  } as const;
  await recordAct(tx, { ...act, payload: { keyId } });
  return true;
}

/** Takes nothing of it from now on, on the record. False when there is none, or it had ended. */
export async function revokeSitePartner(tx: Tx, { staffId, now }: Act, id: string): Promise<boolean> {
  if (!(await endSitePartner(tx, id, now))) return false;
  const act = { at: now, actor: `staff:${staffId}`, subject: `site-partner:${id}` } as const;
  await recordAct(tx, { ...act, action: 'site-partner.revoked', payload: {} });
  return true;
}
