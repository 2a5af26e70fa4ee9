/**
 * A dispatch's job tries it 25 times, in some four days, and is then over; the dispatch is not. It stays planned, stands on the partners' page with
 * what is wrong, and is tried again by itself every twelve hours for as long as it takes, or at once when a person says so.
 */
import { recordAct } from '../ledger/door.ts';
import { transact, type Tx } from '../platform/db.ts';
import { emitAll } from '../platform/events.ts';
import { codeOf } from '../platform/log.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import type { StaffId } from '../terms/ids.ts';
import { deliverDispatches, type DeliveryDeps } from './deliver-dispatch.ts';
import { claimFailed, claimStalled } from './waiting-store.ts';

/** Longer than the longest pause of a job that still runs (its tenth and later ones: 6.1 hours). */
export const STALLED_MS = 12 * 60 * 60_000;
const LOOK_EVERY_MS = 10 * 60_000;
const BATCH = 50;
/** Pressed again within it, the button does nothing: that try is still at work. */
const JUST_TRIED_MS = 60_000;

/** Tries what nobody has tried for {@link STALLED_MS}, one batch. What fails again waits as long again. @returns how many were tried */
export async function retryStalled(deps: DeliveryDeps): Promise<number> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - STALLED_MS);
  const ids = await transact(deps.db, (tx) => claimStalled(tx, before, now, BATCH));
  // Each failure is noted at its dispatch and logged.
  await deliverDispatches(deps, ids).catch(() => undefined);
  return ids.length;
}

/** Looks for stalled dispatches until stopped. Any number of processes may. */
export function startRetrying(deps: DeliveryDeps): Loop {
  return startLoop(async () => ((await retryStalled(deps)) < BATCH ? 'rest' : 'more'), {
    ...{ pauseMs: LOOK_EVERY_MS, failurePauseMs: LOOK_EVERY_MS },
    onFailure: (error) => deps.log.warn('database.lost', { code: codeOf(error) }),
  });
}

/** A person wants everything that was tried in vain to be tried now: each gets a job of its own anew. @returns how many */
export async function retryFailed(
  tx: Tx,
  { staffId, now }: { readonly staffId: StaffId; readonly now: Date },
): Promise<number> {
  const ids = await claimFailed(tx, new Date(now.getTime() - JUST_TRIED_MS), now);
  if (ids.length === 0) return 0;
  await emitAll(
    tx,
    ids.map((dispatchId) => ({ kind: 'dispatch-ready', dispatchId })),
  );
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action: 'dispatch.retried', subject: 'dispatches:waiting' },
    payload: { count: ids.length },
  });
  return ids.length;
}
