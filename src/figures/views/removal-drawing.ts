/** What of a survival curve is drawn: how far to the right, and not more corners than there are pixels. */
import { DAY_MS, type RemovalFigures } from '../figures.ts';
import type { SurvivalCurve } from '../survival.ts';

const HORIZONS_DAYS = [3, 7, 14, 30, 60, 90, 180, 365, 730];

/** The axis' last day: far enough for nine tenths gone and some more, or for all that was observed, whichever is less. */
export function horizonDays(removal: Pick<RemovalFigures, 'curve' | 'p90Ms'>): number {
  const observed = removal.curve.observedMs;
  const neededMs = removal.p90Ms === undefined ? observed : Math.min(observed, removal.p90Ms * 1.5);
  return HORIZONS_DAYS.find((days) => days * DAY_MS >= neededMs) ?? Math.ceil(neededMs / DAY_MS);
}

export interface CurvePoint {
  readonly atMs: number;
  readonly share: number;
}

/**
 * The curve's corners from 0 to where it was last observed (or the axis ends), the lowest within each pixel: thousands
 * of items make no larger page than hundreds.
 */
export function drawnSteps(curve: SurvivalCurve, untilMs: number, widthPx: number): CurvePoint[] {
  const points: CurvePoint[] = [{ atMs: 0, share: 1 }];
  let last: CurvePoint | undefined;
  const cellMs = untilMs / widthPx;
  for (const { afterMs, share } of curve.steps) {
    if (afterMs > untilMs) break;
    const isSameCell = last !== undefined && Math.floor(last.atMs / cellMs) === Math.floor(afterMs / cellMs);
    if (isSameCell) points.pop();
    last = { atMs: isSameCell && last !== undefined ? last.atMs : afterMs, share };
    points.push(last);
  }
  const share = last?.share ?? 1;
  points.push({ atMs: share === 0 ? untilMs : Math.min(untilMs, curve.observedMs), share });
  return points;
}
