/** Who may ask the check API: keys are made and ended by a supervisor, or by whoever runs the command line. */
import { recordAct, type Actor } from '../../ledger/door.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import {
  digestCredentials,
  makeCredentials,
  newKeySchema,
  type ApiKey,
  type Credentials,
  type NewKey,
} from './api-key.ts';
import { insertKey, markKeyRevoked, readKeysWithUse } from './api-key-store.ts';
import { dayOf } from './quota.ts';

/** Whose act it is; without `staffId` it is the operator's at the command line. */
export interface KeyAct {
  readonly staffId?: StaffId | undefined;
  readonly now: Date;
}

const actorOf = (act: KeyAct): Actor => (act.staffId === undefined ? 'operator' : `staff:${act.staffId}`);

/**
 * Makes a key and returns its credentials: the only time that the secret is to be had. That the person is a supervisor is
 * for the caller to see to. @throws ZodError for an empty name or a quota that is no positive whole number
 */
export async function createApiKey(tx: Tx, request: NewKey & KeyAct): Promise<Credentials> {
  const { staffId, now, ...given } = request;
  const key = newKeySchema.parse(given);
  const credentials = makeCredentials();
  await insertKey(tx, {
    ...key,
    id: credentials.id,
    secretDigest: digestCredentials(credentials),
    createdAt: now,
    staffId,
  });
  await recordAct(tx, {
    at: now,
    actor: actorOf(request),
    action: 'check-key.created',
    subject: `check-key:${credentials.id}`,
    payload: { use: key.use, quotaPerMinute: key.quotaPerMinute, quotaPerDay: key.quotaPerDay },
  });
  return credentials;
}

/** Ends a key: within two seconds nothing is answered to it any more. False when there is no such working key. */
export async function revokeApiKey(tx: Tx, id: string, act: KeyAct): Promise<boolean> {
  if (!(await markKeyRevoked(tx, id, act.now))) return false;
  await recordAct(tx, {
    at: act.now,
    actor: actorOf(act),
    action: 'check-key.revoked',
    subject: `check-key:${id}`,
    payload: {},
  });
  return true;
}

/** Every key, ended ones too, with the units taken today (UTC). No secret and no digest. */
export function listApiKeys(db: Db, now: Date): Promise<readonly (ApiKey & { readonly takenToday: number })[]> {
  return readKeysWithUse(db, dayOf(now));
}
