import type { Pixels } from './engine.ts';

/**
 * PDQ once more, straight from the published description (Meta, "The TMK+PDQF Video-Hashing Algorithm and the PDQ
 * Image-Hashing Algorithm", 2019) in plain loops over doubles. It shares nothing with the engine: tests hold the engine
 * against it, and the benchmark measures the engine beside it. Doubles round less than the reference's floats, so a
 * coefficient that all but equals the median may fall on the other side of it.
 */
export interface PlainPdq {
  readonly hash: Uint8Array;
  readonly quality: number;
  /** The 16 x 16 coefficients, row by row. */
  readonly spectrum: Float64Array;
  /** Their lower median. */
  readonly median: number;
}

const side = 64;
const kept = 16;

/** Hash of 8-bit pixels; see {@link Pixels} for their shape. A side under 5 gives zeros and quality 0. */
export function hashPlainly(pixels: Pixels): PlainPdq {
  const plane = lumaOf(pixels);
  if (plane.width < 5 || plane.height < 5) {
    return { hash: new Uint8Array(32), quality: 0, spectrum: new Float64Array(256), median: 0 };
  }
  const grid = decimate(boxTwice(plane));
  const spectrum = spectrumOf(grid);
  const median = [...spectrum].sort((a, b) => a - b)[127] ?? 0;
  return { hash: bitsAbove(spectrum, median), quality: qualityOf(grid), spectrum, median };
}

/** The lower-median rule on any 256 coefficients. Bit k of the 256-bit number is coefficient k. */
export function bitsAbove(spectrum: Float64Array, median: number): Uint8Array {
  const hash = new Uint8Array(32);
  spectrum.forEach((value, k) => {
    const byte = 31 - (k >> 3);
    if (value > median) hash[byte] = (hash[byte] ?? 0) | (1 << (k & 7));
  });
  return hash;
}

interface Plane {
  readonly values: Float64Array;
  readonly width: number;
  readonly height: number;
}

function lumaOf({ data, width, height, channels }: Pixels): Plane {
  const sampled = width > 512 || height > 512;
  const outWidth = sampled ? 512 : width;
  const outHeight = sampled ? 512 : height;
  const values = new Float64Array(outWidth * outHeight);
  for (let y = 0; y < outHeight; y++) {
    const row = Math.floor((y * height) / outHeight) * width;
    for (let x = 0; x < outWidth; x++) {
      const at = (row + Math.floor((x * width) / outWidth)) * channels;
      const red = data[at] ?? 0;
      const luma = channels < 3 ? red : 0.299 * red + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
      values[y * outWidth + x] = luma;
    }
  }
  return { values, width: outWidth, height: outHeight };
}

function boxTwice(plane: Plane): Plane {
  const { width, height } = plane;
  if (width === side && height === side) return plane;
  let values = plane.values;
  for (let pass = 0; pass < 2; pass++) {
    const across = new Float64Array(width * height);
    for (let y = 0; y < height; y++) boxLine(values, across, y * width, 1, width);
    const down = new Float64Array(width * height);
    for (let x = 0; x < width; x++) boxLine(across, down, x, width, height);
    values = down;
  }
  return { values, width, height };
}

/** Mean of the window around each value: ceil(n / 128) wide, cut at the ends, the longer half after the value. */
function boxLine(from: Float64Array, to: Float64Array, start: number, stride: number, length: number): void {
  const window = Math.ceil(length / 128);
  const after = Math.floor(window / 2);
  const before = window - 1 - after;
  let sum = 0;
  for (let i = 0; i < after && i < length; i++) sum += from[start + i * stride] ?? 0;
  for (let i = 0; i < length; i++) {
    if (i + after < length) sum += from[start + (i + after) * stride] ?? 0;
    if (i - before - 1 >= 0) sum -= from[start + (i - before - 1) * stride] ?? 0;
    const count = Math.min(i + after, length - 1) - Math.max(i - before, 0) + 1;
    to[start + i * stride] = sum / count;
  }
}

function decimate({ values, width, height }: Plane): Float64Array {
  const grid = new Float64Array(side * side);
  for (let i = 0; i < side; i++) {
    const y = Math.floor(((i + 0.5) * height) / side);
    for (let j = 0; j < side; j++) grid[i * side + j] = values[y * width + Math.floor(((j + 0.5) * width) / side)] ?? 0;
  }
  return grid;
}

function qualityOf(grid: Float64Array): number {
  let sum = 0;
  const step = (a: number, b: number) => Math.abs(Math.trunc((((grid[a] ?? 0) - (grid[b] ?? 0)) * 100) / 255));
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const at = i * side + j;
      if (i + 1 < side) sum += step(at, at + side);
      if (j + 1 < side) sum += step(at, at + 1);
    }
  }
  return Math.min(100, Math.floor(sum / 90));
}

const matrix = Float64Array.from({ length: kept * side }, (_, at) => {
  const frequency = Math.floor(at / side) + 1;
  return Math.sqrt(2 / side) * Math.cos((Math.PI / (2 * side)) * frequency * (2 * (at % side) + 1));
});

function spectrumOf(grid: Float64Array): Float64Array {
  const half = new Float64Array(kept * side);
  const spectrum = new Float64Array(kept * kept);
  for (let i = 0; i < kept; i++) {
    for (let j = 0; j < side; j++) {
      let sum = 0;
      for (let k = 0; k < side; k++) sum += (matrix[i * side + k] ?? 0) * (grid[k * side + j] ?? 0);
      half[i * side + j] = sum;
    }
    for (let j = 0; j < kept; j++) {
      let sum = 0;
      for (let k = 0; k < side; k++) sum += (half[i * side + k] ?? 0) * (matrix[j * side + k] ?? 0);
      spectrum[i * kept + j] = sum;
    }
  }
  return spectrum;
}
