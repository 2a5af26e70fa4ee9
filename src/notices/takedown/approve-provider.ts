/** What people decide about a provider; each wakes what waited for it. */
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { wakeLaddersOf } from './change-store.ts';
import { updateProvider, wakeLettersOf } from './provider-store.ts';

/** Who decides about whom. */
export interface ProviderAct {
  readonly providerId: string;
  readonly staffId: StaffId;
}

/** A contact that was found by itself may be told. @throws RangeError when there is no such provider */
export const approveProvider = (tx: Tx, act: ProviderAct, now: Date): Promise<void> =>
  change(tx, act, { standing: 'approved' }, 'provider.approved', now);

/** It is never told: its rung falls away, and the next takes its place. @throws RangeError when there is no such provider */
export const refuseProvider = (tx: Tx, act: ProviderAct, now: Date): Promise<void> =>
  change(tx, act, { standing: 'refused' }, 'provider.refused', now);

/** Its address works again. @throws RangeError when there is no such provider */
export const restoreProvider = (tx: Tx, act: ProviderAct, now: Date): Promise<void> =>
  change(tx, act, { delivery: 'working' }, 'provider.restored', now);

/** Its letters wait until `resumeProvider`; ladders do not wait for it. @throws RangeError when there is no such provider */
export const pauseProvider = (tx: Tx, act: ProviderAct, now: Date): Promise<void> =>
  change(tx, act, { isPaused: true }, 'provider.paused', now);

/** Its letters leave again. @throws RangeError when there is no such provider */
export const resumeProvider = (tx: Tx, act: ProviderAct, now: Date): Promise<void> =>
  change(tx, act, { isPaused: false }, 'provider.resumed', now);

async function change(
  tx: Tx,
  act: ProviderAct,
  to: Parameters<typeof updateProvider>[2],
  action: string,
  now: Date,
): Promise<void> {
  if (!(await updateProvider(tx, act.providerId, to))) throw new RangeError('There is no such provider.');
  await wakeLaddersOf(tx, act.providerId, now);
  await wakeLettersOf(tx, act.providerId, now);
  await recordAct(tx, {
    at: now,
    actor: `staff:${act.staffId}`,
    action,
    subject: `provider:${act.providerId}`,
    payload: {},
  });
}
