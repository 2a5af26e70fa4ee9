/**
 * The outbox: an event is a row written in the caller's transaction; the relay makes a job of it after commit. It arrives at
 * least once, and never for a change that was rolled back.
 */
import type { HouseEvent } from '../terms/events.ts';
import type { Db, Tx } from './transact.ts';
import { codeOf, type Log } from './log-events.ts';
import { startLoop, type Loop } from './loop.ts';
import { insertEvent, insertEvents, relayBatch } from './outbox-store.ts';

export { EVENT_TASK, readOldestAge as readOutboxAge } from './outbox-store.ts';

/** Tells the house; the hallway's handler runs after this transaction has committed, at least once. */
export function emit(tx: Tx, event: HouseEvent, options: { readonly isUrgent?: boolean } = {}): Promise<void> {
  return insertEvent(tx, event, options.isUrgent ?? false);
}

/** The same for what happens by the hundred. */
export function emitAll(
  tx: Tx,
  events: readonly HouseEvent[],
  options: { readonly isUrgent?: boolean } = {},
): Promise<void> {
  return insertEvents(tx, events, options.isUrgent ?? false);
}

const BATCH = 500;
const PAUSE_MS = 100;
const PAUSE_AFTER_FAILURE_MS = 1_000;

/** Makes jobs of all waiting events now; for tests. @returns how many */
export async function relayNow(db: Db, gathered: readonly HouseEvent['kind'][] = []): Promise<number> {
  let total = 0;
  for (;;) {
    const moved = await relayBatch(db, BATCH, gathered);
    total += moved;
    if (moved < BATCH) return total;
  }
}

/**
 * Relays until stopped: ten looks a second, and without a pause while batches are full. Events of the `gathered` kinds share jobs.
 */
export function startRelay(db: Db, log: Log, gathered: readonly HouseEvent['kind'][] = []): Loop {
  return startLoop(async () => ((await relayBatch(db, BATCH, gathered)) < BATCH ? 'rest' : 'more'), {
    pauseMs: PAUSE_MS,
    failurePauseMs: PAUSE_AFTER_FAILURE_MS,
    onFailure: (error) => log.warn('database.lost', { code: codeOf(error) }),
  });
}
