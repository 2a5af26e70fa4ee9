// The quick filter for sampled pictures: two boxes of four in a row are one tent of seven (1 2 3 4 3 2 1, over 16), and
// only the 64 x 64 cells that survive decimation are computed. The same real numbers as jarosz.ts, rounded differently:
// a coefficient that lies within about a thousandth of the median may change its bit.
import { COLUMNS, COLUMN_SUMS, GRID } from './memory';
import { SAMPLED_SIDE, fillColumns, gatherWords, lumaOfWords } from './luma';

/**
 * Weight (times 16) of tap `k` of cell `cell`, whose taps start at sample 8 * cell + 2. The last cell's second box is
 * cut by the edge: it is the mean of first-pass outputs 507 to 510, and output 510 is itself a mean of three.
 */
@inline
function tapWeight(cell: i32, k: i32): f32 {
  if (cell < 63) return <f32>min(k + 1, 7 - k);
  if (k < 3) return <f32>(k + 1);
  if (k == 6) return 0;
  const falling = 6 - k;
  return <f32>falling + <f32>4.0 / <f32>3.0;
}

/** Adds `weight` times a row's luma to the 512 column sums, or starts them. */
function addRow(row: usize, channels: i32, weight: f32, first: bool): void {
  const factor = f32x4.splat(weight);
  for (let x = 0; x < SAMPLED_SIDE; x += 4) {
    const offsets = COLUMNS + (<usize>x << 2);
    const luma =
      channels >= 3
        ? lumaOfWords(gatherWords(row, x))
        : f32x4.convert_i32x4_s(
            i32x4(
              load<u8>(row + load<u32>(offsets)),
              load<u8>(row + load<u32>(offsets, 4)),
              load<u8>(row + load<u32>(offsets, 8)),
              load<u8>(row + load<u32>(offsets, 12)),
            ),
          );
    const at = COLUMN_SUMS + (<usize>x << 2);
    const weighted = f32x4.mul(factor, luma);
    v128.store(at, first ? weighted : f32x4.add(v128.load(at), weighted));
  }
}

/** One grid row out of the column sums. */
function gatherCells(out: usize): void {
  for (let cell = 0; cell < 63; cell++) {
    const taps = COLUMN_SUMS + (<usize>(8 * cell + 2) << 2);
    const outer = load<f32>(taps) + load<f32>(taps, 24);
    const middle = load<f32>(taps, 4) + load<f32>(taps, 20);
    const inner = load<f32>(taps, 8) + load<f32>(taps, 16);
    const sum = outer + 2 * middle + 3 * inner + 4 * load<f32>(taps, 12);
    store<f32>(out + (<usize>cell << 2), sum * <f32>(1.0 / 256.0));
  }
  let sum: f32 = 0;
  for (let k = 0; k < 6; k++) sum += tapWeight(63, k) * load<f32>(COLUMN_SUMS + (<usize>(506 + k) << 2));
  store<f32>(out, sum * <f32>(1.0 / 256.0), 252);
}

/** The picture (width x rows stored, sampled to 512 x 512 on the fly) into GRID. */
export function reduceByTents(source: usize, width: i32, rows: i32, channels: i32): void {
  fillColumns(width, SAMPLED_SIDE, channels);
  const stride = <usize>width * channels;
  for (let cell = 0; cell < 64; cell++) {
    const taps = cell < 63 ? 7 : 6;
    for (let k = 0; k < taps; k++) {
      const sample = 8 * cell + 2 + k;
      const row = source + <usize>((sample * rows) / SAMPLED_SIDE) * stride;
      addRow(row, channels, tapWeight(cell, k), k == 0);
    }
    gatherCells(GRID + (<usize>cell << 8));
  }
}
