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

/** How much each value of a line of `length` counts in `cell`: two boxes around the cell's centre. */
function* tapsOf(cell: number, length: number): Generator<readonly [index: number, weight: number]> {
  const [first, last] = boxAround(Math.floor(((cell + 0.5) * length) / cells), length);
  for (let middle = first; middle <= last; middle++) {
    const [from, to] = boxAround(middle, length);
    const weight = 1 / ((last - first + 1) * (to - from + 1));
    for (let index = from; index <= to; index++) yield [index, weight];
  }
}

interface Entry {
  readonly block: number;
  readonly cell: number;
  readonly weights: Float64Array;
}

function entriesOf(lengthPixels: number, isSampled: boolean): Entry[] {
  const line = isSampled ? 512 : lengthPixels;
  const entries: Entry[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const ofCell = new Map<number, Entry>();
    for (const [index, weight] of tapsOf(cell, line)) {
      const pixel = isSampled ? Math.floor((index * lengthPixels) / line) : index;
      const block = pixel >> 3;
      const entry = ofCell.get(block) ?? { block, cell, weights: new Float64Array(8) };
      ofCell.set(block, entry);
      for (let k = 0; k < 8; k++)
        entry.weights[k] = (entry.weights[k] ?? 0) + weight * (basis[(pixel & 7) * 8 + k] ?? 0);
    }
    entries.push(...ofCell.values());
  }
  return entries.sort((a, b) => a.block - b.block || a.cell - b.cell);
}

/**
 * Folds an axis of `lengthPixels` (1 to 65,535). `isSampled` when either side of the picture is over 512: both axes are
 * then sampled to 512, a shorter one upwards.
 */
export function foldAxis(lengthPixels: number, isSampled: boolean): FoldedAxis {
  const entries = entriesOf(lengthPixels, isSampled);
  const weights = new Float32Array(entries.length * 8);
  const blocks = new Uint16Array(Math.ceil(lengthPixels / 8) * 4);
  entries.forEach(({ block, cell, weights: ofEntry }, at) => {
    weights.set(ofEntry, at * 8);
    const count = blocks[block * 4 + 1] ?? 0;
    if (count === 0) blocks.set([cell, 0, at], block * 4);
    blocks[block * 4 + 1] = count + 1;
  });
  return { weights, blocks };
}
