/** What checking one media came to, and the shapes by which a crawler has it checked. */
import type { AnswerHead, BodySink } from '../fetching/page-client.ts';
import type { MediaHashes, Sighting } from './sighting.ts';

/**
 * How far the check went:
 *
 * | outcome         | meaning                                                                                      |
 * |-----------------|----------------------------------------------------------------------------------------------|
 * | `compared`      | a picture, compared with all lists by exact hashes and PDQ                                     |
 * | `exact`         | the listed file itself: nothing more to compare                                                |
 * | `low-quality`   | a picture with too little in it for PDQ; exact hashes were compared                            |
 * | `not-decodable` | a picture or video that could not be read; exact hashes were compared                          |
 * | `exact-only`    | neither picture nor video, or too large to keep, or a video without a decoder: exact hashes    |
 * | `page`          | a page stood where media was expected; nothing of it was hashed                                |
 * | `empty`         | no bytes                                                                                       |
 * | `cut`           | it did not arrive whole, or was longer than the cap: there is no hash of it                    |
 * | `busy`          | no memory or no worker for it now: to be fetched again later                                   |
 */
export type MediaOutcome =
  'compared' | 'exact' | 'low-quality' | 'not-decodable' | 'exact-only' | 'page' | 'empty' | 'cut' | 'busy';

/** The result of one visit to a media address. */
export interface MediaFinding {
  readonly outcome: MediaOutcome;
  /** True when these very bytes had been hashed before, here or elsewhere: no picture was decoded for this visit. */
  readonly isSeenBefore: boolean;
  /** Keyed digest of the bytes, for the frontier: equal while the content is the same. Undefined where nothing was hashed. */
  readonly contentMark: string | undefined;
  /** One for each entry that was hit. */
  readonly sightings: readonly Sighting[];
  /** What to remember of the content; undefined where nothing new is known of it. */
  readonly remember: SeenMedia | undefined;
  readonly sizeBytes: number;
}

/** What became of the picture's PDQ. `coefficients` is the quick path's hash, which no hit may rest on. */
export type PdqState = 'exact' | 'coefficients' | 'none';

/** What is remembered of media: hashes, never bytes. */
export interface SeenMedia {
  /** Keyed digest of SHA-256, 16 bytes: the row's key, and (in hexadecimal) the content mark. */
  readonly mark: Buffer;
  readonly hashes: MediaHashes;
  readonly pdqState: PdqState;
  /** `not-decodable` and `exact-only` as far as PDQ is concerned. */
  readonly outcome: MediaOutcome;
  readonly sizeBytes: number;
}

/** Where media is being looked at. Canonical addresses in clear, in memory only. */
export interface MediaPlace {
  readonly url: string;
  readonly pageUrl?: string;
}

/** One body under check: bytes in, hashes out. Exactly one of `finish` and `abandon` ends it and frees its memory. */
export interface MediaVisit extends BodySink {
  /** Takes an answer 200; false for any other, which has nothing to hash: then `abandon` it. */
  start(head: AnswerHead): boolean;
  /** Copies what it needs. False: no more is wanted; then `finish` it all the same. */
  write(bytes: Uint8Array): boolean;
  /** `isWhole` is false where a cap or the server ended the body early. Rejects only when the database is away. */
  finish(isWhole: boolean, seenAt: Date): Promise<MediaFinding>;
  abandon(): void;
}

/** Checks media while they arrive. One a process. */
export interface MediaChecker {
  /** Whether videos are looked into, and if not, why. */
  readonly video: { readonly kind: 'on' } | { readonly kind: 'off'; readonly because: string };
  /** False while memory or hashing is behind: begin no further media. */
  hasRoom(): boolean;
  open(place: MediaPlace): MediaVisit;
  /**
   * For an answer "not modified": compares what is remembered under the content mark with the lists as they are now.
   * Undefined where that cannot be told without the bytes: fetch it again without validators.
   */
  recall(
    contentMark: string,
    place: MediaPlace,
    head: Pick<AnswerHead, 'ip' | 'headers'>,
    seenAt: Date,
  ): Promise<MediaFinding | undefined>;
  /** Since the start, for reports and metrics. */
  counts(): MediaCounts;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** Counts and CPU-free wall times since the start. */
export interface MediaCounts {
  readonly media: number;
  readonly seenBefore: number;
  readonly sightings: number;
  readonly bytes: number;
  readonly outcomes: Readonly<Partial<Record<MediaOutcome, number>>>;
  /** Milliseconds spent in each step, summed over media (steps of several media overlap). */
  readonly stepMs: Readonly<Record<'hash' | 'recall' | 'pdq' | 'match', number>>;
}
