/**
 * How sure a quantile of a survival curve is. Greenwood's variance (M. Greenwood, "The Natural Duration of Cancer", 1926) on the
 * log(-log) scale, whose limits stay between 0 and 1 (J. D. Kalbfleisch and R. L. Prentice, "The Statistical Analysis of Failure
 * Time Data", 1980, 1.4); a quantile's interval holds the times at which the curve's own interval holds the wanted share
 * (R. Brookmeyer and J. Crowley, "A Confidence Interval for the Median Survival Time", Biometrics 38, 1982).
 */
import type { SurvivalCurve } from './survival.ts';

/** Milliseconds; undefined where the curve does not reach so far: "at least" and "not known yet". */
export interface TimeInterval {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

/** The limits of the share that lasts longer than `afterMs`, at one step of a curve. */
export interface ShareLimits {
  readonly afterMs: number;
  readonly low: number;
  readonly high: number;
}

/** The 0.975 quantile of the standard normal distribution: 19 of 20 such intervals hold the true value. */
const Z_95 = 1.959963984540054;

/** The curve's 95 % limits at each of its steps; at a step where everything has ended there is nothing left to be unsure of. */
export function limitsOf(curve: SurvivalCurve): readonly ShareLimits[] {
  let sum = 0;
  let before = 1;
  return curve.steps.map(({ afterMs, share, atRisk }) => {
    const ended = Math.round(atRisk * (1 - share / before));
    before = share;
    if (share <= 0 || ended >= atRisk) return { afterMs, low: 0, high: 0 };
    sum += ended / (atRisk * (atRisk - ended));
    if (share >= 1) return { afterMs, low: 1, high: 1 };
    const spread = (Z_95 * Math.sqrt(sum)) / Math.abs(Math.log(share));
    return { afterMs, low: share ** Math.exp(spread), high: share ** Math.exp(-spread) };
  });
}

/** The 95 % interval of the time by which the share `part` (0.5: the median) has ended. */
export function intervalOf(curve: SurvivalCurve, part: number): TimeInterval {
  const limits = limitsOf(curve);
  const wanted = 1 - part;
  return {
    fromMs: limits.find(({ low }) => low <= wanted)?.afterMs,
    toMs: limits.find(({ high }) => high <= wanted)?.afterMs,
  };
}
