import { recordAct } from '../../../ledger/door.ts';
import type { Tx } from '../../../platform/db.ts';
import type { DispatchId, StaffId } from '../../../terms/ids.ts';
import type { Confirmation } from './delivery.ts';
import { endOpenCall, lockDelivery, updateConfirmed } from './delivery-store.ts';

/**
 * The police have the package. The first confirmation counts: `earlier` says that there was one, and nothing changes then. Whoever
 * was telephoning need not any more. `missing`: nothing is awaited for this dispatch.
 */
export async function noteConfirmed(
  tx: Tx,
  dispatchId: DispatchId,
  by: { readonly how: Confirmation; readonly staffId?: StaffId | undefined },
  now: Date,
): Promise<'confirmed' | 'earlier' | 'missing'> {
  const delivery = await lockDelivery(tx, dispatchId);
  if (delivery === undefined) return 'missing';
  if (delivery.confirmed !== undefined) return 'earlier';
  await updateConfirmed(tx, dispatchId, { at: now, how: by.how, by: by.staffId });
  await endOpenCall(tx, dispatchId, { at: now });
  await recordAct(tx, {
    at: now,
    actor: by.staffId === undefined ? 'partner' : `staff:${by.staffId}`,
    action: 'police.confirmed',
    subject: `dispatch:${dispatchId}`,
    payload: { how: by.how, round: delivery.round },
  });
  return 'confirmed';
}
