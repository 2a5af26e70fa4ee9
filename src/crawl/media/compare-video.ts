/** A video by its frames: beside the lists' videos, and each frame as a picture. Only where a decoder was handed in. */
import type { MediaOutcome } from './media-finding.ts';
import type { MediaHit, MediaMatcher, VideoPort } from './media-ports.ts';

const MIN_FRAME_QUALITY = 50;

/** What a video came to; never remembered by its hashes, since those of its frames are not kept. */
export interface VideoComparison {
  readonly outcome: MediaOutcome;
  readonly hits: readonly MediaHit[];
  readonly isLasting: boolean;
}

/** Compares a video. What cannot be read now, for want of a free decoder, is `busy`. */
export async function compareVideo(
  { video, matcher }: { readonly video?: VideoPort; readonly matcher: MediaMatcher },
  bytes: Uint8Array,
): Promise<VideoComparison> {
  const without = (outcome: MediaOutcome): VideoComparison => ({ outcome, hits: [], isLasting: false });
  const read = await video?.readVideo(bytes).catch(() => 'busy' as const);
  if (read === 'busy') return without('busy');
  if (read === undefined || read.kind === 'off') return without('exact-only');
  if (read.kind === 'not-decodable') return without('not-decodable');
  const frames = read.frames.filter(({ quality }) => quality >= MIN_FRAME_QUALITY);
  if (video === undefined || frames.length === 0) return without('low-quality');
  const asPictures = matcher.matchNearBatch(frames.map(({ hash }) => hash)).flat();
  return { outcome: 'compared', hits: [...video.matchFrames(frames), ...asPictures], isLasting: false };
}
