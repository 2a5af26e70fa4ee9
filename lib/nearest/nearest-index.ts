import { Worker } from 'node:worker_threads';
import { Engine, buildEngine, checkCount, createMemory } from './engine.ts';
import { hashBytes, maxRadius, maxThreads } from './layout.ts';
import { Searcher, toNeighbours, type Neighbour } from './searcher.ts';
import { engineFromBytes, engineToBytes, readSnapshot, usedBytes, writeSnapshot, type Transform } from './snapshot.ts';
import { copyIds, copyRemoved, countRemoved, eraseRecord, rebuildInto, wipe } from './transfer.ts';

/** A searcher's share of an index: its number among the threads, and the memory as it is now. */
export interface Share {
  readonly thread: number;
  readonly memory: WebAssembly.Memory;
  readonly detach: () => void;
}

/**
 * Hashes of 256 bits, to be found within a radius of a query: all of them, none missed (README). Ids are given in the
 * order of adding, from 0, and never again. One thread owns an index; others search through a pool.
 */
export class NearestIndex {
  #engine: Engine;
  #searcher: Searcher;
  #removed: number;
  /** Ids removed while a rebuild is under way, whose copies must be erased too. */
  #removedMeanwhile: number[] = [];
  #rebuilding: Promise<void> | undefined;
  readonly #sharers = new Map<number, (memory: WebAssembly.Memory) => Promise<void>>();
  /** Snapshots being written from the memory of now. */
  readonly #snapshots = new Set<Promise<void>>();
  /** The memory before the last rebuild, wiped, for the next one: the system takes none back while we live. */
  #spare: WebAssembly.Memory | undefined;

  /** Not for use outside: see `buildIndex`, `loadIndex` and `indexFromBytes`. */
  constructor(engine: Engine) {
    this.#engine = engine;
    this.#searcher = new Searcher(engine, 0);
    this.#removed = countRemoved(engine, engine.state('total'));
  }

  /** Hashes that can be found. */
  get size(): number {
    return this.#engine.state('total') - this.#removed;
  }

  /** Ids given so far; the next one. */
  get nextId(): number {
    return this.#engine.state('total');
  }

  /** Hashes added since the index was built: each search scans them all (0.6 microseconds a thousand). */
  get pending(): number {
    return this.#engine.state('total') - this.#engine.state('indexed');
  }

  /** Bytes of memory that the hashes and their index take. */
  get memoryBytes(): number {
    return usedBytes(this.#engine);
  }

  /** All hashes within `radius` bits of the query, by distance and then id. Throws RangeError for a bad argument. */
  search(query: Uint8Array, radius = maxRadius): Neighbour[] {
    return this.#searcher.one(query, radius);
  }

  /** The same for many queries, 32 bytes each, in their order; from 512 on faster than one by one. */
  searchBatch(queries: Uint8Array, radius = maxRadius): Neighbour[][] {
    return toNeighbours(this.#searcher.many(queries, radius), queries.length / hashBytes);
  }

  /** Adds one hash, found from the next search on, in every thread. Throws RangeError at 20,000,000. */
  add(hash: Uint8Array): number {
    if (hash.length !== hashBytes) throw new RangeError(`${hash.length} bytes are not one hash of ${hashBytes}`);
    return this.addMany(hash);
  }

  /** Adds hashes, 32 bytes each, and returns the first of their ids, which follow each other. */
  addMany(hashes: Uint8Array): number {
    const count = hashes.length / hashBytes;
    if (!Number.isInteger(count)) throw new RangeError(`${hashes.length} bytes are not whole hashes of ${hashBytes}`);
    const first = this.nextId;
    checkCount(first + count);
    this.#engine.storeRecords(hashes, this.#engine.state('delta'), this.pending);
    this.#engine.setState('total', first + count);
    return first;
  }

  /** Removes a hash at once, in every thread, and erases its bits. False where the id was never given or is gone. */
  remove(id: number): boolean {
    if (!Number.isInteger(id) || id < 0 || id >= this.nextId || this.#engine.isRemoved(id)) return false;
    this.#engine.markRemoved(id);
    eraseRecord(this.#engine, id);
    this.#removed++;
    if (this.#rebuilding !== undefined) this.#removedMeanwhile.push(id);
    return true;
  }

  /**
   * Takes what was added into the index and what was removed out of it, in a thread of its own and a second memory.
   * Searches, adds and removals go on meanwhile; the change at the end is one assignment. Ids stay as they are.
   * Rejects where the second memory cannot be had, and the index is then as before.
   */
  rebuild(): Promise<void> {
    this.#rebuilding ??= this.#rebuild().finally(() => {
      this.#rebuilding = undefined;
      this.#removedMeanwhile = [];
    });
    return this.#rebuilding;
  }

  /** The same in this thread: answers pause, for about a third of a second a million hashes. */
  rebuildHere(): void {
    const next = new Engine(this.#takeSpare());
    rebuildInto(this.#engine, next, this.nextId);
    this.#swap(next, this.nextId);
  }

  /** The whole index as bytes, hashes in clear: for a caller who encrypts. */
  toBytes(): Uint8Array {
    return engineToBytes(this.#engine);
  }

  /**
   * Writes the index to a file, atomically: whoever opens `path` finds the old one or the new one, whole. The hashes
   * are in clear unless `encrypt` is given, which then gets all bytes at once. Searches, adds and removals go on.
   */
  snapshot(path: string, { encrypt }: { readonly encrypt?: Transform } = {}): Promise<void> {
    const writing = writeSnapshot(this.#engine, path, encrypt);
    this.#snapshots.add(writing);
    return writing.finally(() => this.#snapshots.delete(writing));
  }

  /**
   * For a search pool: a thread's number, and news of every new memory before anything else is asked of it. The promise
   * is kept once the thread no longer reads the memory before.
   */
  share(onMemory: (memory: WebAssembly.Memory) => Promise<void>): Share {
    const thread = Array.from({ length: maxThreads }, (_, at) => at + 1).find((number) => !this.#sharers.has(number));
    if (thread === undefined) throw new RangeError(`an index has at most ${maxThreads} searching threads`);
    this.#sharers.set(thread, onMemory);
    return { thread, memory: this.#engine.memory, detach: () => void this.#sharers.delete(thread) };
  }

  async #rebuild(): Promise<void> {
    const total = this.nextId;
    const memory = await fillElsewhere(this.#engine.memory, this.#takeSpare(), total);
    this.#swap(new Engine(memory), total);
  }

  #takeSpare(): WebAssembly.Memory {
    const spare = this.#spare ?? createMemory();
    this.#spare = undefined;
    return spare;
  }

  /** Brings `next` up to what happened since it had `total` ids, and makes it the one that is searched. */
  #swap(next: Engine, total: number): void {
    copyIds(this.#engine, next, total, this.nextId);
    copyRemoved(this.#engine, next, this.nextId);
    for (const id of this.#removedMeanwhile) eraseRecord(next, id);
    const retired = this.#engine;
    this.#engine = next;
    this.#searcher = new Searcher(next, 0);
    const readers = [...this.#sharers.values()].map((onMemory) => onMemory(next.memory));
    void Promise.allSettled([...readers, ...this.#snapshots])
      .then(() => wipe(retired))
      .then(() => (this.#spare = retired.memory));
  }
}

/** Has a worker thread build the index of the ids below `total` in a new memory. */
function fillElsewhere(from: WebAssembly.Memory, to: WebAssembly.Memory, total: number): Promise<WebAssembly.Memory> {
  return new Promise((resolve, reject) => {
    const workerData = { from, to, total };
    const worker = new Worker(new URL('rebuild-worker.ts', import.meta.url), { workerData });
    worker.once('message', (memory: unknown) => {
      if (memory instanceof WebAssembly.Memory) resolve(memory);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the rebuilding thread ended with code ${code} and no index`)));
  });
}

/**
 * An index of these hashes, 32 bytes each; ids are their positions. Duplicates are allowed. Takes about a third of a
 * second a million, in this thread. Throws RangeError for a wrong length and for more than 20,000,000.
 */
export function buildIndex(hashes: Uint8Array): NearestIndex {
  return new NearestIndex(buildEngine(hashes));
}

/** The same in a thread of its own, after a copy of the hashes (30 ms a million). */
export async function buildIndexInBackground(hashes: Uint8Array): Promise<NearestIndex> {
  const index = buildIndex(new Uint8Array(0));
  index.addMany(hashes);
  await index.rebuild();
  return index;
}

/**
 * Reads a snapshot. Throws SnapshotError for a file that is cut, altered, foreign or of another version; `decrypt`
 * undoes what `encrypt` did and throws for itself.
 */
export async function loadIndex(
  path: string,
  { decrypt }: { readonly decrypt?: Transform } = {},
): Promise<NearestIndex> {
  return new NearestIndex(await readSnapshot(path, decrypt));
}

/** The index that `toBytes` wrote. Throws SnapshotError as `loadIndex`. */
export function indexFromBytes(bytes: Uint8Array): NearestIndex {
  return new NearestIndex(engineFromBytes(bytes));
}
