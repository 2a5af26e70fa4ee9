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

/** Adds the `count` noted coefficients of a block to the grid. */
export function depositBlock(blockRow: i32, blockColumn: i32, slot: i32, count: i32): void {
  const row = ROW_BLOCKS + (<usize>blockRow << 3);
  const column = COLUMN_BLOCKS + (<usize>blockColumn << 3);
  const rowCells = <i32>load<u16>(row, 2);
  const columnCells = <usize>load<u16>(column, 2);
  const weights = COLUMN_WEIGHTS + (<usize>load<u16>(column, 4) << 5);
  const weightsEnd = weights + (columnCells << 5);
  let out = TRANSPOSED_GRID + (<usize>load<u16>(column) << 8) + (<usize>load<u16>(row) << 2);
  let vectors = ROW_VECTORS + <usize>slot * ROW_VECTORS_STRIDE;
  const onlyDc = count == 1 && load<i32>(BLOCK, 4) == 0;
  for (let group = 0; group < rowCells; group += 4, vectors += 1024, out += 16) {
    if (onlyDc) depositDc(vectors, weights, weightsEnd, out);
    else depositGroup(vectors, weights, weightsEnd, out, count);
  }
}

@inline
function depositDc(vectors: usize, weights: usize, weightsEnd: usize, out: usize): void {
  const value = f32x4.mul(f32x4.splat(<f32>load<i32>(BLOCK)), v128.load(vectors));
  for (; weights < weightsEnd; weights += 32, out += 256) {
    v128.store(out, f32x4.add(v128.load(out), f32x4.mul(value, v128.load_splat<f32>(weights))));
  }
}

@inline
function depositGroup(vectors: usize, weights: usize, weightsEnd: usize, out: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (let c: usize = 0; c < 128; c += 16) v128.store(ACCUMULATORS + c, zero);
  const end = BLOCK + (<usize>count << 3);
  for (let at: usize = BLOCK; at < end; at += 8) {
    const zigzag = <usize>load<u32>(at, 4);
    const accumulator = ACCUMULATORS + <usize>load<u8>(ZIGZAG_COLUMN + (zigzag >> 4));
    const value = f32x4.splat(<f32>load<i32>(at));
    v128.store(accumulator, f32x4.add(v128.load(accumulator), f32x4.mul(value, v128.load(vectors + zigzag))));
  }
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

/** Empties the grid before the first block. */
export function clearGrid(): void {
  memory.fill(TRANSPOSED_GRID, 0, 16400);
}

/** Takes the finished grid over into GRID, with the level shift of T.81 A.3.1: samples are coded around 128. */
export function finishGrid(): void {
  transposeGrid(TRANSPOSED_GRID, GRID);
  const shift = f32x4.splat(128);
  for (let at: usize = GRID; at < GRID + 16384; at += 16) v128.store(at, f32x4.add(v128.load(at), shift));
}
