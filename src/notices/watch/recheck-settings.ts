/** How often and how long items are visited: what the hotline sets, and the table of intervals, as data. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From the configuration (FYR_RECHECK_FIRST_MINUTES, _MOST_MINUTES, _MISSES, _AFTER_DAYS). */
export interface RecheckSettings {
  /** No interval of a watched item is shorter, and from a miss to the visit that confirms it is as long. */
  readonly firstMs: number;
  /** No interval of a watched item is longer. */
  readonly mostMs: number;
  /** Misses in a row that make an item gone. */
  readonly misses: number;
  /** How long an item that has gone is still looked for; 0: not at all. */
  readonly afterMs: number;
}

/** A row of the tables below: within `untilMs` of their beginning, an item is visited every `everyMs`. */
export interface Pace {
  readonly untilMs: number;
  readonly everyMs: number;
}

/**
 * Counted from the newest notice, or from the start where there was none: most removals come within hours of a notice. 0 and
 * Infinity stand for the settings' shortest and longest interval, which bound the rows between.
 */
export const WATCHING_PACE: readonly Pace[] = [
  { untilMs: HOUR_MS, everyMs: 0 },
  { untilMs: 6 * HOUR_MS, everyMs: 30 * MINUTE_MS },
  { untilMs: DAY_MS, everyMs: HOUR_MS },
  { untilMs: 3 * DAY_MS, everyMs: 2 * HOUR_MS },
  { untilMs: Infinity, everyMs: Infinity },
];

/** Counted from when it had gone, until `afterMs` later. */
export const GONE_PACE: readonly Pace[] = [
  { untilMs: DAY_MS, everyMs: 6 * HOUR_MS },
  { untilMs: 7 * DAY_MS, everyMs: 12 * HOUR_MS },
  { untilMs: 30 * DAY_MS, everyMs: DAY_MS },
  { untilMs: Infinity, everyMs: 3 * DAY_MS },
];
