/** What a fetched document says about where to go on. All of it is reported material's surroundings: in memory only. */

/** An address that a document links to, canonical (`canonicaliseUrl`). */
export interface FoundLink {
  readonly url: string;
  /** `style` is a style sheet, read for the pictures that it names; `sitemap` an index's child. */
  readonly kind: 'page' | 'frame' | 'style' | 'sitemap';
  /** True where the link says `nofollow` (HTML Standard, 4.6.7.10), `ugc` or `sponsored`. */
  readonly isNofollow: boolean;
}

/** An address of media that a document shows or links to, canonical. */
export interface FoundMedia {
  readonly url: string;
  readonly kind: 'picture' | 'video' | 'audio' | 'unknown';
}

/** A document as far as the crawler needs it. Every address once, in order of appearance, but for those that were known (`isKnown`). */
export interface PageReading {
  readonly links: readonly FoundLink[];
  readonly media: readonly FoundMedia[];
  /** The address that the page itself says is its own (`link rel=canonical`), not yet judged by anybody. */
  readonly canonical: string | undefined;
  /** What the page's robots rules say (`meta name=robots`, `X-Robots-Tag`); both true where it says nothing. */
  readonly mayIndex: boolean;
  readonly mayFollow: boolean;
  /** Equal for two readings that named the same links and media in the same order; seeded, 16 hex digits. */
  readonly contentMark: string;
  /** True for a page that has next to no words or links of its own and leaves them to its scripts. */
  readonly isScriptShell: boolean;
  /** True when a limit ended the reading: more would have been found. */
  readonly isCut: boolean;
}

/** Bounds of one reading; each has a default (`DEFAULT_READING_LIMITS`). */
export interface ReadingLimits {
  readonly maxLinks: number;
  readonly maxMedia: number;
  /** Bytes read of a document, after decoding. */
  readonly maxBytes: number;
}

/** What a reading is told of a document besides its bytes. */
export interface DocumentHead {
  /** Address that answered: links are relative to it. */
  readonly url: string;
  /** The whole `Content-Type` header; undefined where the server named none. */
  readonly contentType: string | undefined;
  /** `X-Robots-Tag`, all of them joined by commas. */
  readonly robotsTag?: string | undefined;
  /** Our product token, to which a page may speak by name. */
  readonly agent: string;
  /** True for what was offered as a sitemap: plain lines and packed files are read as such. */
  readonly isSitemap?: boolean;
  /** Secret seed of `contentMark`, so that a stolen database does not name a known page. */
  readonly markSeed: number;
  /** Addresses that need not be told, because the run has them: most links of most pages. */
  readonly isKnown?: ((url: string) => boolean) | undefined;
}

/** Reads a document while it arrives; keeps no more of it than one unfinished tag. */
export interface PageReader {
  /** False once a limit is reached: further bytes would be wasted. */
  write(bytes: Uint8Array): boolean;
  /** What was found; the reader is spent. */
  end(): PageReading;
}

/** Enough for any page made for people; a page beyond them is a list or a trap. */
export const DEFAULT_READING_LIMITS: ReadingLimits = { maxLinks: 4000, maxMedia: 4000, maxBytes: 8 * 1024 * 1024 };
