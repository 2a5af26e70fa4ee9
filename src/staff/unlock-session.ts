/** Locking a session by hand or by the clock, and opening it again with the password. */
import { lock } from '../../lib/seal/door.ts';
import { recordAct } from '../ledger/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import { codeOf, type Log } from '../platform/log.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import { countTry, forgetTriesOf, loginDigestOf, recordFailure } from './count-tries.ts';
import { openWithPassword } from './credentials.ts';
import type { LogInDeps } from './log-in.ts';
import { lockIdle } from './open-session.ts';
import { digestOfToken, idOfDigest, keyFromToken, type Session } from './session.ts';
import { lockSession, readSession, reopenSession } from './session-store.ts';
import { readAccount } from './staff-store.ts';

/**
 * | kind   | meaning                                                                                |
 * |--------|----------------------------------------------------------------------------------------|
 * | open   | it is open: by this password, or it was not locked                                     |
 * | wrong  | not the password                                                                       |
 * | paused | too many wrong tries with this login, here or at the log-in; nothing was looked at     |
 * | over   | there is no such session any more                                                      |
 */
export type UnlockResult =
  { readonly kind: 'open' | 'wrong' | 'over' } | { readonly kind: 'paused'; readonly until: Date };

/**
 * Opens a locked session with its person's password: the cookie is what they have, the password what they know (NIST SP
 * 800-63B, 4.2.3: after a time without use one of the two factors and the session's secret are enough).
 */
export async function unlockSession(
  deps: LogInDeps,
  cookie: string,
  password: string,
  now: Date,
): Promise<UnlockResult> {
  const tokenDigest = digestOfToken(cookie);
  const row = tokenDigest === undefined ? undefined : await readSession(deps.db, tokenDigest);
  if (row === undefined || now >= row.expiresAt) return { kind: 'over' };
  if (row.wrappedIdentity !== undefined) return { kind: 'open' };
  const loginDigest = loginDigestOf(deps.serviceKey, row.login);
  const counted = await countTry(deps.db, loginDigest, now);
  if (counted.isRefused) return { kind: 'paused', until: counted.lockedUntil };
  const opened = await openWithPassword(await readAccount(deps.db, row.staffId), password);
  if (opened === undefined) {
    await recordFailure(deps.db, { id: row.staffId }, 'session.unlock-failed', now);
    return counted.lockedUntil === undefined ? { kind: 'wrong' } : { kind: 'paused', until: counted.lockedUntil };
  }
  const wrapped = lock(keyFromToken(cookie, 'session'), opened.identity.secret);
  return transact(deps.db, async (tx): Promise<UnlockResult> => {
    await forgetTriesOf(tx, loginDigest, now);
    if (await reopenSession(tx, row.tokenDigest, wrapped, now)) {
      await recordAct(tx, {
        ...{ at: now, actor: `staff:${row.staffId}`, action: 'session.unlocked', payload: {} },
        subject: `session:${idOfDigest(row.tokenDigest)}`,
      });
    }
    return { kind: 'open' };
  });
}

/** Locks the session at hand because its person asks for it. On the record. */
export async function lockByHand(tx: Tx, session: Session, cookie: string, now: Date): Promise<void> {
  const tokenDigest = digestOfToken(cookie);
  if (tokenDigest === undefined || !(await lockSession(tx, tokenDigest, now))) return;
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${session.staffId}`, action: 'session.locked', subject: `session:${session.id}` },
    payload: {},
  });
}

const LOOK_MS = 30_000;

/** Takes the keys of sessions that are left alone out of the database, whether or not their browser ever comes back. */
export function startLocking(deps: {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly lockAfterMs: number;
}): Loop {
  const { db, clock, log, lockAfterMs } = deps;
  return startLoop(async () => (await lockIdle(db, clock.now(), lockAfterMs), 'rest'), {
    ...{ pauseMs: LOOK_MS, failurePauseMs: LOOK_MS },
    onFailure: (error) => log.warn('session.lock-failed', { code: codeOf(error) }),
  });
}
