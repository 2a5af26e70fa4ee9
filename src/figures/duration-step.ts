/** The first recheck comes after a quarter of an hour at the earliest: nothing finer is known. */
export const DURATION_STEP_MS = 900_000;
