// From the 64 x 64 grid to quality, coefficients and bits. Sums run in the reference's order.
import { DCT, DCT_TRANSPOSED, GRID, HALF_SPECTRUM, HASHES, KEYS, SPECTRUM } from './memory';

/** Whole hundredths of the full range between two neighbours, rounded towards zero as the reference's int does. */
@inline
function step(a: f32, b: f32): i32 {
  return abs(<i32>(((a - b) * <f32>100) / <f32>255));
}

/** The same of four pairs. */
@inline
function stepOfFour(a: v128, b: v128): v128 {
  const scaled = f32x4.div(f32x4.mul(f32x4.sub(a, b), f32x4.splat(100)), f32x4.splat(255));
  return i32x4.abs(i32x4.trunc_sat_f32x4_s(scaled));
}

@inline
function sumOfLanes(v: v128): i32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3)
  );
}

/** 0 to 100: how much there is in the grid to tell pictures apart by (sum of gradients over 90, at most 100). */
export function gradientQuality(): i32 {
  let sums = i32x4.splat(0);
  for (let at: usize = GRID; at < GRID + 63 * 256; at += 16) {
    sums = i32x4.add(sums, stepOfFour(v128.load(at), v128.load(at, 256)));
  }
  let rest = 0;
  for (let row: usize = GRID; row < GRID + 64 * 256; row += 256) {
    let at = row;
    for (; at < row + 240; at += 16) sums = i32x4.add(sums, stepOfFour(v128.load(at), v128.load(at, 4)));
    for (; at < row + 252; at += 4) rest += step(load<f32>(at), load<f32>(at, 4));
  }
  return min((sumOfLanes(sums) + rest) / 90, 100);
}

/** out = matrix (16 rows of 64) times a plane of 64 rows; computes the 16 columns at `plane`. */
@inline
function multiplySixteen(factors: usize, plane: usize, rowBytes: usize, out: usize): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  for (let k: usize = 0; k < 64; k++) {
    const factor = v128.load_splat<f32>(factors + (k << 2));
    a = f32x4.add(a, f32x4.mul(factor, v128.load(plane)));
    b = f32x4.add(b, f32x4.mul(factor, v128.load(plane, 16)));
    c = f32x4.add(c, f32x4.mul(factor, v128.load(plane, 32)));
    d = f32x4.add(d, f32x4.mul(factor, v128.load(plane, 48)));
    plane += rowBytes;
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}

/** SPECTRUM = DCT x GRID x DCT transposed, frequencies 1 to 16 both ways. */
export function transformGrid(): void {
  for (let i: usize = 0; i < 16; i++) {
    for (let j: usize = 0; j < 256; j += 64) {
      multiplySixteen(DCT + (i << 8), GRID + j, 256, HALF_SPECTRUM + (i << 8) + j);
    }
    multiplySixteen(HALF_SPECTRUM + (i << 8), DCT_TRANSPOSED, 64, SPECTRUM + (i << 6));
  }
}

/**
 * The 128th smallest of the 256 keys (the lower median), by bisection. Keys order as the floats they were made of, so
 * this is exact, and it needs no sort and no branch that depends on the data.
 */
function lowerMedian(): i32 {
  let low = i32.MIN_VALUE;
  let high = i32.MAX_VALUE;
  while (low < high) {
    const middle = <i32>((<i64>low + <i64>high) >> 1);
    const bound = i32x4.splat(middle);
    let counts = i32x4.splat(0);
    for (let at: usize = 0; at < 1024; at += 16) counts = i32x4.sub(counts, i32x4.le_s(v128.load(KEYS + at), bound));
    if (sumOfLanes(counts) >= 128) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Turns 256 f32 at KEYS, in place, into integers of the same order (minus zero counts as zero). */
function orderKeys(): void {
  for (let at: usize = KEYS; at < KEYS + 1024; at += 16) {
    const bits = v128.load(at);
    const sign = i32x4.shr_s(bits, 31);
    v128.store(at, i32x4.sub(v128.xor(bits, v128.and(sign, i32x4.splat(0x7fffffff))), sign));
  }
}

/** Bits of the keys above their median. Bit k is bit k % 8 of byte 31 - k / 8: the hash reads as one big number. */
function writeBits(out: usize): void {
  orderKeys();
  const median = i32x4.splat(lowerMedian());
  for (let byte: usize = 0; byte < 32; byte++) {
    const at = KEYS + (byte << 5);
    const low = i32x4.bitmask(i32x4.gt_s(v128.load(at), median));
    const high = i32x4.bitmask(i32x4.gt_s(v128.load(at, 16), median));
    store<u8>(out + 31 - byte, <u8>(low | (high << 4)));
  }
}

/** The hash of the picture as it is, from SPECTRUM. */
export function writeHash(): void {
  memory.copy(KEYS, SPECTRUM, 1024);
  writeBits(HASHES);
}

/**
 * All eight orientations from SPECTRUM. Mirroring a line of 64 samples multiplies its frequency f by (-1)^f, because
 * cos(pi f (2 (63 - x) + 1) / 128) = (-1)^f cos(pi f (2 x + 1) / 128); swapping the axes transposes the spectrum.
 * Index i stands for frequency i + 1, so the even indices change sign. Order, as the reference prints them: as it is,
 * turned by 90, 180 and 270 degrees, flipped about x, about y, about the main and about the other diagonal.
 */
export function writeOrientations(): void {
  for (let orientation = 0; orientation < 8; orientation++) {
    const swapped = orientation == 1 || orientation == 3 || orientation >= 6;
    // Which axis of the *result* is mirrored.
    const mirrorDown = orientation == 1 || orientation == 2 || orientation == 4 || orientation == 7;
    const mirrorAcross = orientation == 2 || orientation == 3 || orientation == 5 || orientation == 7;
    for (let i: usize = 0; i < 16; i++) {
      for (let j: usize = 0; j < 16; j++) {
        const at = swapped ? (j << 6) + (i << 2) : (i << 6) + (j << 2);
        const value = load<f32>(SPECTRUM + at);
        const negative = (mirrorDown && (i & 1) == 0) != (mirrorAcross && (j & 1) == 0);
        store<f32>(KEYS + (i << 6) + (j << 2), negative ? -value : value);
      }
    }
    writeBits(HASHES + (<usize>orientation << 5));
  }
}
