import type { Identity } from '../../lib/seal/door.ts';
import { recordAct } from '../ledger/door.ts';
import { transact, type Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { openWithPassword, sealUnderPassword } from './credentials.ts';
import { FORGET_TRIES_MS, pauseAfterMs } from './login-pause.ts';
import { beginSession, type FreshSession } from './open-session.ts';
import { normaliseLogin } from './staff-member.ts';
import {
  forgetTries,
  lockTries,
  readAccountByLogin,
  updatePassword,
  updateTries,
  useTotpStep,
  type StaffAccount,
} from './staff-store.ts';
import { totpStepOf } from './totp.ts';

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
 * | wrong  | login, password or code: which of them, nobody is told                                      |
 * | paused | too many wrong tries with this login, whether anybody has it or not; nothing was looked at  |
 */
export type LogInResult =
  | ({ readonly kind: 'open' } & FreshSession)
  | { readonly kind: 'wrong' }
  | { readonly kind: 'paused'; readonly until: Date };

/**
 * Logs a person in with password and code. A try is counted before it is looked at, so that many at once are not worth
 * more than one after the other.
 */
export async function logIn(
  deps: LogInDeps,
  given: { readonly login: string; readonly password: string; readonly code: string },
  now: Date,
): Promise<LogInResult> {
  const login = normaliseLogin(given.login);
  const loginDigest = deps.serviceKey.digest('token', `login/${login}`);
  const counted = await countTry(deps.db, loginDigest, now);
  if (counted.isRefused) return { kind: 'paused', until: counted.lockedUntil };
  const account = await readAccountByLogin(deps.db, login);
  const letIn = account?.disabledAt === undefined ? account : undefined;
  const opened = await openWithPassword(letIn, given.password);
  const step =
    letIn === undefined || opened === undefined
      ? undefined
      : totpStepOf(deps.serviceKey.unshroud('totp', letIn.shroudedTotp), given.code, now);
  if (letIn !== undefined && opened !== undefined && step !== undefined) {
    const session = await letPersonIn(deps.db, { account: letIn, ...opened, step, loginDigest, ...given }, now);
    if (session !== undefined) return { kind: 'open', ...session };
  }
  await recordFailure(deps.db, account, now);
  return counted.lockedUntil === undefined ? { kind: 'wrong' } : { kind: 'paused', until: counted.lockedUntil };
}

type CountedTry =
  | { readonly isRefused: true; readonly lockedUntil: Date }
  | { readonly isRefused: false; readonly lockedUntil: Date | undefined };

function countTry(db: Db, loginDigest: Buffer, now: Date): Promise<CountedTry> {
  return transact(db, async (tx): Promise<CountedTry> => {
    const tries = await lockTries(tx, loginDigest, now);
    if (tries.lockedUntil !== undefined && tries.lockedUntil > now) {
      return { isRefused: true, lockedUntil: tries.lockedUntil };
    }
    const isForgotten = now.getTime() - tries.triedAt.getTime() >= FORGET_TRIES_MS;
    const failures = (isForgotten ? 0 : tries.failures) + 1;
    const pauseMs = pauseAfterMs(failures);
    const lockedUntil = pauseMs === 0 ? undefined : new Date(now.getTime() + pauseMs);
    await updateTries(tx, loginDigest, { failures, lockedUntil, triedAt: now });
    return { isRefused: false, lockedUntil };
  });
}

/** undefined when the code had been used already. */
async function letPersonIn(
  db: Db,
  person: {
    readonly account: StaffAccount;
    readonly identity: Identity;
    readonly isOutdated: boolean;
    readonly step: number;
    readonly loginDigest: Buffer;
    readonly password: string;
  },
  now: Date,
): Promise<FreshSession | undefined> {
  const { account, identity } = person;
  const renewed = person.isOutdated ? await sealUnderPassword(identity, person.password) : undefined;
  return transact(db, async (tx) => {
    if (!(await useTotpStep(tx, account.id, person.step))) return undefined;
    if (renewed !== undefined) await updatePassword(tx, account.id, renewed);
    await forgetTries(tx, person.loginDigest, new Date(now.getTime() - FORGET_TRIES_MS));
    return beginSession(tx, account.id, identity, now);
  });
}

async function recordFailure(db: Db, account: StaffAccount | undefined, now: Date): Promise<void> {
  if (account === undefined) return;
  await transact(db, (tx) =>
    recordAct(tx, { at: now, actor: 'system', action: 'log-in.failed', subject: `staff:${account.id}`, payload: {} }),
  );
}
