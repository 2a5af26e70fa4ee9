/** What a person brings beside their password: a code of their app, an answer of their passkey, or word of an identity provider. */
import { createHash } from 'node:crypto';
import { recordAct } from '../ledger/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import { isSameSecret, type ServiceKey } from '../platform/service-key.ts';
import { readOidcLink } from './oidc-store.ts';
import { credentialIdIn, isCounterBehind, verifyPasskey, type PasskeyAnswer } from './passkey.ts';
import { areCodesOff, listPasskeys, markPasskeyUsed, suspendPasskey, useProof } from './passkey-store.ts';
import { useTotpStep, type StaffAccount } from './staff-store.ts';
import { totpStepOf } from './totp.ts';

/** An identity provider's word: for whom (link-oidc.ts), and the token that carried it, which is good once. */
export interface OidcProof {
  readonly subjectDigest: Buffer;
  readonly token: Uint8Array;
}

/** One of them. */
export type SecondFactor =
  { readonly code: string } | { readonly passkey: PasskeyAnswer } | { readonly oidc: OidcProof };

/** Uses it up, in the transaction that lets its person in; false when it was used before, or is not to be trusted after all. */
export type UseFactor = (tx: Tx) => Promise<boolean>;

/** No challenge is good for so long: what was used before then need not be known any more. */
const PROOF_MEMORY_MS = 6 * 3_600_000;

/** Whether a challenge or proof is used for the first time. */
export const useProofOnce = (tx: Tx, proof: Uint8Array, now: Date): Promise<boolean> =>
  useProof(tx, createHash('sha256').update(proof).digest(), now, new Date(now.getTime() - PROOF_MEMORY_MS));

/** How to use up what was given; undefined when it is not this person's, or no good. */
export async function checkSecondFactor(
  deps: { readonly db: Db; readonly serviceKey: ServiceKey },
  account: StaffAccount,
  given: SecondFactor,
  now: Date,
): Promise<UseFactor | undefined> {
  if ('passkey' in given) return checkPasskey(deps.db, account, given.passkey, now);
  if ('oidc' in given) {
    const link = await readOidcLink(deps.db, account.id);
    if (link === undefined || !isSameSecret(link.subjectDigest, given.oidc.subjectDigest)) return undefined;
    return (tx) => useProofOnce(tx, given.oidc.token, now);
  }
  if (await areCodesOff(deps.db, account.id)) return undefined;
  const step = totpStepOf(deps.serviceKey.unshroud('totp', account.shroudedTotp), given.code, now);
  return step === undefined ? undefined : (tx) => useTotpStep(tx, account.id, step);
}

async function checkPasskey(
  db: Db,
  account: StaffAccount,
  answer: PasskeyAnswer,
  now: Date,
): Promise<UseFactor | undefined> {
  const named = credentialIdIn(answer.text);
  const passkey = (await listPasskeys(db, account.id)).find(({ credentialId }) => named?.equals(credentialId) === true);
  if (passkey === undefined || passkey.suspendedAt !== undefined) return undefined;
  const counter = await verifyPasskey(answer, passkey);
  if (counter === undefined) return undefined;
  const { credentialId } = passkey;
  return async (tx) => {
    // First of all: an answer that is sent twice has an old counter, too, and is no copy of the passkey.
    if (!(await useProofOnce(tx, answer.challenge, now))) return false;
    if (!isCounterBehind(passkey.counter, counter)) return markPasskeyUsed(tx, credentialId, counter, now);
    await suspendPasskey(tx, credentialId, now);
    await recordAct(tx, {
      ...{ at: now, actor: 'system', action: 'passkey.counter-behind', subject: `staff:${account.id}` },
      payload: { credentialId },
    });
    return false;
  };
}
