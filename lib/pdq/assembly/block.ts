// One 8 x 8 block of luma coefficients into the 64 x 64 grid. PDQ's sampling, its two boxes and its decimation are
// linear, and so is the inverse DCT: folded together, each block adds to a few grid cells
//     column weights transposed x coefficients x row weights,
// and no pixel is ever made. The weights along each axis come from the host (fold.ts there).
import {
  ACCUMULATORS,
  BLOCK,
  COLUMN_BLOCKS,
  COLUMN_WEIGHTS,
  GRID,
  QUANTISATION,
  ROW_BLOCKS,
  ROW_VECTORS,
  ROW_VECTORS_STRIDE,
  ROW_WEIGHTS,
  TRANSPOSED_GRID,
  ZIGZAG_COLUMN,
  ZIGZAG_ROW,
} from './memory';
import { transposeGrid } from './jarosz';

/** Whether any grid cell samples a pixel of this block row. */
@inline
export function isRowUsed(blockRow: i32): bool {
  return load<u16>(ROW_BLOCKS + (<usize>blockRow << 3), 2) != 0;
}

/** The same of a block column. */
@inline
export function isColumnUsed(blockColumn: i32): bool {
  return load<u16>(COLUMN_BLOCKS + (<usize>blockColumn << 3), 2) != 0;
}

/** Prepares the vectors of a block row in `slot` (0 to 3): for each coefficient, its step times four cells' weights. */
export function prepareRow(blockRow: i32, slot: i32): void {
  const row = ROW_BLOCKS + (<usize>blockRow << 3);
  const cells = <i32>load<u16>(row, 2);
  const weights = ROW_WEIGHTS + (<usize>load<u16>(row, 4) << 5);
  let out = ROW_VECTORS + <usize>slot * ROW_VECTORS_STRIDE;
  for (let group = 0; group < cells; group += 4) {
    for (let k: usize = 0; k < 64; k++, out += 16) {
      const weight = weights + (<usize>group << 5) + <usize>load<u8>(ZIGZAG_ROW + k);
      let vector = v128.load32_zero(weight);
      if (group + 1 < cells) vector = v128.load_lane<u32>(weight + 32, vector, 1);
      if (group + 2 < cells) vector = v128.load_lane<u32>(weight + 64, vector, 2);
      if (group + 3 < cells) vector = v128.load_lane<u32>(weight + 96, vector, 3);
      v128.store(out, f32x4.mul(vector, v128.load_splat<f32>(QUANTISATION + (k << 2))));
    }
  }
}

/** Notes a coefficient of the block at hand; `index` counts them. */
@inline
export function noteCoefficient(index: i32, value: i32, zigzag: i32): void {
  const at = BLOCK + (<usize>index << 3);
  store<i32>(at, value);
  store<i32>(at, zigzag << 4, 4);
}

/** Half a quantisation step in every AC coefficient at once, as a length: how far rounding can carry a block. */
let roundingReach: f32 = 0;

/**
 * Tolerance for encoders that overshoot on purpose (mozjpeg, to soften the ringing beside white): levels of a block's
 * mean, and length of its AC coefficients, which is 8 for each level that its samples are off on average.
 */
const MEAN_SLACK: f32 = 8;
const LENGTH_SLACK: f32 = 160;

/** To be called when QUANTISATION is set. */
export function openBlocks(): void {
  let sum: f32 = 0;
  for (let at: usize = QUANTISATION + 4; at < QUANTISATION + 256; at += 4) sum += load<f32>(at) * load<f32>(at);
  roundingReach = sqrt<f32>(sum) / 2;
}

/**
 * Whether a block can come from samples of 0 to 255. Its mean must be one of those, and 64 such values of mean m have a
 * variance of at most m (255 - m); the transform keeps lengths, so `energy`, the sum of the squared AC coefficients, is
 * bounded by that and by what rounding and overshoot add. A block beyond it decodes to samples that are clipped, which is not linear:
 * damaged, or made so that viewers see something else than we hash.
 */
@inline
function isInRange(energy: f32): bool {
  const mean = (<f32>load<i32>(BLOCK) * load<f32>(QUANTISATION)) / 8 + 128;
  if (mean < -MEAN_SLACK || mean > 255 + MEAN_SLACK) return false;
  const inside = min<f32>(max<f32>(mean, 0.5), 254.5);
  const reach = sqrt<f32>(64 * inside * (255 - inside)) + roundingReach + LENGTH_SLACK;
  return energy <= reach * reach;
}

/**
 * Adds the `count` noted coefficients of a block, the first of them DC, to the grid. False where the block is out of
 * range.
 */
export function depositBlock(blockRow: i32, blockColumn: i32, slot: i32, count: i32): bool {
  const row = ROW_BLOCKS + (<usize>blockRow << 3);
  const column = COLUMN_BLOCKS + (<usize>blockColumn << 3);
  const rowCells = <i32>load<u16>(row, 2);
  const columnCells = <usize>load<u16>(column, 2);
  const weights = COLUMN_WEIGHTS + (<usize>load<u16>(column, 4) << 5);
  const weightsEnd = weights + (columnCells << 5);
  let out = TRANSPOSED_GRID + (<usize>load<u16>(column) << 8) + (<usize>load<u16>(row) << 2);
  let vectors = ROW_VECTORS + <usize>slot * ROW_VECTORS_STRIDE;
  let energy: f32 = 0;
  for (let group = 0; group < rowCells; group += 4, vectors += 1024, out += 16) {
    if (count == 1) {
      depositDc(vectors, weights, weightsEnd, out);
    } else {
      energy = accumulate(vectors, count);
      depositColumns(weights, weightsEnd, out);
    }
  }
  return isInRange(energy);
}

@inline
function depositDc(vectors: usize, weights: usize, weightsEnd: usize, out: usize): void {
  const value = f32x4.mul(f32x4.splat(<f32>load<i32>(BLOCK)), v128.load(vectors));
  for (; weights < weightsEnd; weights += 32, out += 256) {
    v128.store(out, f32x4.add(v128.load(out), f32x4.mul(value, v128.load_splat<f32>(weights))));
  }
}

/** Sums the noted coefficients by column for four grid rows. Returns the energy of all but the first. */
@inline
function accumulate(vectors: usize, count: i32): f32 {
  const zero = f32x4.splat(0);
  for (let c: usize = 0; c < 128; c += 16) v128.store(ACCUMULATORS + c, zero);
  v128.store(ACCUMULATORS, f32x4.mul(f32x4.splat(<f32>load<i32>(BLOCK)), v128.load(vectors)));
  const end = BLOCK + (<usize>count << 3);
  let energy: f32 = 0;
  for (let at: usize = BLOCK + 8; at < end; at += 8) {
    const zigzag = <usize>load<u32>(at, 4);
    const accumulator = ACCUMULATORS + <usize>load<u8>(ZIGZAG_COLUMN + (zigzag >> 4));
    const value = <f32>load<i32>(at);
    const coefficient = value * load<f32>(QUANTISATION + (zigzag >> 2));
    energy += coefficient * coefficient;
    const sum = f32x4.add(v128.load(accumulator), f32x4.mul(f32x4.splat(value), v128.load(vectors + zigzag)));
    v128.store(accumulator, sum);
  }
  return energy;
}

/** The accumulated columns into the grid, each cell by its own weights. */
@inline
function depositColumns(weights: usize, weightsEnd: usize, out: usize): void {
  const a = v128.load(ACCUMULATORS);
  const b = v128.load(ACCUMULATORS, 16);
  const c = v128.load(ACCUMULATORS, 32);
  const d = v128.load(ACCUMULATORS, 48);
  const e = v128.load(ACCUMULATORS, 64);
  const f = v128.load(ACCUMULATORS, 80);
  const g = v128.load(ACCUMULATORS, 96);
  const h = v128.load(ACCUMULATORS, 112);
  for (; weights < weightsEnd; weights += 32, out += 256) {
    const ab = f32x4.add(scaled(a, weights), scaled(b, weights + 4));
    const cd = f32x4.add(scaled(c, weights + 8), scaled(d, weights + 12));
    const ef = f32x4.add(scaled(e, weights + 16), scaled(f, weights + 20));
    const gh = f32x4.add(scaled(g, weights + 24), scaled(h, weights + 28));
    const sum = f32x4.add(f32x4.add(ab, cd), f32x4.add(ef, gh));
    v128.store(out, f32x4.add(v128.load(out), sum));
  }
}

@inline
function scaled(vector: v128, weight: usize): v128 {
  return f32x4.mul(vector, v128.load_splat<f32>(weight));
}

/** Empties the grid, before the first block. */
export function clearGrid(): void {
  memory.fill(TRANSPOSED_GRID, 0, 16400);
}

/** Takes the finished grid over into GRID, with the level shift of T.81 A.3.1: samples are coded around 128. */
export function finishGrid(): void {
  transposeGrid(TRANSPOSED_GRID, GRID);
  const shift = f32x4.splat(128);
  for (let at: usize = GRID; at < GRID + 16384; at += 16) v128.store(at, f32x4.add(v128.load(at), shift));
}
