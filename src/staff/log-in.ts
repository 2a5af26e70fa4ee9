import type { Identity } from '../../lib/seal/door.ts';
import { transact, type Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { openWithPassword, sealUnderPassword } from './credentials.ts';
import { countTry, forgetTriesOf, loginDigestOf, recordFailure } from './count-tries.ts';
import { beginSession, type FreshSession } from './open-session.ts';
import { checkSecondFactor, type SecondFactor, type UseFactor } from './second-factor.ts';
import { normaliseLogin } from './staff-member.ts';
import { holdPassword, readAccountByLogin, updatePassword, type StaffAccount } from './staff-store.ts';

/**
 * The service key opens the second factor's secret, and stands behind the digest that failed tries are counted under.
 */
export interface LogInDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
}

/**
 * | kind   | meaning                                                                                     |
 * |--------|---------------------------------------------------------------------------------------------|
 * | open   | let in                                                                                      |
 * | wrong  | login, password or second factor: which of them, nobody is told                             |
 * | paused | too many wrong tries with this login, whether anybody has it or not; nothing was looked at  |
 */
export type LogInResult =
  | ({ readonly kind: 'open' } & FreshSession)
  | { readonly kind: 'wrong' }
  | { readonly kind: 'paused'; readonly until: Date };

/**
 * Logs a person in with password and second factor. A try is counted before it is looked at, so that many at once are not worth
 * more than one after the other.
 */
export async function logIn(
  deps: LogInDeps,
  given: { readonly login: string; readonly password: string } & SecondFactor,
  now: Date,
): Promise<LogInResult> {
  const login = normaliseLogin(given.login);
  const loginDigest = loginDigestOf(deps.serviceKey, login);
  const counted = await countTry(deps.db, loginDigest, now);
  if (counted.isRefused) return { kind: 'paused', until: counted.lockedUntil };
  const account = await readAccountByLogin(deps.db, login);
  const letIn = account?.disabledAt === undefined ? account : undefined;
  const opened = await openWithPassword(letIn, given.password);
  if (letIn !== undefined && opened !== undefined) {
    const useFactor = await checkSecondFactor(deps, letIn, given, now);
    const session =
      useFactor && (await letPersonIn(deps.db, { account: letIn, ...opened, useFactor, loginDigest, ...given }, now));
    if (session !== undefined) return { kind: 'open', ...session };
  }
  await recordFailure(deps.db, account, 'log-in.failed', now);
  return counted.lockedUntil === undefined ? { kind: 'wrong' } : { kind: 'paused', until: counted.lockedUntil };
}

/** undefined when the second factor had been used already, or the password has been changed meanwhile. */
async function letPersonIn(
  db: Db,
  person: {
    readonly account: StaffAccount;
    readonly identity: Identity;
    readonly isOutdated: boolean;
    readonly useFactor: UseFactor;
    readonly loginDigest: Buffer;
    readonly password: string;
  },
  now: Date,
): Promise<FreshSession | undefined> {
  const { account, identity } = person;
  const renewed = person.isOutdated ? await sealUnderPassword(identity, person.password) : undefined;
  return transact(db, async (tx) => {
    if (!(await holdPassword(tx, account)) || !(await person.useFactor(tx))) return undefined;
    if (renewed !== undefined) await updatePassword(tx, account, renewed);
    await forgetTriesOf(tx, person.loginDigest, now);
    return beginSession(tx, account.id, identity, now);
  });
}
