/**
 * A picture's PDQ against the lists. The quick path's hash decides alone only where it is of high quality and hits nothing;
 * everything else is hashed again from decoded pixels, and that hash alone counts (DESIGN.md, "PDQ").
 */
import type { PdqVerdict } from '../../../lib/pdq/door.ts';
import type { MediaHit } from './media-ports.ts';

/** PDQ below this quality says too little to be compared (the published advice). */
const MIN_NEAR_QUALITY = 50;
/** A hash from coefficients below this quality is not yet to be trusted, hit or not. */
const CONFIRM_BELOW_QUALITY = 80;

/** A picture's hash and how it was made. */
export type Hashed = Pick<Extract<PdqVerdict, { kind: 'hashed' }>, 'hash' | 'quality' | 'path'>;

/** What comparing came to; `hashed` is the hash that counted. */
export type PictureComparison =
  | {
      readonly outcome: 'compared' | 'low-quality';
      readonly hashed: Hashed;
      readonly hits: readonly MediaHit[];
      readonly isConfirmed: boolean;
    }
  /** `isLasting` is false where a worker failed, not the picture: another time it may succeed. */
  | { readonly outcome: 'not-decodable'; readonly isLasting: boolean };

/** Matching, and hashing from pixels; the latter is not to be had where the bytes are not. */
export interface ComparisonTools {
  near(pdq: Uint8Array): Promise<readonly MediaHit[]>;
  confirm: (() => Promise<PdqVerdict>) | undefined;
}

const LASTING = new Set(['broken', 'unsupported-format', 'too-many-pixels', 'too-many-bytes', 'too-many-scans']);

/** What a verdict without a hash amounts to. */
export function withoutHash(verdict: Exclude<PdqVerdict, { kind: 'hashed' }>): PictureComparison {
  const isLasting = verdict.kind === 'not-a-picture' || LASTING.has(verdict.reason);
  return { outcome: 'not-decodable', isLasting };
}

/** Compares a hash. Undefined where it takes the bytes to tell and they are not there. */
export async function comparePicture(first: Hashed, tools: ComparisonTools): Promise<PictureComparison | undefined> {
  if (first.path === 'exact') return judge(first, tools);
  const isLow = first.quality < CONFIRM_BELOW_QUALITY;
  const hits = isLow ? [] : await tools.near(first.hash);
  if (!isLow && hits.length === 0) return { outcome: 'compared', hashed: first, hits, isConfirmed: true };
  const confirmed = await tools.confirm?.();
  if (confirmed === undefined) return undefined;
  if (confirmed.kind === 'hashed') return judge(confirmed, tools);
  // The quick path read what the decoder refuses: the resemblance stands, for a person to judge.
  if (hits.length > 0) return { outcome: 'compared', hashed: first, hits, isConfirmed: false };
  return withoutHash(confirmed);
}

async function judge(hashed: Hashed, tools: ComparisonTools): Promise<PictureComparison> {
  if (hashed.quality < MIN_NEAR_QUALITY) return { outcome: 'low-quality', hashed, hits: [], isConfirmed: true };
  return { outcome: 'compared', hashed, hits: await tools.near(hashed.hash), isConfirmed: true };
}
