/** The outbox: an event leaves as a job written in the caller's transaction. */
import type { HouseEvent } from '../terms/events.ts';
import type { Tx } from './db.ts';
import { addJob } from './jobs.ts';

export const EVENT_TASK = 'event';

/** Tells the house; the hallway's handler runs after this transaction has committed, at least once. */
export function emit(
  tx: Tx,
  event: HouseEvent,
  options: { readonly runAt?: Date; readonly isUrgent?: boolean } = {},
): Promise<void> {
  return addJob(tx, EVENT_TASK, event, {
    ...(options.runAt === undefined ? {} : { runAt: options.runAt }),
    priority: options.isUrgent === true ? -10 : 0,
  });
}
