/**
 * How much is asked of somebody who sends a tip while many are sent: nothing, as a rule. Nobody is ever refused, and nobody is asked for
 * more than a minute: either their page has been open for that long, as it has when a person wrote in it, or their browser has done
 * some work meanwhile. Pure.
 */

/** Either is enough. */
export interface Effort {
  /** How long before sending the form must have been opened. */
  readonly waitMs: number;
  /** Zero bits that the hash of the work must begin with (terms/effort.ts); each bit more doubles it. */
  readonly workBits: number;
}

export const NO_EFFORT: Effort = { waitMs: 0, workBits: 0 };

/** Tips of the last minutes, each counting half after five: 30 from one address are a class at school. */
const FREE_FROM_CALLER = 30;
/** From everybody: two weeks' tips of a hotline. */
const FREE_FROM_ALL = 300;
const WAIT_STEP_MS = 10_000;
const MOST_WAIT_MS = 60_000;
/** 4,096 hashes: a blink on a telephone. */
const LEAST_BITS = 12;
/** 262,144: some ten seconds on one, done while its owner writes. */
const MOST_BITS = 18;

/** What is asked at such a load. Grows with it, steadily, and ends at a minute. */
export function effortFor(load: { readonly fromCaller: number; readonly fromAll: number }): Effort {
  const crowd = Math.max(load.fromCaller / FREE_FROM_CALLER, load.fromAll / FREE_FROM_ALL);
  if (crowd <= 1) return NO_EFFORT;
  return {
    waitMs: Math.min(MOST_WAIT_MS, Math.round(WAIT_STEP_MS * (crowd - 1))),
    workBits: Math.min(MOST_BITS, LEAST_BITS + Math.floor(2 * Math.log2(crowd))),
  };
}

/** A count that loses half of itself every five minutes. */
export interface FadingCount {
  readonly count: number;
  readonly at: Date;
}

const HALF_LIFE_MS = 300_000;

/** What is left of a count. */
export const fadedCount = (kept: FadingCount | undefined, now: Date): number =>
  kept === undefined ? 0 : kept.count * 2 ** (-Math.max(0, now.getTime() - kept.at.getTime()) / HALF_LIFE_MS);
