/** Which prefixes are listed: sorted numbers of 32 bits, found by their upper half and a short search. */
import { createHash, hash } from 'node:crypto';

/** SHA-256 of an expression: 32 bytes. */
export const fullHash = (expression: string): Buffer => hash('sha256', Buffer.from(expression, 'latin1'), 'buffer');

/** The first four bytes of a full hash, as a number. */
export const prefixOf = (hash: Buffer): number => hash.readUInt32BE(0);

/** Never changed: an update makes a new one. */
export class PrefixSet {
  static readonly EMPTY = new PrefixSet(new Uint32Array(0));
  readonly sorted: Uint32Array;
  /** Where each upper half begins. */
  readonly #starts: Uint32Array;

  /** `sorted` must strictly grow. */
  constructor(sorted: Uint32Array) {
    this.sorted = sorted;
    this.#starts = new Uint32Array(65_537);
    for (const prefix of sorted) {
      const next = (prefix >>> 16) + 1;
      this.#starts[next] = (this.#starts[next] ?? 0) + 1;
    }
    for (let half = 1; half <= 65_536; half += 1)
      this.#starts[half] = (this.#starts[half] ?? 0) + (this.#starts[half - 1] ?? 0);
  }

  get size(): number {
    return this.sorted.length;
  }

  has(prefix: number): boolean {
    let low = this.#starts[prefix >>> 16] ?? 0;
    let high = this.#starts[(prefix >>> 16) + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = this.sorted[middle] ?? 0;
      if (found === prefix) return true;
      if (found < prefix) low = middle + 1;
      else high = middle;
    }
    return false;
  }

  /** The set without `removed` and with `added`; both sorted. What is in both stays. */
  changed(added: Uint32Array, removed: Uint32Array): PrefixSet {
    const out = new Set(removed);
    const kept = this.sorted.filter((prefix) => !out.has(prefix));
    const all = new Uint32Array(kept.length + added.length);
    all.set(kept);
    all.set(added, kept.length);
    all.sort();
    return new PrefixSet(all.filter((prefix, at) => at === 0 || prefix !== all[at - 1]));
  }

  /** SHA-256 over all prefixes in order, four bytes each, in hexadecimal: both sides have the same. */
  checksum(): string {
    const bytes = Buffer.alloc(this.size * 4);
    for (let at = 0; at < this.size; at += 1) bytes.writeUInt32BE(this.sorted[at] ?? 0, at * 4);
    return createHash('sha256').update(bytes).digest('hex');
  }
}
