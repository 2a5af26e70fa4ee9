/**
 * A plain JPEG writer for tests: what encoders in the wild do and sharp does not (restart markers, every sampling,
 * separate scans, odd headers). All Huffman codes are eight bits long, so that coding is a look-up; quality is near 95.
 */
export interface JpegShape {
  readonly width: number;
  readonly height: number;
  /** Sampling factors of each component, columns then rows. One component is grey. */
  readonly sampling: readonly (readonly [number, number])[];
  /** Restart interval in MCUs. 0, the default, for none. */
  readonly restartInterval?: number;
  /** Sequential in one scan, sequential with a scan for each component, or progressive. */
  readonly coding?: 'interleaved' | 'separate' | 'progressive';
  /** Bytes put between SOI and the first table, such as an APP14 segment. */
  readonly preamble?: readonly number[];
  readonly ids?: readonly number[];
}

/** Sample of component `c` at a pixel, 0 to 255. */
export type Paint = (x: number, y: number, c: number) => number;

const zigzag: readonly number[] = Array.from({ length: 64 }, (_, n) => n).sort((a, b) => order(a) - order(b));

function order(n: number): number {
  const [row, column] = [n >> 3, n & 7];
  return (row + column) * 8 + ((row + column) % 2 === 0 ? column : row);
}

const steps = Array.from({ length: 64 }, (_, k) => 1 + Math.floor(k / 8));

/** Symbols in order of their eight-bit codes. */
const dcSymbols = Array.from({ length: 12 }, (_, size) => size);
const acSymbols = Array.from({ length: 16 * 11 }, (_, n) => ((n % 16) << 4) | Math.floor(n / 16)).filter(
  (symbol) => (symbol & 15) !== 0 || symbol === 0 || symbol === 0xf0,
);

class Bits {
  readonly bytes: number[] = [];
  #held = 0;
  #count = 0;

  put(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) {
      this.#held = (this.#held << 1) | ((value >> bit) & 1);
      if (++this.#count === 8) this.#flush();
    }
  }

  /** Fills the last byte with ones and returns all. */
  close(): number[] {
    while (this.#count !== 0) this.put(1, 1);
    return this.bytes;
  }

  #flush(): void {
    this.bytes.push(this.#held);
    if (this.#held === 0xff) this.bytes.push(0);
    this.#held = 0;
    this.#count = 0;
  }
}

function sizeOf(value: number): number {
  return 32 - Math.clz32(Math.abs(value));
}

function putValue(bits: Bits, value: number, size: number): void {
  bits.put(value < 0 ? value + (1 << size) - 1 : value, size);
}

function putDc(bits: Bits, difference: number): void {
  const size = sizeOf(difference);
  bits.put(dcSymbols.indexOf(size), 8);
  putValue(bits, difference, size);
}

function putBand(bits: Bits, block: readonly number[], from: number, to: number, low: number): void {
  let run = 0;
  for (let k = from; k <= to; k++) {
    const value = Math.trunc((block[k] ?? 0) / (1 << low));
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) bits.put(acSymbols.indexOf(0xf0), 8);
    bits.put(acSymbols.indexOf((run << 4) | sizeOf(value)), 8);
    putValue(bits, value, sizeOf(value));
    run = 0;
  }
  if (run > 0) bits.put(acSymbols.indexOf(0), 8);
}

/** Refinement of a band, one EOB0 at most a block (T.81 G.1.2.3). */
function putRefinement(bits: Bits, block: readonly number[], from: number, to: number, low: number): void {
  const magnitude = (k: number) => Math.abs(block[k] ?? 0) >> low;
  let last = to;
  while (last >= from && magnitude(last) !== 1) last--;
  let corrections: number[] = [];
  let run = 0;
  const putCorrections = () => {
    for (const bit of corrections) bits.put(bit, 1);
    corrections = [];
  };
  for (let k = from; k <= to; k++) {
    if (magnitude(k) > 1) {
      corrections.push(magnitude(k) & 1);
    } else if (magnitude(k) === 0) {
      if (++run === 16 && k < last) {
        bits.put(acSymbols.indexOf(0xf0), 8);
        putCorrections();
        run = 0;
      }
    } else {
      bits.put(acSymbols.indexOf((run << 4) | 1), 8);
      bits.put((block[k] ?? 0) < 0 ? 0 : 1, 1);
      putCorrections();
      run = 0;
    }
  }
  if (run > 0 || corrections.length > 0) {
    bits.put(acSymbols.indexOf(0), 8);
    putCorrections();
  }
}

const cosines = Array.from({ length: 64 }, (_, at) => {
  const frequency = at % 8;
  return (frequency === 0 ? Math.SQRT1_2 : 1) * Math.cos(((2 * Math.floor(at / 8) + 1) * frequency * Math.PI) / 16);
});

/** Quantised coefficients, in zigzag order, of the block whose sample at (x, y) is `sample`. */
function transformBlock(sample: (x: number, y: number) => number): number[] {
  const half = new Float64Array(64);
  for (let y = 0; y < 8; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += (sample(x, y) - 128) * (cosines[x * 8 + u] ?? 0);
      half[y * 8 + u] = sum;
    }
  }
  return zigzag.map((natural, k) => {
    const [v, u] = [natural >> 3, natural & 7];
    let sum = 0;
    for (let y = 0; y < 8; y++) sum += (half[y * 8 + u] ?? 0) * (cosines[y * 8 + v] ?? 0);
    return Math.round(sum / 4 / (steps[k] ?? 1));
  });
}

interface Plane {
  readonly columns: number;
  readonly rows: number;
  /** Blocks across, padding included, and without it. */
  readonly stride: number;
  readonly across: number;
  readonly down: number;
  readonly blocks: number[][];
}

function makePlanes(
  { width, height, sampling }: JpegShape,
  paint: Paint,
): { planes: Plane[]; across: number; down: number } {
  const widest = Math.max(...sampling.map(([columns]) => columns));
  const highest = Math.max(...sampling.map(([, rows]) => rows));
  const across = Math.ceil(width / (8 * widest));
  const down = Math.ceil(height / (8 * highest));
  const planes = sampling.map(([columns, rows], c): Plane => {
    const [stride, total] = [across * columns, down * rows];
    const [scaleX, scaleY] = [widest / columns, highest / rows];
    const blocks = Array.from({ length: stride * total }, (_, at) => {
      const [left, top] = [(at % stride) * 8, Math.floor(at / stride) * 8];
      return transformBlock((x, y) =>
        paint(
          Math.min(width - 1, Math.floor((left + x) * scaleX)),
          Math.min(height - 1, Math.floor((top + y) * scaleY)),
          c,
        ),
      );
    });
    const own = (side: number, factor: number, most: number) => Math.ceil(Math.ceil((side * factor) / most) / 8);
    return { columns, rows, stride, blocks, across: own(width, columns, widest), down: own(height, rows, highest) };
  });
  return { planes, across, down };
}

const word = (value: number) => [value >> 8, value & 255];
const segment = (marker: number, payload: readonly number[]) => [0xff, marker, ...word(payload.length + 2), ...payload];

interface ScanPlan {
  readonly components: readonly number[];
  readonly band: readonly [number, number];
  readonly high: number;
  readonly low: number;
}

function plansOf(coding: JpegShape['coding'], count: number): ScanPlan[] {
  const all = Array.from({ length: count }, (_, c) => c);
  if (coding !== 'progressive') {
    const groups = coding === 'separate' ? all.map((c) => [c]) : [all];
    return groups.map((components) => ({ components, band: [0, 63], high: 0, low: 0 }));
  }
  return [
    { components: all, band: [0, 0], high: 0, low: 1 },
    ...all.map((c): ScanPlan => ({ components: [c], band: [1, 9], high: 0, low: 2 })),
    ...all.map((c): ScanPlan => ({ components: [c], band: [10, 63], high: 0, low: 2 })),
    ...all.map((c): ScanPlan => ({ components: [c], band: [1, 63], high: 2, low: 1 })),
    { components: all, band: [0, 0], high: 1, low: 0 },
    ...all.map((c): ScanPlan => ({ components: [c], band: [1, 63], high: 1, low: 0 })),
  ];
}

/** Codes one block of a scan. `predictions` holds the last DC value of each component. */
function putBlock(bits: Bits, block: readonly number[], plan: ScanPlan, c: number, predictions: number[]): void {
  const [from, to] = plan.band;
  if (from > 0 && plan.high > 0) {
    putRefinement(bits, block, from, to, plan.low);
  } else if (from === 0 && plan.high > 0) {
    bits.put(((block[0] ?? 0) >> plan.low) & 1, 1);
  } else {
    if (from === 0) {
      const dc = (block[0] ?? 0) >> plan.low;
      putDc(bits, dc - (predictions[c] ?? 0));
      predictions[c] = dc;
    }
    if (to > 0) putBand(bits, block, Math.max(1, from), to, plan.low);
  }
}

function* mcusOf(
  plan: ScanPlan,
  planes: readonly Plane[],
  across: number,
  down: number,
): Generator<[number, number[]][]> {
  const [only, ...others] = plan.components;
  const plane = planes[only ?? 0];
  if (others.length === 0 && plane !== undefined) {
    for (let at = 0; at < plane.across * plane.down; at++) {
      const block = plane.blocks[Math.floor(at / plane.across) * plane.stride + (at % plane.across)];
      yield [[only ?? 0, block ?? []]];
    }
    return;
  }
  for (let at = 0; at < across * down; at++) {
    const [left, top] = [at % across, Math.floor(at / across)];
    yield plan.components.flatMap((c) => {
      const { columns, rows, stride, blocks } = planes[c] ?? { columns: 0, rows: 0, stride: 0, blocks: [] };
      return Array.from({ length: columns * rows }, (_, k): [number, number[]] => {
        const [x, y] = [left * columns + (k % columns), top * rows + Math.floor(k / columns)];
        return [c, blocks[y * stride + x] ?? []];
      });
    });
  }
}

function scanOf(
  plan: ScanPlan,
  mcus: Iterable<[number, number[]][]>,
  ids: readonly number[],
  interval: number,
): number[] {
  const header = plan.components.flatMap((c) => [ids[c] ?? c, 0]);
  const tail = [...plan.band, (plan.high << 4) | plan.low];
  const out = segment(0xda, [plan.components.length, ...header, ...tail]);
  let bits = new Bits();
  let predictions: number[] = [];
  let count = 0;
  for (const mcu of mcus) {
    if (interval > 0 && count > 0 && count % interval === 0) {
      for (const byte of bits.close()) out.push(byte);
      out.push(0xff, 0xd0 + ((count / interval - 1) & 7));
      bits = new Bits();
      predictions = [];
    }
    for (const [c, block] of mcu) putBlock(bits, block, plan, c, predictions);
    count++;
  }
  for (const byte of bits.close()) out.push(byte);
  return out;
}

/** Writes a JPEG of that shape. */
export function writeJpeg(shape: JpegShape, paint: Paint): Uint8Array {
  const { sampling, restartInterval = 0, coding = 'interleaved', preamble = [] } = shape;
  const ids = shape.ids ?? sampling.map((_, c) => c + 1);
  const { planes, across, down } = makePlanes(shape, paint);
  const lengths = (count: number) => [0, 0, 0, 0, 0, 0, 0, count, 0, 0, 0, 0, 0, 0, 0, 0];
  const out = [
    ...[0xff, 0xd8, ...preamble],
    ...segment(0xdb, [0, ...steps]),
    ...segment(0xc4, [0x00, ...lengths(dcSymbols.length), ...dcSymbols]),
    ...segment(0xc4, [0x10, ...lengths(acSymbols.length), ...acSymbols]),
    ...segment(coding === 'progressive' ? 0xc2 : 0xc0, [
      ...[8, ...word(shape.height), ...word(shape.width), sampling.length],
      ...sampling.flatMap(([columns, rows], c) => [ids[c] ?? c, (columns << 4) | rows, 0]),
    ]),
    ...(restartInterval > 0 ? segment(0xdd, word(restartInterval)) : []),
  ];
  for (const plan of plansOf(coding, sampling.length)) {
    for (const byte of scanOf(plan, mcusOf(plan, planes, across, down), ids, restartInterval)) out.push(byte);
  }
  return Uint8Array.from([...out, 0xff, 0xd9]);
}
