/**
 * What the known lists answer: an entry that the media in question is (exact) or resembles (near). Hashes and ids only;
 * shared by the lists (src/known/lists) that answer and the check API (src/known/check) that asks.
 */

/** What can be compared. `pdq` is perceptual and gives near hits; the others give exact ones. */
export const HASH_KINDS = ['md5', 'sha1', 'sha256', 'pdq'] as const;
export type HashKind = (typeof HASH_KINDS)[number];

/** One entry that a hash hit, with what a decision needs of it. */
export interface KnownHit {
  /** The list's number, as `npm run fyr -- lists` shows it. */
  readonly listId: number;
  /** The entry's number in its list: list and number together name an entry for ever. */
  readonly entryId: number;
  /** The body that the list came from, as named at its import. */
  readonly source: string;
  /** The hotline's category, which the list's mapping made of the source's. */
  readonly category: string;
  /** The hotline acts on an exact hit of this category without anyone viewing it (DOMAIN.md, "Where a tip goes"). A near hit never. */
  readonly isTrusted: boolean;
  readonly kind: 'exact' | 'near';
  /** The hash that hit. An entry hit by several exact hashes is one hit, by the strongest of them. */
  readonly by: HashKind;
  /** Hamming distance in bits, 0 to 31; 0 for an exact hit. */
  readonly distance: number;
  /** The entry's own SHA-1 and SHA-256 in lower-case hexadecimal, where the list gave them. */
  readonly sha1?: string;
  readonly sha256?: string;
  /** When the source listed it, where the list says so. */
  readonly listedAt?: Date;
}

/** Exact hashes of one file, as raw bytes: 16, 20 and 32. Any of them is enough. */
export interface ExactHashes {
  readonly md5?: Uint8Array;
  readonly sha1?: Uint8Array;
  readonly sha256?: Uint8Array;
}

/**
 * All active lists, in memory (the only place where their hashes lie in clear). Answers are synchronous and always whole:
 * a list that is activated or withdrawn meanwhile is in all of an answer or in none of it.
 */
export interface Matcher {
  /** Entries with any of these hashes, one hit an entry. @throws RangeError for a hash of the wrong length */
  matchExact(hashes: ExactHashes): readonly KnownHit[];
  /** Entries within 31 bits, the nearest first. The caller leaves out a hash of quality below 50. @throws RangeError when not 32 bytes */
  matchNear(pdq: Uint8Array): readonly KnownHit[];
  /** The same for many hashes, in their order; from some hundreds on faster than one at a time. */
  matchNearBatch(pdqs: readonly Uint8Array[]): readonly (readonly KnownHit[])[];
  /** Entries that can be found, and the active lists they are from. */
  size(): { readonly entries: number; readonly lists: number };
  /** Reads what has changed since and answers with it from then on; it happens by itself too, within seconds or at once on a notification. */
  refresh(): Promise<void>;
  /** Stops following changes. Answers stay as they were. */
  close(): Promise<void>;
}
