/**
 * What checking media needs from other rooms, as shapes. The crawl room enters no other room: whoever wires the crawler
 * hands in the known lists' matcher (src/known/known-hit.ts) and, where there is a video decoder, its checker.
 */

/** Exact hashes of one file, as raw bytes: 16, 20 and 32. */
export interface ExactDigests {
  readonly md5?: Uint8Array;
  readonly sha1?: Uint8Array;
  readonly sha256?: Uint8Array;
}

/** One entry of a known list that a hash hit. */
export interface MediaHit {
  readonly listId: number;
  /** List and entry number together name an entry for ever. */
  readonly entryId: number;
  /** The body that the list came from. */
  readonly source: string;
  readonly category: string;
  /** The hotline acts on an exact hit of this category without anyone viewing it. */
  readonly isTrusted: boolean;
  /** `near` is a resemblance that a person must look at; only `exact` is the listed file itself. */
  readonly kind: 'exact' | 'near';
  /** Hamming distance in bits, 0 to 31; 0 for an exact hit. */
  readonly distance: number;
}

/** The active lists, in memory. Answers are synchronous. */
export interface MediaMatcher {
  matchExact(hashes: ExactDigests): readonly MediaHit[];
  /** Entries within 31 bits, the nearest first. */
  matchNear(pdq: Uint8Array): readonly MediaHit[];
  /** The same for many, in their order. */
  matchNearBatch(pdqs: readonly Uint8Array[]): readonly (readonly MediaHit[])[];
}

/** One second of a video, as a PDQ hash. */
export interface VideoFrame {
  readonly hash: Uint8Array;
  readonly quality: number;
  readonly atSeconds: number;
}

/** Reads videos in a sandbox and knows the lists' videos (src/known/video/video-checker.ts). */
export interface VideoPort {
  readonly status: { readonly kind: 'on' } | { readonly kind: 'off'; readonly because: string };
  readVideo(
    bytes: Uint8Array,
  ): Promise<
    | { readonly kind: 'read'; readonly frames: readonly VideoFrame[]; readonly isWhole: boolean }
    | { readonly kind: 'not-decodable'; readonly reason: string }
    | { readonly kind: 'off'; readonly because: string }
  >;
  /** Known videos that these frames match. */
  matchFrames(frames: readonly VideoFrame[]): readonly MediaHit[];
}

/** Without a video port: exact hashes are compared all the same. */
export const VIDEO_OFF = 'videos are compared by their exact hashes alone: no video decoder was given to the crawler';
