// What the host sees. All functions work on the fixed memory map of memory.ts; see engine.ts for the other side.
import { DCT, DCT_TRANSPOSED, GRID, HASHES, SOURCE, ensure } from './memory';
import { SAMPLED_SIDE, fillLuma } from './luma';
import { reduceExactly } from './jarosz';
import { reduceByTents } from './tent';
import { gradientQuality, transformGrid, writeHash, writeOrientations } from './spectrum';

export function sourceAddress(): usize {
  return SOURCE;
}
export function hashAddress(): usize {
  return HASHES;
}
export function gridAddress(): usize {
  return GRID;
}
export function dctAddress(): usize {
  return DCT;
}
export function dctTransposedAddress(): usize {
  return DCT_TRANSPOSED;
}

/** Room for `sizeBytes` at SOURCE, and a little more because four pixels are read as words. */
export function reserve(sizeBytes: u32): bool {
  return ensure(SOURCE + <usize>sizeBytes + 64);
}

/** Hash of the pixels at SOURCE, exactly as the reference makes it; the quality is returned. `rows` as in fillLuma. */
export function hashPixels(width: i32, height: i32, rows: i32, channels: i32): i32 {
  const sampled = width > SAMPLED_SIDE || height > SAMPLED_SIDE;
  const outWidth = sampled ? SAMPLED_SIDE : width;
  const outHeight = sampled ? SAMPLED_SIDE : height;
  fillLuma(SOURCE, width, rows, channels, outWidth, outHeight);
  reduceExactly(outWidth, outHeight);
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
