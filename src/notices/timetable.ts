/** When an item is visited again. Pure: the clock's and the dice's answers are arguments. */
import type { RecheckSettings } from './recheck-settings.ts';
import type { Watch } from './watch.ts';

/** How far an interval may stray, as a part of it: visits must not come like clockwork, nor all at once. */
const JITTER_PART = 0.1;

/**
 * The first visit is due at once: only what was seen while the item was online can tell later that it has gone. Then the
 * interval doubles from `firstMs` to `mostMs`; after a miss it is `firstMs` again, to confirm soon.
 * `random` is a number from 0 to 1 and moves the interval by up to a tenth either way.
 */
export function nextVisitAt(
  watch: Pick<Watch, 'startedAt' | 'lastVisitAt' | 'visits' | 'lastVerdict'>,
  settings: RecheckSettings,
  random: number,
): Date {
  if (watch.visits === 0 || watch.lastVisitAt === undefined) return watch.startedAt;
  const isConfirming = watch.lastVerdict === 'gone';
  const doublings = isConfirming ? 0 : Math.min(watch.visits - 1, 40);
  const intervalMs = Math.min(settings.firstMs * 2 ** doublings, Math.max(settings.mostMs, settings.firstMs));
  const strayed = intervalMs * (1 - JITTER_PART + 2 * JITTER_PART * random);
  return new Date(watch.lastVisitAt.getTime() + Math.round(strayed));
}
