import { recordAct } from '../../../ledger/door.ts';
import { isUniqueViolation, transact, type Db, type Tx } from '../../../platform/db.ts';
import type { DispatchId, StaffId } from '../../../terms/ids.ts';
import { sealToDesk } from '../thread/seal-text.ts';
import { nextAskAt, type CallOutcome } from './delivery.ts';
import { endOpenCall, insertCall, listCalls, lockDelivery, updateRound } from './delivery-store.ts';
import { noteConfirmed } from './note-confirmed.ts';

/** `gone`: it is confirmed by now, or nothing is awaited. `other`: somebody else telephones (or nobody does). */
export type CallResult = 'done' | 'gone' | 'other';

/** Somebody takes the task of telephoning the police about a package that nobody has confirmed. */
export async function takeCall(db: Db, dispatchId: DispatchId, staffId: StaffId, now: Date): Promise<CallResult> {
  try {
    return await transact(db, async (tx) => {
      const delivery = await lockDelivery(tx, dispatchId);
      if (delivery?.confirmed !== undefined || delivery === undefined || !delivery.isWatched) return 'gone';
      await insertCall(tx, { dispatchId, round: delivery.round, staffId, takenAt: now });
      await updateRound(tx, dispatchId, delivery.round, nextAskAt(now));
      await note(tx, { dispatchId, staffId, action: 'police.call-taken', payload: { round: delivery.round } }, now);
      return 'done';
    });
  } catch (error) {
    if (isUniqueViolation(error, 'police_call_open')) return 'other';
    throw error;
  }
}

/**
 * What came of the call, in a few words that are sealed to the desk. `confirmed` ends the watch; after the others it is asked for
 * again. Only whoever took the call can end it. @throws Error when there is no desk key
 */
export function endCall(
  db: Db,
  call: {
    readonly dispatchId: DispatchId;
    readonly staffId: StaffId;
    readonly outcome: CallOutcome;
    readonly said: string;
  },
  now: Date,
): Promise<CallResult> {
  const { dispatchId, staffId, outcome, said } = call;
  return transact(db, async (tx) => {
    const delivery = await lockDelivery(tx, dispatchId);
    if (delivery?.confirmed !== undefined || delivery === undefined) return 'gone';
    const open = (await listCalls(tx, [dispatchId])).find(({ endedAt }) => endedAt === undefined);
    if (open?.staffId !== staffId) return 'other';
    const sealedNote = said === '' ? undefined : await sealToDesk(tx, said);
    await endOpenCall(tx, dispatchId, { at: now, outcome, sealedNote });
    const payload = { outcome, round: open.round, ...(sealedNote === undefined ? {} : { said: sealedNote }) };
    await note(tx, { dispatchId, staffId, action: 'police.call-ended', payload }, now);
    if (outcome === 'confirmed') await noteConfirmed(tx, dispatchId, { how: 'phone', staffId }, now);
    else await updateRound(tx, dispatchId, delivery.round, nextAskAt(now));
    return 'done';
  });
}

const note = (
  tx: Tx,
  act: {
    readonly dispatchId: DispatchId;
    readonly staffId: StaffId;
    readonly action: string;
    readonly payload: Readonly<Record<string, string | number | Uint8Array>>;
  },
  now: Date,
): Promise<void> =>
  recordAct(tx, {
    ...{ at: now, actor: `staff:${act.staffId}`, action: act.action },
    ...{ subject: `dispatch:${act.dispatchId}`, payload: act.payload },
  });
