/**
 * One list in memory. Entries lie in segments that are made once and never grow: the first holds the list as it was loaded, each
 * later one a quarter of all before it (a feed's additions), so that there are few and none is ever moved while answers wait.
 */
import { HASH_BYTES } from '../hash-text.ts';
import type { EntryHashes } from '../list-entry.ts';
import type { LookUpKind } from '../shrouded-entry.ts';
import { HashTable } from './hash-table.ts';

const LEAST_SEGMENT = 4_096;
const EXACT_KINDS = ['md5', 'sha1', 'sha256'] as const;

interface Segment {
  /** Number of its first row in the shelf. */
  readonly first: number;
  readonly capacity: number;
  count: number;
  readonly numbers: Uint32Array;
  readonly categories: Uint16Array;
  /** Seconds since 1970; NaN where the list does not say. */
  readonly listed: Float64Array;
  readonly isGone: Uint8Array;
  /** Id + 1 in the index of PDQ hashes; 0 without one. */
  readonly nearIds: Uint32Array;
  readonly tables: Partial<Record<LookUpKind, HashTable>>;
}

/** An entry as the shelf takes it. */
export interface ShelfEntry {
  readonly number: number;
  readonly category: number;
  readonly listedAt: Date | undefined;
  readonly hashes: EntryHashes;
}

/** An entry as the shelf gives it back. */
export interface ShelvedEntry {
  readonly number: number;
  readonly category: number;
  readonly listedAt: Date | undefined;
  readonly sha1: Uint8Array | undefined;
  readonly sha256: Uint8Array | undefined;
}

/** Rows are numbered from 0 in the order of adding and never again. */
export class ListShelf {
  readonly #segments: Segment[] = [];
  readonly #seed: number;
  /** So many rows at the beginning are in the order of their numbers, and are searched by halving. */
  #ordered = 0;
  /** Rows of all other entries, by number. */
  readonly #later = new Map<number, number>();
  #gone = 0;

  /** Makes room for `expected` entries, to be added in the order of their numbers. */
  constructor(expected: number, seed: number) {
    this.#seed = seed;
    this.#addSegment(Math.max(LEAST_SEGMENT, expected));
  }

  /** Entries that can be found. */
  get size(): number {
    return this.#rows - this.#gone;
  }

  get #rows(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.count, 0);
  }

  /** Adds an entry and gives its row. An entry of the same number must have been removed. */
  add(entry: ShelfEntry): number {
    const last = this.#segments[this.#segments.length - 1];
    const segment = last === undefined || last.count === last.capacity ? this.#addSegment(this.#nextCapacity()) : last;
    const at = segment.count;
    segment.numbers[at] = entry.number;
    segment.categories[at] = entry.category;
    segment.listed[at] = entry.listedAt === undefined ? Number.NaN : entry.listedAt.getTime() / 1000;
    for (const kind of EXACT_KINDS) {
      const hash = entry.hashes[kind];
      if (hash === undefined) continue;
      segment.tables[kind] ??= new HashTable(HASH_BYTES[kind], segment.capacity, this.#seed);
      segment.tables[kind].add(at, hash);
    }
    segment.count += 1;
    const row = segment.first + at;
    const isNext = segment.first === 0 && at === this.#ordered && (segment.numbers[at - 1] ?? 0) < entry.number;
    if (isNext) this.#ordered += 1;
    else this.#later.set(entry.number, row);
    return row;
  }

  /** Notes the id that a row has in the index of PDQ hashes. */
  setNearId(row: number, id: number): void {
    const { segment, at } = this.#place(row);
    segment.nearIds[at] = id + 1;
  }

  /** Takes out the entry of this number; gives its id in the index of PDQ hashes, if it has one. */
  remove(number: number): { readonly nearId: number | undefined } | undefined {
    const row = this.#rowOf(number);
    if (row === undefined) return undefined;
    const { segment, at } = this.#place(row);
    if (segment.isGone[at] === 1) return undefined;
    segment.isGone[at] = 1;
    this.#later.delete(number);
    this.#gone += 1;
    const id = segment.nearIds[at] ?? 0;
    return { nearId: id === 0 ? undefined : id - 1 };
  }

  /** Calls `visit` with each row in use that has this hash. */
  find(kind: LookUpKind, hash: Uint8Array, visit: (row: number) => void): void {
    for (const segment of this.#segments) {
      segment.tables[kind]?.find(hash, (at) => {
        if (segment.isGone[at] !== 1) visit(segment.first + at);
      });
    }
  }

  /** The entry at a row; undefined when it was removed. */
  read(row: number): ShelvedEntry | undefined {
    const { segment, at } = this.#place(row);
    if (segment.isGone[at] === 1) return undefined;
    const seconds = segment.listed[at] ?? Number.NaN;
    return {
      number: segment.numbers[at] ?? 0,
      category: segment.categories[at] ?? 0,
      listedAt: Number.isNaN(seconds) ? undefined : new Date(seconds * 1000),
      sha1: segment.tables.sha1?.read(at),
      sha256: segment.tables.sha256?.read(at),
    };
  }

  /** Calls `visit` with the index id of every row that has one, in slices that `between` separates. */
  async forEachNearId(visit: (id: number) => void, between: () => Promise<void>): Promise<void> {
    let visited = 0;
    for (const segment of this.#segments) {
      for (let at = 0; at < segment.count; at++) {
        const id = segment.nearIds[at] ?? 0;
        if (id === 0 || segment.isGone[at] === 1) continue;
        visit(id - 1);
        if (++visited % 4_096 === 0) await between();
      }
    }
  }

  #nextCapacity(): number {
    return Math.max(LEAST_SEGMENT, Math.ceil(this.#rows / 4));
  }

  #addSegment(capacity: number): Segment {
    const segment: Segment = {
      ...{ first: this.#rows, capacity, count: 0, tables: {} },
      numbers: new Uint32Array(capacity),
      categories: new Uint16Array(capacity),
      listed: new Float64Array(capacity),
      isGone: new Uint8Array(capacity),
      nearIds: new Uint32Array(capacity),
    };
    this.#segments.push(segment);
    return segment;
  }

  #place(row: number): { readonly segment: Segment; readonly at: number } {
    for (let index = this.#segments.length - 1; index >= 0; index--) {
      const segment = this.#segments[index];
      if (segment !== undefined && row >= segment.first) return { segment, at: row - segment.first };
    }
    throw new RangeError(`The shelf has no row ${row}.`);
  }

  #rowOf(number: number): number | undefined {
    const later = this.#later.get(number);
    if (later !== undefined) return later;
    const first = this.#segments[0];
    if (first === undefined) return undefined;
    let [low, high] = [0, this.#ordered];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((first.numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low < this.#ordered && first.numbers[low] === number ? low : undefined;
  }
}
