/** Mails that fit no letter hold words of strangers: they are kept for a set time, and then their words are erased. */
import { recordAct } from '../../ledger/door.ts';
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db } from '../../platform/db.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import { eraseSetAside } from './answer-store.ts';

const LOOK_MS = 60 * 60_000;

/** What forgetting takes. */
export interface ForgettingDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** From a mail's arrival. */
  readonly keepMs: number;
}

/**
 * Erases the words of what was set aside longer ago, seen to or not; that there was a mail stays, so that the same one read again is
 * still known. @returns how many
 */
export async function forgetSetAside({ db, keepMs }: ForgettingDeps, now: Date): Promise<number> {
  return transact(db, async (tx) => {
    const erased = await eraseSetAside(tx, new Date(now.getTime() - keepMs), now);
    if (erased > 0) {
      const act = { action: 'answers.forgotten', subject: 'mailbox', payload: { count: erased } };
      await recordAct(tx, { at: now, actor: 'system', ...act });
    }
    return erased;
  });
}

/** Does so every hour until it is stopped. */
export function startForgetting(deps: ForgettingDeps): Loop {
  return startLoop(async () => ((await forgetSetAside(deps, deps.clock.now())) > 0 ? 'more' : 'rest'), {
    ...{ pauseMs: LOOK_MS, failurePauseMs: LOOK_MS / 60 },
    onFailure: (error) => deps.log.warn('database.lost', { code: codeOf(error) }),
  });
}
