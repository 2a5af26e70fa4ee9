/** A person's own passkeys: adding and removing one, and leaving codes behind. */
import { recordAct } from '../ledger/door.ts';
import { transact, type Tx } from '../platform/db.ts';
import type { LogInDeps } from './log-in.ts';
import { verifyNewPasskey, type PasskeyAnswer } from './passkey.ts';
import { deletePasskey, insertPasskey, listPasskeys, setCodesOff } from './passkey-store.ts';
import { provePassword, type NotProved } from './prove-password.ts';
import { useProofOnce } from './second-factor.ts';
import type { Session } from './session.ts';
import { normaliseName } from './staff-member.ts';

/** In code points, as the database has it. */
const MAX_PASSKEY_NAME_LENGTH = 60;

/** `passkey-no-good`: what the browser sent proves nothing here. */
export type AddPasskeyResult = 'passkey-added' | 'passkey-name' | 'passkey-no-good' | 'passkey-known' | NotProved;

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

/**
 * Takes one of the person's own passkeys away, once they have given their password: what was left open for a minute must not take
 * its person's way in from them, nor bring back the codes that they left behind. With the last one codes count again. On the record.
 */
export async function removePasskey(
  deps: LogInDeps,
  session: Session,
  given: { readonly credentialId: Buffer; readonly password: string },
  now: Date,
): Promise<'passkey-removed' | 'not-found' | NotProved> {
  const proved = await provePassword(deps, session, given.password, now);
  if (proved !== 'right') return proved;
  return transact(deps.db, async (tx) => {
    if (!(await deletePasskey(tx, session.staffId, given.credentialId))) return 'not-found';
    const left = (await listPasskeys(tx, session.staffId)).filter(({ suspendedAt }) => suspendedAt === undefined);
    if (left.length === 0) await setCodesOff(tx, session.staffId, false);
    await record(tx, session, 'passkey.removed', now, { credentialId: given.credentialId });
    return 'passkey-removed';
  });
}

/**
 * From now on codes let this person in, or do not, once they have given their password; `codes-needed` when they would be left
 * without any way in. On the record.
 */
export async function turnCodes(
  deps: LogInDeps,
  session: Session,
  given: { readonly to: 'on' | 'off'; readonly password: string },
  now: Date,
): Promise<'codes-turned' | 'codes-needed' | NotProved> {
  const proved = await provePassword(deps, session, given.password, now);
  if (proved !== 'right') return proved;
  return transact(deps.db, async (tx) => {
    const good = (await listPasskeys(tx, session.staffId)).filter(({ suspendedAt }) => suspendedAt === undefined);
    if (given.to === 'off' && good.length === 0) return 'codes-needed';
    await setCodesOff(tx, session.staffId, given.to === 'off');
    await record(tx, session, given.to === 'off' ? 'codes.turned-off' : 'codes.turned-on', now, {});
    return 'codes-turned';
  });
}

const record = (
  tx: Tx,
  { staffId }: Session,
  action: string,
  at: Date,
  payload: Readonly<Record<string, Uint8Array>>,
) => recordAct(tx, { at, actor: `staff:${staffId}`, action, subject: `staff:${staffId}`, payload });
