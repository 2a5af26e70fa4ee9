/** When an item is visited again. Pure: the clock's and the dice's answers are arguments. */
import { GONE_PACE, NOTICE_PART, WATCH_PART, type Pace, type RecheckSettings } from './recheck-settings.ts';
import type { Watch } from './watch.ts';

/** How far an interval may stray, as a part of it: visits must not come like clockwork, nor all at once. */
const JITTER_PART = 0.1;

/** What the next visit depends on. */
export type Paced = Pick<
  Watch,
  | 'state'
  | 'startedAt'
  | 'pacedFrom'
  | 'renewedAt'
  | 'goneAt'
  | 'lastVisitAt'
  | 'lastVerdict'
  | 'lastBecause'
  | 'firstMissAt'
  | 'returns'
  | 'visits'
  | 'fingerprint'
>;

/**
 * Only what was seen of an item can tell later that it has gone: a first look that met nothing (a time-out) is made again so soon, until
 * there were so many visits. After a quarter of an hour, a site that answers the same for whatever is not there may have removed it.
 */
const FIRST_LOOK_AGAIN_MS = 2 * 60_000;
const FIRST_LOOKS = 4;

/** Reasons that leave it unclear once and mean gone when they are met twice in a row. */
const UNCLEAR_ONCE: ReadonlySet<string> = new Set(['no-such-name', 'media-changed']);

/**
 * The first visit is due at once, and made again soon while it meets nothing. What a visit
 * alone does not decide (a miss, a return, a reason that counts when it is met twice) is looked at again after `firstMs`, and while a
 * miss stands open visits that say nothing are a quarter of the time since it apart at most; else the parts and paces of recheck-settings.ts say when. Undefined: never again, as it has gone and there is nothing to look for, or no time left.
 * `random` is a number from 0 to 1 and moves the interval by up to a tenth either way.
 */
export function nextVisitAt(watch: Paced, settings: RecheckSettings, random: number): Date | undefined {
  const { lastVisitAt } = watch;
  if (lastVisitAt === undefined) return watch.startedAt;
  const intervalMs = watch.state === 'gone' ? goneInterval(watch, settings) : watchingInterval(watch, settings);
  if (intervalMs === undefined) return undefined;
  const strayedMs = Math.round(intervalMs * (1 - JITTER_PART + 2 * JITTER_PART * random));
  return new Date(lastVisitAt.getTime() + strayedMs);
}

function watchingInterval(watch: Paced, settings: RecheckSettings): number {
  const mostMs = Math.max(settings.mostMs, settings.firstMs);
  const { lastVerdict, lastBecause } = watch;
  const isToConfirm =
    lastVerdict === 'gone' ||
    lastVerdict === 'moved' ||
    (lastVerdict === 'unclear' && lastBecause !== undefined && UNCLEAR_ONCE.has(lastBecause));
  if (isToConfirm) return settings.firstMs;
  if (lastVerdict === 'unclear' && watch.fingerprint === undefined && watch.visits < FIRST_LOOKS)
    return Math.min(FIRST_LOOK_AGAIN_MS, settings.firstMs);
  const everyMs = Math.max(
    NOTICE_PART * sinceMs(watch.pacedFrom ?? watch.startedAt, watch.lastVisitAt),
    WATCH_PART * sinceMs(watch.renewedAt ?? watch.startedAt, watch.lastVisitAt),
  );
  // Two misses and a time-out decide nothing, and notices go on: without this the third miss could be hours away.
  const openMs =
    watch.firstMissAt === undefined ? Infinity : NOTICE_PART * sinceMs(watch.firstMissAt, watch.lastVisitAt);
  return Math.min(Math.max(Math.min(everyMs, openMs), settings.firstMs), mostMs);
}

function goneInterval(watch: Paced, settings: RecheckSettings): number | undefined {
  // Without anything that was seen of it, whatever is there later could not be told from it.
  if (watch.goneAt === undefined || watch.fingerprint === undefined) return undefined;
  const goneMs = sinceMs(watch.goneAt, watch.lastVisitAt);
  if (goneMs >= settings.afterMs) return undefined;
  return watch.returns > 0 ? settings.firstMs : Math.max(paceAt(GONE_PACE, goneMs), settings.firstMs);
}

const sinceMs = (from: Date, to: Date | undefined): number => Math.max(0, (to ?? from).getTime() - from.getTime());

function paceAt(paces: readonly Pace[], ageMs: number): number {
  return paces.find(({ untilMs }) => ageMs < untilMs)?.everyMs ?? Infinity;
}
