/**
 * One question to one server of registration data, by the safe fetcher. What does not come as a whole JSON document in
 * bounded time and size is silence, with a code that says why and nothing of what was asked.
 */
import { fetchSafely, type FetchOutcome, type Network } from '../../crawl/door.ts';
import { retryAfterMs, type Pacer } from './pacer.ts';

/** `none`: the server says that there is no such thing. */
export type Fetched =
  | { readonly kind: 'json'; readonly value: unknown; readonly url: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'silent'; readonly because: string; readonly retryAfterMs?: number | undefined };

/** What a question needs. */
export interface FetchJsonDeps {
  readonly network: Network;
  readonly userAgent: string;
  readonly pacer: Pacer;
  readonly now: () => Date;
  /** 10 s by default, redirects included. */
  readonly timeoutMs?: number;
}

const ACCEPT = 'application/rdap+json, application/json;q=0.9';
/** The largest real answers, with every name server and notice, have some 100 kB. */
const MOST_BYTES = 1024 * 1024;
const TIMEOUT_MS = 10_000;
/** Where a server that is overloaded does not say for how long. */
const LEFT_ALONE_MS = 30_000;
/** "No" to this question, for good: not found, gone, and not a thing this server has (RFC 7480, 5.3 and 5.4). */
const NONE = new Set([400, 404, 410, 422, 501]);

/** Asks one address. Never throws. */
export async function fetchJson(deps: FetchJsonDeps, url: string): Promise<Fetched> {
  const waitMs = await deps.pacer.turn(url);
  if (waitMs > 0) return { kind: 'silent', because: 'busy', retryAfterMs: waitMs };
  const outcome = await fetchSafely(deps.network, url, {
    userAgent: deps.userAgent,
    accept: ACCEPT,
    limits: { wireBytes: MOST_BYTES, inflatedBytes: MOST_BYTES, totalMs: deps.timeoutMs ?? TIMEOUT_MS },
  });
  return outcome.kind === 'answered' ? readAnswer(deps, url, outcome) : { kind: 'silent', because: outcome.reason };
}

function readAnswer(deps: FetchJsonDeps, asked: string, answer: Extract<FetchOutcome, { kind: 'answered' }>): Fetched {
  const { status, finalUrl, headers } = answer;
  // A way that begins encrypted stays so: whoever listens in between could otherwise name a contact of their own.
  const hops = [...answer.hops.map((hop) => hop.url), finalUrl];
  if (asked.startsWith('https:') && hops.some((hop) => !hop.startsWith('https:')))
    return { kind: 'silent', because: 'downgraded' };
  if (NONE.has(status)) return { kind: 'none' };
  if (status === 429 || status === 503) {
    const named = retryAfterMs(headers['retry-after'], deps.now());
    deps.pacer.leaveAlone(finalUrl, named ?? LEFT_ALONE_MS);
    return { kind: 'silent', because: `status-${status}`, retryAfterMs: named };
  }
  if (status !== 200) return { kind: 'silent', because: `status-${status}` };
  if (answer.isTruncated) return { kind: 'silent', because: 'too-large' };
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
    return { kind: 'json', value, url: finalUrl };
  } catch {
    return { kind: 'silent', because: 'not-json' };
  }
}
