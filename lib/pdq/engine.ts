import { readFileSync } from 'node:fs';

/** Hash of one picture: 32 bytes, most significant first as PDQ is written in hexadecimal, and quality 0 to 100. */
export interface PdqHash {
  readonly hash: Uint8Array;
  readonly quality: number;
}

/**
 * Decoded pixels: 8 bits a channel, rows without padding. One or two channels are grey (and alpha), three or four are
 * red, green, blue (and alpha). Alpha is ignored, as the reference ignores it.
 */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** A side longer than this makes the reference sample the picture to a square of this side. */
export const sampledSidePixels = 512;

/** A picture with a side shorter than this (after sampling) has no hash: the reference gives zeros and quality 0. */
const minSidePixels = 5;

const hashBytes = 32;

const exportNames = [
  // Byte addresses of the regions of assembly/memory.ts.
  'sourceAddress',
  'hashAddress',
  'gridAddress',
  'spectrumAddress',
  'dctAddress',
  'dctTransposedAddress',
  'zigzagColumnAddress',
  'zigzagRowAddress',
  'quantisationAddress',
  'mcuBlocksAddress',
  'columnWeightsAddress',
  'columnBlocksAddress',
  'rowWeightsAddress',
  'rowBlocksAddress',
  // Pixels to hash.
  'reserve',
  'hashPixels',
  'hashPixelsByTents',
  'hashGrid',
  'hashOrientations',
  // JPEG coefficients to hash.
  'reserveJpeg',
  'setHuffman',
  'tableAddress',
  'openStream',
  'clearGrid',
  'openBlocks',
  'decodeSequential',
  'decodeDcFirst',
  'decodeDcRefinement',
  'decodeAcFirst',
  'decodeAcRefinement',
  'depositCoefficients',
  'finishGrid',
] as const;

/** What `pdq.wasm` exports: functions of numbers, described in assembly/index.ts, and its memory. */
export type EngineExports = Readonly<Record<(typeof exportNames)[number], (...args: number[]) => number>> & {
  readonly memory: WebAssembly.Memory;
};

function isEngine(exports: object): exports is EngineExports {
  const entries = new Map<string, unknown>(Object.entries(exports));
  return (
    entries.get('memory') instanceof WebAssembly.Memory &&
    exportNames.every((name) => typeof entries.get(name) === 'function')
  );
}

let compiled: WebAssembly.Module | undefined;

function instantiate(): EngineExports {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('pdq.wasm', import.meta.url)));
  const { exports } = new WebAssembly.Instance(compiled, {
    env: {
      abort: () => {
        throw new Error('pdq.wasm aborted');
      },
    },
  });
  if (!isEngine(exports)) throw new Error('pdq.wasm does not export what engine.ts expects: run lib/pdq/build.ts');
  return exports;
}

/**
 * The reference's DCT matrix: scale sqrt(2 / 64) as a float, times a double cosine, rounded to a float. Row i holds
 * frequency i + 1.
 */
function dctMatrix(): Float32Array {
  const scale = Math.fround(Math.sqrt(2 / 64));
  return Float32Array.from({ length: 16 * 64 }, (_, at) => {
    const row = Math.floor(at / 64);
    return scale * Math.cos((Math.PI / 2 / 64) * (row + 1) * (2 * (at % 64) + 1));
  });
}

/** Zigzag position -> natural position (row * 8 + column), T.81 figure A.6: along the diagonals, turning at each end. */
const zigzag = Array.from({ length: 64 }, (_, natural) => natural).sort((a, b) => zigzagOrder(a) - zigzagOrder(b));

function zigzagOrder(natural: number): number {
  const row = natural >> 3;
  const column = natural & 7;
  const diagonal = row + column;
  return diagonal * 8 + (diagonal % 2 === 0 ? column : row);
}

/**
 * One instance of `pdq.wasm` with its memory. Not for two threads at once: each thread opens its own.
 * Memory grows to the largest picture met and is given back only with the instance.
 */
export class PdqEngine {
  readonly exports: EngineExports;
  #view: Uint8Array;

  constructor() {
    this.exports = instantiate();
    this.#view = new Uint8Array(this.exports.memory.buffer);
    const matrix = dctMatrix();
    this.floats(this.exports.dctAddress(), matrix.length).set(matrix);
    const transposed = this.floats(this.exports.dctTransposedAddress(), matrix.length);
    zigzag.forEach((natural, k) => {
      this.#view[this.exports.zigzagColumnAddress() + k] = (natural & 7) * 16;
      this.#view[this.exports.zigzagRowAddress() + k] = (natural >> 3) * 4;
    });
    matrix.forEach((value, at) => (transposed[(at % 64) * 16 + Math.floor(at / 64)] = value));
  }

  /** The memory's bytes. Growing detaches the old view, so ask again after every call that may grow. */
  get view(): Uint8Array {
    if (this.#view.buffer !== this.exports.memory.buffer) this.#view = new Uint8Array(this.exports.memory.buffer);
    return this.#view;
  }

  /** `length` f32 at a byte address. */
  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.exports.memory.buffer, address, length);
  }

  /** Makes room for `sizeBytes` at the source address. Throws RangeError where the memory cannot grow so far. */
  reserve(sizeBytes: number): void {
    if (this.exports.reserve(sizeBytes) === 0) throw new RangeError(`pdq.wasm has no room for ${sizeBytes} bytes`);
  }

  /**
   * Copies to the engine the rows that hashing will read: all of a small picture, the 512 sampled ones of a large one.
   * Returns how many. Separate from hashing so that a benchmark can time both.
   */
  load({ data, width, height, channels }: Pixels): number {
    const strideBytes = width * channels;
    if (channels < 1 || channels > 4 || width < 1 || height < 1 || data.length < strideBytes * height) {
      throw new RangeError(`${data.length} bytes are not ${width} x ${height} pixels of ${channels} channels`);
    }
    const rows = Math.min(height, sampledSidePixels);
    this.reserve(rows * strideBytes);
    const source = this.exports.sourceAddress();
    const view = this.view;
    if (rows === height) {
      view.set(data.subarray(0, rows * strideBytes), source);
      return rows;
    }
    for (let row = 0; row < rows; row++) {
      const from = Math.floor((row * height) / rows) * strideBytes;
      view.set(data.subarray(from, from + strideBytes), source + row * strideBytes);
    }
    return rows;
  }

  /** The reference's hash of these pixels, bit for bit. */
  hashPixels(pixels: Pixels): PdqHash {
    if (isTooSmall(pixels)) return { hash: new Uint8Array(hashBytes), quality: 0 };
    const rows = this.load(pixels);
    return this.finish(this.exports.hashPixels(pixels.width, pixels.height, rows, pixels.channels));
  }

  /**
   * A quicker hash of the same definition in another order of rounding, so that a bit whose coefficient all but equals
   * the median may differ. Only for pictures that are sampled (a side over 512); others are hashed exactly.
   */
  hashPixelsByTents(pixels: Pixels): PdqHash {
    if (Math.max(pixels.width, pixels.height) <= sampledSidePixels) return this.hashPixels(pixels);
    const rows = this.load(pixels);
    return this.finish(this.exports.hashPixelsByTents(pixels.width, rows, pixels.channels));
  }

  /**
   * The eight hashes of the picture hashed last, in the reference's order: as it is, turned by 90, 180 and 270 degrees
   * anticlockwise, flipped top to bottom, flipped left to right, flipped about the main and about the other diagonal.
   */
  orientations(): Uint8Array[] {
    this.exports.hashOrientations();
    const at = this.exports.hashAddress();
    return Array.from({ length: 8 }, (_, k) => this.view.slice(at + k * hashBytes, at + (k + 1) * hashBytes));
  }

  /** Takes a finished hash out of the memory. */
  finish(quality: number): PdqHash {
    const at = this.exports.hashAddress();
    return { hash: this.view.slice(at, at + hashBytes), quality };
  }
}

function isTooSmall({ width, height }: Pixels): boolean {
  return Math.max(width, height) <= sampledSidePixels && Math.min(width, height) < minSidePixels;
}
