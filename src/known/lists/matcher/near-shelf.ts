/** The PDQ hashes of all lists in one index (lib/nearest), and which entry each of its ids is. */
import { buildIndex, type NearestIndex } from '../../../../lib/nearest/door.ts';

const CHUNK = 1 << 16;
const PDQ_BYTES = 32;

/** The index is rebuilt in the background once so many hashes lie outside it, which every search scans... */
const LEAST_PENDING = 50_000;
/** ... or so large a part of it. */
const PENDING_PART = 1 / 8;

/** Which entry an id of the index belongs to. */
export interface NearOwner {
  /** The shelf's number, given by the caller. */
  readonly shelf: number;
  readonly row: number;
}

/** Where an id's entry is found. Chunks, so that adding never copies what is there. */
class Owners {
  readonly #chunks: { readonly shelves: Uint32Array; readonly rows: Uint32Array }[] = [];

  set(id: number, shelf: number, row: number): void {
    let chunk = this.#chunks[Math.floor(id / CHUNK)];
    if (chunk === undefined) {
      chunk = { shelves: new Uint32Array(CHUNK), rows: new Uint32Array(CHUNK) };
      this.#chunks.push(chunk);
    }
    chunk.shelves[id % CHUNK] = shelf;
    chunk.rows[id % CHUNK] = row;
  }

  get(id: number): NearOwner {
    const chunk = this.#chunks[Math.floor(id / CHUNK)];
    return { shelf: chunk?.shelves[id % CHUNK] ?? 0, row: chunk?.rows[id % CHUNK] ?? 0 };
  }
}

/** `distance` is Hamming's, in bits of 256. */
export interface NearFound extends NearOwner {
  readonly distance: number;
}

/** Hashes may be added and removed at any time; answers always see all of them. */
export class NearShelf {
  readonly #index: NearestIndex = buildIndex(new Uint8Array(0));
  readonly #owners = new Owners();
  #rebuilding: Promise<void> | undefined;

  /** Adds a hash and gives its id. @throws RangeError past 20 million in one process */
  add(shelf: number, row: number, pdq: Uint8Array): number {
    const id = this.#index.add(pdq);
    this.#owners.set(id, shelf, row);
    return id;
  }

  /** Takes a hash out, and erases its bits. */
  remove(id: number): void {
    this.#index.remove(id);
  }

  search(pdq: Uint8Array): readonly NearFound[] {
    return this.#index.search(pdq).map(({ id, distance }) => ({ ...this.#owners.get(id), distance }));
  }

  searchBatch(pdqs: readonly Uint8Array[]): readonly (readonly NearFound[])[] {
    const queries = new Uint8Array(pdqs.length * PDQ_BYTES);
    for (const [at, pdq] of pdqs.entries()) queries.set(pdq, at * PDQ_BYTES);
    return this.#index
      .searchBatch(queries)
      .map((found) => found.map(({ id, distance }) => ({ ...this.#owners.get(id), distance })));
  }

  /** Waits for a rebuild in another thread when enough has been added to be worth one; answers go on meanwhile. */
  async settle(): Promise<void> {
    const { pending, size } = this.#index;
    if (pending < Math.max(LEAST_PENDING, size * PENDING_PART)) return;
    this.#rebuilding ??= this.#index.rebuild().finally(() => {
      this.#rebuilding = undefined;
    });
    await this.#rebuilding;
  }
}
