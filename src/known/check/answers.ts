/**
 * What goes over the wire, as zod schemas: requests are parsed by them, answers are typed by them, and the OpenAPI document
 * is generated from them. The shape is that of Arachnid Shield's v1 (DOMAIN.md); what is ours beside it says so.
 */
import { z } from 'zod';
import type { KnownHit } from '../known-hit.ts';
import { MAX_BATCH } from './check-hashes.ts';
import { gravestCategory, matchTypeOf, type MediaFinding, type NearHit, type NearOutcome } from './finding.ts';

const ours = (text: string) => `Fyr's own: ${text}`;

/** Arachnid Shield's three words; the hotline's own categories are mapped to them. */
export const classificationSchema = z
  .enum(['csam', 'harmful-abusive-material', 'no-known-match'])
  .describe(
    '`csam`: illegal by the list (internationally or nationally); `harmful-abusive-material`: listed, a person decides',
  );
const matchTypeSchema = z.enum(['exact', 'near']).nullable().describe('null: no known match');
const shareSchema = z.number().min(0).max(1);

/** One entry that hit. */
export const hitSchema = z.object({
  timestamp: z.number().describe('Seconds into the media of the first frame that hit; 0 for a picture'),
  sha1_base32: z.string().nullable().describe("The entry's SHA-1, where its list gave one"),
  sha256_hex: z.string().nullable().describe("The entry's SHA-256, where its list gave one"),
  classification: classificationSchema,
  category: z.string().describe(ours("the hotline's category of the entry")),
  distance: z.int().min(0).max(31).describe(ours('Hamming distance in bits; 0 for an exact hit')),
  matched_by: z.enum(['md5', 'sha1', 'sha256', 'pdq']).describe(ours('the hash that hit')),
  list: z.int().min(1).describe(ours("the list's number")),
  entry: z.union([z.int(), z.string()]).describe(ours("the entry's number in its list")),
  listed_at: z.string().nullable().describe(ours('when the source listed it, ISO 8601')),
  video: z
    .object({ share_of_media: shareSchema, share_of_entry: shareSchema })
    .nullable()
    .describe(ours("of a known video: shares of either's frames that the other has")),
});
export type HitAnswer = z.infer<typeof hitSchema>;

/** How near matching went. */
export const nearSchema = z.object({
  state: z.enum([
    'compared',
    'unconfirmed',
    'not-needed',
    'low-quality',
    'not-decodable',
    'not-media',
    'too-large',
    'video-off',
  ]),
  hash_path: z.enum(['exact', 'coefficients', 'video']).nullable().describe('How the PDQ was made'),
  quality: z.int().min(0).max(100).nullable().describe('PDQ quality of a picture; below 50 it is not compared'),
  frames: z.int().min(0).nullable().describe('Seconds of a video that were compared'),
  is_whole: z.boolean().nullable().describe('false: the video is longer or more damaged than what was compared'),
  reason: z.string().nullable().describe('Why not, where nothing was compared'),
});

/** The answer about one file. */
export const mediaAnswerSchema = z.object({
  size_bytes: z.int().min(0),
  sha1_base32: z.string().describe('SHA-1 of the media, base32 (RFC 4648)'),
  sha256_hex: z.string().describe('SHA-256 of the media, lower-case hexadecimal'),
  classification: classificationSchema,
  match_type: matchTypeSchema,
  near_match_details: z.array(hitSchema),
  exact_match_details: z.array(hitSchema).describe(ours('entries whose exact hash this is')),
  near_matching: nearSchema.describe(ours('how near matching went')),
});
export type MediaAnswer = z.infer<typeof mediaAnswerSchema>;

/** The answer about one hash. */
export const hashAnswerSchema = z.object({
  classification: classificationSchema,
  match_type: matchTypeSchema,
  near_match_details: z.array(hitSchema),
  exact_match_details: z.array(hitSchema),
});
export type HashAnswer = z.infer<typeof hashAnswerSchema>;

/** Keyed by the text that was sent, so that a caller needs no order to find its answer. */
export const hashesAnswerSchema = z.object({
  scanned_hashes: z.record(z.string(), hashAnswerSchema).describe('By the hash as it was sent'),
});

/** One shape for every status from 400 up. */
export const errorAnswerSchema = z.object({ detail: z.string() });

/** Only the length is checked here: whether an address may be fetched is the safe fetcher's to say. */
export const urlRequestSchema = z.object({ url: z.string().max(8192).describe('http or https, public') });

const batch = (item: z.ZodString) => z.array(item).min(1).max(MAX_BATCH);

/** Texts are decoded after parsing, not here: here only their number and length are bounded. */
export const pdqRequestSchema = z.object({
  hashes: batch(z.string().max(64)).describe('PDQ, 32 bytes each: base64, or hexadecimal'),
});

/** Kinds may be mixed in one request. */
export const hashesRequestSchema = z.object({
  hashes: batch(z.string().max(88)).describe(
    'MD5, SHA-1 or SHA-256: hexadecimal or base64; which it is follows from the length',
  ),
});

/** Options of a check of media. A flag is on as `1` or `true`. */
export const mediaQuerySchema = z.object({
  orientations: z.stringbool().default(false).describe('Also compare the picture turned and flipped'),
  exact_path: z.stringbool().default(false).describe('Hash from decoded pixels at once'),
});

/** The finding about a file, for the wire. */
export function toMediaAnswer(finding: MediaFinding): MediaAnswer {
  return {
    size_bytes: finding.sizeBytes,
    sha1_base32: toBase32(Buffer.from(finding.exact.sha1, 'hex')),
    sha256_hex: finding.exact.sha256,
    ...toHashAnswer(finding),
    near_matching: toNearAnswer(finding.near),
  };
}

/** Hits of one hash or file, for the wire. */
export function toHashAnswer(hits: {
  readonly exactHits: readonly KnownHit[];
  readonly nearHits: readonly NearHit[];
}): HashAnswer {
  const matchType = matchTypeOf(hits);
  return {
    classification: toClassification(gravestCategory(matchType === 'exact' ? hits.exactHits : hits.nearHits)),
    match_type: matchType ?? null,
    near_match_details: hits.nearHits.map(toHitAnswer),
    exact_match_details: hits.exactHits.map(toHitAnswer),
  };
}

function toHitAnswer(hit: KnownHit & Partial<NearHit>): HitAnswer {
  return {
    timestamp: hit.atSeconds ?? 0,
    sha1_base32: hit.sha1 === undefined ? null : toBase32(Buffer.from(hit.sha1, 'hex')),
    sha256_hex: hit.sha256 ?? null,
    classification: toClassification(hit.category),
    category: hit.category,
    distance: hit.distance,
    matched_by: hit.by,
    list: hit.listId,
    entry: hit.entryId,
    listed_at: hit.listedAt?.toISOString() ?? null,
    video: hit.shares === undefined ? null : { share_of_media: hit.shares.ofMedia, share_of_entry: hit.shares.ofEntry },
  };
}

function toNearAnswer(near: NearOutcome): z.infer<typeof nearSchema> {
  return {
    state: near.state,
    hash_path: 'path' in near ? near.path : null,
    quality: 'quality' in near ? near.quality : null,
    frames: 'frames' in near ? near.frames : null,
    is_whole: 'isWhole' in near ? near.isWhole : null,
    reason: 'reason' in near ? near.reason : null,
  };
}

/** The hotline's category in Shield's words. */
export function toClassification(category: string | undefined): z.infer<typeof classificationSchema> {
  if (category === undefined) return 'no-known-match';
  return category.startsWith('illegal-') ? 'csam' : 'harmful-abusive-material';
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 of RFC 4648 without padding (a SHA-1 needs none). */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    heldBits += 8;
    while (heldBits >= 5) {
      heldBits -= 5;
      text += BASE32[(held >> heldBits) & 31] ?? '';
    }
  }
  return heldBits === 0 ? text : text + (BASE32[(held << (5 - heldBits)) & 31] ?? '');
}
