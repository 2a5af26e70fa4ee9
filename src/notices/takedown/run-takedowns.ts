/** The takedowns' daily round: whatever is due is done, by as many processes as there are. */
import type { Db } from '../../platform/db.ts';
import { codeOf } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import { readNextDueAt } from './due-store.ts';
import { seekLadders } from './seek-ladders.ts';
import { sendDueLetters } from './send-letters.ts';
import { stepTakedowns } from './step-takedowns.ts';
import type { SendingDeps, TakedownDeps } from './takedown-deps.ts';

/** Looks for ladders that are to be looked for, and takes the steps that are due: one batch of each. @returns how many */
export async function runDueTakedowns(deps: TakedownDeps, now: Date): Promise<number> {
  const sought = await seekLadders(deps, now);
  return sought + (await stepTakedowns(deps, now));
}

/** When anything of takedowns or letters is due next; undefined when nothing will be. */
export const nextDueAt = (db: Db): Promise<Date | undefined> => readNextDueAt(db);

const STEP_PAUSE_MS = 1_000;
const SEND_PAUSE_MS = 500;
const PAUSE_AFTER_FAILURE_MS = 2_000;

/**
 * Runs takedowns and sends letters until it is stopped. What has begun to leave is finished. A search in registration data may
 * take a while: it has a loop of its own, so that steps do not wait for it.
 */
export function startTakedownLoops(deps: SendingDeps): Loop {
  const loop = (round: () => Promise<number>, pauseMs: number) =>
    startLoop(async () => ((await round()) > 0 ? 'more' : 'rest'), {
      pauseMs,
      failurePauseMs: PAUSE_AFTER_FAILURE_MS,
      onFailure: (error) => deps.log.warn('notices.failed', { what: 'round', code: codeOf(error) }),
    });
  const loops = [
    loop(() => seekLadders(deps, deps.clock.now()), STEP_PAUSE_MS),
    loop(() => stepTakedowns(deps, deps.clock.now()), STEP_PAUSE_MS),
    loop(() => sendDueLetters(deps, deps.clock.now()), SEND_PAUSE_MS),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((each) => each.stop()));
    },
  };
}
