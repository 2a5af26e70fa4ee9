// Huffman tables of a JPEG (ITU-T T.81, annexes C and F) as look-ups. One step of the decoder reads LOOKUP_BITS bits and
// finds the code, and, where they fit as well, the extra bits that follow it, already turned into a value.
//
// A table: ENTRIES u32 for single symbols, ENTRIES u32 for skipping several at once, then for codes longer than
// LOOKUP_BITS one bound and one delta a length (i32), then a copy of the definition (16 counts and up to 256 symbols), by
// which a table that comes again, as most do, is known.
//
// An entry for a single symbol:
//   bits 0-5 bits to take · 6-9 run · 10 set when the value is complete · 11-15 length of the code ·
//   16-31 the value, signed, or the size of the value where it is not complete. Zero: the code is longer.
// acEntry and dcEntry give complete entries only.
// An entry for skipping: bits 0-4 bits to take · 5-11 coefficients passed · 12 set at the end of the block. Zero: none.
import { HUFFMAN, HUFFMAN_STRIDE } from './memory';

export const LOOKUP_BITS: i32 = 11;
const ENTRIES: i32 = 1 << LOOKUP_BITS;
const SKIPS: usize = <usize>ENTRIES << 2;
const BOUNDS: usize = <usize>ENTRIES << 3;
const DELTAS: usize = BOUNDS + 80;
const DEFINITION: usize = DELTAS + 80;
const SYMBOLS: usize = DEFINITION + 16;
/** Set once the table is whole. */
const BUILT: usize = SYMBOLS + 256;

/** Largest sizes that 8-bit samples can need. A table with more is none of ours. */
const MAX_DC_SIZE: i32 = 11;
const MAX_AC_SIZE: i32 = 10;

/** Address of table `id` (0 to 3) of class 0 (DC) or 1 (AC). */
@inline
export function tableAddress(tableClass: i32, id: i32): usize {
  return HUFFMAN + <usize>((tableClass << 2) | id) * HUFFMAN_STRIDE;
}

/** `size` extra bits at the head of `bits` as a signed value (T.81 F.2.2.1, EXTEND). */
@inline
export function signedValue(bits: u64, size: i32): i32 {
  if (size == 0) return 0;
  const value = <i32>(bits >> <u64>(64 - size));
  return <i64>bits < 0 ? value : value - (1 << size) + 1;
}

@inline
function isSymbolAllowed(isAc: bool, symbol: i32): bool {
  return isAc ? (symbol & 15) <= MAX_AC_SIZE : symbol <= MAX_DC_SIZE;
}

function fillEntries(table: usize, code: i32, length: i32, symbol: i32, isAc: bool): void {
  const free = LOOKUP_BITS - length;
  const size = isAc ? symbol & 15 : symbol;
  const run = isAc ? symbol >> 4 : 0;
  const head = (run << 6) | (length << 11);
  for (let rest = 0; rest < 1 << free; rest++) {
    let entry = head | length | (size << 16);
    if (size <= free) {
      const value = size == 0 ? 0 : signedValue(<u64>rest << <u64>(64 - free), size);
      entry = head | (length + size) | (1 << 10) | (value << 16);
    }
    store<i32>(table + (<usize>((code << free) | rest) << 2), entry);
  }
}

/** For every LOOKUP_BITS bits: how far whole AC symbols lead. */
function fillSkips(table: usize): void {
  for (let index = 0; index < ENTRIES; index++) {
    let taken = 0;
    let passed = 0;
    let ended = 0;
    while (ended == 0 && taken < LOOKUP_BITS) {
      const entry = load<i32>(table + (<usize>((index << taken) & (ENTRIES - 1)) << 2));
      const length = (entry >> 11) & 31;
      const bits = (entry & 1024) != 0 ? entry & 63 : length + (entry >>> 16);
      const run = (entry >> 6) & 15;
      if (entry == 0 || taken + bits > LOOKUP_BITS || passed + run > 62) break;
      taken += bits;
      if (bits == length && run != 15) ended = 1;
      else passed += run + 1;
    }
    store<i32>(table + SKIPS + (<usize>index << 2), taken | (passed << 5) | (ended << 12));
  }
}

/**
 * Builds a table from the 16 counts and the symbols at `from` (the host has checked that they are there). False where
 * they describe no prefix code or hold symbols that 8-bit samples cannot need.
 */
export function buildTable(tableClass: i32, id: i32, from: usize): bool {
  const table = tableAddress(tableClass, id);
  const isAc = tableClass != 0;
  let size: usize = 16;
  for (let length: usize = 0; length < 16; length++) size += <usize>load<u8>(from + length);
  if (load<u8>(table + BUILT) != 0 && memory.compare(table + DEFINITION, from, size) == 0) return true;
  memory.fill(table, 0, HUFFMAN_STRIDE);
  memory.copy(table + DEFINITION, from, size);
  let code = 0;
  let symbolIndex = 0;
  for (let length = 1; length <= 16; length++) {
    const count = <i32>load<u8>(from + length - 1);
    store<i32>(table + DELTAS + (<usize>length << 2), symbolIndex - code);
    if (code + count > 1 << length) return false;
    for (let i = 0; i < count; i++, symbolIndex++, code++) {
      const symbol = <i32>load<u8>(from + 16 + symbolIndex);
      if (!isSymbolAllowed(isAc, symbol)) return false;
      if (length <= LOOKUP_BITS) fillEntries(table, code, length, symbol, isAc);
    }
    store<i32>(table + BOUNDS + (<usize>length << 2), code);
    code <<= 1;
  }
  if (isAc) fillSkips(table);
  store<u8>(table + BUILT, 1);
  return true;
}

/** Entry of the symbol at the head of `bits`; zero where its code is longer than the look-up. */
@inline
function entryFor(table: usize, bits: u64): i32 {
  return load<i32>(table + (<usize>(bits >> (64 - LOOKUP_BITS)) << 2));
}

/** Skip entry for the head of `bits`. */
@inline
export function skipFor(table: usize, bits: u64): i32 {
  return load<i32>(table + SKIPS + (<usize>(bits >> (64 - LOOKUP_BITS)) << 2));
}

/** Entry of a code longer than the look-up, never complete. Zero where no code of the table fits: the data is broken. */
function longEntry(table: usize, isAc: bool, bits: u64): i32 {
  for (let length = LOOKUP_BITS + 1; length <= 16; length++) {
    const code = <i32>(bits >> <u64>(64 - length));
    if (code < load<i32>(table + BOUNDS + (<usize>length << 2))) {
      const at = (code + load<i32>(table + DELTAS + (<usize>length << 2))) & 255;
      const symbol = <i32>load<u8>(table + SYMBOLS + at);
      const size = isAc ? symbol & 15 : symbol;
      const run = isAc ? symbol >> 4 : 0;
      return length | (run << 6) | (length << 11) | (size << 16);
    }
  }
  return 0;
}

/** Completes an entry that is not: reads the value's bits behind the code. Zero where the data is broken. */
function completeEntry(table: usize, isAc: bool, bits: u64, found: i32): i32 {
  const entry = found == 0 ? longEntry(table, isAc, bits) : found;
  if (entry == 0) return 0;
  const length = entry & 63;
  const size = entry >>> 16;
  const value = signedValue(bits << <u64>length, size);
  return (value << 16) | (entry & 0xffc0) | (1 << 10) | (length + size);
}

/** The complete entry of the AC symbol at the head of `bits`; zero where the data is broken. */
@inline
export function acEntry(table: usize, bits: u64): i32 {
  const entry = entryFor(table, bits);
  return (entry & 1024) != 0 ? entry : completeEntry(table, true, bits, entry);
}

/** The complete entry of the DC symbol at the head of `bits`; zero where the data is broken. */
@inline
export function dcEntry(table: usize, bits: u64): i32 {
  const entry = entryFor(table, bits);
  return (entry & 1024) != 0 ? entry : completeEntry(table, false, bits, entry);
}
