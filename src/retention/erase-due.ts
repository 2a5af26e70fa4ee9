/** Erases what is due, an hour at a time, and cleans the files after it. */
import { recordActs } from '../ledger/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db, type Pool } from '../platform/db.ts';
import { codeOf, type Log } from '../platform/log.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import { countDue, eraseTips, lockDue, readDatabaseTime, readRetentionDays, scrubFiles } from './retention-store.ts';
import { dueBefore } from './retention.ts';

const BATCH = 500;

/** Erases at most one batch; each tip's erasure is on the record. @returns how many were erased */
export async function eraseDue(db: Db, now: Date): Promise<number> {
  // Erasing cannot be undone: a clock that jumps ahead, ours or the database's, must not bring it forward.
  const earlier = new Date(Math.min(now.getTime(), (await readDatabaseTime(db)).getTime()));
  const before = dueBefore(earlier, await readRetentionDays(db));
  return await transact(db, async (tx) => {
    const tipIds = await lockDue(tx, before, BATCH);
    if (tipIds.length === 0) return 0;
    await eraseTips(tx, tipIds, now);
    await recordActs(
      tx,
      tipIds.map((tipId) => ({
        ...{ at: now, actor: 'system', action: 'tip.expired', subject: `tip:${tipId}`, payload: {} },
      })),
    );
    return tipIds.length;
  });
}

/** How many tips should have been erased over a day ago: the schedule does not run. */
export async function countOverdue(db: Db, now: Date): Promise<number> {
  return await countDue(db, dueBefore(now, (await readRetentionDays(db)) + 1));
}

const LOOK_MS = 3_600_000;
const AFTER_FAILURE_MS = 60_000;

/** Does so until stopped. */
export function startRetention(deps: {
  readonly db: Db;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
}): Loop {
  const { db, pool, clock, log } = deps;
  let isScrubDue = false;
  const step = async () => {
    const count = await eraseDue(db, clock.now());
    if (count > 0) log.info('retention.erased', { count });
    isScrubDue ||= count > 0;
    if (count === BATCH) return 'more';
    if (isScrubDue) await scrubFiles(pool);
    isScrubDue = false;
    return 'rest';
  };
  return startLoop(step, {
    ...{ pauseMs: LOOK_MS, failurePauseMs: AFTER_FAILURE_MS },
    onFailure: (error) => log.warn('retention.failed', { code: codeOf(error) }),
  });
}
