// A baseline or extended sequential scan (T.81 F.2), decoded in one go. Luma blocks that some grid cell samples are
// deposited; all others are only stepped over, several symbols at a time.
import { MCU_BLOCKS, PREDICTIONS } from './memory';
import { bitsAt, endBit, firstByte, restartCount, restarts } from './bitstream';
import { entryFor, longEntry, signedValue, skipFor } from './huffman';
import { depositBlock, isColumnUsed, isRowUsed, noteCoefficient, prepareRow } from './block';

/** What a scan function returns. */
export const DONE: i32 = 0;
export const BROKEN: i32 = 1;
export const TRUNCATED: i32 = 2;

/** A failing block's position: no stream is this long. */
export const FAILED: u32 = 0xffffffff;

// One block of an MCU at MCU_BLOCKS + 16 * index:
//   u8 component · u8 is luma · u8 block row · u8 block column in the MCU · u32 DC table · u32 AC table.

/** Bits that stay valid in a word after loading (57) less the longest symbol (16 + 11). */
const REFILL_AFTER: u32 = 30;

/** DC difference at `bits`: the difference times 64, plus the bits taken; i32.MIN_VALUE where the data is broken. */
@inline
export function readDifference(table: usize, bits: u64): i32 {
  let entry = entryFor(table, bits);
  if (entry == 0) entry = longEntry(table, false, bits);
  if (entry == 0) return i32.MIN_VALUE;
  if ((entry & 1024) != 0) return ((entry >> 16) << 6) | (entry & 63);
  const length = entry & 63;
  const size = entry >>> 16;
  return (signedValue(bits << <u64>length, size) << 6) | (length + size);
}

/** Decodes a block and notes its coefficients; the number goes to `noted`. */
let noted: i32 = 0;
function readBlock(start: u32, block: usize, prediction: usize): u32 {
  const table = <usize>load<u32>(block, 8);
  let position = start;
  let bits = bitsAt(position);
  const difference = readDifference(<usize>load<u32>(block, 4), bits);
  if (difference == i32.MIN_VALUE) return FAILED;
  const dc = load<i32>(prediction) + (difference >> 6);
  store<i32>(prediction, dc);
  noteCoefficient(0, dc, 0);
  let count = 1;
  position += difference & 63;
  bits = bitsAt(position);
  let refillAt = position + REFILL_AFTER;
  for (let k = 1; k < 64; k++) {
    if (position > refillAt) {
      bits = bitsAt(position);
      refillAt = position + REFILL_AFTER;
    }
    let entry = entryFor(table, bits);
    if (entry == 0) {
      entry = longEntry(table, true, bits);
      if (entry == 0) return FAILED;
    }
    let taken = entry & 63;
    let value = entry >> 16;
    if ((entry & 1024) == 0) {
      value = signedValue(bits << <u64>taken, value);
      taken += entry >>> 16;
    }
    position += taken;
    bits <<= <u64>taken;
    const run = (entry >> 6) & 15;
    k += run;
    if (value == 0) {
      if (run != 15) break;
    } else {
      if (k > 63) return FAILED;
      noteCoefficient(count++, value, k);
    }
  }
  noted = count;
  return position;
}

/** Steps over a block, keeping only its DC value for the next one. */
function skipBlock(start: u32, block: usize, prediction: usize): u32 {
  const table = <usize>load<u32>(block, 8);
  let position = start;
  let bits = bitsAt(position);
  const difference = readDifference(<usize>load<u32>(block, 4), bits);
  if (difference == i32.MIN_VALUE) return FAILED;
  store<i32>(prediction, load<i32>(prediction) + (difference >> 6));
  position += difference & 63;
  bits = bitsAt(position);
  let refillAt = position + REFILL_AFTER;
  for (let k = 1; k < 64; ) {
    if (position > refillAt) {
      bits = bitsAt(position);
      refillAt = position + REFILL_AFTER;
    }
    const skip = skipFor(table, bits);
    const passed = (skip >> 5) & 127;
    if (skip != 0 && (k + passed < 64 || (k + passed == 64 && (skip & 4096) == 0))) {
      k += passed;
      position += skip & 31;
      if ((skip & 4096) != 0) return position;
      bits <<= <u64>(skip & 31);
      continue;
    }
    let entry = entryFor(table, bits);
    if (entry == 0) {
      entry = longEntry(table, true, bits);
      if (entry == 0) return FAILED;
    }
    const length = (entry >> 11) & 31;
    const taken = (entry & 1024) != 0 ? entry & 63 : length + (entry >>> 16);
    position += taken;
    bits <<= <u64>taken;
    const run = (entry >> 6) & 15;
    if (taken == length && run != 15) return position;
    k += run + 1;
    if (k > 64 && taken != length) return FAILED;
  }
  return position;
}

/** Start of the next restart interval, or FAILED where the last one did not end on its marker. */
export function nextInterval(position: u32, index: i32): u32 {
  if (index >= restartCount) return FAILED;
  const start = load<u32>(restarts + (<usize>index << 2));
  return ((position + 7) & ~7) == start ? start : FAILED;
}

/** Prepares the vectors of all luma block rows of an MCU row. */
function prepareRows(mcuRow: i32, lumaRows: i32, blockRows: i32): void {
  for (let slot = 0; slot < lumaRows; slot++) {
    const blockRow = mcuRow * lumaRows + slot;
    if (blockRow < blockRows && isRowUsed(blockRow)) prepareRow(blockRow, slot);
  }
}

/**
 * Decodes a scan of `across` x `down` MCUs of `perMcu` blocks, luma being `lumaColumns` x `lumaRows` blocks of each, and
 * adds its luma to the grid. Blocks outside `blockColumns` x `blockRows` are padding. `interval` is the restart interval
 * in MCUs, 0 for none.
 */
export function decodeSequential(
  across: i32,
  down: i32,
  perMcu: i32,
  lumaColumns: i32,
  lumaRows: i32,
  blockColumns: i32,
  blockRows: i32,
  interval: i32,
): i32 {
  const blocksEnd = MCU_BLOCKS + (<usize>perMcu << 4);
  let position: u32 = 0;
  let untilRestart = interval;
  let restart = 0;
  memory.fill(PREDICTIONS, 0, 16);
  for (let mcuRow = 0; mcuRow < down; mcuRow++) {
    prepareRows(mcuRow, lumaRows, blockRows);
    for (let mcu = 0; mcu < across; mcu++) {
      if (interval != 0 && untilRestart-- == 0) {
        position = nextInterval(position, restart++);
        if (position == FAILED) return BROKEN;
        untilRestart = interval - 1;
        memory.fill(PREDICTIONS, 0, 16);
      }
      for (let block: usize = MCU_BLOCKS; block < blocksEnd; block += 16) {
        const prediction = PREDICTIONS + (<usize>load<u8>(block) << 2);
        const slot = <i32>load<u8>(block, 2);
        const blockRow = mcuRow * lumaRows + slot;
        const blockColumn = mcu * lumaColumns + <i32>load<u8>(block, 3);
        const isUsed =
          load<u8>(block, 1) != 0 &&
          blockRow < blockRows &&
          blockColumn < blockColumns &&
          isRowUsed(blockRow) &&
          isColumnUsed(blockColumn);
        position = isUsed ? readBlock(position, block, prediction) : skipBlock(position, block, prediction);
        if (position == FAILED) return BROKEN;
        if (isUsed) depositBlock(blockRow, blockColumn, slot, noted);
      }
      if (position > endBit) return TRUNCATED;
    }
  }
  return restart == restartCount ? DONE : BROKEN;
}
