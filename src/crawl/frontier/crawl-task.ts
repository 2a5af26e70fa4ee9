/**
 * What the frontier takes in, gives out and gets back. Addresses are in clear here and nowhere else: only in memory,
 * between the frontier and the worker that visits them.
 *
 * | an address is | until                                                                            |
 * |---------------|----------------------------------------------------------------------------------|
 * | `ready`       | its owner visits it: the settlement says what follows. A retry stays `ready`     |
 * | `waiting`     | its time comes (recrawl by observed change): then it is `ready` again            |
 * | `over`        | for good; of a run that is not watched only the keyed digest of it is kept then  |
 */
import type { Tx } from '../../platform/transact.ts';

/** What is asked of an address: a page is read for links, media are hashed, a sitemap lists pages. */
export type TaskKind = 'page' | 'media' | 'sitemap';

/** Validators of an earlier answer, for conditional requests (RFC 9110, 13.1). */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** An address that somebody found: a link, a picture, a seed. */
export interface Offer {
  /** Canonical (`canonicaliseUrl`), so that one thing is one address. */
  readonly url: string;
  readonly kind: TaskKind;
  /** Links followed from a seed; media count as one more than their page. */
  readonly depth: number;
  /** 0: a page with a sighting; 1: linked from one; and so on. `FAR` where none is known. Lower is visited first. */
  readonly closeness: number;
  /** The page it was found on; kept for media alone, where a sighting needs it. */
  readonly fromUrl?: string | undefined;
}

/** Closeness where no sighting is known nearby. */
export const FAR = 15;

/** One address to visit, held by the worker that owns its partition. */
export interface CrawlTask extends Offer {
  /** The frontier's own key of (run, address). */
  readonly id: string;
  readonly runId: number;
  /** The host's number: whoever has the same one shares one politeness. */
  readonly hostId: number;
  readonly partition: number;
  /** Of the partition, when this worker came to own it: a settlement under an older one is refused. */
  readonly epoch: number;
  /** Visits that ended in `retry` so far. */
  readonly attempts: number;
  readonly validators: Validators;
  /** Of the last visit, to tell whether the content changed. */
  readonly contentMark?: string | undefined;
  /** Time between the last two visits of a watched address; undefined before the first. */
  readonly intervalMs?: number | undefined;
}

/**
 * What a visit came to. `done`: read; `unchanged`: as it was (304, or the same content mark); `retry`: a fault that may pass;
 * `dead`: not to be had (404, refused by rule, attempts used up); `skipped`: never asked for (robots, budget).
 */
export type VisitEnd = 'done' | 'unchanged' | 'retry' | 'dead' | 'skipped';

/** One visit's outcome, for one transaction: the new links are durable before, and only if, the visit counts. */
export interface Settlement {
  readonly task: CrawlTask;
  readonly result: VisitEnd;
  /** A code for the counts: `ok`, `not-modified`, `not-found`, `timeout` ... Never a text from outside. */
  readonly reason: string;
  readonly offers: readonly Offer[];
  readonly bytes: number;
  readonly validators?: Validators | undefined;
  readonly contentMark?: string | undefined;
  /** The host had not shown this content before: a host that makes ever more addresses of the same few pages is a trap. */
  readonly isNewContent?: boolean | undefined;
  /** When to come again, counted from now; undefined: never. Only a watched run has this. */
  readonly nextInMs?: number | undefined;
  /** Media of this page, or this one, that are on a known list. */
  readonly sightings?: number | undefined;
  /** Writes what was found, in the transaction that settles the visit; not called when the visit does not count. */
  readonly save?: ((tx: Tx) => Promise<void>) | undefined;
}

/** What is known of how a host is to be treated, as it is written with a settlement. */
export interface HostState {
  readonly hostId: number;
  readonly partition: number;
  /** Until the next request is allowed, counted from now. */
  readonly nextInMs: number;
  /** The delay in force: the configured one, robots' crawl-delay or what its answers ask for. */
  readonly delayMs: number;
  /** Requests in a row that brought no answer. */
  readonly failures: number;
}
