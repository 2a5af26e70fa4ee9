/**
 * Videos: read in the sandbox one after the other, matched in memory, where ffmpeg is installed; elsewhere off, and every
 * answer about a video says so and why.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PdqEngine } from '../../../lib/pdq/door.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { CheckBusy } from '../check/memory-budget.ts';
import type { NearHit } from '../check/finding.ts';
import { readHashes, usableFrames } from './known-video.ts';
import { readFindableIds, readFindableVideos } from './known-video-store.ts';
import { readFrames, type Frame, type ReadLimits, type ReadVideo } from './read-frames.ts';
import { decoderEnv, findSandbox, type Sandbox, type SandboxKind } from './sandbox.ts';
import { VideoIndex } from './video-index.ts';

/** One decoder at a time, so that a hostile file costs one process and never the service. */
export interface VideoChecker {
  /** Where videos are read: in which sandbox, or why not. */
  readonly status:
    { readonly kind: 'on'; readonly sandbox: SandboxKind } | { readonly kind: 'off'; readonly because: string };
  /** A video's frames. Rejects with CheckBusy when too many are waiting. */
  readVideo(bytes: Uint8Array): Promise<ReadVideo | { readonly kind: 'off'; readonly because: string }>;
  /** Known videos that match these frames. */
  matchFrames(frames: readonly Frame[]): readonly NearHit[];
  /** Reads the lists' videos again if they have changed; it happens by itself every few seconds too. */
  refresh(): Promise<void>;
  close(): void;
}

/** All optional; tests make limits small to reach them. */
export interface VideoOptions {
  /** CPU time of one video. */
  readonly cpuSeconds?: number;
  readonly memoryBytes?: number;
  readonly limits?: ReadLimits;
  /** In place of what is found on this machine. */
  readonly sandbox?: Sandbox | { readonly off: string };
}

const FOLLOW_EVERY_MS = 5_000;
/** Waiting behind the one that is read. */
const MAX_WAITING = 8;
const OFF_NO_FFMPEG = 'ffmpeg is not installed here: videos are compared by their exact hashes alone';
const OFF_NO_SANDBOX =
  'neither bubblewrap nor user namespaces work here, and a decoder is not run without: videos are compared by their exact hashes alone';

/** Looks for ffmpeg and a sandbox, loads the known videos and follows their changes. */
export async function openVideoChecker(
  deps: { readonly db: Db; readonly serviceKey: ServiceKey; readonly log: Log },
  options: VideoOptions = {},
): Promise<VideoChecker> {
  const found = options.sandbox ?? (await findDecoder(options));
  const shelf = new Shelf(deps.db, deps.serviceKey);
  await shelf.refresh();
  const timer = setInterval(() => {
    shelf.refresh().catch((error: unknown) => deps.log.warn('database.lost', { code: codeOf(error) }));
  }, FOLLOW_EVERY_MS).unref();
  const rest = {
    matchFrames: (frames: readonly Frame[]) => shelf.index.match(usableFrames(frames)),
    refresh: () => shelf.refresh(),
    close: () => clearInterval(timer),
  };
  if ('off' in found) {
    const off = { kind: 'off', because: found.off } as const;
    return { status: off, readVideo: () => Promise.resolve(off), ...rest };
  }
  const limits = options.limits ?? { wallMs: 120_000, maxFrames: 3_600 };
  return { status: { kind: 'on', sandbox: found.kind }, readVideo: oneByOne(found, limits), ...rest };
}

/** A decoder takes a core and up to its limit of memory: one at a time, and few waiting. */
function oneByOne(sandbox: Sandbox, limits: ReadLimits): (bytes: Uint8Array) => Promise<ReadVideo> {
  const engine = new PdqEngine();
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return (bytes) => {
    if (waiting > MAX_WAITING) return Promise.reject(new CheckBusy());
    waiting += 1;
    const read = last.then(() => readFrames(sandbox, engine, bytes, limits)).finally(() => (waiting -= 1));
    last = read.catch(() => undefined);
    return read;
  };
}

async function findDecoder(options: VideoOptions): Promise<Sandbox | { readonly off: string }> {
  const version = ['ffmpeg', '-version'] as const;
  const hasFfmpeg = await promisify(execFile)('ffmpeg', ['-version'], { env: decoderEnv, timeout: 10_000 }).then(
    () => true,
    () => false,
  );
  if (!hasFfmpeg) return { off: OFF_NO_FFMPEG };
  const limits = { cpuSeconds: options.cpuSeconds ?? 60, memoryBytes: options.memoryBytes ?? 2 ** 31 };
  return (await findSandbox(limits, version)) ?? { off: OFF_NO_SANDBOX };
}

class Shelf {
  readonly #db: Db;
  readonly #serviceKey: ServiceKey;
  index = new VideoIndex([]);
  #ids = '';

  constructor(db: Db, serviceKey: ServiceKey) {
    this.#db = db;
    this.#serviceKey = serviceKey;
  }

  async refresh(): Promise<void> {
    const ids = (await readFindableIds(this.#db)).join();
    if (ids === this.#ids) return;
    const stored = await readFindableVideos(this.#db);
    this.index = new VideoIndex(
      stored.map(({ shrouded, ...video }) => ({
        ...video,
        hashes: readHashes(this.#serviceKey.unshroud('payload', shrouded)),
      })),
    );
    this.#ids = stored.map((video) => video.id).join();
  }
}
