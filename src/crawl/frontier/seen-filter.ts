/**
 * A bounded memory of addresses that are in the table already, asked before the table is. Most links of a page lead to what
 * is known: they cost a hash and a look at one cache line. What has been forgotten here is simply asked of the table, which
 * alone answers exactly.
 */
import { Fingerprinter } from './fingerprint.ts';

const WAYS = 8;
const FIRST_BUCKETS = 512;

/** 16 to 32 bytes an address, 8 once it is full: it doubles until then. A wrong "seen" needs two addresses with one 64-bit fingerprint under a secret key. */
export class SeenFilter {
  readonly #hash: Fingerprinter;
  readonly #mostBuckets: number;
  #words: Uint32Array;
  #bucketMask: number;
  /** Addresses that it may take in before it doubles. */
  #room: number;
  #turn = 0;

  /** `capacity` is rounded up to a power of two of at least 8; 1,048,576 take 8 MB when as many have been noted. */
  constructor(key: Uint8Array, capacity: number) {
    this.#hash = new Fingerprinter(key);
    this.#mostBuckets = 2 ** Math.max(0, Math.ceil(Math.log2(capacity / WAYS)));
    const buckets = Math.min(FIRST_BUCKETS, this.#mostBuckets);
    this.#words = wordsOf(buckets);
    this.#bucketMask = buckets - 1;
    this.#room = roomIn(buckets);
  }

  /** Bytes that it takes at this moment. */
  get sizeBytes(): number {
    return this.#words.byteLength;
  }

  /** Notes the address of a run and says whether it was noted before. */
  add(runId: number, url: string): boolean {
    this.#hash.read(url, runId);
    const { high } = this.#hash;
    // Zeros mean an empty place.
    const low = this.#hash.low === 0 && high === 0 ? 1 : this.#hash.low;
    const words = this.#words;
    const start = (low & this.#bucketMask) * WAYS * 2;
    const end = start + WAYS * 2;
    for (let at = start; at < end; at += 2) {
      const first = words[at];
      if (first === low && words[at + 1] === high) return true;
      if (first === 0 && words[at + 1] === 0) {
        words[at] = low;
        words[at + 1] = high;
        this.#room -= 1;
        if (this.#room < 0) this.#grow();
        return false;
      }
    }
    this.#turn = (this.#turn + 2) & (WAYS * 2 - 1);
    words[start + this.#turn] = low;
    words[start + this.#turn + 1] = high;
    return false;
  }

  /** Whether the address of a run was noted, without noting it. */
  has(runId: number, url: string): boolean {
    this.#hash.read(url, runId);
    const { high } = this.#hash;
    const low = this.#hash.low === 0 && high === 0 ? 1 : this.#hash.low;
    const words = this.#words;
    const start = (low & this.#bucketMask) * WAYS * 2;
    const end = start + WAYS * 2;
    for (let at = start; at < end; at += 2) if (words[at] === low && words[at + 1] === high) return true;
    return false;
  }

  /** Forgets everything: for when it is not certain any more that what was noted came to be written. */
  clear(): void {
    this.#words.fill(0);
    this.#room = roomIn(this.#bucketMask + 1);
  }

  /** Each bucket becomes two, and one bit more of a fingerprint says which: nothing is forgotten by it. */
  #grow(): void {
    const buckets = (this.#bucketMask + 1) * 2;
    if (buckets > this.#mostBuckets) return;
    const old = this.#words;
    const words = wordsOf(buckets);
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at] ?? 0;
      const high = old[at + 1] ?? 0;
      if (low === 0 && high === 0) continue;
      let to = (low & (buckets - 1)) * WAYS * 2;
      while (words[to] !== 0 || words[to + 1] !== 0) to += 2;
      words[to] = low;
      words[to + 1] = high;
    }
    this.#words = words;
    this.#bucketMask = buckets - 1;
    this.#room += roomIn(buckets) - roomIn(buckets / 2);
  }
}

const wordsOf = (buckets: number): Uint32Array => new Uint32Array(buckets * WAYS * 2);
/** Half of the places: of buckets that are half full on average one in fifty is too small for what falls to it. */
const roomIn = (buckets: number): number => (buckets * WAYS) / 2;
