/**
 * Hashes of one kind by the row they belong to: open addressing over 32 bits of the hash mixed with a secret seed, each hit
 * compared in full. A hash takes its own bytes and 12 more; a JavaScript Map would take ten times that. It never grows, so
 * that adding never pauses: a segment (list-shelf.ts) is made large enough, and a new one after it.
 *
 * Equal hashes of several rows are a chain behind one slot: a list that repeats a hash a million times stays quick.
 */
export class HashTable {
  readonly #bytes: number;
  readonly #hashes: Uint8Array;
  readonly #view: DataView;
  /** Row + 1 of the first row of a chain; 0 where free. */
  readonly #slots: Uint32Array;
  /** Row + 1 of the next row with the same hash; 0 at the end. */
  readonly #next: Uint32Array;
  readonly #seed: number;

  /** `seed` is secret and random, so that nobody can make files whose hashes share a slot. */
  constructor(hashBytes: number, capacity: number, seed: number) {
    this.#bytes = hashBytes;
    this.#hashes = new Uint8Array(hashBytes * capacity);
    this.#view = new DataView(this.#hashes.buffer);
    this.#next = new Uint32Array(capacity);
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(2, capacity) * 1.4)));
    this.#seed = seed >>> 0;
  }

  /** Puts the hash of a row in; each row once. */
  add(row: number, hash: Uint8Array): void {
    this.#hashes.set(hash, row * this.#bytes);
    const slot = this.#slotOf(hash);
    const first = this.#slots[slot] ?? 0;
    if (first !== 0) this.#next[row] = first;
    this.#slots[slot] = row + 1;
  }

  /** Calls `visit` with every row that has this hash. */
  find(hash: Uint8Array, visit: (row: number) => void): void {
    for (let at = this.#slots[this.#slotOf(hash)] ?? 0; at !== 0; at = this.#next[at - 1] ?? 0) visit(at - 1);
  }

  /** The hash of a row; undefined when the row has none of this kind. */
  read(row: number): Uint8Array | undefined {
    const hash = this.#hashes.subarray(row * this.#bytes, (row + 1) * this.#bytes);
    return hash.every((byte) => byte === 0) ? undefined : hash;
  }

  /** The slot of this hash: that of an equal one, or the free one where it belongs. */
  #slotOf(hash: Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = this.#mix(hash) & mask;
    for (let row = this.#slots[slot] ?? 0; row !== 0; row = this.#slots[slot] ?? 0) {
      if (this.#equals(row - 1, hash)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The first eight bytes and the seed, mixed (the finaliser of MurmurHash3). */
  #mix(hash: Uint8Array): number {
    return mixed(wordAt(hash, 4) ^ mixed(wordAt(hash, 0) ^ this.#seed)) >>> 0;
  }

  #equals(row: number, hash: Uint8Array): boolean {
    const at = row * this.#bytes;
    for (let byte = 0; byte < this.#bytes; byte += 4) {
      if (this.#view.getInt32(at + byte, true) !== wordAt(hash, byte)) return false;
    }
    return true;
  }
}

const wordAt = (hash: Uint8Array, at: number): number =>
  (hash[at] ?? 0) | ((hash[at + 1] ?? 0) << 8) | ((hash[at + 2] ?? 0) << 16) | ((hash[at + 3] ?? 0) << 24);

function mixed(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
