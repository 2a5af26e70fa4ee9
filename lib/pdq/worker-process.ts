import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { FrameReader, frameHeader } from './frames.ts';
import { type PdqVerdict, type UndecodableReason, decodeVerdict } from './verdict.ts';
import { type WorkerSettings, pipeFd } from './worker-protocol.ts';

// A worker process and what it is doing:
//   starting   until it says that it is ready            -> idle, gone
//   idle       nothing to do                             -> busy, gone
//   busy       one picture, with a deadline              -> idle, gone
//   gone       ended by itself, killed or retired; final

/** Limits of one worker. */
export interface WorkerLimits extends WorkerSettings {
  /** Wall time for a picture. */
  readonly timeLimitMs: number;
  /** Memory above what an idle worker needs. */
  readonly memoryLimitBytes: number;
}

/** What the pool wants to know of a worker. */
export interface WorkerEvents {
  /** Ready for a picture: after its start, and after each one. */
  onIdle(worker: WorkerProcess): void;
  /** It will do nothing more. `wasReady` is false where it never started. */
  onGone(worker: WorkerProcess, wasReady: boolean): void;
}

/** Address space that an idle Node with sharp counts as data, measured 620 MB; nearly all of it is never touched. */
const idleDataBytes = 704 * 2 ** 20;
/** Memory that an idle Node with sharp has in use, measured 90 MB. */
const idleResidentBytes = 128 * 2 ** 20;
const startLimitMs = 15_000;
const memoryWatchMs = 50;
const pageBytes = 4096;
const maxVerdictBytes = 3 + 8 * 32;
/** CPU seconds after which the system ends a worker, should the parent be gone and a decoder hang. */
const cpuLimitSeconds = 900;
/** Work after which a worker is replaced, so that what a decoder leaks stays small, well before the limit above. */
const retireAfterMs = 300_000;
const retireAfterPictures = 5000;

// `ulimit -d` bounds what is really allocated (on Linux also by mmap), unlike `-v`, which V8's reservations break.
// No core dump and no file may ever hold a picture: -c 0, -f 0.
const limitScript = 'ulimit -c 0; ulimit -f 0; ulimit -t "$1"; ulimit -d "$2" 2>/dev/null; shift 2; exec "$@"';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

function spawnWorker(program: URL, limits: WorkerLimits): ChildProcess {
  const node = [
    process.execPath,
    '--permission',
    `--allow-fs-read=${projectRoot}`,
    '--allow-addons',
    '--max-old-space-size=256',
    fileURLToPath(program),
    JSON.stringify({ maxBytes: limits.maxBytes, maxPixels: limits.maxPixels } satisfies WorkerSettings),
  ];
  const dataKib = Math.ceil((idleDataBytes + limits.memoryLimitBytes) / 1024);
  return spawn('/bin/sh', ['-c', limitScript, 'sh', `${cpuLimitSeconds}`, `${dataKib}`, ...node], {
    cwd: projectRoot,
    // Nothing of the parent's environment: no key, no address.
    env: { VIPS_BLOCK_UNTRUSTED: '1', UV_THREADPOOL_SIZE: '1', MALLOC_ARENA_MAX: '2', NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
}

interface Job {
  readonly settle: (verdict: PdqVerdict) => void;
  readonly startedAtMs: number;
  readonly deadline: NodeJS.Timeout;
  readonly memoryWatch: NodeJS.Timeout;
}

/** One worker process, one picture at a time. */
export class WorkerProcess {
  readonly #limits: WorkerLimits;
  readonly #events: WorkerEvents;
  readonly #child: ChildProcess;
  readonly #pipe: Duplex;
  readonly #reader = new FrameReader(maxVerdictBytes);
  readonly #startDeadline: NodeJS.Timeout;
  /** Settles when the process itself is over, not only given up. */
  readonly exited: Promise<void>;
  #state: 'starting' | 'idle' | 'busy' | 'gone' = 'starting';
  #job: Job | undefined;
  #pictures = 0;
  #workedMs = 0;

  constructor(program: URL, limits: WorkerLimits, events: WorkerEvents) {
    this.#limits = limits;
    this.#events = events;
    this.#child = spawnWorker(program, limits);
    const pipe = this.#child.stdio[pipeFd];
    if (!(pipe instanceof Duplex)) throw new Error('a worker has no pipe');
    this.#pipe = pipe;
    this.#startDeadline = setTimeout(() => this.end('no-worker'), startLimitMs);
    pipe.on('data', (chunk: Uint8Array) => this.#receive(chunk));
    // A write to a worker that has just died: its end is noticed below.
    pipe.on('error', () => undefined);
    pipe.on('close', () => this.end('crash'));
    this.exited = new Promise((settle) => {
      this.#child.on('error', () => {
        this.end('no-worker');
        settle();
      });
      this.#child.on('exit', () => {
        this.end('crash');
        settle();
      });
    });
  }

  /** Hands over a picture; the promise always resolves, at the latest shortly after the time limit. */
  hash(flags: number, bytes: Uint8Array): Promise<PdqVerdict> {
    if (this.#state !== 'idle') throw new Error(`a worker that is ${this.#state} takes no picture`);
    this.#state = 'busy';
    return new Promise((settle) => {
      const deadline = setTimeout(() => this.end('time-limit'), this.#limits.timeLimitMs);
      const memoryWatch = setInterval(() => this.#watchMemory(), memoryWatchMs);
      this.#job = { settle, startedAtMs: performance.now(), deadline, memoryWatch };
      this.#pipe.cork();
      this.#pipe.write(frameHeader(bytes.length + 1));
      this.#pipe.write(Uint8Array.of(flags));
      this.#pipe.write(bytes);
      this.#pipe.uncork();
    });
  }

  /** Kills the process, whatever it does. A picture in its hands is answered with `reason`. */
  end(reason: UndecodableReason): void {
    if (this.#state === 'gone') return;
    const wasReady = this.#state !== 'starting';
    this.#state = 'gone';
    clearTimeout(this.#startDeadline);
    this.#child.kill('SIGKILL');
    this.#pipe.destroy();
    this.#settle({ kind: 'not-decodable', reason });
    this.#events.onGone(this, wasReady);
  }

  #settle(verdict: PdqVerdict): void {
    const job = this.#job;
    if (job === undefined) return;
    this.#job = undefined;
    clearTimeout(job.deadline);
    clearInterval(job.memoryWatch);
    this.#workedMs += performance.now() - job.startedAtMs;
    this.#pictures++;
    job.settle(verdict);
  }

  #receive(chunk: Uint8Array): void {
    let frames: Uint8Array[];
    try {
      frames = this.#reader.push(chunk);
    } catch {
      this.end('crash');
      return;
    }
    for (const frame of frames) this.#takeFrame(frame);
  }

  #takeFrame(frame: Uint8Array): void {
    if (this.#state === 'starting' && frame.length === 0) {
      clearTimeout(this.#startDeadline);
      this.#state = 'idle';
      this.#events.onIdle(this);
      return;
    }
    const verdict = this.#state === 'busy' ? decodeVerdict(frame) : undefined;
    if (verdict === undefined) {
      this.end('crash');
      return;
    }
    this.#settle(verdict);
    if (this.#pictures >= retireAfterPictures || this.#workedMs >= retireAfterMs) {
      this.end('no-worker');
      return;
    }
    this.#state = 'idle';
    this.#events.onIdle(this);
  }

  /** The second net under `ulimit -d`, for systems where it does not count everything. Linux only; else a no-op. */
  #watchMemory(): void {
    try {
      const pages = readFileSync(`/proc/${this.#child.pid ?? 0}/statm`, 'latin1').split(' ')[1];
      if (Number(pages) * pageBytes > idleResidentBytes + this.#limits.memoryLimitBytes) this.end('memory-limit');
    } catch {
      // No /proc, or the process has just ended: its exit event follows.
    }
  }
}
