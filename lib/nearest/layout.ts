import { maxTagBits } from './covering-code.ts';

/** Bytes of one hash. */
export const hashBytes = 32;
/** Radius of a match that the slots are made for, and the largest that can be asked. */
export const maxRadius = 31;
/** Most ids of one index: what is certain to fit into the 4 GiB that a WebAssembly memory can address. */
export const maxHashes = 20_000_000;
/** Fewer hashes than this are not worth an index: all of them are scanned, in two microseconds. */
export const minIndexed = 2_560;

const mebibyte = 1 << 20;
/** Addresses of assembly/memory.ts, which must agree. */
export const address = {
  state: 1024,
  slots: 2048,
  slotStride: 64,
  permutation: 4096,
  codes: 0x10000,
  codesEnd: 4 * mebibyte,
  removed: 4 * mebibyte,
  regions: 8 * mebibyte,
  data: 552 * mebibyte,
} as const;
/** Words of the state, u32. */
export const stateWord = {
  indexed: 0,
  total: 1,
  slots: 2,
  records: 3,
  delta: 4,
  overflow: 5,
  overflowCount: 6,
} as const;
/** Offsets into a thread's region. */
export const regionOffset = { permuted: 0x20000, results: 0x200000, exchange: 0x600000 } as const;
/** Hashes that fit into a region's exchange, and queries of one batch. */
export const exchangeHashes = 0x1800000 / hashBytes;
export const maxBatch = 4_096;
/** Answers that fit into a region. */
export const maxResults = 0x40000;
/** Threads that can search at once, beside the one that owns the index. */
export const maxThreads = 16;

/** A thread's own memory: 0 is the owner's, the searchers have 1 and up. */
export function regionAddress(thread: number): number {
  return address.regions + 32 * mebibyte * thread;
}

/** Records lie in blocks: the low halves of 65,536, then their high halves; see assembly/record.ts. */
export const blockRecords = 65_536;
export const highOffset = 16 * blockRecords;

/** Bytes of memory that records need, in whole blocks. Of the last block only what `recordSpans` gives is in use. */
export function recordsBytes(count: number): number {
  return Math.ceil(count / blockRecords) * 2 * highOffset;
}

/** A stretch of memory. */
export interface Span {
  readonly at: number;
  readonly sizeBytes: number;
}

/** The memory that `count` records at `base` do use: whole blocks, then both halves of the last one. */
export function recordSpans(base: number, count: number): Span[] {
  const whole = Math.floor(count / blockRecords);
  const last = base + whole * 2 * highOffset;
  const sizeBytes = (count % blockRecords) * 16;
  return [
    { at: base, sizeBytes: whole * 2 * highOffset },
    { at: last, sizeBytes },
    { at: last + highOffset, sizeBytes },
  ].filter((span) => span.sizeBytes > 0);
}

/** One slot: `width` bits of the permuted hash, searched within `radius`. */
interface SlotShape {
  readonly width: number;
  readonly radius: number;
}

function repeated(times: number, width: number, radius: number): SlotShape[] {
  return Array.from({ length: times }, () => ({ width, radius }));
}

/**
 * Two ways to cut 256 bits. In each the (radius + 1) add up to 32: were a hash beyond the radius in every slot, it
 * would differ in at least 32 bits. Wider slots have fewer candidates but more lines to look at, so they pay for
 * themselves once candidates outnumber lines.
 */
export const slotShapes = {
  eleven: [...repeated(5, 24, 2), ...repeated(5, 23, 2), ...repeated(1, 21, 1)],
  ten: [...repeated(2, 27, 3), ...repeated(6, 25, 2), ...repeated(2, 26, 2)],
} as const;
/** From this many line bits on (5,242,881 hashes) ten slots are quicker than eleven. */
const minLineBitsForTen = 20;

/** Where a slot lies and how its bits are divided; see assembly/slot.ts. */
export interface Slot {
  readonly bitOffset: number;
  readonly tagBits: number;
  readonly lineBits: number;
  readonly radius: number;
  readonly linesAddress: number;
}

/** Where everything lies in the memory of an index with this many records. */
export interface Plan {
  readonly indexed: number;
  readonly slots: readonly Slot[];
  readonly overflowAddress: number;
}

/** Where later hashes go: on the page behind all else, which ends at `end`. */
export function deltaAddress(end: number): number {
  return Math.ceil(end / 65_536) * 65_536;
}

const maxMeanFill = 10;
/** Fewest and most line bits of an index, for 2,560 and for 20,000,000 hashes. */
export const minLineBits = 8;
export const maxLineBits = 21;
/** A tag byte has seven bits for the tag and the bits of the id from 24 on. */
const tagByteBits = 7;

/**
 * Plans an index of `count` records of which `live` are entered into lines of 16 places: as few lines as give a mean
 * fill of ten, so that one line in a hundred overflows.
 */
export function planIndex(count: number, live: number): Plan {
  if (live < minIndexed) return { indexed: 0, slots: [], overflowAddress: address.data };
  const lineBits = Math.max(minLineBits, Math.ceil(Math.log2(live / maxMeanFill)));
  let linesAddress = address.data + recordsBytes(count);
  let bitOffset = 0;
  const shapes = lineBits < minLineBitsForTen ? slotShapes.eleven : slotShapes.ten;
  const mostTagBits = Math.min(maxTagBits, tagByteBits - Math.max(0, Math.ceil(Math.log2(count)) - 24));
  const slots = shapes.map(({ width, radius }): Slot => {
    const slot = { bitOffset, tagBits: Math.min(mostTagBits, width - lineBits), lineBits, radius, linesAddress };
    linesAddress += 64 * 2 ** lineBits;
    bitOffset += width;
    return slot;
  });
  return { indexed: count, slots, overflowAddress: linesAddress };
}
