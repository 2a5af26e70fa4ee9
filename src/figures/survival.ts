/**
 * The Kaplan-Meier estimate (E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", Journal of
 * the American Statistical Association 53, 1958): which share is still there after a time, when some have not ended yet.
 */

/** How many spells of one length ended then, and how many were still going on when last seen. */
export interface Spell {
  readonly durationMs: number;
  readonly ended: number;
  readonly ongoing: number;
}

/** One fall of the curve; times at which only following ended are no step. */
export interface SurvivalStep {
  readonly afterMs: number;
  /** The share, 0 to 1, that lasts longer than `afterMs`. */
  readonly share: number;
  /** How many were known to have lasted up to `afterMs`. */
  readonly atRisk: number;
}

/**
 * Kaplan and Meier's estimate (1958) of how long an item stays: it uses items that are still online instead of leaving
 * them out.
 */
export interface SurvivalCurve {
  /** Where the share falls, by time; before the first it is 1, between two the earlier one's holds. */
  readonly steps: readonly SurvivalStep[];
  /** The longest time that anything was observed; the curve says nothing beyond it, unless all had ended. */
  readonly observedMs: number;
}

/** Multiplying shares leaves rounding behind: a half that is 0.5000000000000001 is a half. */
const ROUNDING = 1e-12;

/**
 * At each time when something ended, the share is multiplied by (1 - ended / at risk). What was last seen at that very time
 * counts as at risk then, as is the custom.
 */
export function estimateSurvival(spells: readonly Spell[]): SurvivalCurve {
  const byTime = new Map<number, { ended: number; all: number }>();
  for (const { durationMs, ended, ongoing } of spells) {
    if (!(durationMs >= 0)) throw new RangeError(`A duration of ${durationMs} ms cannot be.`);
    const sofar = byTime.get(durationMs) ?? { ended: 0, all: 0 };
    byTime.set(durationMs, { ended: sofar.ended + ended, all: sofar.all + ended + ongoing });
  }
  const times: readonly (readonly [number, { ended: number; all: number }])[] = [...byTime]
    .filter(([, { all }]) => all > 0)
    .sort(([a], [b]) => a - b);
  let atRisk = times.reduce((sum, [, { all }]) => sum + all, 0);
  let share = 1;
  const steps: SurvivalStep[] = [];
  for (const [afterMs, { ended, all }] of times) {
    if (ended > 0) {
      share *= (atRisk - ended) / atRisk;
      steps.push({ afterMs, share, atRisk });
    }
    atRisk -= all;
  }
  return { steps, observedMs: times.at(-1)?.[0] ?? 0 };
}

/** The share that lasts longer than `afterMs`; undefined where nothing was observed so long. */
export function shareLeftAfter(curve: SurvivalCurve, afterMs: number): number | undefined {
  const share = curve.steps.findLast((step) => step.afterMs <= afterMs)?.share ?? 1;
  return afterMs <= curve.observedMs || share === 0 ? share : undefined;
}

/** The share that has ended within `withinMs`; undefined where nothing was observed so long. */
export function shareEndedWithin(curve: SurvivalCurve, withinMs: number): number | undefined {
  if (curve.observedMs === 0 && curve.steps.length === 0) return undefined;
  const left = shareLeftAfter(curve, withinMs);
  return left === undefined ? undefined : 1 - left;
}

/** The first time by which the share `part` (0.5: the median) has ended; undefined while it has not. */
export function quantileOf(curve: SurvivalCurve, part: number): number | undefined {
  return curve.steps.find((step) => step.share <= 1 - part + ROUNDING)?.afterMs;
}
