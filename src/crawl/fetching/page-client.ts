/**
 * What the crawler asks of the web and what it hears back. One request, one answer: a redirect is an answer like any other
 * (`redirectTo`), so that robots.txt, the scope and the host's rate are asked again before its target is visited.
 *
 * | answer     | meaning                                                                                           |
 * |------------|---------------------------------------------------------------------------------------------------|
 * | `answered` | a server gave a final status; its body went to the sink, or is here, capped (`isTruncated`)         |
 * | `refused`  | our own rules stopped it before a connection: nothing is known of the address                      |
 * | `failed`   | the network or the server did; `safe-fetch.ts` lists the reasons, and there is one more: `stale`,    |
 * |            | a kept connection ended as the request was sent, before a byte of an answer                         |
 */
import type { FailureReason, KeptHeaders, RefusalReason } from '../safe-fetch.ts';

/** Of an earlier answer (RFC 9110, 13.1), so that what has not changed is not sent again. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** What is known of an answer before its body. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: KeptHeaders;
  /** Lower-case media type without parameters; undefined where the server named none. */
  readonly contentType: string | undefined;
  /** The address that answered, as resolved. */
  readonly ip: string;
}

/**
 * Takes a body as it arrives, decoded, so that nobody has to gather it first. Called in order: `start`, then `write` for
 * each piece. Either may return false: no more is wanted, and the connection is given up when much is left.
 */
export interface BodySink {
  start(head: AnswerHead): boolean;
  /** The bytes are valid during the call only: whoever needs them later copies them. */
  write(bytes: Uint8Array): boolean;
}

/** In bytes and milliseconds; each has a default (`DEFAULT_CLIENT_LIMITS`). */
export interface ClientLimits {
  readonly headerBytes: number;
  readonly wireBytes: number;
  readonly inflatedBytes: number;
  /** From the start of the request to the last byte; waiting for the host's connection does not count. */
  readonly totalMs: number;
}

/** One GET. There is no way to send a cookie, a credential or a body. */
export interface PageRequest {
  /** Canonical http(s) address. */
  readonly url: string;
  readonly accept?: string;
  readonly validators?: Validators;
  readonly signal?: AbortSignal;
  /** Without one the body is gathered into `Answer.body`. */
  readonly sink?: BodySink;
  readonly limits?: Partial<ClientLimits>;
  /**
   * Sent again at once where a kept connection ended as it was sent: the server may have seen it twice then. Not for requests to
   * which a host's delay applies: they fail as `stale`, and have another turn.
   */
  readonly isResent?: boolean;
}

/** By the table above. Addresses in it are secrets: no caller may log them. */
export type Answer =
  | (AnswerHead & {
      readonly kind: 'answered';
      /** Decoded; empty when a sink took it. */
      readonly body: Uint8Array;
      readonly wireBytes: number;
      /** Bytes after decoding, wherever they went. */
      readonly bodyBytes: number;
      /** True when a cap or the sink ended the reading before the body's end. */
      readonly isTruncated: boolean;
      /** Absolute target of a redirect (301, 302, 303, 307, 308 with a usable Location), not yet judged by anybody. */
      readonly redirectTo: string | undefined;
      /** From writing the request to the last byte, for the adaptive delay. */
      readonly tookMs: number;
    })
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'failed'; readonly reason: FailureReason | 'stale'; readonly ip: string | undefined };

/**
 * Fetches one address at a time from each host (scheme, name and port), over a connection that is kept: further requests to
 * the same host wait their turn. Never throws.
 */
export interface PageClient {
  get(request: PageRequest): Promise<Answer>;
  /** Ends what is in flight (`aborted`) and every connection. */
  close(): Promise<void>;
}
