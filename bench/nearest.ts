/**
 * `npm run bench -- nearest`: hashes within 31 bits of a query by lib/nearest, one query at a time, in batches and by
 * two threads, beside a linear scan in the same WebAssembly over the same memory, in the same run. On random bits and
 * on hashes of 125,000 pictures, each in eight orientations. Answers are compared with the scan. `--ten` also measures
 * 10 million hashes (the default where 4 GB of memory are free), `--no-ten` does not. Last line: `ratio R`, queries a
 * second of the index over those of the scan, one at a time, one thread, at a million random hashes.
 */
import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import sharp from 'sharp';
import { NearestIndex, openSearchPool } from '../lib/nearest/door.ts';
import { buildEngine } from '../lib/nearest/engine.ts';
import { Searcher } from '../lib/nearest/searcher.ts';
import { PdqEngine } from '../lib/pdq/door.ts';

const radius = 31;
const side = 64;
const rounds = 7;
const roundMs = 250;

/** Deterministic numbers in [0, 1) (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A photograph's sums over all rectangles from its corner, so that any crop is brought down to 64 x 64 quickly. */
interface Photograph {
  readonly width: number;
  readonly height: number;
  readonly sums: Float64Array;
}

async function readPhotograph(name: string): Promise<Photograph> {
  const bytes = readFileSync(new URL(`../lib/pdq/test-vectors/${name}`, import.meta.url));
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      row += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row;
    }
  }
  return { width, height, sums };
}

/** A crop anywhere, of any size from a fifth of a side and of any shape, box-filtered to 64 x 64. */
function cropInto(pixels: Uint8Array, { width, height, sums }: Photograph, random: () => number): void {
  const cropWidth = Math.floor(width * (0.2 + 0.8 * random() ** 2));
  const cropHeight = Math.floor(height * (0.2 + 0.8 * random() ** 2));
  const left = Math.floor(random() * (width - cropWidth));
  const top = Math.floor(random() * (height - cropHeight));
  const isMirrored = random() < 0.5;
  const stride = width + 1;
  for (let y = 0; y < side; y++) {
    const y0 = top + Math.floor((y * cropHeight) / side);
    const y1 = Math.max(y0 + 1, top + Math.floor(((y + 1) * cropHeight) / side));
    for (let x = 0; x < side; x++) {
      const x0 = left + Math.floor((x * cropWidth) / side);
      const x1 = Math.max(x0 + 1, left + Math.floor(((x + 1) * cropWidth) / side));
      const lower = (sums[y1 * stride + x1] ?? 0) - (sums[y1 * stride + x0] ?? 0);
      const upper = (sums[y0 * stride + x1] ?? 0) - (sums[y0 * stride + x0] ?? 0);
      const mean = (lower - upper) / ((y1 - y0) * (x1 - x0));
      pixels[y * side + (isMirrored ? side - 1 - x : x)] = mean;
    }
  }
}

/** Adds bilinear noise of `cells` by `cells` cells. */
function addNoise(light: Float32Array, cells: number, random: () => number): void {
  const lattice = Float32Array.from({ length: (cells + 1) ** 2 }, () => (random() - 0.5) * (300 / cells));
  const step = side / cells;
  for (let y = 0; y < side; y++) {
    const row = Math.floor(y / step) * (cells + 1);
    const v = (y % step) / step;
    for (let cell = 0; cell < cells; cell++) {
      const at = row + cell;
      const left = (lattice[at] ?? 0) * (1 - v) + (lattice[at + cells + 1] ?? 0) * v;
      const right = (lattice[at + 1] ?? 0) * (1 - v) + (lattice[at + cells + 2] ?? 0) * v;
      for (let x = 0; x < step; x++) {
        const pixel = y * side + cell * step + x;
        light[pixel] = (light[pixel] ?? 0) + left + ((right - left) * x) / step;
      }
    }
  }
}

/** Five octaves of smooth noise whose strength falls with frequency as in photographs, and a few flat shapes. */
function drawInto(pixels: Uint8Array, random: () => number): void {
  const light = new Float32Array(side * side);
  for (let cells = 2; cells <= 32; cells *= 2) addNoise(light, cells, random);
  for (let shapes = Math.floor(random() * 5); shapes > 0; shapes--) {
    const [cx, cy, rx, ry] = [random() * side, random() * side, 3 + random() * 20, 3 + random() * 20];
    const tone = (random() - 0.5) * 200;
    const isRound = random() < 0.5;
    for (let y = Math.max(0, Math.ceil(cy - ry)); y < Math.min(side, cy + ry); y++) {
      for (let x = Math.max(0, Math.ceil(cx - rx)); x < Math.min(side, cx + rx); x++) {
        if (!isRound || ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1) light[y * side + x] = tone;
      }
    }
  }
  for (let at = 0; at < light.length; at++) pixels[at] = Math.max(0, Math.min(255, 128 + (light[at] ?? 0)));
}

/** PDQ of pictures, half of them crops of photographs, half of them drawn; eight orientations of each. */
function hashPictures(photographs: readonly Photograph[], pictures: number, seed: number): Uint8Array {
  const random = randomFrom(seed);
  const engine = new PdqEngine();
  const data = new Uint8Array(side * side);
  const hashes = new Uint8Array(pictures * 8 * 32);
  for (let picture = 0; picture < pictures; picture++) {
    const photograph = photographs[(picture >> 1) % photographs.length];
    if (picture % 2 === 0 && photograph !== undefined) cropInto(data, photograph, random);
    else drawInto(data, random);
    engine.hashPixels({ data, width: side, height: side, channels: 1 });
    engine.orientations().forEach((hash, at) => hashes.set(hash, (picture * 8 + at) * 32));
  }
  return hashes;
}

/** Distinct hashes, as far as their first 64 bits tell. */
function countDistinct(hashes: Uint8Array): number {
  const words = new BigUint64Array(hashes.buffer);
  const heads = words.filter((_, at) => at % 4 === 0).sort();
  return heads.filter((head, at) => head !== heads[at - 1]).length;
}

function randomHashes(count: number): Uint8Array {
  const hashes = new Uint8Array(count * 32);
  for (let at = 0; at < hashes.length; at += 1 << 28) randomFillSync(hashes.subarray(at, at + (1 << 28)));
  return hashes;
}

/** Half of the queries become stored hashes with up to 39 bits flipped, so that there is something to find. */
function bringNear(queries: Uint8Array, hashes: Uint8Array): Uint8Array {
  const random = randomFrom(5);
  for (let at = 0; at < queries.length; at += 64) {
    const id = Math.floor((random() * hashes.length) / 32);
    queries.set(hashes.subarray(id * 32, id * 32 + 32), at);
    for (let flips = Math.floor(random() * 40); flips > 0; flips--) {
      const bit = Math.floor(random() * 256);
      queries[at + (bit >> 3)] = (queries[at + (bit >> 3)] ?? 0) ^ (1 << (bit & 7));
    }
  }
  return queries;
}

/** Milliseconds of processor time that this process has used: what else a shared machine does is not counted. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Something that answers `perStep` queries when called with a step's number. */
interface Contender {
  readonly perStep: number;
  readonly work: (step: number) => unknown;
}

/**
 * Queries a second of processor time of each, the best of several rounds. The rounds alternate, so that a cache or
 * memory that others use too is the same for all.
 */
function rates(contenders: readonly Contender[]): number[] {
  const best = contenders.map(() => 0);
  for (let round = 0, step = 0; round < rounds; round++) {
    for (const [at, { perStep, work }] of contenders.entries()) {
      const startedMs = processorMs();
      let steps = 0;
      do {
        work(step++);
        steps++;
      } while (processorMs() - startedMs < roundMs);
      best[at] = Math.max(best[at] ?? 0, (steps * perStep) / ((processorMs() - startedMs) / 1000));
    }
  }
  return best;
}

interface Row {
  readonly name: string;
  readonly buildMs: number;
  readonly bytesPerHash: number;
  readonly single: number;
  readonly batch: number;
  readonly linear: number;
  readonly answersPerQuery: number;
  readonly checked: number;
}

const batchQueries = 8_192;

/** Throws where an answer differs from the scan's (a sample), or a batch from single queries (all). */
function check(index: NearestIndex, scanner: Searcher, queries: Uint8Array, sample: number): { answers: number } {
  const batch = index.searchBatch(queries, radius);
  let answers = 0;
  batch.forEach((found, at) => {
    const query = queries.subarray(at * 32, at * 32 + 32);
    const single = JSON.stringify(index.search(query, radius));
    if (JSON.stringify(found) !== single) throw new Error(`query ${at}: a batch answers otherwise than a search`);
    if (at < sample && JSON.stringify(scanner.scan(query, radius)) !== single) {
      throw new Error(`query ${at}: the index answers otherwise than a scan`);
    }
    answers += found.length;
  });
  return { answers };
}

function measure(name: string, hashes: Uint8Array, queries: Uint8Array, sample: number): Row {
  const count = hashes.length / 32;
  let buildMs = Infinity;
  let engine = buildEngine(new Uint8Array(0));
  for (let round = 0; round < (count > 2e6 ? 2 : 4); round++) {
    const startedMs = processorMs();
    engine = buildEngine(hashes);
    buildMs = Math.min(buildMs, processorMs() - startedMs);
  }
  const index = new NearestIndex(engine);
  const scanner = new Searcher(engine, 1);
  const queryAt = (step: number) => {
    const at = step % (queries.length / 32);
    return queries.subarray(at * 32, at * 32 + 32);
  };
  const [single = 0, batch = 0, linear = 0] = rates([
    {
      perStep: 64,
      work: (step) => {
        for (let at = 0; at < 64; at++) index.search(queryAt(step * 64 + at), radius);
      },
    },
    { perStep: batchQueries, work: () => index.searchBatch(queries, radius) },
    { perStep: 4, work: (step) => [0, 1, 2, 3].map((at) => scanner.scan(queryAt(step * 4 + at), radius)) },
  ]);
  const { answers } = check(index, scanner, queries, sample);
  return {
    name,
    buildMs,
    bytesPerHash: index.memoryBytes / count,
    single,
    batch,
    linear,
    answersPerQuery: answers / (queries.length / 32),
    checked: sample,
  };
}

function printRows(rows: readonly Row[]): void {
  const cells = [
    ['hashes', ...rows.map(({ name }) => name)],
    ['one at a time, queries/s', ...rows.map(({ single }) => single.toFixed(0))],
    [`batches of ${batchQueries}, queries/s`, ...rows.map(({ batch }) => batch.toFixed(0))],
    ['linear scan, queries/s', ...rows.map(({ linear }) => linear.toFixed(0))],
    ['one at a time / linear', ...rows.map(({ single, linear }) => (single / linear).toFixed(1))],
    ['batches / one at a time', ...rows.map(({ single, batch }) => (batch / single).toFixed(2))],
    ['build, s', ...rows.map(({ buildMs }) => (buildMs / 1000).toFixed(2))],
    ['bytes a hash', ...rows.map(({ bytesPerHash }) => bytesPerHash.toFixed(1))],
    ['answers a query', ...rows.map(({ answersPerQuery }) => answersPerQuery.toFixed(2))],
    ['compared with the scan', ...rows.map(({ checked }) => `${checked} of ${checked}`)],
  ];
  for (const [title = '', ...values] of cells) {
    console.log(`${title.padEnd(30)}${values.map((value) => value.padStart(18)).join('')}`);
  }
}

/** Queries a second of one call. */
async function timed(queries: number, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return queries / ((performance.now() - startedAt) / 1000);
}

/** One thread and two over one memory, by the clock (so it needs two idle cores), in batches and in groups too small for batches. */
async function measureThreads(hashes: Uint8Array, queries: Uint8Array): Promise<void> {
  const index = new NearestIndex(buildEngine(hashes));
  const groups = Array.from({ length: 32 }, (_, at) => queries.subarray(at * 256 * 32, (at + 1) * 256 * 32));
  const rates = { batches: [0, 0], small: [0, 0] };
  const pools = [openSearchPool(index, { threads: 1 }), openSearchPool(index, { threads: 2 })];
  const both = new Uint8Array(queries.length * 2);
  both.set(queries);
  both.set(queries, queries.length);
  try {
    // Alternating, so that what else the machine does meets one thread and two alike.
    for (let round = 0; round < 12; round++) {
      for (const [at, pool] of pools.entries()) {
        const inBatches = await timed(batchQueries * 2, () => pool.searchBatch(both, radius));
        const inGroups = await timed(batchQueries, () =>
          Promise.all(groups.map((group) => pool.searchBatch(group, radius))),
        );
        rates.batches[at] = Math.max(rates.batches[at] ?? 0, inBatches);
        rates.small[at] = Math.max(rates.small[at] ?? 0, inGroups);
      }
    }
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
  }
  for (const [name, [one = 0, two = 0]] of Object.entries(rates)) {
    const title = name === 'small' ? 'groups of at most 256' : 'batches of 4096';
    console.log(
      `${title.padEnd(24)} one thread ${one.toFixed(0)} queries/s by the clock, two ${two.toFixed(0)}: ${(two / one).toFixed(2)} times`,
    );
  }
}

/** Runs the benchmark. */
export async function run(args: readonly string[] = []): Promise<void> {
  const isTen = args.includes('--ten') || (!args.includes('--no-ten') && freemem() > 4e9);
  const startedAt = performance.now();
  const photographs = await Promise.all(['aaa-orig.jpg', 'sharpen-a-lot.jpg'].map((name) => readPhotograph(name)));
  const real = hashPictures(photographs, 125_000, 1);
  console.log(
    `125,000 crops and drawings, eight orientations each, hashed in ${((performance.now() - startedAt) / 1000).toFixed(0)} s: ` +
      `${countDistinct(real)} of ${real.length / 32} hashes are distinct`,
  );
  const realQueries = bringNear(hashPictures(photographs, batchQueries / 8, 2), real);
  const million = randomHashes(real.length / 32);
  const queries = bringNear(randomHashes(batchQueries), million);
  const rows = [measure('1 M random', million, queries, 2000)];
  rows.push(measure('1 M of pictures', real, realQueries, 2000));
  if (isTen) {
    const ten = randomHashes(10_000_000);
    rows.push(measure('10 M random', ten, bringNear(randomHashes(batchQueries), ten), 200));
  }
  console.log('\none thread, seconds of processor time, best of several alternating rounds');
  printRows(rows);
  const [random, pictures] = rows;
  if (random === undefined || pictures === undefined) return;
  console.log(`\nrandom bits / hashes of pictures, one at a time: ${(random.single / pictures.single).toFixed(2)}`);
  await measureThreads(million, queries);
  console.log(`ratio ${(random.single / random.linear).toFixed(1)}`);
}
