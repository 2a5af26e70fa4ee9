/** Where "now" comes from. Decisions take an instant as an argument; only the edges ask a clock (STYLE.md, rule 1). */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };
