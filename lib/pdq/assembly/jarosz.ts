// The exact filter: two passes of a box along rows and along columns, with the reference's own running sums. A running
// sum in single precision depends on the order of its additions, so each vector lane carries one whole line and repeats
// that order: add the entering value, subtract the leaving one, divide by the window.
import { GRID, LINE_SUMS, PLANE_A, PLANE_B } from './memory';

/** Side of the box for a line of `length` values, so that two passes cover one cell of 64. */
@inline
function windowOf(length: i32): i32 {
  return (length + 127) / 128;
}

/** Stores four vectors as the columns of a 4 x 4 tile whose rows are `stride` bytes apart. */
@inline
function storeTransposed(to: usize, stride: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab0, cd0, 0, 2));
  v128.store(to + stride, v128.shuffle<i64>(ab0, cd0, 1, 3));
  v128.store(to + 2 * stride, v128.shuffle<i64>(ab1, cd1, 0, 2));
  v128.store(to + 3 * stride, v128.shuffle<i64>(ab1, cd1, 1, 3));
}

/** Transposes a plane of `height` rows of `width` f32. */
export function transpose(from: usize, to: usize, width: i32, height: i32): void {
  const rowBytes = <usize>width << 2;
  const columnBytes = <usize>height << 2;
  let y = 0;
  for (; y + 4 <= height; y += 4) {
    let x = 0;
    for (; x + 4 <= width; x += 4) {
      const tile = from + (<usize>(y * width + x) << 2);
      storeTransposed(
        to + (<usize>(x * height + y) << 2),
        columnBytes,
        v128.load(tile),
        v128.load(tile + rowBytes),
        v128.load(tile + 2 * rowBytes),
        v128.load(tile + 3 * rowBytes),
      );
    }
    for (; x < width; x++) {
      for (let k = 0; k < 4; k++) copyTransposed(from, to, width, height, x, y + k);
    }
  }
  for (; y < height; y++) {
    for (let x = 0; x < width; x++) copyTransposed(from, to, width, height, x, y);
  }
}

@inline
function copyTransposed(from: usize, to: usize, width: i32, height: i32, x: i32, y: i32): void {
  store<f32>(to + (<usize>(x * height + y) << 2), load<f32>(from + (<usize>(y * width + x) << 2)));
}

/** `sums` plus one row, for `bytes` of lines; the rows of a plane end on whole vectors or are followed by free memory. */
@inline
function enterRow(row: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(LINE_SUMS + at, f32x4.add(v128.load(LINE_SUMS + at), v128.load(row + at)));
  }
}

@inline
function leaveRow(row: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(LINE_SUMS + at, f32x4.sub(v128.load(LINE_SUMS + at), v128.load(row + at)));
  }
}

@inline
function writeMeans(out: usize, window: i32, bytes: usize): void {
  const divisor = f32x4.splat(<f32>window);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(out + at, f32x4.div(v128.load(LINE_SUMS + at), divisor));
  }
}

/** The middle of the line, where the window is whole: each row enters, another leaves, and the mean is written. */
@inline
function slideRow(entering: usize, leaving: usize, out: usize, window: i32, bytes: usize): void {
  const divisor = f32x4.splat(<f32>window);
  for (let at: usize = 0; at < bytes; at += 16) {
    const wider = f32x4.add(v128.load(LINE_SUMS + at), v128.load(entering + at));
    const sum = f32x4.sub(wider, v128.load(leaving + at));
    v128.store(LINE_SUMS + at, sum);
    v128.store(out + at, f32x4.div(sum, divisor));
  }
}

/** The same where the window is a power of two: multiplying by its inverse is as exact as dividing, and quicker. */
@inline
function slideRowByInverse(entering: usize, leaving: usize, out: usize, window: i32, bytes: usize): void {
  const inverse = f32x4.splat(<f32>1 / <f32>window);
  for (let at: usize = 0; at < bytes; at += 16) {
    const wider = f32x4.add(v128.load(LINE_SUMS + at), v128.load(entering + at));
    const sum = f32x4.sub(wider, v128.load(leaving + at));
    v128.store(LINE_SUMS + at, sum);
    v128.store(out + at, f32x4.mul(sum, inverse));
  }
}

/**
 * Box filter across rows: every column of the plane (`length` rows of `lines` values) is one line of the filter, and all
 * lines advance together, row by row. Near the ends the window is the part of the box that lies inside. Where `lines` is
 * no multiple of four the last vector of a row reaches into the next one: rows are written in order, so what spills is
 * overwritten, and the lanes past the end are never read.
 */
export function boxDown(from: usize, to: usize, length: i32, lines: i32): void {
  const full = windowOf(length);
  const half = (full + 2) / 2;
  const rowBytes = <usize>lines << 2;
  let entering = from;
  let leaving = from;
  let out = to;
  memory.fill(LINE_SUMS, 0, rowBytes + 16);
  for (let window = 1; window <= full; window++) {
    enterRow(entering, rowBytes);
    entering += rowBytes;
    if (window < half) continue;
    writeMeans(out, window, rowBytes);
    out += rowBytes;
  }
  const isPowerOfTwo = (full & (full - 1)) == 0;
  for (let i = full; i < length; i++) {
    if (isPowerOfTwo) slideRowByInverse(entering, leaving, out, full, rowBytes);
    else slideRow(entering, leaving, out, full, rowBytes);
    entering += rowBytes;
    leaving += rowBytes;
    out += rowBytes;
  }
  for (let missing = 1; missing < half; missing++) {
    leaveRow(leaving, rowBytes);
    writeMeans(out, full - missing, rowBytes);
    leaving += rowBytes;
    out += rowBytes;
  }
}

/** The source line of grid line `cell`: centres, not corners. */
@inline
function centreOf(cell: i32, length: i32): i32 {
  return ((2 * cell + 1) * length) / 128;
}

/** The luma plane (width x height in PLANE_A) filtered twice and decimated into GRID. PLANE_A is used up. */
export function reduceExactly(width: i32, height: i32): void {
  if (width == 64 && height == 64) {
    memory.copy(GRID, PLANE_A, 16384);
    return;
  }
  transpose(PLANE_A, PLANE_B, width, height);
  boxDown(PLANE_B, PLANE_A, width, height);
  transpose(PLANE_A, PLANE_B, height, width);
  boxDown(PLANE_B, PLANE_A, height, width);
  transpose(PLANE_A, PLANE_B, width, height);
  boxDown(PLANE_B, PLANE_A, width, height);
  // Only 64 columns matter from here on. The plane is transposed, so each of them is one row of memory.
  for (let cell = 0; cell < 64; cell++) {
    const column = PLANE_A + (<usize>(centreOf(cell, width) * height) << 2);
    const out = PLANE_B + (<usize>cell << 2);
    for (let y = 0; y < height; y++) store<f32>(out + (<usize>y << 8), load<f32>(column + (<usize>y << 2)));
  }
  boxDown(PLANE_B, PLANE_A, height, 64);
  for (let cell = 0; cell < 64; cell++) {
    memory.copy(GRID + (<usize>cell << 8), PLANE_A + (<usize>centreOf(cell, height) << 8), 256);
  }
}
