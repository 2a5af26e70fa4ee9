/**
 * How long an answer of registration data is kept, and when its source is asked again. Pure.
 *
 * | kept answer                 | until `askAt`                    | after it                                                  |
 * |-----------------------------|----------------------------------|-----------------------------------------------------------|
 * | found, 7 days               | used                             | asked again; while the source is silent used for 90 days   |
 * | found in part, 1 hour       | used                             | asked again: whom it points to was silent                  |
 * | none, 1 day                 | used                             | asked again                                                |
 * | the source was silent       | an older answer, or silent       | asked again                                                |
 *
 * A source that is silent is asked after a minute, then after twice as long each time up to six hours, and never before the
 * time that it named itself (Retry-After).
 */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FOUND_MS = 7 * DAY_MS;
const PARTIAL_MS = HOUR_MS;
const NONE_MS = DAY_MS;
const STALE_MS = 90 * DAY_MS;
const FIRST_SILENCE_MS = MINUTE_MS;
const MOST_SILENCE_MS = 6 * HOUR_MS;
/** A server may ask for more patience than we take by ourselves, and not for any amount of it. */
const MOST_RETRY_MS = DAY_MS;

/** One source's newest answer to one question. */
export interface KeptLookup<T> {
  /** Undefined: it has never answered. */
  readonly answer: { readonly kind: 'found'; readonly value: T } | { readonly kind: 'none' } | undefined;
  readonly fetchedAt: Date | undefined;
  /** Times in a row that it has been silent since. */
  readonly failures: number;
  readonly askAt: Date;
  readonly forgetAt: Date;
}

/** What a source has said this time. `isPartial`: it points to another one for the rest, which was silent. */
export type Heard<T> =
  | { readonly kind: 'found'; readonly value: T; readonly isPartial?: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'silent'; readonly retryAfterMs?: number | undefined };

/** What is kept after the source was asked. */
export function afterAsking<T>(before: KeptLookup<T> | undefined, heard: Heard<T>, now: Date): KeptLookup<T> {
  if (heard.kind !== 'silent') {
    const askAt = later(now, lifeMs(heard));
    return { answer: heard, fetchedAt: now, failures: 0, askAt, forgetAt: later(now, STALE_MS) };
  }
  const failures = (before?.failures ?? 0) + 1;
  const ownMs = Math.min(FIRST_SILENCE_MS * 2 ** Math.min(failures - 1, 20), MOST_SILENCE_MS);
  const namedMs = Math.min(heard.retryAfterMs ?? 0, MOST_RETRY_MS);
  return {
    answer: before?.answer,
    fetchedAt: before?.fetchedAt,
    failures,
    askAt: later(now, Math.max(ownMs, namedMs)),
    forgetAt: before?.fetchedAt === undefined ? later(now, STALE_MS) : before.forgetAt,
  };
}

function lifeMs(heard: Exclude<Heard<unknown>, { kind: 'silent' }>): number {
  if (heard.kind === 'none') return NONE_MS;
  return heard.isPartial === true ? PARTIAL_MS : FOUND_MS;
}

/** Whether the source is to be asked now. */
export const isDue = (kept: KeptLookup<unknown> | undefined, now: Date): boolean =>
  kept === undefined || kept.askAt <= now;

/** What a kept answer is good for now: itself, an old `found` in place of silence, or nothing. */
export function usable<T>(
  kept: KeptLookup<T>,
  now: Date,
): { kind: 'found'; value: T; fetchedAt: Date } | { kind: 'none' } | { kind: 'silent' } {
  const { answer, fetchedAt } = kept;
  if (answer === undefined || fetchedAt === undefined) return { kind: 'silent' };
  if (answer.kind === 'none') return kept.failures === 0 ? { kind: 'none' } : { kind: 'silent' };
  const isTooOld = now.getTime() - fetchedAt.getTime() > STALE_MS;
  return isTooOld ? { kind: 'silent' } : { kind: 'found', value: answer.value, fetchedAt };
}

const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
