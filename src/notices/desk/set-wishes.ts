import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ProviderAct } from '../takedown/approve-provider.ts';
import { wakeLettersOf } from '../takedown/provider-store.ts';
import type { QuietHours } from '../takedown/quiet-hours.ts';
import { updateWishes } from './release-store.ts';

/** What a provider has asked for; without anything it is told around the clock, by the hotline's own grouping. */
export interface ProviderWishes {
  readonly quietHours: QuietHours | undefined;
  readonly groupMinutes: number | undefined;
}

/**
 * Sets when a provider hears nothing, and how long its items gather. Letters that wait are looked at again now, by the new
 * hours. @throws RangeError when there is no such provider
 */
export async function setProviderWishes(tx: Tx, act: ProviderAct & ProviderWishes, now: Date): Promise<void> {
  if (!(await updateWishes(tx, act.providerId, act))) throw new RangeError('There is no such provider.');
  await wakeLettersOf(tx, act.providerId, now);
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${act.staffId}`, action: 'provider.wishes-set', subject: `provider:${act.providerId}` },
    payload: {
      groupMinutes: act.groupMinutes ?? null,
      quietHours: act.quietHours === undefined ? 0 : act.quietHours.hours.length,
    },
  });
}
