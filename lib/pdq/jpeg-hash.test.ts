import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import sharp from 'sharp';
import { hammingDistance } from './distance.ts';
import { PdqEngine, type PdqHash } from './engine.ts';
import { type JpegHashResult, defaultJpegLimits, hashJpeg } from './jpeg-hash.ts';
import { type JpegShape, type Paint, writeJpeg } from './test-jpeg-writer.ts';
import { randomFrom } from './test-support.ts';

const engine = new PdqEngine();
const photograph = readFileSync(new URL('test-vectors/square-512x512.jpg', import.meta.url));

async function hashExactly(bytes: Uint8Array): Promise<PdqHash> {
  const { data, info } = await sharp(bytes, { failOn: 'none' }).raw().toBuffer({ resolveWithObject: true });
  return engine.hashPixels({ data, width: info.width, height: info.height, channels: info.channels });
}

/** The photograph's own luma, and soft colours. */
const luma = await sharp(photograph).toColourspace('b-w').raw().toBuffer();
const paint: Paint = (x, y, c) => {
  if (c > 0) return 128 + 40 * Math.sin(x / 60 + c) * Math.cos(y / 45);
  return luma[((y * 2) % 512) * 512 + ((x * 2) % 512)] ?? 0;
};

async function assertAgrees(bytes: Uint8Array, title: string): Promise<void> {
  const quick = hashJpeg(engine, bytes);
  if (quick.kind !== 'hashed') assert.fail(`${title}: ${quick.message}`);
  const exact = await hashExactly(bytes);
  const distance = hammingDistance(quick.hash, exact.hash);
  assert.ok(distance <= 6, `${title}: ${distance} bits`);
  assert.ok(Math.abs(quick.quality - exact.quality) <= 2, title);
}

function refusalOf(result: JpegHashResult): string {
  return result.kind === 'refused' ? result.code : 'hashed';
}

const grey: JpegShape['sampling'] = [[1, 1]];
const samplings: readonly JpegShape['sampling'][] = [
  grey,
  [[2, 2]],
  [
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  [
    [2, 1],
    [1, 1],
    [1, 1],
  ],
  [
    [1, 2],
    [1, 1],
    [1, 1],
  ],
  [
    [2, 2],
    [1, 1],
    [1, 1],
  ],
  [
    [4, 1],
    [1, 1],
    [1, 1],
  ],
  [
    [4, 2],
    [1, 1],
    [1, 1],
  ],
  [
    [2, 2],
    [2, 1],
    [2, 1],
  ],
];

test('hashJpeg agrees with the exact path for every sampling, coding and restart interval', async () => {
  const codings = ['interleaved', 'separate', 'progressive'] as const;
  for (const sampling of samplings) {
    for (const coding of codings) {
      for (const restartInterval of [0, 1, 7]) {
        const bytes = writeJpeg({ width: 203, height: 149, sampling, coding, restartInterval }, paint);
        await assertAgrees(bytes, `${sampling.join(' ')} ${coding} restart ${restartInterval}`);
      }
    }
  }
});

test('hashJpeg agrees with the exact path whatever the sides are', async () => {
  const random = randomFrom(5);
  const sides = [5, 7, 8, 9, 16, 63, 64, 65, 127, 130, 257, 511, 512, 513, 640, 1025];
  for (let k = 0; k < 40; k++) {
    const width = sides[k % sides.length] ?? 64;
    const height = sides[Math.floor(random() * sides.length)] ?? 64;
    const { data, info } = await sharp(photograph)
      .resize(width, height, { fit: 'fill' })
      .jpeg({ quality: 92, progressive: k % 2 === 1 })
      .toBuffer({ resolveWithObject: true });
    const quick = hashJpeg(engine, data);
    // Upwards from a few pixels there is little to hash; the path may then call itself doubtful, but not be wrong.
    if (Math.min(width, height) >= 32) assert.equal(quick.kind, 'hashed', `${info.width} x ${info.height}`);
    if (quick.kind !== 'hashed') continue;
    const distance = hammingDistance(quick.hash, (await hashExactly(data)).hash);
    assert.ok(distance <= 10, `${info.width} x ${info.height}: ${distance} bits`);
  }
});

test('hashJpeg agrees with the exact path on the reference photographs', async () => {
  for (const name of ['aaa-orig', 'sharpen-a-lot', 'shrink-a-little', 'square-512x512', 'square-256x256']) {
    await assertAgrees(readFileSync(new URL(`test-vectors/${name}.jpg`, import.meta.url)), name);
  }
});

test('hashJpeg reads fill bytes, comments, an Adobe YCbCr segment and a missing end of image', async () => {
  const adobe = [0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 1];
  const preamble = [0xff, 0xff, 0xff, 0xfe, 0, 6, 1, 2, 3, 0xff, ...adobe];
  const bytes = writeJpeg({ width: 120, height: 90, sampling: samplings[5] ?? grey, preamble }, paint);
  await assertAgrees(bytes, 'preamble');
  await assertAgrees(bytes.subarray(0, bytes.length - 2), 'no end of image');
});

test('hashJpeg refuses what it cannot take and says why', async () => {
  const sampling = samplings[5] ?? grey;
  const shape: JpegShape = { width: 64, height: 64, sampling };
  const adobeRgb = [0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0];
  const plain = writeJpeg(shape, paint);
  const withSof = (marker: number) =>
    plain.map((byte, at) => (byte === 0xc0 && plain[at - 1] === 0xff ? marker : byte));
  const cmyk = await sharp(photograph).resize(64).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
  const coarse = await sharp(photograph).jpeg({ quality: 70 }).toBuffer();
  const cases: [string, Uint8Array, string][] = [
    ['RGB by Adobe', writeJpeg({ ...shape, preamble: adobeRgb }, paint), 'unsupported-colour'],
    ['RGB by identifiers', writeJpeg({ ...shape, ids: [82, 71, 66] }, paint), 'unsupported-colour'],
    ['CMYK', cmyk, 'unsupported-colour'],
    [
      'luma coarser than chroma',
      writeJpeg(
        {
          ...shape,
          sampling: [
            [1, 1],
            [2, 2],
            [1, 1],
          ],
        },
        paint,
      ),
      'unsupported-sampling',
    ],
    [
      'uneven sampling',
      writeJpeg(
        {
          ...shape,
          sampling: [
            [3, 1],
            [2, 1],
            [1, 1],
          ],
        },
        paint,
      ),
      'unsupported-sampling',
    ],
    ['arithmetic', withSof(0xc9), 'unsupported-coding'],
    ['lossless', withSof(0xc3), 'unsupported-coding'],
    ['quality 70', coarse, 'low-quality'],
    ['a side of 4', writeJpeg({ ...shape, width: 4 }, paint), 'unsupported-coding'],
    ['a gradient', writeJpeg({ width: 600, height: 600, sampling: grey }, (x) => x / 3), 'doubtful'],
    [
      'luma beyond white',
      writeJpeg({ width: 200, height: 160, sampling: grey }, (x, y) => 300 + x - y),
      'out-of-range',
    ],
    ['half a file', plain.subarray(0, plain.length >> 1), 'broken-data'],
    ['a header alone', plain.subarray(0, 60), 'malformed'],
    ['nothing', new Uint8Array(0), 'malformed'],
    ['another format', Uint8Array.from([0x89, 0x50, 0x4e, 0x47]), 'malformed'],
  ];
  for (const [title, bytes, code] of cases) assert.equal(refusalOf(hashJpeg(engine, bytes)), code, title);
});

test('hashJpeg keeps to its limits before it decodes', () => {
  const bytes = writeJpeg({ width: 400, height: 300, sampling: grey, coding: 'progressive' }, paint);
  assert.equal(
    refusalOf(hashJpeg(engine, bytes, { ...defaultJpegLimits, maxProgressivePixels: 119_999 })),
    'too-large',
  );
  assert.equal(hashJpeg(engine, bytes, { ...defaultJpegLimits, maxPixels: 1 }).kind, 'hashed');
});

test('hashJpeg makes no hash of a damaged file that is far from what a decoder shows', async () => {
  const originals = [
    await sharp(photograph).resize(256).jpeg({ quality: 88 }).toBuffer(),
    await sharp(photograph).resize(256).jpeg({ quality: 88, progressive: true }).toBuffer(),
  ];
  const random = randomFrom(17);
  const place = (length: number) => Math.floor(random() * length);
  let compared = 0;
  for (let k = 0; k < 1500; k++) {
    const bytes = Uint8Array.from(originals[k % 2] ?? []);
    // Tables stand in the first 700 bytes: a changed one gives coefficients that no encoder would write.
    for (let changes = 0; changes <= place(3); changes++)
      bytes[place(random() < 0.5 ? 700 : bytes.length)] = place(256);
    const quick = hashJpeg(engine, bytes);
    if (quick.kind === 'refused') continue;
    const exact = await hashExactly(bytes).catch(() => undefined);
    if (exact === undefined) continue;
    compared++;
    assert.ok(hammingDistance(quick.hash, exact.hash) <= 31, `damage ${k}`);
  }
  assert.ok(compared > 100, `${compared} compared`);
});

test('hashJpeg refuses a progressive file whose last scans are missing', () => {
  const bytes = writeJpeg({ width: 200, height: 160, sampling: grey, coding: 'progressive' }, paint);
  const lastScan = Buffer.from(bytes).lastIndexOf(Buffer.from([0xff, 0xda]));
  const cut = Uint8Array.from([...bytes.subarray(0, lastScan), 0xff, 0xd9]);
  assert.equal(refusalOf(hashJpeg(engine, cut)), 'incomplete');
});

test('hashJpeg refuses a file of thousands of scans at once', () => {
  const bytes = Buffer.from(writeJpeg({ width: 160, height: 160, sampling: grey, coding: 'progressive' }, paint));
  const start = bytes.indexOf(Buffer.from([0xff, 0xda]));
  const scan = bytes.subarray(start, bytes.indexOf(Buffer.from([0xff, 0xda]), start + 2));
  const chromaScan = Buffer.concat([bytes.subarray(0, start), ...Array.from({ length: 5000 }, () => scan)]);
  const startedAt = process.cpuUsage();
  assert.notEqual(hashJpeg(engine, chromaScan).kind, 'hashed');
  assert.ok(process.cpuUsage(startedAt).user < 500_000, 'half a second of the processor');
});

test('hashJpeg answers any mutation of a JPEG without throwing, and never disturbs the next one', () => {
  const originals = (['interleaved', 'separate', 'progressive'] as const).map((coding) =>
    writeJpeg({ width: 90, height: 70, sampling: samplings[5] ?? grey, coding, restartInterval: 5 }, paint),
  );
  const before = originals.map((bytes) => hashJpeg(engine, bytes));
  const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 });
  const mutation = fc.tuple(fc.nat({ max: 2 }), edits, fc.nat({ max: 100 }));
  fc.assert(
    fc.property(mutation, ([which, changes, keptPercent]) => {
      const bytes = Uint8Array.from(originals[which] ?? []);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const cut = keptPercent > 80 ? bytes : bytes.subarray(0, Math.ceil((bytes.length * keptPercent) / 80));
      const result = hashJpeg(engine, cut);
      assert.ok(result.kind === 'refused' || result.hash.length === 32);
    }),
    { numRuns: 1500, seed: 1 },
  );
  assert.deepEqual(
    originals.map((bytes) => hashJpeg(engine, bytes)),
    before,
  );
});
