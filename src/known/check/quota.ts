/** What a key may use: a token bucket for each minute, lots of units for each day. Pure: the caller has the clock. */

/** A bucket of one key: full at first, filling up evenly to a minute's quota. */
export interface Bucket {
  readonly units: number;
  readonly filledAtMs: number;
}

/** A bucket is a value: `taken` brings the new one, and the caller keeps it. */
export type BucketAnswer =
  | { readonly kind: 'taken'; readonly bucket: Bucket }
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** More than the bucket ever holds. */
  | { readonly kind: 'never' };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Takes `cost` units out of a key's bucket, or says how long until there are so many. */
export function takeFromBucket(
  bucket: Bucket | undefined,
  quotaPerMinute: number,
  cost: number,
  nowMs: number,
): BucketAnswer {
  if (cost > quotaPerMinute) return { kind: 'never' };
  const perMs = quotaPerMinute / MINUTE_MS;
  const elapsedMs = bucket === undefined ? 0 : Math.max(0, nowMs - bucket.filledAtMs);
  const units = Math.min(quotaPerMinute, (bucket?.units ?? quotaPerMinute) + elapsedMs * perMs);
  if (units < cost) return { kind: 'wait', waitMs: Math.ceil((cost - units) / perMs) };
  return { kind: 'taken', bucket: { units: units - cost, filledAtMs: nowMs } };
}

/** The day of UTC, `2026-03-02`. */
export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

/** Until the next day of UTC begins. */
export const untilNextDayMs = (now: Date): number => DAY_MS - (now.getTime() % DAY_MS);

/**
 * Units to take from the database at once: a hundredth of the day's quota, so that a process that is killed costs its
 * key no more than that, and most requests no write; a small quota is counted one by one.
 */
export const lotOf = (quotaPerDay: number, cost: number): number =>
  Math.max(cost, Math.min(500, Math.floor(quotaPerDay / 100)));

/** Units of a batch: one for each hundred hashes begun. */
export const costOfBatch = (hashes: number): number => Math.max(1, Math.ceil(hashes / 100));
