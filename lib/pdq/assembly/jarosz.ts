// The exact filter: two passes of a box along rows and along columns, with the reference's own running sums. A running
// sum in single precision depends on the order of its additions, so each vector lane carries one whole line and repeats
// that order: add the entering value, subtract the leaving one, divide by the window.
import { BAND_LINES, BAND_MEANS, BAND_ROWS, BAND_ROWS_STRIDE, GRID, LINE_SUMS, PLANE_A, PLANE_B } from './memory';
import { fillColumns, fillLumaRow } from './luma';

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

/** Transposes the 64 x 64 f32 at `from`. */
export function transposeGrid(from: usize, to: usize): void {
  for (let y: usize = 0; y < 64; y += 4) {
    for (let x: usize = 0; x < 64; x += 4) {
      const tile = from + (y << 8) + (x << 2);
      const a = v128.load(tile);
      const b = v128.load(tile, 256);
      const c = v128.load(tile, 512);
      storeTransposed(to + (x << 8) + (y << 2), 256, a, b, c, v128.load(tile, 768));
    }
  }
}

/** Rows that are filtered together: two vectors of running sums, whose additions do not wait for each other. */
const BAND: i32 = 8;
/** Bytes from one column to the next where a band lies on its side. */
const LINE_STEP: usize = 32;

/** Lays eight rows, `stride` bytes apart, side by side at BAND_LINES: two vectors hold one column of all eight. */
@inline
function layLines(rows: usize, stride: usize, width: i32): void {
  for (let x: usize = 0; x < <usize>width; x += 4) {
    const at = rows + (x << 2);
    const to = BAND_LINES + x * LINE_STEP;
    const lower = at + 4 * stride;
    const c = v128.load(at + 2 * stride);
    const d = v128.load(at + 3 * stride);
    storeTransposed(to, LINE_STEP, v128.load(at), v128.load(at + stride), c, d);
    const g = v128.load(lower + 2 * stride);
    const h = v128.load(lower + 3 * stride);
    storeTransposed(to + 16, LINE_STEP, v128.load(lower), v128.load(lower + stride), g, h);
  }
}

/** Box filter along the eight lines at BAND_LINES, to BAND_MEANS. */
function boxAlong(length: i32): void {
  const full = windowOf(length);
  const half = (full + 2) / 2;
  const end = BAND_LINES + <usize>length * LINE_STEP;
  let entering = BAND_LINES;
  let leaving = BAND_LINES;
  let out = BAND_MEANS;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (let window = 1; window <= full; window++, entering += LINE_STEP) {
    a = f32x4.add(a, v128.load(entering));
    b = f32x4.add(b, v128.load(entering, 16));
    if (window < half) continue;
    const divisor = f32x4.splat(<f32>window);
    v128.store(out, f32x4.div(a, divisor));
    v128.store(out, f32x4.div(b, divisor), 16);
    out += LINE_STEP;
  }
  const isPowerOfTwo = (full & (full - 1)) == 0;
  const divisor = f32x4.splat(<f32>full);
  const inverse = f32x4.splat(<f32>1 / <f32>full);
  // Multiplying by the inverse of a power of two is as exact as dividing. Two loops, or both would be computed each time.
  if (isPowerOfTwo) {
    for (; entering < end; entering += LINE_STEP, leaving += LINE_STEP, out += LINE_STEP) {
      a = f32x4.sub(f32x4.add(a, v128.load(entering)), v128.load(leaving));
      b = f32x4.sub(f32x4.add(b, v128.load(entering, 16)), v128.load(leaving, 16));
      v128.store(out, f32x4.mul(a, inverse));
      v128.store(out, f32x4.mul(b, inverse), 16);
    }
  }
  for (; entering < end; entering += LINE_STEP, leaving += LINE_STEP, out += LINE_STEP) {
    a = f32x4.sub(f32x4.add(a, v128.load(entering)), v128.load(leaving));
    b = f32x4.sub(f32x4.add(b, v128.load(entering, 16)), v128.load(leaving, 16));
    v128.store(out, f32x4.div(a, divisor));
    v128.store(out, f32x4.div(b, divisor), 16);
  }
  for (let window = full - 1; window > full - half; window--, leaving += LINE_STEP, out += LINE_STEP) {
    const rest = f32x4.splat(<f32>window);
    a = f32x4.sub(a, v128.load(leaving));
    b = f32x4.sub(b, v128.load(leaving, 16));
    v128.store(out, f32x4.div(a, rest));
    v128.store(out, f32x4.div(b, rest), 16);
  }
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

// Bands run past the last row where there are not eight more: the planes have room (a picture of 512 rows needs none), and
// what is written there is never used.

/** Luma of the picture, filtered along its rows, to PLANE_A. See fillColumns and reduceExactly for `rows`. */
function filterSourceRows(source: usize, stride: usize, rows: i32, channels: i32, width: i32, height: i32): void {
  for (let start = 0; start < height; start += BAND) {
    for (let k = 0; k < BAND; k++) {
      const row = (min(start + k, height - 1) * rows) / height;
      fillLumaRow(source + <usize>row * stride, BAND_ROWS + <usize>k * BAND_ROWS_STRIDE, width, channels);
    }
    layLines(BAND_ROWS, BAND_ROWS_STRIDE, width);
    boxAlong(width);
    storeBand(PLANE_A + (<usize>(start * width) << 2), <usize>width << 2, width);
  }
}

/** The means of a band back into eight rows, `stride` bytes apart. */
@inline
function storeBand(out: usize, stride: usize, width: i32): void {
  let x: usize = 0;
  for (; x + 4 <= <usize>width; x += 4) {
    const at = BAND_MEANS + x * LINE_STEP;
    const to = out + (x << 2);
    const d = v128.load(at, 96);
    storeTransposed(to, stride, v128.load(at), v128.load(at, 32), v128.load(at, 64), d);
    const h = v128.load(at, 112);
    storeTransposed(to + 4 * stride, stride, v128.load(at, 16), v128.load(at, 48), v128.load(at, 80), h);
  }
  for (; x < <usize>width; x++) {
    for (let k: usize = 0; k < 8; k++) {
      store<f32>(out + k * stride + (x << 2), load<f32>(BAND_MEANS + x * LINE_STEP + (k << 2)));
    }
  }
}

/** PLANE_B filtered along its rows once more; only the 64 columns that decimation keeps go to PLANE_A. */
function filterKeptColumns(width: i32, height: i32): void {
  const stride = <usize>width << 2;
  for (let start = 0; start < height; start += BAND) {
    layLines(PLANE_B + <usize>start * stride, stride, width);
    boxAlong(width);
    const out = PLANE_A + (<usize>start << 8);
    for (let cell = 0; cell < 64; cell++) {
      const means = BAND_MEANS + <usize>centreOf(cell, width) * LINE_STEP;
      for (let k: usize = 0; k < 8; k++) {
        store<f32>(out + (k << 8) + (<usize>cell << 2), load<f32>(means + (k << 2)));
      }
    }
  }
}

/**
 * The picture at `source`, filtered twice and decimated into GRID. It is `sourceWidth` wide; `rows` source rows are
 * stored, and where there are fewer than `height`, output row y reads row floor(y * rows / height). `width` x `height`
 * is the size after sampling, at least 5 each way.
 */
export function reduceExactly(source: usize, sourceWidth: i32, rows: i32, channels: i32, width: i32, height: i32): void {
  const stride = <usize>sourceWidth * channels;
  fillColumns(sourceWidth, width, channels);
  if (width == 64 && height == 64) {
    for (let row: usize = 0; row < 64; row++) fillLumaRow(source + row * stride, GRID + (row << 8), 64, channels);
    return;
  }
  filterSourceRows(source, stride, rows, channels, width, height);
  boxDown(PLANE_A, PLANE_B, height, width);
  filterKeptColumns(width, height);
  boxDown(PLANE_A, PLANE_B, height, 64);
  for (let cell = 0; cell < 64; cell++) {
    memory.copy(GRID + (<usize>cell << 8), PLANE_B + (<usize>centreOf(cell, height) << 8), 256);
  }
}
