/** What a check found: the file's exact hashes, the entries that it is or resembles, and how far near matching came. */
import type { ExactHashes } from '../../../lib/pdq/door.ts';
import type { KnownHit } from '../known-hit.ts';

/** PDQ below this quality says too little to be compared (the published advice). */
export const MIN_NEAR_QUALITY = 50;
/** A hash from coefficients below this quality is not yet to be trusted, hit or not (DESIGN.md, "PDQ"). */
export const CONFIRM_BELOW_QUALITY = 80;

/**
 * How near matching went:
 *
 * | state           | meaning                                                                                                  |
 * |-----------------|----------------------------------------------------------------------------------------------------------|
 * | `compared`      | compared with all lists; a hit was confirmed from decoded pixels                                         |
 * | `unconfirmed`   | hits of the quick path whose picture could then not be decoded: a person must look at the facts           |
 * | `not-needed`    | an exact hit says more                                                                                   |
 * | `low-quality`   | the picture has too little in it (PDQ quality below 50), nothing was compared                            |
 * | `not-decodable` | a picture or video, but it could not be read; exact hashes were compared all the same                    |
 * | `not-media`     | neither a picture nor a video that we know                                                               |
 * | `too-large`     | larger than what is kept in memory; exact hashes were compared                                           |
 * | `video-off`     | a video, and this installation compares none                                                             |
 */
export type NearOutcome =
  | { readonly state: 'compared' | 'low-quality'; readonly path: HashPath; readonly quality: number }
  | {
      readonly state: 'compared' | 'low-quality';
      readonly path: 'video';
      readonly frames: number;
      readonly isWhole: boolean;
    }
  | { readonly state: 'unconfirmed'; readonly path: 'coefficients'; readonly quality: number; readonly reason: string }
  | { readonly state: 'not-decodable'; readonly reason: string }
  | { readonly state: 'video-off'; readonly reason: string }
  | { readonly state: 'not-needed' | 'not-media' | 'too-large' };

/** How a picture's PDQ was made: from decoded pixels, or quickly from a JPEG's coefficients. */
export type HashPath = 'exact' | 'coefficients';

/** A near hit and, of a video, where and how much. */
export interface NearHit extends KnownHit {
  /** Seconds into the media under check of the first frame that hit; 0 for a picture. */
  readonly atSeconds: number;
  /** Of two videos: the shares (0 to 1) of either's frames that the other has. */
  readonly shares?: { readonly ofMedia: number; readonly ofEntry: number };
}

/** All that is known of one file. */
export interface MediaFinding {
  readonly sizeBytes: number;
  readonly exact: ExactHashes;
  readonly exactHits: readonly KnownHit[];
  readonly nearHits: readonly NearHit[];
  readonly near: NearOutcome;
}

/** `near` is a resemblance that a person must look at; only `exact` is the listed file itself. */
export type MatchType = 'exact' | 'near';

/** What the hits amount to; an exact one says more than any near one. */
export function matchTypeOf(finding: Pick<MediaFinding, 'exactHits' | 'nearHits'>): MatchType | undefined {
  if (finding.exactHits.length > 0) return 'exact';
  return finding.nearHits.length > 0 ? 'near' : undefined;
}

/** The gravest first: what the answer as a whole is called by. */
const GRAVITY = ['illegal-baseline', 'illegal-national', 'to-assess'];

/** The gravest category among hits; undefined without any. A category that we do not know counts as the least grave. */
export function gravestCategory(hits: readonly Pick<KnownHit, 'category'>[]): string | undefined {
  const rank = ({ category }: Pick<KnownHit, 'category'>) => {
    const at = GRAVITY.indexOf(category);
    return at < 0 ? GRAVITY.length : at;
  };
  return hits.toSorted((a, b) => rank(a) - rank(b))[0]?.category;
}
