// Pixels to luma. Rounding follows the reference: each product and each sum is a single-precision float, red first.
import { COLUMNS } from './memory';

/** A picture wider or higher than this is sampled to a square of this side. */
export const SAMPLED_SIDE: i32 = 512;

/** Luma of four pixels given as 32-bit words whose three low bytes are red, green and blue. */
@inline
export function lumaOfWords(words: v128): v128 {
  const byte = i32x4.splat(255);
  const red = f32x4.convert_i32x4_s(v128.and(words, byte));
  const green = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(words, 8), byte));
  const blue = f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(words, 16), byte));
  const redGreen = f32x4.add(f32x4.mul(f32x4.splat(0.299), red), f32x4.mul(f32x4.splat(0.587), green));
  return f32x4.add(redGreen, f32x4.mul(f32x4.splat(0.114), blue));
}

@inline
function lumaOfPixel(at: usize, channels: i32): f32 {
  if (channels < 3) return <f32>load<u8>(at);
  const redGreen = <f32>0.299 * <f32>load<u8>(at) + <f32>0.587 * <f32>load<u8>(at, 1);
  return redGreen + <f32>0.114 * <f32>load<u8>(at, 2);
}

/** Writes the byte offset of every output column's source pixel: floor(x * width / outWidth), nearest neighbour. */
export function fillColumns(width: i32, outWidth: i32, channels: i32): void {
  for (let x = 0; x < outWidth; x++) {
    store<u32>(COLUMNS + (<usize>x << 2), <u32>((<i64>x * width) / outWidth) * channels);
  }
}

/** Four words, one for each of the source pixels of output columns x .. x + 3; may read one byte past a pixel. */
@inline
export function gatherWords(row: usize, x: i32): v128 {
  const offsets = COLUMNS + (<usize>x << 2);
  let words = v128.load32_zero(row + load<u32>(offsets));
  words = v128.load_lane<u32>(row + load<u32>(offsets, 4), words, 1);
  words = v128.load_lane<u32>(row + load<u32>(offsets, 8), words, 2);
  return v128.load_lane<u32>(row + load<u32>(offsets, 12), words, 3);
}

/** Luma of one source row into `outWidth` f32 at `out`, by the columns that fillColumns wrote. */
@inline
export function fillLumaRow(row: usize, out: usize, outWidth: i32, channels: i32): void {
  let x = 0;
  if (channels >= 3) {
    for (; x + 4 <= outWidth; x += 4) v128.store(out + (<usize>x << 2), lumaOfWords(gatherWords(row, x)));
  }
  for (; x < outWidth; x++) {
    const at = <usize>x << 2;
    store<f32>(out + at, lumaOfPixel(row + load<u32>(COLUMNS + at), channels));
  }
}
