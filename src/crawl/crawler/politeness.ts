/**
 * How a host is treated after each request. Pure. The next request is allowed a delay after an answer has ended: so whatever the
 * way there takes, the host sees them at least that far apart.
 *
 * | what was met                       | delay until the next request                                                |
 * |------------------------------------|-----------------------------------------------------------------------------|
 * | an answer                          | the greatest of the configured delay, robots' Crawl-delay and `slowFactor`    |
 * |                                    | times the time it took                                                       |
 * | 429, 503                           | Retry-After, and at least `backOffMs`, doubled with each in a row             |
 * | no answer                          | `backOffMs`, doubled with each in a row                                       |
 * | `restAfter` in a row of those      | a rest of `restMs`, doubled with each further one                             |
 * | `giveUpAfter` in a row             | as before; runs that are not watched give the host up                         |
 * | Retry-After of more than `mostRestMs` | the same at once, so that no host is asked before it wished                |
 */

/** Times in milliseconds. */
export interface Manners {
  /** Between two requests to one host, where nobody asks for more. */
  readonly delayMs: number;
  /** A host that takes long to answer is asked less often. */
  readonly slowFactor: number;
  /** No delay but a rest is longer than this, whatever a robots.txt or a slow answer says. */
  readonly mostDelayMs: number;
  readonly backOffMs: number;
  readonly restMs: number;
  readonly mostRestMs: number;
  readonly restAfter: number;
  readonly giveUpAfter: number;
  /** Visits of one address that may end in `retry`. */
  readonly mostAttempts: number;
}

/** One request a second; three faults in a row make a rest of a minute, the sixth gives up. */
export const DEFAULT_MANNERS: Manners = {
  delayMs: 1_000,
  slowFactor: 2,
  mostDelayMs: 60_000,
  backOffMs: 2_000,
  restMs: 60_000,
  mostRestMs: 6 * 3_600_000,
  restAfter: 3,
  giveUpAfter: 5,
  mostAttempts: 3,
};

/** What a request said about its host. `none`: nothing was asked of it. */
export type HostAnswer =
  | { readonly kind: 'answered'; readonly tookMs: number }
  | { readonly kind: 'busy'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'failed' }
  | { readonly kind: 'none' };

/** How a host stands after a request. */
export interface HostStanding {
  readonly delayMs: number;
  /** From the end of the request. */
  readonly waitMs: number;
  /** Requests in a row without an answer, or with 429 or 503. */
  readonly failures: number;
  readonly isResting: boolean;
  readonly isGivenUp: boolean;
}

/** By the table above; `robotsDelayMs` is the host's Crawl-delay, where it has one. */
export function standingAfter(
  manners: Manners,
  failures: number,
  robotsDelayMs: number | undefined,
  answer: Exclude<HostAnswer, { kind: 'none' }>,
): HostStanding {
  const asked = Math.max(manners.delayMs, Math.min(robotsDelayMs ?? 0, manners.mostDelayMs));
  if (answer.kind === 'answered') {
    const delayMs = Math.max(asked, Math.min(answer.tookMs * manners.slowFactor, manners.mostDelayMs));
    return { delayMs, waitMs: delayMs, failures: 0, isResting: false, isGivenUp: false };
  }
  const inARow = failures + 1;
  const isResting = inARow >= manners.restAfter;
  const doubled = isResting
    ? Math.min(manners.mostRestMs, manners.restMs * 2 ** Math.min(20, inARow - manners.restAfter))
    : manners.backOffMs * 2 ** (inARow - 1);
  const wished = answer.kind === 'busy' ? (answer.retryAfterMs ?? 0) : 0;
  return {
    delayMs: asked,
    waitMs: Math.max(asked, doubled, Math.min(wished, manners.mostRestMs)),
    failures: inARow,
    isResting,
    isGivenUp: inARow >= manners.giveUpAfter || wished > manners.mostRestMs,
  };
}

/**
 * Retry-After (RFC 9110, 10.2.3): seconds, or a date; in milliseconds from `now`. Undefined where it says nothing usable.
 */
export function readRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
