/**
 * A sighting: a known hash seen at an address at a time. It is written once for an address and an entry, and its times move
 * on when it is seen again:
 *
 * | what is seen                                                        | what is told to the house (`sighting-made`) |
 * |---------------------------------------------------------------------|---------------------------------------------|
 * | an entry at an address where it was not seen before                 | told                                        |
 * | the same again, within `NEWS_AFTER_MS` of the last time             | nothing: it is known to be there            |
 * | the same again, after longer                                        | told: it may have been gone meanwhile       |
 * | an exact copy where a near one had been seen                        | told: it can be acted on without a viewer   |
 * | a near copy where an exact one had been seen                        | nothing; the stronger finding stays         |
 */
import * as z from 'zod';
import { countryCodeSchema, type CountryCode } from '../../terms/countries.ts';

/** Seen again after this long, a sighting is news. */
export const NEWS_AFTER_MS = 24 * 3_600_000;

/** The headers that may be kept: what a notice or an investigation can use, and never a cookie. */
export const SIGHTING_HEADERS = [
  'content-type',
  'content-length',
  'last-modified',
  'etag',
  'date',
  'server',
  'via',
  'cf-ray',
  'content-disposition',
] as const;
/** By the allow-list above. */
export type SightingHeaders = Readonly<Partial<Record<(typeof SIGHTING_HEADERS)[number], string>>>;

/** Hashes of the media in lower-case hexadecimal. `pdq` only where the picture was hashed. */
export interface MediaHashes {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
  readonly pdq?: string;
  /** 0 to 100. */
  readonly pdqQuality?: number;
}

/** Addresses and hashes are in clear here: in memory only, never logged. */
export interface Sighting {
  /** The media's own canonical address. */
  readonly url: string;
  /** The page that it stood in; undefined where it was a seed or came from a sitemap. */
  readonly pageUrl?: string;
  readonly seenAt: Date;
  /** The address that answered, as resolved. */
  readonly ip: string;
  readonly country?: CountryCode;
  /** The network's name or number, where it is known. */
  readonly network?: string;
  readonly headers: SightingHeaders;
  readonly sizeBytes: number;
  readonly hashes: MediaHashes;
  readonly listId: number;
  readonly entryId: number;
  readonly source: string;
  readonly category: string;
  /** Only an exact hit is ever trusted. */
  readonly isTrusted: boolean;
  readonly kind: 'exact' | 'near';
  readonly distance: number;
  /** False where the picture hit by the quick hash and could then not be decoded: a person must look at the facts. */
  readonly isConfirmed: boolean;
}

/** What was stored before about the same address and entry. */
export interface SeenBefore {
  readonly kind: Sighting['kind'];
  readonly lastSeenAt: Date;
}

/** Whether the house is told, by the table above. */
export function isNews(before: SeenBefore | undefined, sighting: Pick<Sighting, 'kind' | 'seenAt'>): boolean {
  if (before === undefined) return true;
  if (sighting.kind === 'exact' && before.kind === 'near') return true;
  return sighting.seenAt.getTime() - before.lastSeenAt.getTime() >= NEWS_AFTER_MS;
}

const MAX_HEADER_LENGTH = 512;

/** The kept headers of an answer, names in lower case; a longer value than 512 characters is left out. */
export function sightingHeadersOf(headers: Readonly<Record<string, string | undefined>>): SightingHeaders {
  const kept: Partial<Record<(typeof SIGHTING_HEADERS)[number], string>> = {};
  for (const name of SIGHTING_HEADERS) {
    const value = headers[name];
    if (value !== undefined && value.length <= MAX_HEADER_LENGTH) kept[name] = value;
  }
  return kept;
}

/** The part of a sighting that lies shrouded, as it is read back. */
export const shroudedPartSchema = z.object({
  url: z.string(),
  pageUrl: z.string().optional(),
  ip: z.string(),
  network: z.string().optional(),
  headers: z.partialRecord(z.enum(SIGHTING_HEADERS), z.string()),
  sizeBytes: z.number(),
  hashes: z.object({
    md5: z.string(),
    sha1: z.string(),
    sha256: z.string(),
    pdq: z.string().optional(),
    pdqQuality: z.number().optional(),
  }),
  source: z.string(),
});

/** For rows read back. */
export const sightingKindSchema = z.enum(['exact', 'near']);
/** For rows read back. */
export const sightingCountrySchema = countryCodeSchema.nullable();
