import { availableParallelism } from 'node:os';
import { type ExactHashes, hashBytes } from './exact-hashes.ts';
import { sniffPicture } from './sniff.ts';
import type { PdqVerdict } from './verdict.ts';
import { type WorkerLimits, WorkerProcess } from './worker-process.ts';
import { exactFlag, orientationsFlag } from './worker-protocol.ts';

/** Settings of {@link openPictureHasher}; each has a default. */
export interface PictureHasherOptions {
  /** Worker processes, each with its own limits. Default: one a core. */
  readonly workers?: number;
  /** Wall time for a picture. Default 4,000; more than 4,900 is refused, since a bomb must end within 5 s. */
  readonly timeLimitMs?: number;
  /** Memory of a worker above an idle one's. Default 512 MiB. */
  readonly memoryLimitBytes?: number;
  /** Pixels of a picture. Default 64 million. */
  readonly maxPixels?: number;
  /** Bytes of a file. Default 64 MiB. */
  readonly maxBytes?: number;
  /** The program of the workers: for tests of what happens when it misbehaves. */
  readonly workerProgram?: URL;
}

/** Exact hashes, always there, and what became of the picture. */
export interface HashedPicture {
  readonly exact: ExactHashes;
  readonly pdq: PdqVerdict;
}

/** What may be asked with a picture. */
export interface HashRequest {
  /** Also give the hashes of the picture turned and flipped. */
  readonly orientations?: boolean;
  /** Exact hashes that were made while the bytes arrived: given back and not made again. */
  readonly exact?: ExactHashes;
}

/** Hashes untrusted pictures in worker processes. */
export interface PictureHasher {
  /** Exact hashes and PDQ; a JPEG goes the fast path where that can be trusted. Never rejects for what the bytes are. */
  hashPicture(bytes: Uint8Array, request?: HashRequest): Promise<HashedPicture>;
  /** The same with PDQ from decoded pixels, bit for bit the reference's: for every hit before it counts. */
  confirm(bytes: Uint8Array, request?: HashRequest): Promise<HashedPicture>;
  /** Ends the workers and waits for their end; without it the process lives on. What is still waiting is answered as not decodable, for want of a worker. */
  close(): Promise<void>;
}

const maxTimeLimitMs = 4900;
/** Workers that end before they are ready, in a row, until what waits is answered without one. */
const maxFailedStarts = 3;

/**
 * Opens a pool of worker processes. A picture that crashes, hangs or bloats a worker ends that worker alone: it is
 * answered as `not-decodable`, another worker starts, and neither the parent nor the next picture notices. Throws
 * RangeError for options out of range.
 */
export function openPictureHasher(options: PictureHasherOptions = {}): PictureHasher {
  return new WorkerPool(options);
}

interface Waiting {
  readonly flags: number;
  readonly bytes: Uint8Array;
  readonly settle: (verdict: PdqVerdict) => void;
}

class WorkerPool implements PictureHasher {
  readonly #size: number;
  readonly #limits: WorkerLimits;
  readonly #program: URL;
  readonly #workers = new Set<WorkerProcess>();
  readonly #idle: WorkerProcess[] = [];
  readonly #waiting: Waiting[] = [];
  #failedStarts = 0;
  #isClosed = false;

  constructor(options: PictureHasherOptions) {
    this.#size = options.workers ?? availableParallelism();
    this.#limits = {
      timeLimitMs: options.timeLimitMs ?? 4000,
      memoryLimitBytes: options.memoryLimitBytes ?? 512 * 2 ** 20,
      maxPixels: options.maxPixels ?? 64_000_000,
      maxBytes: options.maxBytes ?? 64 * 2 ** 20,
    };
    const { timeLimitMs } = this.#limits;
    if (!Number.isInteger(this.#size) || this.#size < 1) throw new RangeError('workers: at least one');
    if (timeLimitMs < 1 || timeLimitMs > maxTimeLimitMs) throw new RangeError(`timeLimitMs: 1 to ${maxTimeLimitMs}`);
    this.#program = options.workerProgram ?? new URL('worker.ts', import.meta.url);
    this.#fill();
  }

  hashPicture(bytes: Uint8Array, request: HashRequest = {}): Promise<HashedPicture> {
    return this.#hash(bytes, request, 0);
  }

  confirm(bytes: Uint8Array, request: HashRequest = {}): Promise<HashedPicture> {
    return this.#hash(bytes, request, exactFlag);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#answerWithoutWorker();
    const workers = [...this.#workers];
    for (const worker of workers) worker.end('no-worker');
    await Promise.all(workers.map((worker) => worker.exited));
  }

  async #hash(bytes: Uint8Array, request: HashRequest, flags: number): Promise<HashedPicture> {
    const exact = request.exact ?? hashBytes(bytes);
    if (sniffPicture(bytes) === undefined) return { exact, pdq: { kind: 'not-a-picture' } };
    if (bytes.length > this.#limits.maxBytes)
      return { exact, pdq: { kind: 'not-decodable', reason: 'too-many-bytes' } };
    const allFlags = request.orientations === true ? flags | orientationsFlag : flags;
    const pdq = await new Promise<PdqVerdict>((settle) => {
      this.#waiting.push({ flags: allFlags, bytes, settle });
      this.#fill();
      this.#serve();
    });
    return { exact, pdq };
  }

  /** Starts workers until there are as many as asked for. */
  #fill(): void {
    if (this.#isClosed) {
      this.#answerWithoutWorker();
      return;
    }
    while (this.#workers.size < this.#size) {
      this.#workers.add(
        new WorkerProcess(this.#program, this.#limits, {
          onIdle: (worker) => this.#takeBack(worker),
          onGone: (worker, wasReady) => this.#replace(worker, wasReady),
        }),
      );
    }
  }

  #takeBack(worker: WorkerProcess): void {
    this.#failedStarts = 0;
    this.#idle.push(worker);
    this.#serve();
  }

  #replace(worker: WorkerProcess, wasReady: boolean): void {
    this.#workers.delete(worker);
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
    if (!wasReady && ++this.#failedStarts >= maxFailedStarts) {
      // Something is wrong with the machine, not with a picture: stop trying until the next one comes.
      this.#failedStarts = 0;
      this.#answerWithoutWorker();
      return;
    }
    this.#fill();
  }

  #serve(): void {
    while (this.#idle.length > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      void this.#idle.pop()?.hash(next.flags, next.bytes).then(next.settle);
    }
  }

  #answerWithoutWorker(): void {
    for (const { settle } of this.#waiting.splice(0)) settle({ kind: 'not-decodable', reason: 'no-worker' });
  }
}
