/**
 * A bounded memory of addresses that are in the table already, asked before the table is. Most links of a page lead to what
 * is known: they cost a hash and a look at one cache line. What has been forgotten here is simply asked of the table, which
 * alone answers exactly.
 */
import { Fingerprinter } from './fingerprint.ts';

const WAYS = 8;

/** 8 bytes an address. A wrong "seen" needs two addresses with one 64-bit fingerprint under a secret key. */
export class SeenFilter {
  readonly #hash: Fingerprinter;
  readonly #words: Uint32Array;
  readonly #bucketMask: number;
  #turn = 0;

  /** `capacity` is rounded up to a power of two of at least 8; 1,048,576 take 8 MB. */
  constructor(key: Uint8Array, capacity: number) {
    this.#hash = new Fingerprinter(key);
    const buckets = 2 ** Math.max(0, Math.ceil(Math.log2(capacity / WAYS)));
    this.#bucketMask = buckets - 1;
    this.#words = new Uint32Array(buckets * WAYS * 2);
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
  }
}
