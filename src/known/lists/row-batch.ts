/**
 * Rows on their way into the database, packed into a few arrays: a million rows an import run leave no million objects behind,
 * and PostgreSQL gets the bytes as they are.
 */
import { KEY_DIGEST_BYTES, type EntryKeys, type LookUpKind } from './shrouded-entry.ts';
import { NO_CODE, type ListEntry } from './list-entry.ts';

const LOOK_UP_KINDS = ['md5', 'sha1', 'sha256'] as const;
/** A box with all hashes has 138 bytes. */
const ROOM_FOR_BOX_BYTES = 144;

/** A batch is filled, written, cleared and filled again. */
export class RowBatch {
  readonly #keys: EntryKeys;
  count = 0;
  /** The source's codes, in the order in which this batch met them. */
  readonly codes: string[] = [];
  /** Index into `codes`, row by row. */
  readonly #categories: Int32Array;
  readonly #numbers: Int32Array;
  /** Seconds since 1970, NaN where not given. */
  readonly #listed: Float64Array;
  readonly #withdrawn: Float64Array;
  /** 0 where the entry has no such hash. */
  readonly #digests: Readonly<Record<LookUpKind, BigInt64Array>>;
  readonly #keyDigests: Buffer;
  readonly #boxes: Buffer;
  readonly #boxLengths: Int32Array;
  #boxesBytes = 0;

  constructor(keys: EntryKeys, capacity: number) {
    this.#keys = keys;
    this.#categories = new Int32Array(capacity);
    this.#numbers = new Int32Array(capacity);
    this.#listed = new Float64Array(capacity);
    this.#withdrawn = new Float64Array(capacity);
    this.#digests = {
      md5: new BigInt64Array(capacity),
      sha1: new BigInt64Array(capacity),
      sha256: new BigInt64Array(capacity),
    };
    this.#keyDigests = Buffer.alloc(capacity * KEY_DIGEST_BYTES);
    this.#boxes = Buffer.alloc(capacity * ROOM_FOR_BOX_BYTES);
    this.#boxLengths = new Int32Array(capacity);
  }

  /** Adds an entry, or (undefined) the fact that its source has taken it back. */
  add(row: {
    readonly keyDigest: Buffer;
    readonly entry: ListEntry | undefined;
    readonly listedAt: Date | undefined;
    readonly withdrawnAt?: Date | undefined;
    /** Without it, rows are numbered when they are written. */
    readonly number?: number;
  }): void {
    const at = this.count++;
    const { entry, keyDigest } = row;
    this.#numbers[at] = row.number ?? 0;
    this.#categories[at] = this.#placeOf(entry?.code ?? NO_CODE);
    this.#listed[at] = secondsOf(row.listedAt);
    this.#withdrawn[at] = secondsOf(row.withdrawnAt);
    for (const kind of LOOK_UP_KINDS) {
      const hash = entry?.hashes[kind];
      if (hash !== undefined) this.#digests[kind][at] = this.#keys.lookUp(kind, hash);
    }
    keyDigest.copy(this.#keyDigests, at * KEY_DIGEST_BYTES);
    const box = this.#keys.shroud(keyDigest, entry ?? { hashes: {}, pdqQuality: undefined });
    box.copy(this.#boxes, this.#boxesBytes);
    this.#boxLengths[at] = box.length;
    this.#boxesBytes += box.length;
  }

  /** Empties it, for the next rows in the same memory. */
  clear(): void {
    this.count = 0;
    this.codes.length = 0;
    this.#boxesBytes = 0;
    for (const kind of LOOK_UP_KINDS) this.#digests[kind].fill(0n);
  }

  /** The columns as PostgreSQL takes them. `categories` are the places of `codes` in the list. */
  columns(categories: readonly number[], firstNumber: number | undefined) {
    const { count } = this;
    const numbers = firstNumber === undefined ? this.#numbers : this.#numbers.map((_, at) => firstNumber + at);
    return {
      count,
      numbers: literalOf(numbers.subarray(0, count)),
      categories: literalOf(this.#categories.subarray(0, count).map((place) => categories[place] ?? 0)),
      listed: literalOf(this.#listed.subarray(0, count)),
      withdrawn: literalOf(this.#withdrawn.subarray(0, count)),
      md5: literalOf(this.#digests.md5.subarray(0, count)),
      sha1: literalOf(this.#digests.sha1.subarray(0, count)),
      sha256: literalOf(this.#digests.sha256.subarray(0, count)),
      keyDigests: this.#keyDigests.subarray(0, count * KEY_DIGEST_BYTES),
      boxes: this.#boxes.subarray(0, this.#boxesBytes),
      boxLengths: literalOf(this.#boxLengths.subarray(0, count)),
    };
  }

  #placeOf(code: string): number {
    const known = this.codes.indexOf(code);
    return known >= 0 ? known : this.codes.push(code) - 1;
  }
}

/** PostgreSQL's text form of an array. */
const literalOf = (values: Int32Array | Float64Array | BigInt64Array): string => `{${values.join(',')}}`;

const secondsOf = (at: Date | undefined): number => (at === undefined ? Number.NaN : at.getTime() / 1000);

/** Most codes that a list may use: an index into them is a smallint, and a source that has more has no categories. */
const MAX_CODES = 10_000;

/** The places of `met` among a list's codes, which grow by those that are new. @throws RangeError when a list has too many */
export function placesOf(codes: string[], met: readonly string[]): readonly number[] {
  return met.map((code) => {
    const known = codes.indexOf(code);
    if (known >= 0) return known;
    if (codes.length >= MAX_CODES) throw new RangeError(`A list has at most ${MAX_CODES} different categories.`);
    return codes.push(code) - 1;
  });
}
