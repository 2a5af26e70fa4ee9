/** Tries to give a password, by login: at the log-in and at a locked session alike, so that neither is a way around the other's pause. */
import { recordAct } from '../ledger/door.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { StaffId } from '../terms/ids.ts';
import { FORGET_TRIES_MS, pauseAfterMs } from './login-pause.ts';
import { forgetTries, lockTries, updateTries } from './staff-store.ts';

/** What a login's tries are counted under, whether anybody has it or not. */
export const loginDigestOf = (serviceKey: ServiceKey, login: string): Buffer =>
  serviceKey.digest('token', `login/${login}`);

/** Refused: nothing is to be looked at before `lockedUntil`. */
export type CountedTry =
  | { readonly isRefused: true; readonly lockedUntil: Date }
  | { readonly isRefused: false; readonly lockedUntil: Date | undefined };

/** Counts a try before it is looked at, so that many at once are not worth more than one after the other. */
export function countTry(db: Db, loginDigest: Buffer, now: Date): Promise<CountedTry> {
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

/** After the right password: this login's tries are forgotten, and everybody's old ones. */
export const forgetTriesOf = (tx: Tx, loginDigest: Buffer, now: Date): Promise<void> =>
  forgetTries(tx, loginDigest, new Date(now.getTime() - FORGET_TRIES_MS));

/** Puts a wrong try on the record of whose login it was; of a login that nobody has there is none. */
export async function recordFailure(
  db: Db,
  account: { readonly id: StaffId } | undefined,
  action: 'log-in.failed' | 'session.unlock-failed',
  now: Date,
): Promise<void> {
  if (account === undefined) return;
  await transact(db, (tx) =>
    recordAct(tx, { at: now, actor: 'system', action, subject: `staff:${account.id}`, payload: {} }),
  );
}
