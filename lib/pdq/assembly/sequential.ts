// A baseline or extended sequential scan (T.81 F.2), decoded in one go. Luma blocks that some grid cell samples are
// deposited; all others are only stepped over, several symbols at a time.
import { MCU_BLOCKS, PREDICTIONS } from './memory';
import { bitsAt, endBit, firstByte, restartCount, restarts } from './bitstream';
import { acEntry, dcEntry, skipFor } from './huffman';
import { depositBlock, isColumnUsed, isRowUsed, noteCoefficient, prepareRow } from './block';

/** What a scan function returns. */
export const DONE: i32 = 0;
export const BROKEN: i32 = 1;
export const TRUNCATED: i32 = 2;
export const OUT_OF_RANGE: i32 = 3;

/** A failing block's position: no stream is this long. */
export const FAILED: u32 = 0xffffffff;

// One block of an MCU at MCU_BLOCKS + 16 * index:
//   u8 component · u8 is luma · u8 block row · u8 block column in the MCU · u32 DC table · u32 AC table.

// A word holds at least 57 bits when it is loaded, and a symbol takes at most 27 (DC) or 26 (AC): two symbols a load.

/** Decodes a block and notes its coefficients; their number goes to `noted`. */
let noted: i32 = 0;
function readBlock(start: u32, block: usize, prediction: usize): u32 {
  const table = <usize>load<u32>(block, 8);
  let bits = bitsAt(start);
  let entry = dcEntry(<usize>load<u32>(block, 4), bits);
  if (entry == 0) return FAILED;
  const dc = load<i32>(prediction) + (entry >> 16);
  store<i32>(prediction, dc);
  noteCoefficient(0, dc, 0);
  let position = start + (entry & 63);
  bits <<= <u64>(entry & 63);
  let isFresh = true;
  let count = 1;
  for (let k = 1; k < 64; ) {
    if (!isFresh) bits = bitsAt(position);
    isFresh = !isFresh;
    entry = acEntry(table, bits);
    if (entry == 0) return FAILED;
    position += entry & 63;
    bits <<= <u64>(entry & 63);
    const value = entry >> 16;
    const run = (entry >> 6) & 15;
    if (value == 0 && run != 15) break;
    k += run + 1;
    if (value == 0) continue;
    if (k > 64) return FAILED;
    noteCoefficient(count++, value, k - 1);
  }
  noted = count;
  return position;
}

/** Steps over a block, keeping only its DC value for the next one. */
function skipBlock(start: u32, block: usize, prediction: usize): u32 {
  const table = <usize>load<u32>(block, 8);
  let bits = bitsAt(start);
  let entry = dcEntry(<usize>load<u32>(block, 4), bits);
  if (entry == 0) return FAILED;
  store<i32>(prediction, load<i32>(prediction) + (entry >> 16));
  let position = start + (entry & 63);
  bits <<= <u64>(entry & 63);
  let isFresh = true;
  for (let k = 1; k < 64; ) {
    if (!isFresh) bits = bitsAt(position);
    isFresh = !isFresh;
    const skip = skipFor(table, bits);
    const after = k + ((skip >> 5) & 127);
    const isEnd = (skip & 4096) != 0;
    // An end of block counts only before the last coefficient: after it the next block starts at once.
    if (skip != 0 && (after < 64 || (after == 64 && !isEnd))) {
      k = after;
      position += skip & 31;
      bits <<= <u64>(skip & 31);
      if (isEnd) return position;
      continue;
    }
    entry = acEntry(table, bits);
    if (entry == 0) return FAILED;
    position += entry & 63;
    bits <<= <u64>(entry & 63);
    const run = (entry >> 6) & 15;
    if (entry >> 16 == 0 && run != 15) return position;
    k += run + 1;
    if (k > 64 && entry >> 16 != 0) return FAILED;
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
        if (isUsed && !depositBlock(blockRow, blockColumn, slot, noted)) return OUT_OF_RANGE;
      }
      if (position > endBit) return TRUNCATED;
    }
  }
  return restart == restartCount ? DONE : BROKEN;
}
