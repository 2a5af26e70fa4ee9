/**
 * How long what people told can be read: a number of days from the closing of the last case it belongs to. Then its keys are
 * destroyed; the case, its decisions and the statistics stay. GDPR article 5(1)(e) asks for such a limit and leaves its
 * length to whoever keeps the data; a hotline takes counsel.
 */

/** Where nobody has decided otherwise: a year, within which the police come back with most of their questions. */
export const DEFAULT_RETENTION_DAYS = 365;
export const LEAST_RETENTION_DAYS = 30;
export const MOST_RETENTION_DAYS = 3_650;

const DAY_MS = 86_400_000;

/** What was closed before this instant is due. */
export const dueBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

/** A number of days that two people may decide on; undefined when it is none. */
export function parseRetentionDays(text: string): number | undefined {
  const days = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return days >= LEAST_RETENTION_DAYS && days <= MOST_RETENTION_DAYS ? days : undefined;
}
