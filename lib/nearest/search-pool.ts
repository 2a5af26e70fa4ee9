import { Worker } from 'node:worker_threads';
import { hashBytes, maxBatch, maxRadius, maxThreads } from './layout.ts';
import type { NearestIndex } from './nearest-index.ts';
import { isAnswerMessage, isMovedMessage } from './search-messages.ts';
import { checkRadius, toNeighbours, type Neighbour } from './searcher.ts';

interface Task {
  readonly resolve: (triples: Uint32Array) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and what it was asked. */
interface Member {
  readonly worker: Worker;
  readonly tasks: Map<number, Task>;
  /** To be called, the first one first, when the thread has moved to a new memory. */
  readonly moves: (() => void)[];
}

/**
 * Threads that search one index in one shared memory. What is added, removed or rebuilt is seen by every search asked
 * afterwards. Answers equal those of the index itself.
 */
export class SearchPool {
  readonly #members: Member[];
  #nextTask = 0;
  #failure: Error | undefined;

  /** Not for use outside: see `openSearchPool`. */
  constructor(index: NearestIndex, threads: number) {
    this.#members = [];
    try {
      for (let at = 0; at < threads; at++) this.#members.push(this.#open(index));
    } catch (error) {
      for (const { worker } of this.#members) void worker.terminate();
      throw error;
    }
  }

  /** As `NearestIndex.search`, by the thread with the least to do. */
  async search(query: Uint8Array, radius = maxRadius): Promise<Neighbour[]> {
    if (query.length !== hashBytes) throw new RangeError(`${query.length} bytes are not one hash of ${hashBytes}`);
    return toNeighbours(await this.#ask(query, radius))[0] ?? [];
  }

  /** As `NearestIndex.searchBatch`, divided among the threads. */
  async searchBatch(queries: Uint8Array, radius = maxRadius): Promise<Neighbour[][]> {
    const count = queries.length / hashBytes;
    if (!Number.isInteger(count)) throw new RangeError(`${queries.length} bytes are not whole hashes of ${hashBytes}`);
    const step = Math.max(1, Math.min(maxBatch, Math.ceil(count / this.#members.length)));
    const pieces = Array.from({ length: Math.ceil(count / step) }, (_, at) => {
      const piece = queries.subarray(at * step * hashBytes, (at + 1) * step * hashBytes);
      return this.#ask(piece, radius).then((triples) => toNeighbours(triples, piece.length / hashBytes));
    });
    return (await Promise.all(pieces)).flat();
  }

  /** Ends the threads. Searches under way are rejected. The index stays. */
  async close(): Promise<void> {
    this.#failure ??= new Error('the search pool is closed');
    for (const member of this.#members) this.#giveUp(member, this.#failure);
    await Promise.all(this.#members.map(({ worker }) => worker.terminate()));
  }

  #ask(queries: Uint8Array, radius: number): Promise<Uint32Array> {
    checkRadius(radius);
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const idlest = this.#members.reduce((a, b) => (b.tasks.size < a.tasks.size ? b : a));
    const task = this.#nextTask++;
    return new Promise((resolve, reject) => {
      idlest.tasks.set(task, { resolve, reject });
      idlest.worker.ref();
      // A view would take its whole buffer along.
      idlest.worker.postMessage({ task, queries: Uint8Array.from(queries), radius });
    });
  }

  #open(index: NearestIndex): Member {
    const share = index.share((memory) => {
      member.worker.postMessage({ memory });
      return new Promise((resolve) => member.moves.push(resolve));
    });
    const workerData = { thread: share.thread, memory: share.memory };
    const worker = new Worker(new URL('search-worker.ts', import.meta.url), { workerData });
    const member: Member = { worker, tasks: new Map(), moves: [] };
    worker.unref();
    worker.on('message', (message: unknown) => {
      if (isMovedMessage(message)) member.moves.shift()?.();
      if (!isAnswerMessage(message)) return;
      member.tasks.get(message.task)?.resolve(message.triples);
      member.tasks.delete(message.task);
      if (member.tasks.size === 0) worker.unref();
    });
    worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      share.detach();
      for (const resolve of member.moves) resolve();
      this.#fail(new Error('a thread of the search pool has ended'));
    });
    return member;
  }

  /** A thread that dies takes the pool with it: its memory may be half written, so nobody should go on by chance. */
  #fail(error: Error): void {
    this.#failure ??= error;
    for (const member of this.#members) this.#giveUp(member, this.#failure);
  }

  #giveUp({ tasks }: Member, error: Error): void {
    for (const { reject } of tasks.values()) reject(error);
    tasks.clear();
  }
}

/** Opens a pool. Throws RangeError for a number of threads that is not from 1 to 16 (for all pools of an index). */
export function openSearchPool(index: NearestIndex, { threads }: { readonly threads: number }): SearchPool {
  if (!Number.isInteger(threads) || threads < 1 || threads > maxThreads) {
    throw new RangeError(`${threads} threads; from 1 to ${maxThreads}`);
  }
  return new SearchPool(index, threads);
}
