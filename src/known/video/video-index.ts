/** The frames of all findable videos in memory, the only place where they lie in clear. */
import { buildIndex, type NearestIndex } from '../../../lib/nearest/door.ts';
import type { NearHit } from '../check/finding.ts';
import type { KnownVideo } from './known-video.ts';
import { likenesses, type FrameOwners } from './match-videos.ts';
import type { Frame } from './read-frames.ts';

/** Built whole and swapped whole: an answer is of one state of the lists. */
export class VideoIndex {
  readonly #videos: readonly KnownVideo[];
  readonly #owners: FrameOwners;
  readonly #index: NearestIndex;

  constructor(videos: readonly KnownVideo[]) {
    const frames = videos.flatMap((video, at) => video.hashes.frames.map((hash) => ({ hash, at })));
    this.#videos = videos;
    this.#owners = {
      videoOf: Int32Array.from(frames, ({ at }) => at),
      framesOf: videos.map((video) => video.hashes.frames.length),
    };
    this.#index = buildIndex(Buffer.concat(frames.map(({ hash }) => hash)));
  }

  /** Videos that can be found. */
  get size(): number {
    return this.#videos.length;
  }

  /** Known videos that match these frames (usable ones only), the likest first. */
  match(frames: readonly Frame[]): readonly NearHit[] {
    if (this.size === 0 || frames.length === 0) return [];
    const neighbours = this.#index.searchBatch(Buffer.concat(frames.map(({ hash }) => hash)));
    return likenesses(neighbours, this.#owners).flatMap(({ video: at, ofMedia, ofEntry, distance, firstFrame }) => {
      const video = this.#videos[at];
      if (video === undefined) return [];
      const { id, listId, source, category, isTrusted, listedAt, hashes } = video;
      const hit: NearHit = {
        ...{ listId, entryId: id, source, category, isTrusted, kind: 'near', by: 'pdq', distance },
        ...(hashes.sha1 === undefined ? {} : { sha1: hashes.sha1 }),
        ...(hashes.sha256 === undefined ? {} : { sha256: hashes.sha256 }),
        ...(listedAt === undefined ? {} : { listedAt }),
        atSeconds: frames[firstFrame]?.atSeconds ?? 0,
        shares: { ofMedia, ofEntry },
      };
      return [hit];
    });
  }
}
