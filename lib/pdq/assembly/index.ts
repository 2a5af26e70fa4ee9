// What the host sees. All functions work on the fixed memory map of memory.ts; see engine.ts for the other side.
import {
  COLUMN_BLOCKS,
  COLUMN_WEIGHTS,
  DCT,
  DCT_TRANSPOSED,
  GRID,
  HASHES,
  MCU_BLOCKS,
  QUANTISATION,
  ROW_BLOCKS,
  ROW_WEIGHTS,
  SOURCE,
  SPECTRUM,
  ZIGZAG_COLUMN,
  ZIGZAG_ROW,
  ensure,
} from './memory';
import { SAMPLED_SIDE } from './luma';
import { reduceExactly } from './jarosz';
import { reduceByTents } from './tent';
import { gradientQuality, transformGrid, writeHash, writeOrientations } from './spectrum';
import { openStream, streamBytes } from './bitstream';
import { buildTable, tableAddress } from './huffman';
import { clearGrid, finishGrid, openBlocks } from './block';
import { coefficientBytes, openCoefficients } from './progressive';

export { decodeSequential } from './sequential';
export {
  decodeAcFirst,
  decodeAcRefinement,
  decodeDcFirst,
  decodeDcRefinement,
  depositCoefficients,
} from './progressive';
export { clearGrid, finishGrid, openBlocks, openStream, tableAddress };

export function sourceAddress(): usize {
  return SOURCE;
}
export function hashAddress(): usize {
  return HASHES;
}
export function gridAddress(): usize {
  return GRID;
}
export function spectrumAddress(): usize {
  return SPECTRUM;
}
export function dctAddress(): usize {
  return DCT;
}
export function dctTransposedAddress(): usize {
  return DCT_TRANSPOSED;
}

export function zigzagColumnAddress(): usize {
  return ZIGZAG_COLUMN;
}
export function zigzagRowAddress(): usize {
  return ZIGZAG_ROW;
}
export function quantisationAddress(): usize {
  return QUANTISATION;
}
export function mcuBlocksAddress(): usize {
  return MCU_BLOCKS;
}
export function columnWeightsAddress(): usize {
  return COLUMN_WEIGHTS;
}
export function columnBlocksAddress(): usize {
  return COLUMN_BLOCKS;
}
export function rowWeightsAddress(): usize {
  return ROW_WEIGHTS;
}
export function rowBlocksAddress(): usize {
  return ROW_BLOCKS;
}

/** Room for `sizeBytes` at SOURCE, and a little more because four pixels are read as words. */
export function reserve(sizeBytes: u32): bool {
  return ensure(SOURCE + <usize>sizeBytes + 64);
}

/** Hash of the pixels at SOURCE, exactly as the reference makes it; the quality is returned. `rows` as in reduceExactly. */
export function hashPixels(width: i32, height: i32, rows: i32, channels: i32): i32 {
  const sampled = width > SAMPLED_SIDE || height > SAMPLED_SIDE;
  const outWidth = sampled ? SAMPLED_SIDE : width;
  const outHeight = sampled ? SAMPLED_SIDE : height;
  reduceExactly(SOURCE, width, rows, channels, outWidth, outHeight);
  return hashGrid();
}

/** The same for pictures that are sampled to 512 x 512, by tent weights: quicker, and equal but for rounding. */
export function hashPixelsByTents(width: i32, rows: i32, channels: i32): i32 {
  reduceByTents(SOURCE, width, rows, channels);
  return hashGrid();
}

/** Hash of what stands in GRID. */
export function hashGrid(): i32 {
  transformGrid();
  writeHash();
  return gradientQuality();
}

/** All eight orientations of what was hashed last, at HASHES. */
export function hashOrientations(): void {
  writeOrientations();
}

/** Room for a JPEG of `sizeBytes` at SOURCE, for its laid-out scans, and for `across` x `down` kept luma blocks. */
export function reserveJpeg(sizeBytes: u32, across: i32, down: i32): bool {
  const coefficients = SOURCE + <usize>sizeBytes + streamBytes(sizeBytes);
  if (!ensure(coefficients + coefficientBytes(across, down) + 64)) return false;
  if (across > 0) openCoefficients(coefficients, across, down);
  return true;
}

/** Builds Huffman table `id` of class 0 (DC) or 1 (AC) from the 16 counts and the symbols `offset` bytes into SOURCE. */
export function setHuffman(tableClass: i32, id: i32, offset: u32): bool {
  return buildTable(tableClass, id, SOURCE + <usize>offset);
}
