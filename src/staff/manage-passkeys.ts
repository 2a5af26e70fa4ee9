/** A person's own passkeys: adding and removing one, and leaving codes behind. */
import { recordAct } from '../ledger/door.ts';
import { transact, type Tx } from '../platform/db.ts';
import { countTry, forgetTriesOf, loginDigestOf, recordFailure } from './count-tries.ts';
import { openWithPassword } from './credentials.ts';
import type { LogInDeps } from './log-in.ts';
import { verifyNewPasskey, type PasskeyAnswer } from './passkey.ts';
import { deletePasskey, insertPasskey, listPasskeys, setCodesOff } from './passkey-store.ts';
import { useProofOnce } from './second-factor.ts';
import type { Session } from './session.ts';
import { normaliseName } from './staff-member.ts';
import { readAccount } from './staff-store.ts';

/** In code points, as the database has it. */
const MAX_PASSKEY_NAME_LENGTH = 60;

/** `passkey-no-good`: what the browser sent proves nothing here; `paused`: too many wrong passwords. */
export type AddPasskeyResult =
  'passkey-added' | 'passkey-name' | 'passkey-no-good' | 'passkey-known' | 'password-wrong' | 'password-paused';

/**
 * Adds a passkey. It takes the password once more: a screen that was left open for a minute must not give somebody else a way in
 * for good. On the record.
 */
export async function addPasskey(
  deps: LogInDeps,
  session: Session,
  given: { readonly name: string; readonly password: string; readonly answer: PasskeyAnswer },
  now: Date,
): Promise<AddPasskeyResult> {
  const name = normaliseName(given.name);
  if (name === undefined || Array.from(name).length > MAX_PASSKEY_NAME_LENGTH) return 'passkey-name';
  const proved = await provePassword(deps, session, given.password, now);
  if (proved !== 'right') return proved;
  const passkey = await verifyNewPasskey(given.answer);
  if (passkey === undefined) return 'passkey-no-good';
  return transact(deps.db, async (tx): Promise<AddPasskeyResult> => {
    if (!(await useProofOnce(tx, given.answer.challenge, now))) return 'passkey-no-good';
    if (!(await insertPasskey(tx, { ...passkey, name, staffId: session.staffId, createdAt: now })))
      return 'passkey-known';
    await record(tx, session, 'passkey.added', now, { credentialId: passkey.credentialId });
    return 'passkey-added';
  });
}

/** Whether whoever is there knows the password of the session's person; wrong ones count as at the log-in. */
export async function provePassword(
  deps: LogInDeps,
  { staffId }: Session,
  password: string,
  now: Date,
): Promise<'right' | 'password-wrong' | 'password-paused'> {
  const account = await readAccount(deps.db, staffId);
  const loginDigest = loginDigestOf(deps.serviceKey, account?.login ?? '');
  const counted = await countTry(deps.db, loginDigest, now);
  if (counted.isRefused) return 'password-paused';
  if ((await openWithPassword(account, password)) === undefined) {
    await recordFailure(deps.db, account, 'session.unlock-failed', now);
    return 'password-wrong';
  }
  await transact(deps.db, (tx) => forgetTriesOf(tx, loginDigest, now));
  return 'right';
}

/** Takes one of the person's own passkeys away; false when they have no such. With the last one codes count again. On the record. */
export async function removePasskey(tx: Tx, session: Session, credentialId: Buffer, now: Date): Promise<boolean> {
  if (!(await deletePasskey(tx, session.staffId, credentialId))) return false;
  const left = (await listPasskeys(tx, session.staffId)).filter(({ suspendedAt }) => suspendedAt === undefined);
  if (left.length === 0) await setCodesOff(tx, session.staffId, false);
  await record(tx, session, 'passkey.removed', now, { credentialId });
  return true;
}

/** From now on codes let this person in, or do not; false when they would be left without any way in. On the record. */
export async function turnCodes(tx: Tx, session: Session, to: 'on' | 'off', now: Date): Promise<boolean> {
  const good = (await listPasskeys(tx, session.staffId)).filter(({ suspendedAt }) => suspendedAt === undefined);
  if (to === 'off' && good.length === 0) return false;
  await setCodesOff(tx, session.staffId, to === 'off');
  await record(tx, session, to === 'off' ? 'codes.turned-off' : 'codes.turned-on', now, {});
  return true;
}

const record = (
  tx: Tx,
  { staffId }: Session,
  action: string,
  at: Date,
  payload: Readonly<Record<string, Uint8Array>>,
) => recordAct(tx, { at, actor: `staff:${staffId}`, action, subject: `staff:${staffId}`, payload });
