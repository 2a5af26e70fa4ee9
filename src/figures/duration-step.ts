/** How fine the length of a removal is kept: what was long ago need not be told to the quarter. Pure. */

/** The first recheck comes after a quarter of an hour at the earliest: nothing finer is known. */
export const DURATION_STEP_MS = 900_000;

const TWO_DAYS = 192;
const FORTNIGHT = 1_344;

/**
 * Quarters of an hour, rounded up: to one up to two days, to an hour up to a fortnight, to a day from there on. Whole days stay
 * what they are, so that the share removed within a number of days is exact. (The sums' SQL does the same: src/figures/rollup/fact-store.ts.)
 */
export function roundedUp(steps: number): number {
  const by = steps <= TWO_DAYS ? 1 : steps <= FORTNIGHT ? 4 : 96;
  return Math.ceil(steps / by) * by;
}
