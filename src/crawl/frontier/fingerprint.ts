/**
 * HalfSipHash (Aumasson and Bernstein, "SipHash: a fast short-input PRF", reference implementation halfsiphash.c) with a
 * 64-bit result: a keyed hash that works on 32-bit words, as JavaScript does. Keyed, because whoever writes a page chooses
 * its links, and could else choose links that collide.
 */

const FINAL_ROUNDS_OVER_WORD_ROUNDS = 2;

/** Hashes ASCII texts, which canonical addresses are. The result lies in `low` and `high` until the next call: no object is made. */
export class Fingerprinter {
  low = 0;
  high = 0;
  readonly #k0: number;
  readonly #k1: number;
  readonly #wordRounds: number;
  readonly #finalRounds: number;
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;

  /** `key`: 8 bytes. One round a word and three at the end; `wordRounds` 2 and 4 are for the published vectors. */
  constructor(key: Uint8Array, wordRounds = 1) {
    if (key.length !== 8) throw new RangeError(`A fingerprint key is 8 bytes, not ${key.length}.`);
    const view = new DataView(key.buffer, key.byteOffset, 8);
    this.#k0 = view.getInt32(0, true);
    this.#k1 = view.getInt32(4, true);
    this.#wordRounds = wordRounds;
    this.#finalRounds = wordRounds + FINAL_ROUNDS_OVER_WORD_ROUNDS;
  }

  /** Hashes `text`; the same text under another `salt` (a run's number) has an unrelated fingerprint. */
  read(text: string, salt = 0): void {
    this.#v0 = this.#k0 ^ salt;
    this.#v1 = this.#k1 ^ 0xee;
    this.#v2 = 0x6c796765 ^ this.#k0;
    this.#v3 = 0x74656462 ^ this.#k1;
    const { length } = text;
    const whole = length & ~3;
    for (let at = 0; at < whole; at += 4) {
      this.#word(
        text.charCodeAt(at) |
          (text.charCodeAt(at + 1) << 8) |
          (text.charCodeAt(at + 2) << 16) |
          (text.charCodeAt(at + 3) << 24),
      );
    }
    let last = length << 24;
    for (let at = whole; at < length; at += 1) last |= text.charCodeAt(at) << ((at & 3) * 8);
    this.#word(last);
    this.#v2 ^= 0xee;
    this.#rounds(this.#finalRounds);
    this.low = (this.#v1 ^ this.#v3) >>> 0;
    this.#v1 ^= 0xdd;
    this.#rounds(this.#finalRounds);
    this.high = (this.#v1 ^ this.#v3) >>> 0;
  }

  #word(word: number): void {
    this.#v3 ^= word;
    this.#rounds(this.#wordRounds);
    this.#v0 ^= word;
  }

  #rounds(count: number): void {
    let v0 = this.#v0;
    let v1 = this.#v1;
    let v2 = this.#v2;
    let v3 = this.#v3;
    for (let round = 0; round < count; round += 1) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }
}
