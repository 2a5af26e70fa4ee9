/** The password once more, in the middle of a session: before an act that gives, or takes away, a way in. */
import type { Identity } from '../../lib/seal/door.ts';
import { transact } from '../platform/db.ts';
import { countTry, forgetTriesOf, loginDigestOf, recordFailure } from './count-tries.ts';
import { openWithPassword } from './credentials.ts';
import type { LogInDeps } from './log-in.ts';
import type { Session } from './session.ts';
import { readAccount, type StaffAccount } from './staff-store.ts';

/** Why an act was not done: `password-paused` after too many wrong ones, here, at the log-in or at a lock. */
export type NotProved = 'password-wrong' | 'password-paused';

/**
 * Whether whoever is there knows the password of the session's person; wrong ones count as at the log-in, and are on the record.
 * A passkey alone would not do: it may lie in the same browser that was left open (OWASP ASVS 5.0, 7.5.1 and 7.5.3: full
 * re-authentication before changes to sign-in and to highly sensitive settings).
 */
export async function provePassword(
  deps: LogInDeps,
  session: Pick<Session, 'staffId'>,
  password: string,
  now: Date,
): Promise<'right' | NotProved> {
  const opened = await openByPassword(deps, session, password, now);
  return typeof opened === 'string' ? opened : 'right';
}

/** The same, with the account as it stood when its password was looked at, and the key that the password opens. */
export async function openByPassword(
  deps: LogInDeps,
  { staffId }: Pick<Session, 'staffId'>,
  password: string,
  now: Date,
): Promise<{ readonly account: StaffAccount; readonly identity: Identity } | NotProved> {
  const account = await readAccount(deps.db, staffId);
  const loginDigest = loginDigestOf(deps.serviceKey, account?.login ?? '');
  const counted = await countTry(deps.db, loginDigest, now);
  if (counted.isRefused) return 'password-paused';
  const opened = await openWithPassword(account, password);
  if (account === undefined || opened === undefined) {
    await recordFailure(deps.db, account, 'session.unlock-failed', now);
    return 'password-wrong';
  }
  await transact(deps.db, (tx) => forgetTriesOf(tx, loginDigest, now));
  return { account, identity: opened.identity };
}
