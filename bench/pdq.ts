import { readFileSync } from 'node:fs';
import sharp, { type JpegOptions } from 'sharp';
import { hammingDistance } from '../lib/pdq/distance.ts';
import { PdqEngine, type Pixels } from '../lib/pdq/engine.ts';
import { hashJpeg } from '../lib/pdq/jpeg-hash.ts';
import { hashPlainly } from '../lib/pdq/reference-port.ts';
import { type SampleJpeg, makeSampleJpeg } from '../lib/pdq/test-pictures.ts';

const photograph = readFileSync(new URL('../lib/pdq/test-vectors/aaa-orig.jpg', import.meta.url));
const [width, height] = [1152, 864];

/** A photograph of 1 MP at a quality; `blur` brings a very sharp one down to the 91 kB that DESIGN.md's trial had. */
function makeMegapixel(quality: number, blur: number, options: JpegOptions = {}): Promise<Buffer> {
  const picture = sharp(photograph).resize(width, height, { fit: 'fill' });
  return (blur > 0 ? picture.blur(blur) : picture).jpeg({ quality, ...options }).toBuffer();
}

async function decode(bytes: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** Least and median milliseconds of `run` over at least `rounds` rounds and half a second. */
async function measure(rounds: number, run: () => unknown): Promise<{ best: number; median: number }> {
  const times: number[] = [];
  for (let warm = 0; warm < Math.min(rounds, 200); warm++) await run();
  const startedAtMs = performance.now();
  while (times.length < rounds || performance.now() - startedAtMs < 500) {
    const from = performance.now();
    const outcome = run();
    // Awaiting what is no promise would add a turn of the event loop to the time.
    if (outcome instanceof Promise) await outcome;
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return { best: times[0] ?? 0, median: times[times.length >> 1] ?? 0 };
}

const row = (name: string, { best, median }: { best: number; median: number }) =>
  console.log(`${name.padEnd(58)} ${best.toFixed(3).padStart(9)} ${median.toFixed(3).padStart(9)}`);

function hashOrThrow(engine: PdqEngine, bytes: Uint8Array) {
  const result = hashJpeg(engine, bytes);
  if (result.kind === 'refused') throw new Error(`the fast path refused a bench picture: ${result.message}`);
  return result;
}

/** All paths on one 1 MP JPEG. Returns how many times longer decoding and the port take than the fast path. */
async function timePaths(engine: PdqEngine): Promise<number> {
  const typical = await makeMegapixel(80, 2.6);
  const pixels = await decode(typical);
  const rows = engine.load(pixels);
  console.log(`1 MP JPEG, ${width} x ${height}, quality 80, 4:2:0, ${Math.round(typical.length / 1000)} kB\n`);
  console.log(`${'path'.padEnd(58)} ${'best ms'.padStart(9)} ${'median'.padStart(9)}`);
  const fast = await measure(400, () => hashOrThrow(engine, typical));
  const decoded = await measure(40, () => decode(typical));
  const port = await measure(20, () => hashPlainly(pixels));
  row('fast path: JPEG bytes -> hash, WASM from coefficients', fast);
  row('sharp full decode, one thread', decoded);
  row('straight float64 port of the reference, from RGB', port);
  row('sharp full decode + port (the other side)', {
    best: decoded.best + port.best,
    median: decoded.median + port.median,
  });
  row('exact path: sharp full decode + WASM', await measure(40, async () => engine.hashPixels(await decode(typical))));
  row(
    '  WASM exact from RGB, without the copy',
    await measure(200, () => engine.exports.hashPixels(width, height, rows, 3)),
  );
  row(
    '  WASM by tent weights from RGB, without the copy',
    await measure(200, () => engine.exports.hashPixelsByTents(width, rows, 3)),
  );
  row('  copy of the sampled rows', await measure(200, () => engine.load(pixels)));
  console.log('\nfast path on other 1 MP JPEGs:');
  for (const [title, jpeg] of [
    ['quality 85', await makeMegapixel(85, 2.6)],
    ['quality 95, 4:4:4', await makeMegapixel(95, 2.6, { chromaSubsampling: '4:4:4' })],
    ['quality 80, unblurred: unusually sharp', await makeMegapixel(80, 0)],
    ['quality 80, progressive', await makeMegapixel(80, 2.6, { progressive: true })],
    ['quality 80, unblurred, progressive', await makeMegapixel(80, 0, { progressive: true })],
  ] as const) {
    const time = await measure(100, () => hashOrThrow(engine, jpeg));
    row(`  ${title}, ${Math.round(jpeg.length / 1000)} kB`, time);
  }
  return (decoded.best + port.best) / fast.best;
}

interface Tally {
  pictures: number;
  refused: number;
  sum: number;
  beyond10: number;
  beyond31: number;
  most: number;
}

const emptyTally = (): Tally => ({ pictures: 0, refused: 0, sum: 0, beyond10: 0, beyond31: 0, most: 0 });

function count(tally: Tally, distance: number | undefined): void {
  tally.pictures++;
  if (distance === undefined) {
    tally.refused++;
    return;
  }
  tally.sum += distance;
  tally.beyond10 += distance > 10 ? 1 : 0;
  tally.beyond31 += distance > 31 ? 1 : 0;
  tally.most = Math.max(tally.most, distance);
}

const groupOrder = [
  ...['all', 'photograph', 'shapes', 'page', 'grain', 'night', 'neon'],
  ...['baseline', 'progressive', '4:2:0', '4:4:4', 'grey', 'quality 80-84', 'quality 85-89', 'quality 90-95'],
];

const groupsOf = (sample: SampleJpeg) => [
  'all',
  sample.content,
  sample.coding,
  sample.sampling,
  sample.quality < 85 ? 'quality 80-84' : sample.quality < 90 ? 'quality 85-89' : 'quality 90-95',
];

/** Distance between the two paths over `pictures` sample JPEGs, in a table. */
async function comparePaths(engine: PdqEngine, pictures: number): Promise<void> {
  const tallies = new Map<string, Tally>();
  for (let index = 0; index < pictures; index++) {
    const sample = await makeSampleJpeg(index);
    const quick = hashJpeg(engine, sample.bytes);
    const exact = engine.hashPixels(await decode(sample.bytes));
    const distance = quick.kind === 'hashed' ? hammingDistance(quick.hash, exact.hash) : undefined;
    for (const group of groupsOf(sample)) {
      const tally = tallies.get(group) ?? emptyTally();
      tallies.set(group, tally);
      count(tally, distance);
    }
  }
  console.log(`\nAgreement of the two paths (bits between the hashes), ${pictures} pictures at qualities 80 to 95`);
  console.log('"exact" were left to the exact path because too many coefficients lay at the median\n');
  console.log('group              pictures  exact    mean  within 10    > 31  most');
  for (const group of groupOrder) {
    const tally = tallies.get(group) ?? emptyTally();
    const hashed = tally.pictures - tally.refused;
    const within = ((100 * (hashed - tally.beyond10)) / hashed).toFixed(2);
    const cells = [
      String(tally.pictures).padStart(8),
      String(tally.refused).padStart(6),
      (tally.sum / hashed).toFixed(2).padStart(7),
      `${within} %`.padStart(10),
      String(tally.beyond31).padStart(7),
      String(tally.most).padStart(5),
    ];
    console.log(`${group.padEnd(18)} ${cells.join(' ')}`);
  }
}

/**
 * `npm run bench -- pdq [pictures]`: 1 MP JPEG bytes to hash by each path, beside sharp's full decode and a straight
 * port of the reference, in one run on one thread; then how far the two paths agree. Ends with `ratio R`, the other
 * side's time over the fast path's (least of many rounds, which other work on the machine disturbs least). 1,200 pictures by default.
 */
export async function run(args: string[]): Promise<void> {
  sharp.concurrency(1);
  sharp.cache(false);
  const engine = new PdqEngine();
  const ratio = await timePaths(engine);
  await comparePaths(engine, Number(args[0] ?? 1200));
  console.log(`\nratio ${ratio.toFixed(1)}`);
}
