// Progressive scans (T.81 G). Luma coefficients gather in memory over several scans, block after block in zigzag order,
// beside one 64-bit mask a block of those that are not zero; refinement walks the mask's bits and never looks at zeros.
// Scans of other components are only stepped over, or never come here.
import { MCU_BLOCKS, PREDICTIONS } from './memory';
import { bitsAt, endBit, firstByte, restartCount } from './bitstream';
import { acEntry, dcEntry } from './huffman';
import { depositBlock, isColumnUsed, isRowUsed, noteCoefficient, prepareRow } from './block';
import { BROKEN, DONE, FAILED, OUT_OF_RANGE, TRUNCATED, nextInterval } from './sequential';

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

/** The bit at a place in the stream. */
@inline
function bitAt(place: u32): i32 {
  const byte = <i32>load<u8>(firstByte - <usize>(place >> 3));
  return (byte >> (7 - <i32>(place & 7))) & 1;
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
        const entry = dcEntry(<usize>load<u32>(block, 4), bitsAt(position));
        if (entry == 0) return BROKEN;
        position += entry & 63;
        const dc = load<i32>(prediction) + (entry >> 16);
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
        const bit = bitAt(position++);
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

/** The run of an EOBn symbol: 2^n plus its n extra bits at the head of `bits` (T.81 G.1.2.2). */
@inline
function runOfBands(bits: u64, n: i32): i32 {
  return (1 << n) + (n == 0 ? 0 : <i32>(bits >> <u64>(64 - n)));
}

/** First scan of a band of one block. False where the data is broken. */
function readBand(block: usize, from: i32, to: i32, low: i32, table: usize): bool {
  let place = position;
  let mask: u64 = 0;
  for (let k = from; k <= to; k++) {
    const bits = bitsAt(place);
    const entry = acEntry(table, bits);
    if (entry == 0) return false;
    const taken = entry & 63;
    const value = entry >> 16;
    const run = (entry >> 6) & 15;
    place += taken;
    if (value == 0 && run != 15) {
      endOfBandRun = runOfBands(bits << <u64>taken, run) - 1;
      place += run;
      break;
    }
    k += run;
    if (value == 0) continue;
    if (k > to) return false;
    store16(block, k, value << low);
    mask |= <u64>1 << <u64>k;
  }
  addToMask(block, mask);
  position = place;
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

/** Corrects coefficient k, which is not zero, away from zero by `bit` at the place of `low`. */
@inline
function refine(values: usize, k: i32, low: i32, bit: i32): void {
  const at = values + (<usize>k << 1);
  const value = <i32>load<i16>(at);
  const corrected = value + (((value >> 31) | 1) * bit << low);
  store<i16>(at, <i16>corrected);
}

/** Corrects all of a block's coefficients in `mask`, lowest first, by the bits from `place` on. */
@inline
function refineAll(values: usize, mask: u64, low: i32, place: u32): void {
  for (let rest = mask; rest != 0; rest &= rest - 1) refine(values, <i32>ctz(rest), low, bitAt(place++));
}

/** The bits of positions from .. to. */
@inline
function bandMask(from: i32, to: i32): u64 {
  return (<u64>-1 << <u64>from) & (<u64>-1 >> <u64>(63 - to));
}

/** Refines a band of one block and adds the coefficients that become non-zero. False where the data is broken. */
function refineBand(block: usize, from: i32, to: i32, low: i32, table: usize): bool {
  const values = coefficients + (block << 7);
  let place = position;
  // What is not zero and still ahead.
  let ahead = load<u64>(masks + (block << 3)) & bandMask(from, to);
  let added: u64 = 0;
  let k = from;
  while (k <= to && endOfBandRun == 0) {
    const bits = bitsAt(place);
    const entry = acEntry(table, bits);
    if (entry == 0) return false;
    const taken = entry & 63;
    const sign = entry >> 16;
    const run = (entry >> 6) & 15;
    // A coefficient can only become 1 or -1 here.
    if (sign < -1 || sign > 1) return false;
    place += taken;
    if (sign == 0 && run != 15) {
      endOfBandRun = runOfBands(bits << <u64>taken, run);
      place += run;
      break;
    }
    // Pass `run` zeros, correcting whatever is not zero between them, up to the place of the new coefficient.
    k += run;
    while (ahead != 0 && <i32>ctz(ahead) <= k) {
      refine(values, <i32>ctz(ahead), low, bitAt(place++));
      ahead &= ahead - 1;
      k++;
    }
    if (sign != 0) {
      if (k > to) return false;
      store<i16>(values + (<usize>k << 1), <i16>(sign << low));
      added |= <u64>1 << <u64>k;
    }
    k++;
  }
  if (endOfBandRun > 0) {
    refineAll(values, ahead, low, place);
    place += <u32>popcnt(ahead);
    endOfBandRun--;
  }
  addToMask(block, added);
  position = place;
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
export function depositCoefficients(blockColumns: i32, blockRows: i32): i32 {
  for (let row = 0; row < blockRows; row++) {
    if (!isRowUsed(row)) continue;
    prepareRow(row, 0);
    for (let column = 0; column < blockColumns; column++) {
      if (!isColumnUsed(column)) continue;
      const block = <usize>(row * stride + column);
      const values = coefficients + (block << 7);
      noteCoefficient(0, <i32>load<i16>(values), 0);
      let count = 1;
      for (let rest = load<u64>(masks + (block << 3)) & ~(<u64>1); rest != 0; rest &= rest - 1) {
        const k = <i32>ctz(rest);
        noteCoefficient(count++, <i32>load<i16>(values + (<usize>k << 1)), k);
      }
      if (!depositBlock(row, column, 0, count)) return OUT_OF_RANGE;
    }
  }
  return DONE;
}
