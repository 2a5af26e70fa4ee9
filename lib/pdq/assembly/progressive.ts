// Progressive scans (T.81 G). Luma coefficients gather in memory over several scans, block after block in zigzag order,
// beside one 64-bit mask a block of those that are not zero; refinement walks the mask's bits and never looks at zeros.
// Scans of other components are only stepped over, or never come here.
import { MCU_BLOCKS, PREDICTIONS } from './memory';
import { bitsAt, endBit, firstByte, restartCount } from './bitstream';
import { entryFor, longEntry, signedValue } from './huffman';
import { depositBlock, isColumnUsed, isRowUsed, noteCoefficient, prepareRow } from './block';
import { BROKEN, DONE, FAILED, TRUNCATED, nextInterval, readDifference } from './sequential';

/** Where the coefficients of the picture lie: 128 bytes a block, row by row of `stride` blocks. */
let coefficients: usize = 0;
/** One u64 a block: bit k is set where coefficient k is not zero. */
let masks: usize = 0;
let stride: i32 = 0;

/** Bytes that `across` x `down` luma blocks need. */
@inline
export function coefficientBytes(across: usize, down: usize): usize {
  return across * down * 136 + 64;
}

/** Starts a picture of `across` x `down` luma blocks, padding included, at `address`. */
export function openCoefficients(address: usize, across: i32, down: i32): void {
  masks = (address + 15) & ~(<usize>15);
  coefficients = masks + ((<usize>across * down) << 3);
  stride = across;
  memory.fill(masks, 0, (<usize>across * down) * 136);
}

/** The reader's place in the stream, the end-of-band run, and what is left of the restart interval. */
let position: u32 = 0;
let endOfBandRun: i32 = 0;
let untilRestart: i32 = 0;
let restart: i32 = 0;

function openScan(interval: i32): void {
  position = 0;
  endOfBandRun = 0;
  untilRestart = interval;
  restart = 0;
  memory.fill(PREDICTIONS, 0, 16);
}

/** Crosses into the next restart interval where one is due. False where the data does not fit it. */
@inline
function crossRestart(interval: i32): bool {
  if (interval == 0 || untilRestart-- != 0) return true;
  position = nextInterval(position, restart++);
  untilRestart = interval - 1;
  endOfBandRun = 0;
  memory.fill(PREDICTIONS, 0, 16);
  return position != FAILED;
}

@inline
function closeScan(): i32 {
  return restart == restartCount ? DONE : BROKEN;
}

@inline
function readBit(): i32 {
  const byte = <i32>load<u8>(firstByte - <usize>(position >> 3));
  const bit = (byte >> (7 - <i32>(position & 7))) & 1;
  position++;
  return bit;
}

@inline
function store16(block: usize, k: i32, value: i32): void {
  store<i16>(coefficients + (block << 7) + (<usize>k << 1), <i16>value);
}

@inline
function addToMask(block: usize, bits: u64): void {
  const at = masks + (block << 3);
  store<u64>(at, load<u64>(at) | bits);
}

/** First scan of DC values, one or more components; only luma is kept. The MCU's blocks are those of sequential.ts. */
export function decodeDcFirst(across: i32, down: i32, perMcu: i32, columns: i32, rows: i32, low: i32, interval: i32): i32 {
  const blocksEnd = MCU_BLOCKS + (<usize>perMcu << 4);
  openScan(interval);
  for (let mcuRow = 0; mcuRow < down; mcuRow++) {
    for (let mcu = 0; mcu < across; mcu++) {
      if (!crossRestart(interval)) return BROKEN;
      for (let block: usize = MCU_BLOCKS; block < blocksEnd; block += 16) {
        const prediction = PREDICTIONS + (<usize>load<u8>(block) << 2);
        const difference = readDifference(<usize>load<u32>(block, 4), bitsAt(position));
        if (difference == i32.MIN_VALUE) return BROKEN;
        position += difference & 63;
        const dc = load<i32>(prediction) + (difference >> 6);
        store<i32>(prediction, dc);
        if (load<u8>(block, 1) == 0 || dc == 0) continue;
        const row = mcuRow * rows + <i32>load<u8>(block, 2);
        const index = <usize>(row * stride + mcu * columns + <i32>load<u8>(block, 3));
        store16(index, 0, dc << low);
        addToMask(index, 1);
      }
      if (position > endBit) return TRUNCATED;
    }
  }
  return closeScan();
}

/** A further bit of the DC values: one bit a block. */
export function decodeDcRefinement(
  across: i32,
  down: i32,
  perMcu: i32,
  columns: i32,
  rows: i32,
  low: i32,
  interval: i32,
): i32 {
  const blocksEnd = MCU_BLOCKS + (<usize>perMcu << 4);
  openScan(interval);
  for (let mcuRow = 0; mcuRow < down; mcuRow++) {
    for (let mcu = 0; mcu < across; mcu++) {
      if (!crossRestart(interval)) return BROKEN;
      for (let block: usize = MCU_BLOCKS; block < blocksEnd; block += 16) {
        const bit = readBit();
        if (load<u8>(block, 1) == 0 || bit == 0) continue;
        const row = mcuRow * rows + <i32>load<u8>(block, 2);
        const index = <usize>(row * stride + mcu * columns + <i32>load<u8>(block, 3));
        const at = coefficients + (index << 7);
        const dc = <i32>load<i16>(at) | (1 << low);
        store<i16>(at, <i16>dc);
        addToMask(index, 1);
      }
      if (position > endBit) return TRUNCATED;
    }
  }
  return closeScan();
}

/** Sets the end-of-band run from an EOBn symbol and its `run` extra bits (T.81 G.1.2.2). */
@inline
function readEndOfBandRun(bits: u64, run: i32): i32 {
  position += run;
  return (1 << run) + (run == 0 ? 0 : <i32>(bits >> <u64>(64 - run)));
}

/** First scan of a band of one block. False where the data is broken. */
function readBand(block: usize, from: i32, to: i32, low: i32, table: usize): bool {
  let mask: u64 = 0;
  for (let k = from; k <= to; k++) {
    const bits = bitsAt(position);
    let entry = entryFor(table, bits);
    if (entry == 0) {
      entry = longEntry(table, true, bits);
      if (entry == 0) return false;
    }
    let taken = entry & 63;
    let value = entry >> 16;
    if ((entry & 1024) == 0) {
      value = signedValue(bits << <u64>taken, value);
      taken += entry >>> 16;
    }
    position += taken;
    const run = (entry >> 6) & 15;
    if (value == 0 && run != 15) {
      endOfBandRun = readEndOfBandRun(bits << <u64>taken, run) - 1;
      break;
    }
    k += run;
    if (value == 0) continue;
    if (k > to) return false;
    store16(block, k, value << low);
    mask |= <u64>1 << <u64>k;
  }
  addToMask(block, mask);
  return true;
}

/** First scan of a band of luma: one block after the other, without padding. */
export function decodeAcFirst(
  blockColumns: i32,
  blockRows: i32,
  from: i32,
  to: i32,
  low: i32,
  table: usize,
  interval: i32,
): i32 {
  openScan(interval);
  for (let row = 0; row < blockRows; row++) {
    for (let column = 0; column < blockColumns; column++) {
      if (!crossRestart(interval)) return BROKEN;
      if (endOfBandRun > 0) {
        endOfBandRun--;
        continue;
      }
      if (!readBand(<usize>(row * stride + column), from, to, low, table)) return BROKEN;
      if (position > endBit) return TRUNCATED;
    }
  }
  return closeScan();
}

/** Corrects coefficient k, which is not zero, by one bit of the stream. */
@inline
function refine(values: usize, k: i32, low: i32): void {
  if (readBit() == 0) return;
  const at = values + (<usize>k << 1);
  const value = <i32>load<i16>(at);
  const corrected = value + (value < 0 ? -(1 << low) : 1 << low);
  store<i16>(at, <i16>corrected);
}

/** Corrects all of a block's coefficients in `mask`, lowest first. */
@inline
function refineAll(values: usize, mask: u64, low: i32): void {
  for (let rest = mask; rest != 0; rest &= rest - 1) refine(values, <i32>ctz(rest), low);
}

/** The bits of positions from .. to. */
@inline
function bandMask(from: i32, to: i32): u64 {
  return (<u64>-1 << <u64>from) & (<u64>-1 >> <u64>(63 - to));
}

/** Refines a band of one block and adds the coefficients that become non-zero. False where the data is broken. */
function refineBand(block: usize, from: i32, to: i32, low: i32, table: usize): bool {
  const values = coefficients + (block << 7);
  const old = load<u64>(masks + (block << 3)) & bandMask(from, to);
  let added: u64 = 0;
  let k = from;
  while (k <= to && endOfBandRun == 0) {
    const bits = bitsAt(position);
    let entry = entryFor(table, bits);
    if (entry == 0) {
      entry = longEntry(table, true, bits);
      if (entry == 0) return false;
    }
    const length = (entry >> 11) & 31;
    const size = ((entry & 1024) != 0 ? entry & 63 : length + (entry >>> 16)) - length;
    const run = (entry >> 6) & 15;
    if (size > 1) return false;
    position += length;
    if (size == 0 && run != 15) {
      endOfBandRun = readEndOfBandRun(bits << <u64>length, run);
      break;
    }
    const value = size == 0 ? 0 : readBit() != 0 ? 1 << low : -(1 << low);
    // Pass `run` zeros, correcting whatever is not zero between them, up to the place of the new coefficient.
    for (let zeros = run; ; k++) {
      const ahead = k > to ? 0 : old & bandMask(k, to);
      const next = ahead == 0 ? to + 1 : <i32>ctz(ahead);
      if (next - k > zeros || next > to) {
        k = min(k + zeros, to + 1);
        break;
      }
      zeros -= next - k;
      k = next;
      refine(values, k, low);
    }
    if (value != 0) {
      if (k > to) return false;
      store<i16>(values + (<usize>k << 1), <i16>value);
      added |= <u64>1 << <u64>k;
    }
    k++;
  }
  if (endOfBandRun > 0) {
    if (k <= to) refineAll(values, old & bandMask(k, to), low);
    endOfBandRun--;
  }
  addToMask(block, added);
  return true;
}

/** A further bit of a band of luma. */
export function decodeAcRefinement(
  blockColumns: i32,
  blockRows: i32,
  from: i32,
  to: i32,
  low: i32,
  table: usize,
  interval: i32,
): i32 {
  openScan(interval);
  for (let row = 0; row < blockRows; row++) {
    for (let column = 0; column < blockColumns; column++) {
      if (!crossRestart(interval)) return BROKEN;
      if (!refineBand(<usize>(row * stride + column), from, to, low, table)) return BROKEN;
      if (position > endBit) return TRUNCATED;
    }
  }
  return closeScan();
}

/** Adds the finished picture to the grid. */
export function depositCoefficients(blockColumns: i32, blockRows: i32): void {
  for (let row = 0; row < blockRows; row++) {
    if (!isRowUsed(row)) continue;
    prepareRow(row, 0);
    for (let column = 0; column < blockColumns; column++) {
      const block = <usize>(row * stride + column);
      const mask = load<u64>(masks + (block << 3));
      if (mask == 0 || !isColumnUsed(column)) continue;
      let count = 0;
      for (let rest = mask; rest != 0; rest &= rest - 1) {
        const k = <i32>ctz(rest);
        noteCoefficient(count++, <i32>load<i16>(coefficients + (block << 7) + (<usize>k << 1)), k);
      }
      depositBlock(row, column, 0, count);
    }
  }
}
