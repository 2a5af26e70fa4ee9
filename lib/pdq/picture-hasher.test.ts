import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import encodeJxl, { init as initJxl } from '@jsquash/jxl/encode.js';
import sharp from 'sharp';
import { hammingDistance } from './distance.ts';
import { PdqEngine } from './engine.ts';
import { openPictureHasher } from './picture-hasher.ts';

const photograph = readFileSync(new URL('test-vectors/square-256x256.jpg', import.meta.url));
const expected = readFileSync(new URL('test-vectors/expected-dihedral.txt', import.meta.url), 'utf8')
  .split('\n')
  .find((line) => line.endsWith('square-256x256.jpg'))
  ?.split(',');

const hasher = openPictureHasher({ workers: 1 });
after(() => hasher.close());

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('hashPicture hashes a JPEG from its coefficients and confirm from its pixels, as the reference does', async () => {
  const quick = await hasher.hashPicture(photograph);
  assert.equal(quick.exact.md5.length, 32);
  assert.equal(quick.pdq.kind === 'hashed' && quick.pdq.path, 'coefficients');
  const exact = await hasher.confirm(photograph, { orientations: true });
  assert.deepEqual(quick.exact, exact.exact);
  if (exact.pdq.kind !== 'hashed') assert.fail(exact.pdq.kind);
  assert.equal(exact.pdq.path, 'exact');
  assert.equal(exact.pdq.quality, 100);
  assert.equal(hex(exact.pdq.hash), expected?.[0]);
  assert.deepEqual(exact.pdq.orientations?.map(hex), expected?.slice(0, 8));
});

test('hashPicture gives exact hashes back that were made before', async () => {
  const exact = { md5: 'made', sha1: 'while', sha256: 'it came' };
  assert.deepEqual((await hasher.hashPicture(photograph, { exact })).exact, exact);
});

test('hashPicture takes the exact path for a JPEG of quality under 80', async () => {
  const { pdq } = await hasher.hashPicture(await sharp(photograph).jpeg({ quality: 79 }).toBuffer());
  assert.equal(pdq.kind === 'hashed' && pdq.path, 'exact');
});

test('hashPicture hashes every format that it decodes close to the original', async () => {
  const picture = sharp(photograph);
  const files = {
    png: await picture.clone().png().toBuffer(),
    'png of 16 bits': await picture.clone().toColourspace('rgb16').png().toBuffer(),
    'png with alpha': await picture.clone().ensureAlpha(0.5).png().toBuffer(),
    'grey png': await picture.clone().toColourspace('b-w').png().toBuffer(),
    gif: await picture.clone().gif().toBuffer(),
    webp: await picture.clone().webp({ quality: 90 }).toBuffer(),
    tiff: await picture.clone().tiff().toBuffer(),
    avif: await picture.clone().avif({ quality: 80, effort: 0 }).toBuffer(),
    cmyk: await picture.clone().toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer(),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const { pdq } = await hasher.hashPicture(bytes);
    if (pdq.kind !== 'hashed') assert.fail(`${name}: ${JSON.stringify(pdq)}`);
    assert.equal(pdq.path, 'exact', name);
    const distance = hammingDistance(pdq.hash, Buffer.from(expected?.[0] ?? '', 'hex'));
    assert.ok(distance <= (name.startsWith('png') ? 0 : 24), `${name}: ${distance} bits`);
  }
});

test('hashPicture hashes pixels as they are stored, whatever EXIF or a colour profile ask for', async () => {
  const plain = await sharp(photograph).png().toBuffer();
  const turned = await sharp(photograph).withMetadata({ orientation: 6 }).png().toBuffer();
  const profiled = await sharp(photograph).withIccProfile('p3').png().toBuffer();
  const pixels = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = pixels.info;
  const stored = new PdqEngine().hashPixels({ data: pixels.data, width, height, channels });
  const hashOf = async (bytes: Uint8Array) => {
    const { pdq } = await hasher.hashPicture(bytes);
    return pdq.kind === 'hashed' ? hex(pdq.hash) : pdq.kind;
  };
  assert.equal(await hashOf(turned), await hashOf(plain));
  assert.equal(await hashOf(profiled), hex(stored.hash));
});

test('hashPicture tells what is not a picture, and what it will not decode', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:9/a.png"/></svg>';
  assert.deepEqual((await hasher.hashPicture(Buffer.from('a letter'))).pdq, { kind: 'not-a-picture' });
  assert.deepEqual((await hasher.hashPicture(new Uint8Array(0))).pdq, { kind: 'not-a-picture' });
  assert.deepEqual((await hasher.hashPicture(Buffer.from(svg))).pdq, {
    kind: 'not-decodable',
    reason: 'unsupported-format',
  });
});

test('hashPicture gives the exact hashes of a picture that no decoder reads', async () => {
  const { exact, pdq } = await hasher.hashPicture(Buffer.from([0xff, 0xd8, 0xff, 0x00]));
  assert.deepEqual(pdq, { kind: 'not-decodable', reason: 'broken' });
  assert.deepEqual(exact, {
    md5: 'a7447232575010bde39478200574b0e6',
    sha1: '40af5db8c9abddce7d1464a36fb013ef57cd5b96',
    sha256: '374ffede23adbc8bc625205f4bf86750807ffb6ce71fc7d10cac8bded0872bf5',
  });
});

test('hashPicture hashes HEIC and JPEG XL, which sharp does not decode', async () => {
  const heic = readFileSync(new URL('test-vectors/square-256x256.heic', import.meta.url));
  const { data, info } = await sharp(photograph).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const picture = { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
  await initJxl({
    wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('@jsquash/jxl/codec/enc/jxl_enc.wasm'))),
  });
  const jxl = new Uint8Array(await encodeJxl({ ...picture, colorSpace: 'srgb' }, { quality: 95 }));
  for (const [name, bytes] of Object.entries({ heic, jxl })) {
    const { pdq } = await hasher.hashPicture(bytes);
    if (pdq.kind !== 'hashed') assert.fail(`${name}: ${JSON.stringify(pdq)}`);
    const distance = hammingDistance(pdq.hash, Buffer.from(expected?.[0] ?? '', 'hex'));
    assert.ok(distance <= 12, `${name}: ${distance} bits`);
  }
});

test('hashPicture keeps to its limits on pixels and bytes', async () => {
  const small = openPictureHasher({ workers: 1, maxPixels: 10_000, maxBytes: 30_000 });
  try {
    assert.deepEqual((await small.hashPicture(photograph)).pdq, { kind: 'not-decodable', reason: 'too-many-pixels' });
    const padded = Buffer.concat([photograph, Buffer.alloc(30_000)]);
    assert.deepEqual((await small.hashPicture(padded)).pdq, { kind: 'not-decodable', reason: 'too-many-bytes' });
  } finally {
    await small.close();
  }
});

test('hashPicture outlives a worker that hangs, dies, hoards memory or lies, and the next picture is untouched', async () => {
  const hostile = openPictureHasher({
    workers: 1,
    timeLimitMs: 1500,
    memoryLimitBytes: 200 * 2 ** 20,
    workerProgram: new URL('test-hostile-worker.ts', import.meta.url),
  });
  const order = (what: number) => hostile.hashPicture(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, what));
  const outcomes: Record<string, readonly [number, readonly string[]]> = {
    'a hang': [1, ['time-limit']],
    'an abort': [2, ['crash']],
    'a hoard': [3, ['memory-limit', 'crash']],
    'a frame of nonsense': [4, ['crash']],
    'a frame of four gigabytes': [5, ['crash']],
    'a quality of 200': [6, ['crash']],
    'a closed pipe': [7, ['crash']],
    silence: [8, ['time-limit']],
    'an exit': [9, ['crash']],
  };
  try {
    for (const [title, [what, reasons]] of Object.entries(outcomes)) {
      const startedAt = performance.now();
      const [bad, good] = await Promise.all([order(what), order(0)]);
      assert.ok(
        bad.pdq.kind === 'not-decodable' && reasons.includes(bad.pdq.reason),
        `${title}: ${JSON.stringify(bad)}`,
      );
      assert.ok(performance.now() - startedAt < 15_000, title);
      assert.equal(good.pdq.kind === 'hashed' && good.pdq.quality, 77, title);
    }
  } finally {
    await hostile.close();
  }
});

test('hashPicture answers without a worker where none can be started, and after close', async () => {
  const broken = openPictureHasher({ workers: 2, workerProgram: new URL('no-such-program.ts', import.meta.url) });
  const noWorker = { kind: 'not-decodable', reason: 'no-worker' };
  assert.deepEqual((await broken.hashPicture(photograph)).pdq, noWorker);
  await broken.close();
  assert.deepEqual((await broken.hashPicture(photograph)).pdq, noWorker);
});

test('openPictureHasher refuses a time limit that a bomb could outlive', () => {
  assert.throws(() => openPictureHasher({ timeLimitMs: 5000 }), RangeError);
  assert.throws(() => openPictureHasher({ workers: 0 }), RangeError);
});
