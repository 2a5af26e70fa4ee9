/**
 * One file against the known lists. Exact hashes come first and always; then, unless one of them hit, the picture's PDQ or
 * the video's frames. Nothing is written anywhere: bytes are in memory while the check lasts.
 */
import { sniffPicture, type PdqVerdict, type PictureHasher } from '../../../lib/pdq/door.ts';
import type { KnownHit, Matcher } from '../known-hit.ts';
import { sniffVideo } from '../video/sniff-video.ts';
import type { VideoChecker } from '../video/video-checker.ts';
import {
  CONFIRM_BELOW_QUALITY,
  MIN_NEAR_QUALITY,
  type MediaFinding,
  type NearHit,
  type NearOutcome,
} from './finding.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { withReceivedMedia, type MediaLimits, type ReceivedMedia } from './receive-media.ts';

/** What a check needs. */
export interface CheckTools {
  readonly matcher: Matcher;
  readonly hasher: PictureHasher;
  readonly video: VideoChecker;
  readonly budget: MemoryBudget;
  readonly limits: MediaLimits;
}

/** Both cost time and are off by default. */
export interface MediaCheckOptions {
  /** Also compare the picture turned and flipped, seven hashes more. */
  readonly orientations?: boolean;
  /** Decode at once instead of trying the quick path first: for whoever wants not one bit of difference. */
  readonly exactPath?: boolean;
}

/**
 * Checks a file while it arrives. Rejects with StreamTooLongError, CheckBusy or what the stream rejects with; whatever
 * the bytes are is a finding.
 */
export function checkMedia(
  tools: CheckTools,
  chunks: AsyncIterable<Uint8Array>,
  options: MediaCheckOptions = {},
): Promise<MediaFinding> {
  return withReceivedMedia(chunks, tools.limits, tools.budget, async (media) => {
    const { sizeBytes, exact } = media;
    const exactHits = tools.matcher.matchExact({
      md5: Buffer.from(exact.md5, 'hex'),
      sha1: Buffer.from(exact.sha1, 'hex'),
      sha256: Buffer.from(exact.sha256, 'hex'),
    });
    if (exactHits.length > 0) return { sizeBytes, exact, exactHits, nearHits: [], near: { state: 'not-needed' } };
    return { sizeBytes, exact, exactHits, ...(await lookNear(tools, media, options)) };
  });
}

type NearFinding = Pick<MediaFinding, 'near' | 'nearHits'>;

const without = (near: NearOutcome): NearFinding => ({ near, nearHits: [] });

function lookNear(tools: CheckTools, media: ReceivedMedia, options: MediaCheckOptions): Promise<NearFinding> {
  const { bytes } = media;
  if (bytes === undefined) return Promise.resolve(without({ state: 'too-large' }));
  if (sniffPicture(bytes) !== undefined) return lookPictureUp(tools, bytes, options);
  if (sniffVideo(bytes)) return lookVideoUp(tools, bytes);
  return Promise.resolve(without({ state: 'not-media' }));
}

/**
 * The quick path's hash decides alone only where it is of high quality and hits nothing; everything else is hashed again
 * from decoded pixels, and that hash alone counts.
 */
async function lookPictureUp(
  { hasher, matcher }: CheckTools,
  bytes: Uint8Array,
  options: MediaCheckOptions,
): Promise<NearFinding> {
  const request = { orientations: options.orientations === true };
  const hash = async (isExact: boolean) =>
    (await (isExact ? hasher.confirm(bytes, request) : hasher.hashPicture(bytes, request))).pdq;
  const first = await hash(options.exactPath === true);
  if (first.kind !== 'hashed' || first.path === 'exact') return judgePicture(matcher, first);
  const isLow = first.quality < CONFIRM_BELOW_QUALITY;
  const firstHits = isLow ? [] : nearHitsOf(matcher, first);
  if (!isLow && firstHits.length === 0) return judgePicture(matcher, first, firstHits);
  const confirmed = await hash(true);
  if (confirmed.kind === 'not-decodable' && firstHits.length > 0) {
    const { quality } = first;
    return {
      near: { state: 'unconfirmed', path: 'coefficients', quality, reason: confirmed.reason },
      nearHits: firstHits,
    };
  }
  return judgePicture(matcher, confirmed);
}

type Hashed = Extract<PdqVerdict, { kind: 'hashed' }>;

function judgePicture(matcher: Matcher, verdict: PdqVerdict, hits?: readonly NearHit[]): NearFinding {
  if (verdict.kind === 'not-a-picture') return without({ state: 'not-media' });
  if (verdict.kind === 'not-decodable') return without({ state: 'not-decodable', reason: verdict.reason });
  const { path, quality } = verdict;
  if (quality < MIN_NEAR_QUALITY) return without({ state: 'low-quality', path, quality });
  return { near: { state: 'compared', path, quality }, nearHits: hits ?? nearHitsOf(matcher, verdict) };
}

function nearHitsOf(matcher: Matcher, { hash, orientations }: Hashed): readonly NearHit[] {
  if (orientations === undefined) return matcher.matchNear(hash).map(inPicture);
  return nearestOfEach(orientations.flatMap((turned) => matcher.matchNear(turned))).map(inPicture);
}

const inPicture = (hit: KnownHit): NearHit => ({ ...hit, atSeconds: 0 });

/** One hit for each entry, the nearest, nearest first. */
export function nearestOfEach<T extends KnownHit>(hits: readonly T[]): readonly T[] {
  const best = new Map<string, T>();
  for (const hit of hits) {
    const name = `${hit.listId} ${hit.entryId} ${hit.by}`;
    const known = best.get(name);
    if (known === undefined || hit.distance < known.distance) best.set(name, hit);
  }
  return [...best.values()].sort((a, b) => a.distance - b.distance);
}

/** A video hits by its own frames beside known videos, and by any frame that is a known picture. */
async function lookVideoUp({ video, matcher }: CheckTools, bytes: Uint8Array): Promise<NearFinding> {
  const read = await video.readVideo(bytes);
  if (read.kind === 'off') return without({ state: 'video-off', reason: read.because });
  if (read.kind === 'not-decodable') return without({ state: 'not-decodable', reason: read.reason });
  const { isWhole } = read;
  const frames = read.frames.filter((frame) => frame.quality >= MIN_NEAR_QUALITY);
  const outcome = { path: 'video', frames: frames.length, isWhole } as const;
  if (frames.length === 0) return without({ state: 'low-quality', ...outcome });
  const asPictures = matcher
    .matchNearBatch(frames.map((frame) => frame.hash))
    .flatMap((hits, at) => hits.map((hit): NearHit => ({ ...hit, atSeconds: frames[at]?.atSeconds ?? 0 })));
  const nearHits = [...video.matchFrames(frames), ...nearestOfEach(asPictures)];
  return { near: { state: 'compared', ...outcome }, nearHits };
}
