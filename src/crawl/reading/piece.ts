/** Stretches of a document's bytes, and how they are walked through. */

/** Some bytes of a document; they end before their buffer does where that has room for more. */
export interface Piece {
  readonly bytes: Buffer;
  readonly end: number;
}

/** What stands behind the last byte: greater than every byte. */
export const END = 256;

/** The byte at a place, or `END` behind the last. */
export const byteAt = ({ bytes, end }: Piece, at: number): number => (at < end ? (bytes[at] ?? END) : END);

/**
 * The place of a byte from another place on; the end where there is none. `Buffer.indexOf` takes longer to begin than most tags and words
 * of a page take to be walked through.
 */
export function findByte({ bytes, end }: Piece, byte: number, from: number): number {
  let at = from;
  while (at < end && bytes[at] !== byte) at += 1;
  return at;
}

/** Kinds of bytes that markup is cut by, to be joined with `|`. `other`: all but white space (HTML Standard, 13.2.5). */
export const KIND = { space: 1, slash: 2, greater: 4, equals: 8, other: 16 } as const;

const KINDS = new Uint8Array(END + 1).fill(KIND.other);
for (const c of '\t\n\f\r ') KINDS[c.charCodeAt(0)] = KIND.space;
KINDS[47] = KIND.slash | KIND.other;
KINDS[61] = KIND.equals | KIND.other;
KINDS[62] = KIND.greater | KIND.other;

/** Whether a byte, or `END`, is white space of markup. */
export const isSpace = (byte: number): boolean => KINDS[byte] === KIND.space;

/** The place of the first byte of any of the `kinds`, from another place on; the end where there is none. */
export function findKind({ bytes, end }: Piece, kinds: number, from: number): number {
  let at = from;
  while (at < end && ((KINDS[bytes[at] ?? 0] ?? 0) & kinds) === 0) at += 1;
  return at;
}

/** One character for each byte. */
export const latin1Of = ({ bytes }: Piece, start: number, end: number): string => bytes.toString('latin1', start, end);

const NOTHING = Buffer.alloc(0);

/**
 * Bytes that wait for those after them, and both together in one piece. Whatever its pieces are, a document is copied a bounded number of
 * times: the buffer grows by doubling.
 */
export class HeldBytes {
  #buffer: Buffer = NOTHING;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What is held with `more` behind it: `more` itself where nothing is held. Valid until the next call. */
  with(more: Uint8Array): Piece {
    if (this.#length === 0)
      return { bytes: Buffer.from(more.buffer, more.byteOffset, more.byteLength), end: more.byteLength };
    const length = this.#length + more.byteLength;
    if (length > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(length * 2);
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    this.#buffer.set(more, this.#length);
    this.#length = length;
    return { bytes: this.#buffer, end: length };
  }

  /** Holds a piece from `start` on, and nothing else. The piece may be the one that `with` gave. */
  keep({ bytes, end }: Piece, start: number): void {
    this.#length = end - start;
    if (this.#length === 0) this.#buffer = NOTHING;
    else if (bytes === this.#buffer) bytes.copyWithin(0, start, end);
    else this.#buffer = Buffer.from(bytes.subarray(start, end));
  }
}
