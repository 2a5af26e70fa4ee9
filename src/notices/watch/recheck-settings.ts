/** How often and how long items are visited: what the hotline sets, and how intervals grow, as data. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From the configuration (FYR_RECHECK_FIRST_MINUTES, _MOST_MINUTES, _MISSES, _AFTER_DAYS). */
export interface RecheckSettings {
  /** No interval of an item that was seen is shorter, and from a miss to the visit that confirms it is as long. */
  readonly firstMs: number;
  /** No interval of a watched item is longer. */
  readonly mostMs: number;
  /** Misses in a row that make an item gone. */
  readonly misses: number;
  /** How long an item that has gone is still looked for; 0: not at all. */
  readonly afterMs: number;
}

/**
 * A watched item is visited every quarter of the time since the newest notice (or since its watch began, where there was none): most
 * removals come within hours of a notice, and one is then seen to within a quarter of the time that it took. The settings' shortest
 * and longest interval bound it.
 */
export const NOTICE_PART = 1 / 4;
/**
 * Nor more often than by this part of the time since its watch began or it came back: a reminder on the sixth day makes nobody act by the minute, and
 * the time to removal is known to a 24th all the same.
 */
export const WATCH_PART = 1 / 24;

/** A row of the table below: within `untilMs` of its beginning, an item is visited every `everyMs`. */
export interface Pace {
  readonly untilMs: number;
  readonly everyMs: number;
}

/** Counted from when it had gone, until `afterMs` later. */
export const GONE_PACE: readonly Pace[] = [
  { untilMs: DAY_MS, everyMs: 6 * HOUR_MS },
  { untilMs: 7 * DAY_MS, everyMs: 12 * HOUR_MS },
  { untilMs: 30 * DAY_MS, everyMs: DAY_MS },
  { untilMs: Infinity, everyMs: 3 * DAY_MS },
];
