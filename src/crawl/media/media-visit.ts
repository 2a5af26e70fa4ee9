/**
 * One media body as it arrives: exact hashes at once, its bytes kept in memory only where they can be of use.
 *
 * | state      | until                                                        | what `finish` says                    |
 * |------------|--------------------------------------------------------------|---------------------------------------|
 * | `open`     | its end, or one of the following                              | what the check says                   |
 * | `page`     | final: the first bytes are a page's                           | `page`                                |
 * | `too-long` | final: longer than any media that is hashed                   | `cut`                                 |
 * | `no-room`  | final: memory is taken                                        | `busy`                                |
 * | `over`     | final: finished or abandoned                                  |                                       |
 */
import { createHash } from 'node:crypto';
import { sniffPicture } from '../../../lib/pdq/door.ts';
import type { AnswerHead } from '../fetching/page-client.ts';
import { kindOfBody } from '../read-page.ts';
import type { MediaFinding, MediaOutcome, MediaPlace, MediaVisit } from './media-finding.ts';
import type { MemoryRoom } from './memory-room.ts';

/** In bytes. What is too large to keep is hashed as it streams by, and not decoded. */
export interface MediaLimits {
  /** A longer body is given up: there is no hash of it. */
  readonly maxBytes: number;
  readonly keepPictureBytes: number;
  /** Kept only where there is a video decoder. */
  readonly keepVideoBytes: number;
}

/** A body that came whole. */
export interface Arrived {
  readonly place: MediaPlace;
  readonly head: Pick<AnswerHead, 'ip' | 'headers'>;
  readonly seenAt: Date;
  readonly sizeBytes: number;
  readonly md5: Buffer;
  readonly sha1: Buffer;
  readonly sha256: Buffer;
  readonly kind: BodySort;
  /** Undefined where it was too large, or nothing that is decoded. */
  readonly bytes: Uint8Array | undefined;
}

/** By the first bytes, never by a name or type that came with them. */
export type BodySort = 'picture' | 'video' | 'other';

/** What a visit needs of its checker. */
export interface VisitTools {
  readonly limits: MediaLimits;
  readonly room: MemoryRoom;
  readonly readsVideo: boolean;
  /** Milliseconds of exact hashing, for the counts. */
  readonly noteHashing: (ms: number) => void;
  readonly conclude: (arrived: Arrived) => Promise<MediaFinding>;
  /** For a body that is not checked. */
  readonly without: (outcome: MediaOutcome, sizeBytes: number) => MediaFinding;
}

/** Enough to tell a format; a body of fewer bytes is judged by what there is. */
const HEAD_BYTES = 512;

/** See the table above. */
export class MediaBody implements MediaVisit {
  readonly #tools: VisitTools;
  readonly #place: MediaPlace;
  readonly #hashes = [createHash('md5'), createHash('sha1'), createHash('sha256')] as const;
  #state: 'open' | 'page' | 'too-long' | 'no-room' | 'over' = 'open';
  #answer: AnswerHead | undefined;
  #kind: BodySort | undefined;
  #kept: Buffer[] | undefined = [];
  #keptBytes = 0;
  #sizeBytes = 0;

  constructor(place: MediaPlace, tools: VisitTools) {
    this.#place = place;
    this.#tools = tools;
  }

  start(head: AnswerHead): boolean {
    this.#answer = head;
    return head.status === 200;
  }

  write(bytes: Uint8Array): boolean {
    if (this.#state !== 'open') return false;
    this.#sizeBytes += bytes.length;
    if (this.#sizeBytes > this.#tools.limits.maxBytes) return this.#end('too-long');
    const startedAtMs = performance.now();
    for (const hash of this.#hashes) hash.update(bytes);
    this.#tools.noteHashing(performance.now() - startedAtMs);
    if (!this.#keep(bytes)) return this.#end('no-room');
    if (this.#kind === undefined && this.#sizeBytes >= HEAD_BYTES && !this.#judgeHead()) return this.#end('page');
    return true;
  }

  async finish(isWhole: boolean, seenAt: Date): Promise<MediaFinding> {
    const { without } = this.#tools;
    try {
      if (this.#state === 'over') throw new TypeError('A media visit is finished once.');
      if (this.#state === 'no-room') return without('busy', this.#sizeBytes);
      if (this.#state === 'open' && this.#kind === undefined && this.#sizeBytes > 0) {
        if (!this.#judgeHead()) this.#state = 'page';
      }
      if (this.#state === 'page') return without('page', this.#sizeBytes);
      if (this.#state === 'too-long' || !isWhole) return without('cut', this.#sizeBytes);
      if (this.#sizeBytes === 0) return without('empty', 0);
      return await this.#tools.conclude(this.#arrived(seenAt));
    } finally {
      this.abandon();
    }
  }

  abandon(): void {
    this.#forget();
    this.#state = 'over';
  }

  #arrived(seenAt: Date): Arrived {
    const [md5, sha1, sha256] = this.#hashes;
    const kept = this.#kept;
    const [first] = kept ?? [];
    return {
      place: this.#place,
      head: { ip: this.#answer?.ip ?? '', headers: this.#answer?.headers ?? {} },
      ...{ seenAt, sizeBytes: this.#sizeBytes, kind: this.#kind ?? 'other' },
      ...{ md5: md5.digest(), sha1: sha1.digest(), sha256: sha256.digest() },
      bytes: kept?.length === 1 ? first : kept === undefined ? undefined : Buffer.concat(kept, this.#keptBytes),
    };
  }

  #end(state: 'page' | 'too-long' | 'no-room'): false {
    this.#forget();
    this.#state = state;
    return false;
  }

  #forget(): void {
    this.#tools.room.give(this.#keptBytes);
    this.#kept = undefined;
    this.#keptBytes = 0;
  }

  /** False where there is no room for more. */
  #keep(bytes: Uint8Array): boolean {
    if (this.#kept === undefined) return true;
    const { keepPictureBytes, keepVideoBytes } = this.#tools.limits;
    const limit = this.#kind === 'video' ? keepVideoBytes : keepPictureBytes;
    if (this.#keptBytes + bytes.length > limit) {
      this.#forget();
      return true;
    }
    if (!this.#tools.room.take(bytes.length)) return false;
    // The caller's bytes are valid during the call only.
    this.#kept.push(Buffer.from(bytes));
    this.#keptBytes += bytes.length;
    return true;
  }

  /** Settles what the bytes are. False where they are a page's. */
  #judgeHead(): boolean {
    const kept = this.#kept ?? [];
    const head = kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept, this.#keptBytes);
    if (sniffPicture(head) !== undefined) {
      this.#kind = 'picture';
      return true;
    }
    const kind = kindOfBody(head, this.#answer?.contentType);
    if (kind === 'page') return false;
    this.#kind = kind === 'media' ? 'video' : 'other';
    if (this.#kind === 'other' || !this.#tools.readsVideo) this.#forget();
    return true;
  }
}
