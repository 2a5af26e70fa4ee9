/**
 * Media of the public web against the known lists: exact hashes while they arrive, then PDQ in worker processes, each
 * distinct media once. Nothing of a media is written anywhere: bytes are in memory until its hashes are made.
 */
import { openPictureHasher, type PdqVerdict, type PictureHasher } from '../../../lib/pdq/door.ts';
import type { Db } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { AnswerHead } from '../fetching/page-client.ts';
import { comparePicture, withoutHash, type ComparisonTools } from './compare-picture.ts';
import { compareVideo } from './compare-video.ts';
import type { MediaChecker, MediaCounts, MediaFinding, MediaOutcome, MediaPlace, SeenMedia } from './media-finding.ts';
import {
  conclusionOf,
  hashesOf,
  nothingOf,
  plainly,
  sightingsOf,
  type Conclusion,
  type Whereabouts,
} from './conclusion.ts';
import { mediaKeysFrom, type MediaKeys } from './media-keys.ts';
import { VIDEO_OFF, type MediaMatcher, type VideoPort } from './media-ports.ts';
import { MediaBody, type Arrived, type MediaLimits, type VisitTools } from './media-visit.ts';
import { MemoryRoom } from './memory-room.ts';
import { NearQueue } from './near-queue.ts';
import { SeenShelf } from './seen-media.ts';
import type { MediaHashes } from './sighting.ts';
import { readSeenMedia } from './sighting-store.ts';

/** What a client should take of one media, in bytes: more than pages need, for the sake of films. */
export const MEDIA_BODY_BYTES = 64 * 2 ** 20;
/** 256 MiB hashed; 32 MiB of picture and 128 MiB of video kept while they are checked. */
export const DEFAULT_MEDIA_LIMITS: MediaLimits = {
  maxBytes: 256 * 2 ** 20,
  keepPictureBytes: 32 * 2 ** 20,
  keepVideoBytes: 128 * 2 ** 20,
};
const DEFAULT_MEMORY_BYTES = 256 * 2 ** 20;
/** Pictures that may wait for a worker before no more are begun. */
const MAX_WAITING = 64;

/** The database is read for what was hashed before, and written by `storeFindings` alone. */
export interface MediaCheckerDeps extends Whereabouts {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly matcher: MediaMatcher;
  /** Without it, and where its status is off, videos are compared by exact hashes alone. */
  readonly video?: VideoPort;
}

/** Each has a default. */
export interface MediaCheckerOptions {
  readonly limits?: Partial<MediaLimits>;
  /** Media in memory at once. Default 256 MiB. */
  readonly memoryBytes?: number;
  /** Worker processes for pictures; one a core by default. */
  readonly workers?: number;
  /** In place of workers of its own; closed with the checker. */
  readonly hasher?: PictureHasher;
}

/** Opens a checker with its worker processes. @throws RangeError for options out of range */
export function openMediaChecker(deps: MediaCheckerDeps, options: MediaCheckerOptions = {}): MediaChecker {
  return new Checker(deps, options);
}

class Checker implements MediaChecker {
  readonly video: VideoPort['status'];
  readonly #deps: MediaCheckerDeps;
  readonly #hasher: PictureHasher;
  readonly #keys: MediaKeys;
  readonly #room: MemoryRoom;
  readonly #near: NearQueue;
  readonly #shelf: SeenShelf;
  readonly #tools: VisitTools;
  /** Media whose picture is being hashed: the same bytes from elsewhere wait for it. */
  readonly #hashing = new Map<string, Promise<PdqVerdict>>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #outcomes: Partial<Record<MediaOutcome, number>> = {};
  readonly #stepMs = { hash: 0, recall: 0, pdq: 0, match: 0 };
  readonly #totals = { media: 0, seenBefore: 0, sightings: 0, bytes: 0 };

  constructor(deps: MediaCheckerDeps, options: MediaCheckerOptions) {
    this.#deps = deps;
    this.video = deps.video?.status ?? { kind: 'off', because: VIDEO_OFF };
    this.#hasher =
      options.hasher ?? openPictureHasher(options.workers === undefined ? {} : { workers: options.workers });
    this.#keys = mediaKeysFrom(deps.serviceKey);
    this.#room = new MemoryRoom(options.memoryBytes ?? DEFAULT_MEMORY_BYTES);
    this.#near = new NearQueue(deps.matcher);
    this.#shelf = new SeenShelf((marks) => readSeenMedia(deps.db, this.#keys, marks));
    this.#tools = {
      limits: { ...DEFAULT_MEDIA_LIMITS, ...options.limits },
      room: this.#room,
      readsVideo: this.video.kind === 'on',
      noteHashing: (ms) => (this.#stepMs.hash += ms),
      conclude: (arrived) => this.#tracked(this.#conclude(arrived)),
      without: (outcome, sizeBytes) => this.#noted({ ...nothingOf(outcome), sizeBytes }),
    };
  }

  hasRoom(): boolean {
    return this.#room.isOpen && this.#hashing.size < MAX_WAITING;
  }

  open(place: MediaPlace): MediaBody {
    return new MediaBody(place, this.#tools);
  }

  async recall(
    contentMark: string,
    place: MediaPlace,
    head: Pick<AnswerHead, 'ip' | 'headers'>,
    seenAt: Date,
  ): Promise<MediaFinding | undefined> {
    const seen = await this.#timed('recall', () => this.#shelf.find(Buffer.from(contentMark, 'hex')));
    if (seen === undefined) return undefined;
    const { md5, sha1, sha256 } = seen.hashes;
    const [md5Bytes, sha1Bytes, sha256Bytes] = [md5, sha1, sha256].map((text) => Buffer.from(text, 'hex'));
    if (md5Bytes === undefined || sha1Bytes === undefined || sha256Bytes === undefined) return undefined;
    const arrived: Arrived = {
      ...{ place, head, seenAt, sizeBytes: seen.sizeBytes, kind: 'other', bytes: undefined },
      ...{ md5: md5Bytes, sha1: sha1Bytes, sha256: sha256Bytes },
    };
    const exact = this.#matchExact(arrived);
    const conclusion = exact ?? (await this.#compareSeen(seen, undefined));
    return conclusion === undefined ? undefined : this.#finding(arrived, { ...conclusion, isSeenBefore: true });
  }

  counts(): MediaCounts {
    return { ...this.#totals, outcomes: { ...this.#outcomes }, stepMs: { ...this.#stepMs } };
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#underWay]);
    await this.#hasher.close();
  }

  #tracked<T>(work: Promise<T>): Promise<T> {
    const settled = work.catch(() => undefined).finally(() => this.#underWay.delete(settled));
    this.#underWay.add(settled);
    return work;
  }

  async #timed<T>(step: keyof MediaCounts['stepMs'], work: () => Promise<T> | T): Promise<T> {
    const startedAtMs = performance.now();
    try {
      return await work();
    } finally {
      this.#stepMs[step] += performance.now() - startedAtMs;
    }
  }

  async #conclude(arrived: Arrived): Promise<MediaFinding> {
    const exact = this.#matchExact(arrived);
    if (exact !== undefined) return this.#finding(arrived, exact);
    if (arrived.kind === 'video' && arrived.bytes !== undefined) {
      return this.#finding(arrived, { ...plainly('exact-only'), ...(await compareVideo(this.#deps, arrived.bytes)) });
    }
    const mark = this.#keys.markOf(arrived.sha256);
    const seen = await this.#timed('recall', () => this.#shelf.find(mark));
    const remembered = seen === undefined ? undefined : await this.#compareSeen(seen, arrived);
    if (remembered !== undefined) return this.#finding(arrived, remembered);
    if (arrived.kind !== 'picture' || arrived.bytes === undefined) return this.#finding(arrived, plainly('exact-only'));
    return this.#finding(arrived, await this.#comparePicture(mark, arrived, arrived.bytes));
  }

  #matchExact({ md5, sha1, sha256 }: Arrived): Conclusion | undefined {
    const startedAtMs = performance.now();
    const hits = this.#deps.matcher.matchExact({ md5, sha1, sha256 });
    this.#stepMs.match += performance.now() - startedAtMs;
    return hits.length === 0 ? undefined : { ...plainly('exact'), hits };
  }

  /** By the remembered hash, with the lists as they are now. Undefined where that cannot tell. */
  async #compareSeen(seen: SeenMedia, arrived: Arrived | undefined): Promise<Conclusion | undefined> {
    const { pdq, pdqQuality = 0 } = seen.hashes;
    // Its exact hashes were enough then, and are no longer: nothing is known of its picture.
    if (seen.outcome === 'exact') return undefined;
    if (seen.pdqState === 'none' || pdq === undefined) {
      return { ...plainly(seen.outcome), isSeenBefore: true };
    }
    const hashed = { hash: Buffer.from(pdq, 'hex'), quality: pdqQuality, path: seen.pdqState };
    const compared = await comparePicture(hashed, this.#comparisonTools(arrived));
    return compared === undefined ? undefined : conclusionOf(compared, true);
  }

  async #comparePicture(mark: Buffer, arrived: Arrived, bytes: Uint8Array): Promise<Conclusion> {
    const name = mark.toString('hex');
    const before = this.#hashing.get(name);
    const hashing = before ?? this.#hashPicture(name, arrived, bytes);
    const verdict = await hashing;
    if (verdict.kind === 'not-decodable' && verdict.reason === 'no-worker') {
      return { ...plainly('busy'), isLasting: false };
    }
    if (verdict.kind !== 'hashed') return conclusionOf(withoutHash(verdict), before !== undefined);
    const compared = await comparePicture(verdict, this.#comparisonTools(arrived));
    return compared === undefined ? plainly('exact-only') : conclusionOf(compared, before !== undefined);
  }

  #hashPicture(name: string, arrived: Arrived, bytes: Uint8Array): Promise<PdqVerdict> {
    const hashing = this.#timed('pdq', () => this.#hasher.hashPicture(bytes, { exact: hashesOf(arrived) }))
      .then(({ pdq }) => pdq)
      .finally(() => this.#hashing.delete(name));
    this.#hashing.set(name, hashing);
    return hashing;
  }

  #comparisonTools(arrived: Arrived | undefined): ComparisonTools {
    const bytes = arrived?.bytes;
    return {
      near: (pdq) => this.#timed('match', () => this.#near.ask(pdq)),
      confirm:
        bytes === undefined || arrived === undefined
          ? undefined
          : () => this.#timed('pdq', async () => (await this.#hasher.confirm(bytes, { exact: hashesOf(arrived) })).pdq),
    };
  }

  #finding(arrived: Arrived, conclusion: Conclusion): MediaFinding {
    const { outcome, hashed, isSeenBefore, isLasting } = conclusion;
    const mark = this.#keys.markOf(arrived.sha256);
    const hashes: MediaHashes = {
      ...hashesOf(arrived),
      ...(hashed === undefined ? {} : { pdq: Buffer.from(hashed.hash).toString('hex'), pdqQuality: hashed.quality }),
    };
    const sizeBytes = arrived.sizeBytes;
    const seen: SeenMedia = { mark, hashes, pdqState: hashed?.path ?? 'none', outcome, sizeBytes };
    if (isLasting) this.#shelf.keep(seen);
    return this.#noted({
      ...{ outcome, isSeenBefore, sizeBytes, contentMark: mark.toString('hex') },
      sightings: sightingsOf(this.#deps, arrived, hashes, conclusion),
      remember: isLasting ? seen : undefined,
    });
  }

  #noted(finding: MediaFinding): MediaFinding {
    this.#totals.media += 1;
    this.#totals.bytes += finding.sizeBytes;
    this.#totals.sightings += finding.sightings.length;
    if (finding.isSeenBefore) this.#totals.seenBefore += 1;
    this.#outcomes[finding.outcome] = (this.#outcomes[finding.outcome] ?? 0) + 1;
    return finding;
  }
}
