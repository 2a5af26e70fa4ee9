/**
 * Sorted 32-bit numbers, Rice-coded as the Safe Browsing API does it: the first one as it is, then each difference as a quotient in
 * unary (ones, ended by a zero) and a remainder of `rice` bits, all bits from the lowest of each byte up. A million evenly
 * spread numbers take about 13.6 bits each.
 */

/** Thrown for an update that cannot be what a server sent: it was cut or altered. */
export class FeedDamaged extends Error {
  override readonly name = 'FeedDamaged';
  readonly code = 'feed-damaged';
}

/** `data` is base64; with `count` 0, `first` and `data` say nothing. */
export interface RiceCoded {
  readonly count: number;
  readonly first: number;
  /** Bits of each remainder, 2 to 28. */
  readonly rice: number;
  readonly data: string;
}

const LEAST_RICE = 2;
const MOST_RICE = 28;

/** Codes numbers that strictly grow. @throws RangeError when they do not */
export function encodeSorted(numbers: Uint32Array): RiceCoded {
  const count = numbers.length;
  const first = numbers[0] ?? 0;
  const rice = riceFor(count, first, numbers[count - 1] ?? 0);
  const bits = new BitWriter(count * (rice + 3));
  for (let at = 1; at < count; at += 1) {
    const delta = (numbers[at] ?? 0) - (numbers[at - 1] ?? 0);
    if (delta <= 0) throw new RangeError('Only numbers that grow can be coded.');
    bits.writeOnes(Math.floor(delta / 2 ** rice));
    bits.write(delta % 2 ** rice, rice);
  }
  return { count, first, rice, data: bits.toBuffer().toString('base64') };
}

/** The numbers again. @throws FeedDamaged */
export function decodeSorted({ count, first, rice, data }: RiceCoded): Uint32Array {
  const bytes = Buffer.from(data, 'base64');
  const isSane =
    Number.isInteger(count) && count >= 0 && isUint32(first) && Number.isInteger(rice) && rice <= MOST_RICE;
  // Each difference takes at least `rice + 1` bits: nothing that was not sent is made room for.
  if (!isSane || rice < LEAST_RICE || (count - 1) * (rice + 1) > bytes.length * 8) throw damaged();
  const numbers = new Uint32Array(count);
  if (count > 0) numbers[0] = first;
  const bits = new BitReader(bytes);
  let value = first;
  for (let at = 1; at < count; at += 1) {
    const delta = bits.readOnes() * 2 ** rice + bits.read(rice);
    value += delta;
    if (delta === 0 || !isUint32(value)) throw damaged();
    numbers[at] = value;
  }
  return numbers;
}

const isUint32 = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** 32;
const damaged = () => new FeedDamaged('The feed sent numbers that cannot be read.');

/** Near log2 of the mean difference: then quotients are short. */
function riceFor(count: number, first: number, last: number): number {
  const mean = count < 2 ? 1 : (last - first) / (count - 1);
  return Math.min(MOST_RICE, Math.max(LEAST_RICE, Math.floor(Math.log2(Math.max(1, mean * Math.LN2))) || LEAST_RICE));
}

class BitWriter {
  #bytes: Uint8Array;
  #at = 0;
  constructor(expectedBits: number) {
    this.#bytes = new Uint8Array(Math.ceil(expectedBits / 8) + 8);
  }
  writeOnes(count: number): void {
    for (let left = count; left > 0; left -= 1) this.write(1, 1);
    this.write(0, 1);
  }
  write(value: number, bits: number): void {
    if (this.#at + bits > this.#bytes.length * 8 - 8) this.#grow();
    let left = bits;
    let rest = value;
    while (left > 0) {
      const offset = this.#at & 7;
      const taken = Math.min(8 - offset, left);
      const index = this.#at >>> 3;
      this.#bytes[index] = (this.#bytes[index] ?? 0) | ((rest & ((1 << taken) - 1)) << offset);
      rest >>>= taken;
      left -= taken;
      this.#at += taken;
    }
  }
  toBuffer(): Buffer {
    return Buffer.from(this.#bytes.buffer, 0, Math.ceil(this.#at / 8));
  }
  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  readOnes(): number {
    let count = 0;
    while (this.read(1) === 1) count += 1;
    return count;
  }
  read(bits: number): number {
    let value = 0;
    for (let got = 0; got < bits;) {
      const byte = this.#bytes[this.#at >>> 3];
      if (byte === undefined) throw damaged();
      const offset = this.#at & 7;
      const taken = Math.min(8 - offset, bits - got);
      value |= ((byte >>> offset) & ((1 << taken) - 1)) << got;
      got += taken;
      this.#at += taken;
    }
    return value;
  }
}
