/**
 * What PDQ does to one axis of a picture before its DCT, folded with the inverse DCT of JPEG's blocks along that axis:
 * nearest-neighbour sampling to 512 (where a side is longer), two boxes, decimation to 64 cells. All of it is linear, so
 * for each block of eight pixels and each cell that samples it there are eight weights, one a frequency.
 */
export interface FoldedAxis {
  /** Eight f32 an entry: the weight of frequencies 0 to 7. Entries are ordered by block, then by cell. */
  readonly weights: Float32Array;
  /** Four u16 a block: its first cell, how many cells, its first entry, 0. No cells: nothing samples the block. */
  readonly blocks: Uint16Array;
}

const cells = 64;

/** basis[8 * pixel + frequency]: one axis of the inverse DCT (T.81 A.3.3), half of its factor 1/4 on each axis. */
const basis = Float64Array.from({ length: 64 }, (_, at) => {
  const frequency = at % 8;
  const scale = frequency === 0 ? Math.SQRT1_2 / 2 : 0.5;
  return scale * Math.cos(((2 * Math.floor(at / 8) + 1) * frequency * Math.PI) / 16);
});

/** First and last index of the box of ceil(length / 128) around `index`, cut at the ends of the line. */
function boxAround(index: number, length: number): readonly [number, number] {
  const window = Math.ceil(length / 128);
  const after = Math.floor(window / 2);
  return [Math.max(0, index - (window - 1 - after)), Math.min(length - 1, index + after)];
}

/** For each cell the values of the line that it is made of, in ascending order, and how much each of them counts. */
interface Taps {
  readonly first: Uint16Array;
  readonly weights: readonly Float64Array[];
}

/** Two boxes around the centre of each cell. */
function tapsOf(length: number): Taps {
  const first = new Uint16Array(cells);
  const weights = Array.from({ length: cells }, (_, cell) => {
    const [firstMiddle, lastMiddle] = boxAround(Math.floor(((cell + 0.5) * length) / cells), length);
    const start = boxAround(firstMiddle, length)[0];
    const ofCell = new Float64Array(boxAround(lastMiddle, length)[1] - start + 1);
    first[cell] = start;
    for (let middle = firstMiddle; middle <= lastMiddle; middle++) {
      const [from, to] = boxAround(middle, length);
      const weight = 1 / ((lastMiddle - firstMiddle + 1) * (to - from + 1));
      for (let index = from; index <= to; index++) ofCell[index - start] = (ofCell[index - start] ?? 0) + weight;
    }
    return ofCell;
  });
  return { first, weights };
}

/** The line of every sampled picture. */
const sampledLine = 512;
const sampledTaps = tapsOf(sampledLine);

/** Cells of each block, as {@link FoldedAxis} lists them, and the number of entries in all. */
function indexBlocks(blockCount: number, taps: Taps, step: number): { blocks: Uint16Array; entryCount: number } {
  const blocks = new Uint16Array(blockCount * 4);
  taps.weights.forEach(({ length }, cell) => {
    const start = taps.first[cell] ?? 0;
    let seen = -1;
    for (let k = 0; k < length; k++) {
      const block = Math.floor((start + k) * step) >> 3;
      if (block === seen) continue;
      seen = block;
      if (blocks[block * 4 + 1] === 0) blocks[block * 4] = cell;
      blocks[block * 4 + 1] = cell - (blocks[block * 4] ?? 0) + 1;
    }
  });
  let entryCount = 0;
  for (let at = 0; at < blocks.length; at += 4) {
    blocks[at + 2] = entryCount;
    entryCount += blocks[at + 1] ?? 0;
  }
  return { blocks, entryCount };
}

/**
 * Folds an axis of `lengthPixels` (1 to 65,535). `isSampled` when either side of the picture is over 512: both axes are
 * then sampled to 512, a shorter one upwards.
 */
export function foldAxis(lengthPixels: number, isSampled: boolean): FoldedAxis {
  const taps = isSampled ? sampledTaps : tapsOf(lengthPixels);
  const step = isSampled ? lengthPixels / sampledLine : 1;
  const { blocks, entryCount } = indexBlocks(Math.ceil(lengthPixels / 8), taps, step);
  const weights = new Float32Array(entryCount * 8);
  taps.weights.forEach((ofCell, cell) => {
    const start = taps.first[cell] ?? 0;
    for (let k = 0; k < ofCell.length; k++) {
      const pixel = Math.floor((start + k) * step);
      const block = pixel >> 3;
      const entry = 8 * ((blocks[block * 4 + 2] ?? 0) + cell - (blocks[block * 4] ?? 0));
      const row = 8 * (pixel & 7);
      const weight = ofCell[k] ?? 0;
      for (let u = 0; u < 8; u++) weights[entry + u] = (weights[entry + u] ?? 0) + weight * (basis[row + u] ?? 0);
    }
  });
  return { weights, blocks };
}
