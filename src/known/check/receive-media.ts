/** Takes in a file as it arrives: exact hashes at once, its bytes kept in memory only as long as they are of use. */
import { hashStream, type ExactHashes } from '../../../lib/pdq/door.ts';
import { sniffVideo } from '../video/sniff-video.ts';
import type { MemoryBudget } from './memory-budget.ts';

/** In bytes. Beyond the last two a file is still hashed as it streams by, but not decoded. */
export interface MediaLimits {
  /** A longer file is refused: there is no hash of it. */
  readonly maxBytes: number;
  /** Longer ones are compared by their exact hashes alone. */
  readonly keepPictureBytes: number;
  readonly keepVideoBytes: number;
}

/** 1 GiB hashed, 64 MiB of picture and 256 MiB of video kept in memory. */
export const DEFAULT_MEDIA_LIMITS: MediaLimits = {
  maxBytes: 1024 * 2 ** 20,
  keepPictureBytes: 64 * 2 ** 20,
  keepVideoBytes: 256 * 2 ** 20,
};

/** A file that has arrived. */
export interface ReceivedMedia {
  readonly sizeBytes: number;
  readonly exact: ExactHashes;
  /** Undefined where it was too long to keep. */
  readonly bytes: Uint8Array | undefined;
}

const HEAD_BYTES = 4096;

/**
 * Reads `chunks` to their end and hands what arrived to `use`; the bytes are forgotten when that is done.
 * @throws StreamTooLongError, CheckBusy, or whatever the stream does
 */
export async function withReceivedMedia<T>(
  chunks: AsyncIterable<Uint8Array>,
  limits: MediaLimits,
  budget: MemoryBudget,
  use: (media: ReceivedMedia) => Promise<T>,
): Promise<T> {
  const keeper = new Keeper(limits, budget);
  try {
    const { sizeBytes, md5, sha1, sha256 } = await hashStream(keeper.pass(chunks), {
      maxBytes: limits.maxBytes,
      keepBytes: 0,
    });
    return await use({ sizeBytes, exact: { md5, sha1, sha256 }, bytes: keeper.bytes() });
  } finally {
    keeper.forget();
  }
}

class Keeper {
  readonly #limits: MediaLimits;
  readonly #budget: MemoryBudget;
  #kept: Uint8Array[] | undefined = [];
  #keptBytes = 0;

  constructor(limits: MediaLimits, budget: MemoryBudget) {
    this.#limits = limits;
    this.#budget = budget;
  }

  async *pass(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      this.#keep(chunk);
      yield chunk;
    }
  }

  bytes(): Uint8Array | undefined {
    if (this.#kept === undefined) return undefined;
    const [first] = this.#kept;
    return this.#kept.length === 1 && first !== undefined ? first : Buffer.concat(this.#kept, this.#keptBytes);
  }

  forget(): void {
    this.#budget.give(this.#keptBytes);
    this.#kept = undefined;
    this.#keptBytes = 0;
  }

  #keep(chunk: Uint8Array): void {
    if (this.#kept === undefined) return;
    const total = this.#keptBytes + chunk.length;
    if (total > this.#limits.keepPictureBytes && !(total <= this.#limits.keepVideoBytes && this.#isVideo(chunk))) {
      this.forget();
      return;
    }
    this.#budget.take(chunk.length);
    this.#kept.push(chunk);
    this.#keptBytes = total;
  }

  #isVideo(chunk: Uint8Array): boolean {
    const head: Uint8Array[] = [];
    let bytes = 0;
    for (const part of [...(this.#kept ?? []), chunk]) {
      head.push(part);
      bytes += part.length;
      if (bytes >= HEAD_BYTES) break;
    }
    return sniffVideo(Buffer.concat(head).subarray(0, HEAD_BYTES));
  }
}
