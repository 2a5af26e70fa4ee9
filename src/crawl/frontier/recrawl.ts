/**
 * When a watched address is visited again: sooner where it changed since the last visit, later where it did not, within
 * bounds. The interval follows the page's own rhythm by halves and half-again, so that one odd visit does not decide.
 */

/** Bounds and the first guess, in milliseconds. */
export interface RecrawlPlan {
  readonly leastMs: number;
  readonly firstMs: number;
  readonly mostMs: number;
}

const HOUR_MS = 3_600_000;
/** An hour at the least, six hours at first, four weeks at the most. */
export const DEFAULT_RECRAWL: RecrawlPlan = { leastMs: HOUR_MS, firstMs: 6 * HOUR_MS, mostMs: 28 * 24 * HOUR_MS };

/** The next interval after a visit; `intervalMs` undefined: it was the first. */
export function nextIntervalMs(plan: RecrawlPlan, intervalMs: number | undefined, hasChanged: boolean): number {
  if (intervalMs === undefined) return plan.firstMs;
  return Math.min(plan.mostMs, Math.max(plan.leastMs, intervalMs * (hasChanged ? 0.5 : 1.5)));
}
