/**
 * When two videos are the same, or one is a piece of the other: by the shares of either's frames that the other has
 * (vPDQ). Both are needed: a clip of a known film has few of its frames, but nearly all of its own are known; a known
 * clip inside a long compilation is a small part of that, but is there nearly whole.
 */
import type { Neighbour } from '../../../lib/nearest/door.ts';

/** Shares from 0 to 1 and what they come from. */
export interface VideoLikeness {
  /** Which known video, by its position in the index. */
  readonly video: number;
  /** Share of the frames under check that resemble a frame of the known video. */
  readonly ofMedia: number;
  /** Share of the known video's frames that resemble a frame under check. */
  readonly ofEntry: number;
  /** Distance of the nearest two frames, in bits. */
  readonly distance: number;
  /** The first frame under check that hit, by its position. */
  readonly firstFrame: number;
}

/** At least so much of the known video must be in the media ... */
export const MIN_SHARE_OF_ENTRY = 0.5;
/** ... or so much of the media in the known video. vPDQ's own tools start from 0.8. */
export const MIN_SHARE_OF_MEDIA = 0.8;
/** Frames that must hit on both sides, so that one shared title card is no match; a shorter video must hit whole. */
export const MIN_FRAMES = 3;

/** Where each known frame belongs: `videoOf[id]` for the ids of the index, and how many usable frames each video has. */
export interface FrameOwners {
  readonly videoOf: Int32Array;
  readonly framesOf: readonly number[];
}

/**
 * Likeness of every known video that any frame hit, those that match first and the likest first among them.
 * `neighbours` are the known frames within the radius of each frame under check, in order.
 */
export function likenesses(
  neighbours: readonly (readonly Neighbour[])[],
  owners: FrameOwners,
): readonly VideoLikeness[] {
  const found = new Map<number, { media: Set<number>; entry: Set<number>; distance: number; firstFrame: number }>();
  neighbours.forEach((hits, frame) => {
    for (const { id, distance } of hits) {
      const video = owners.videoOf[id];
      if (video === undefined) continue;
      const known = found.get(video) ?? { media: new Set(), entry: new Set(), distance, firstFrame: frame };
      known.media.add(frame);
      known.entry.add(id);
      known.distance = Math.min(known.distance, distance);
      found.set(video, known);
    }
  });
  return [...found]
    .map(([video, { media, entry, distance, firstFrame }]) => ({
      video,
      ofMedia: media.size / neighbours.length,
      ofEntry: entry.size / (owners.framesOf[video] ?? entry.size),
      distance,
      firstFrame,
      isMatch: isMatch(
        { hit: media.size, all: neighbours.length },
        { hit: entry.size, all: owners.framesOf[video] ?? entry.size },
      ),
    }))
    .filter((likeness) => likeness.isMatch)
    .map(({ video, ofMedia, ofEntry, distance, firstFrame }) => ({ video, ofMedia, ofEntry, distance, firstFrame }))
    .sort((a, b) => Math.max(b.ofMedia, b.ofEntry) - Math.max(a.ofMedia, a.ofEntry));
}

interface Share {
  readonly hit: number;
  readonly all: number;
}

/** The rule above, on counts of frames. */
export function isMatch(media: Share, entry: Share): boolean {
  const isEnough = ({ hit, all }: Share) => hit >= Math.min(MIN_FRAMES, all);
  if (!isEnough(media) || !isEnough(entry)) return false;
  return entry.hit / entry.all >= MIN_SHARE_OF_ENTRY || media.hit / media.all >= MIN_SHARE_OF_MEDIA;
}
