import { recordActs } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emitAll } from '../platform/events.ts';
import { updateUnderWay, type UnderWayEnd } from './under-way-store.ts';

/**
 * Ends the dispatches whose takedowns have told somebody for the first time, or cannot tell anybody: what `deliverDispatch`
 * does for other destinations, later and for many at once. Those that have ended already stay as they are.
 */
export async function endUnderWay(tx: Tx, ends: readonly UnderWayEnd[], now: Date): Promise<void> {
  const ended = await updateUnderWay(tx, ends, now);
  await recordActs(
    tx,
    ended.map(({ id, end }) => ({
      at: now,
      actor: 'system',
      action: `dispatch.${end.state}`,
      subject: `dispatch:${id}`,
      payload: { destination: 'provider', ...(end.state === 'refused' ? { code: end.failureCode ?? '' } : {}) },
    })),
  );
  await emitAll(
    tx,
    ended.map(({ id, end }) => ({
      kind: end.state === 'refused' ? ('dispatch-refused' as const) : ('dispatch-sent' as const),
      dispatchId: id,
    })),
  );
}
