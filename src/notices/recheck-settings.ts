/** From the configuration (FYR_RECHECK_FIRST_MINUTES, FYR_RECHECK_MOST_MINUTES, FYR_RECHECK_MISSES). */
export interface RecheckSettings {
  /** From the first visit to the second, and from a miss to the visit that confirms it. */
  readonly firstMs: number;
  /** No interval is longer. */
  readonly mostMs: number;
  /** Misses in a row that make an item gone. */
  readonly misses: number;
}
