/**
 * Fetches one address of the public web, safely: every hop through `safeConnector`, redirects followed by hand, bytes and time
 * capped, nothing logged, no cookie or credential sent. Never throws: whatever happens is a `FetchOutcome`.
 *
 * | outcome    | meaning                                                                                         |
 * |------------|-------------------------------------------------------------------------------------------------|
 * | `answered` | a server gave a final status; the body is in memory, capped (`isTruncated`)                     |
 * | `refused`  | our own rules stopped it before a connection: nothing is known of the address                    |
 * | `failed`   | the network or the server did: what that says about the address is for `judgeVisit` to decide    |
 */
import type { Dispatcher } from 'undici';
import { NameNotResolved, type NameFailure, type Network } from './network.ts';
import { BadEncoding, codingsOf, readBody } from './read-body.ts';
import { ConnectionFailed, ConnectionRefusedByRule, safeConnector, type ConnectRefusal } from './safe-connect.ts';

/** Sizes are in bytes. A caller can change each, and leave none out. */
export interface FetchLimits {
  maxRedirects: number;
  headerBytes: number;
  wireBytes: number;
  inflatedBytes: number;
  /** From the first look-up to the last byte, all hops together. */
  totalMs: number;
}

/**
 * Enough for any page and most pictures: the crawler asks whether something is there, and downloads nothing to keep.
 */
export const DEFAULT_LIMITS: FetchLimits = {
  maxRedirects: 5,
  headerBytes: 32 * 1024,
  wireBytes: 10 * 1024 * 1024,
  inflatedBytes: 20 * 1024 * 1024,
  totalMs: 30_000,
};

/** What one fetch may be told. There is no way to send a cookie, a credential or a body. */
export interface FetchOptions {
  /** Says who we are and where to read about it, for example `FyrHotline/1.0 (+https://hotline.example/crawler)`. */
  userAgent: string;
  method?: 'GET' | 'HEAD';
  limits?: Partial<FetchLimits>;
  /** Validators of an earlier answer (RFC 9110, 13.1); they go to the first hop only. */
  conditional?: { etag?: string; lastModified?: string };
  accept?: string;
  signal?: AbortSignal;
}

/** Names of the response headers that are kept; all others are dropped as they arrive. */
export const KEPT_HEADERS = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-disposition',
  'last-modified',
  'etag',
  'date',
  'expires',
  'cache-control',
  'age',
  'retry-after',
  'server',
  'via',
  'x-powered-by',
  'x-robots-tag',
  'cf-ray',
  'location',
] as const;
/** A longer value is dropped: no honest one of those kept is. */
export const MAX_HEADER_VALUE_LENGTH = 2048;
/** The few headers that help to judge a visit. A hostile server's other headers reach nobody. */
export type KeptHeaders = Partial<Record<(typeof KEPT_HEADERS)[number], string>>;

/** One request that was answered by a redirect. */
export interface Hop {
  url: string;
  status: number;
  ip: string;
}

/** Why our own rules stopped it; says nothing of whether the item is there. */
export type RefusalReason = ConnectRefusal | 'not-a-url' | 'scheme' | 'too-many-redirects';
/**
 * What the network or the server did wrong. One failure proves nothing: `judgeVisit` calls all but a missing name
 * unclear.
 */
export type FailureReason =
  NameFailure | 'connect' | 'tls' | 'timeout' | 'reset' | 'headers-too-large' | 'bad-http' | 'bad-encoding' | 'aborted';

/** By the table above. `hops` is filled in each kind, so that a refused redirect still shows how it was reached. */
export type FetchOutcome =
  | {
      kind: 'answered';
      status: number;
      finalUrl: string;
      hops: readonly Hop[];
      /** The address that answered, as resolved (not where a test network led it). */
      ip: string;
      headers: KeptHeaders;
      /** Lower-case media type without parameters; undefined where the server named none. */
      contentType: string | undefined;
      body: Uint8Array;
      wireBytes: number;
      isTruncated: boolean;
    }
  | { kind: 'refused'; reason: RefusalReason; hops: readonly Hop[] }
  | { kind: 'failed'; reason: FailureReason; hops: readonly Hop[]; ip: string | undefined };

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

type Answered = Extract<FetchOutcome, { kind: 'answered' }>;
type HopResult = Omit<Answered, 'kind' | 'hops' | 'finalUrl'> | { redirectTo: string; status: number; ip: string };

interface Attempt {
  network: Network;
  options: FetchOptions;
  limits: FetchLimits;
  signal: AbortSignal;
  hops: Hop[];
  ip: string | undefined;
}

/** Fetches `url` (absolute, http or https). The URLs in the outcome are secrets of the case: no caller may log them. */
export async function fetchSafely(network: Network, url: string, options: FetchOptions): Promise<FetchOutcome> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const deadline = AbortSignal.timeout(limits.totalMs);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
  const attempt: Attempt = { network, options, limits, signal, hops: [], ip: undefined };
  try {
    return await followHops(attempt, url);
  } catch (error) {
    const { hops, ip } = attempt;
    if (error instanceof ConnectionRefusedByRule) return { kind: 'refused', reason: error.code, hops };
    if (options.signal?.aborted === true) return { kind: 'failed', reason: 'aborted', hops, ip };
    return { kind: 'failed', reason: deadline.aborted ? 'timeout' : failureOf(error), hops, ip };
  }
}

async function followHops(attempt: Attempt, url: string): Promise<FetchOutcome> {
  const { hops } = attempt;
  let next = url;
  for (;;) {
    const target = URL.parse(next, hops[hops.length - 1]?.url);
    if (target === null) return { kind: 'refused', reason: 'not-a-url', hops };
    if (target.protocol !== 'http:' && target.protocol !== 'https:') return { kind: 'refused', reason: 'scheme', hops };
    target.username = '';
    target.password = '';
    target.hash = '';
    const result = await fetchHop(attempt, target);
    if (!('redirectTo' in result)) return { kind: 'answered', finalUrl: target.href, hops, ...result };
    hops.push({ url: target.href, status: result.status, ip: result.ip });
    if (hops.length > attempt.limits.maxRedirects) return { kind: 'refused', reason: 'too-many-redirects', hops };
    next = result.redirectTo;
  }
}

async function fetchHop(attempt: Attempt, url: URL): Promise<HopResult> {
  const { network, options, limits, signal } = attempt;
  attempt.ip = undefined;
  // 16 MB of program that a crawler's process, which has a client of its own, never asks for.
  const { Client } = await import('undici');
  const client = new Client(url.origin, {
    connect: safeConnector(network, { signal, onDial: (ip) => (attempt.ip = ip) }),
    maxHeaderSize: limits.headerBytes,
    // Both waits fall under the total deadline, which a server cannot stretch by sending a byte now and then.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  });
  try {
    const response = await client.request({
      path: url.pathname + url.search,
      method: options.method ?? 'GET',
      headers: requestHeaders(options, attempt.hops.length === 0),
      signal,
    });
    response.body.on('error', () => undefined);
    const headers = keptHeaders(response.headers);
    const { statusCode: status } = response;
    const ip = dialledIp(attempt);
    if (REDIRECTS.has(status) && headers.location !== undefined) return { redirectTo: headers.location, status, ip };
    const codings = hasNoBody(response, options) ? [] : codingsOf(headers['content-encoding']);
    const read = await readBody(response.body, codings, limits);
    const contentType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    return { status, ip, headers, contentType: contentType === '' ? undefined : contentType, ...read };
  } finally {
    // The answer is in memory or given up: an open connection would only wait for the server's goodwill.
    client.destroy(() => undefined);
  }
}

function dialledIp(attempt: Attempt): string {
  return attempt.ip ?? '';
}

function hasNoBody(response: Dispatcher.ResponseData, options: FetchOptions): boolean {
  return options.method === 'HEAD' || response.statusCode === 204 || response.statusCode === 304;
}

function requestHeaders(options: FetchOptions, isFirstHop: boolean): Record<string, string> {
  const { etag, lastModified } = isFirstHop ? (options.conditional ?? {}) : {};
  return {
    'user-agent': options.userAgent,
    accept: options.accept ?? '*/*',
    'accept-encoding': 'gzip, deflate, br',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

function keptHeaders(headers: Dispatcher.ResponseData['headers']): KeptHeaders {
  const kept: KeptHeaders = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    const text = Array.isArray(value) ? (name === 'location' ? value[0] : value.join(', ')) : value;
    if (text !== undefined && text.length <= MAX_HEADER_VALUE_LENGTH) kept[name] = text;
  }
  return kept;
}

const FAILURE_CODES: Partial<Record<string, FailureReason>> = {
  UND_ERR_HEADERS_OVERFLOW: 'headers-too-large',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  HPE_INVALID_EOF_STATE: 'reset',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
};

function failureOf(error: unknown): FailureReason {
  if (error instanceof NameNotResolved || error instanceof BadEncoding) return error.code;
  if (error instanceof ConnectionFailed) return error.stage;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return FAILURE_CODES[code] ?? 'bad-http';
}
