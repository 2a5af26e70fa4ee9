import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import sharp from 'sharp';
import { buildEngine } from './build.ts';
import { hammingDistance } from './distance.ts';
import { PdqEngine, type Pixels } from './engine.ts';
import { bitsAbove, hashPlainly } from './reference-port.ts';
import { randomFrom } from './test-support.ts';

const vectors = new URL('test-vectors/', import.meta.url);

async function decodeVector(name: string): Promise<Pixels> {
  const { data, info } = await sharp(readFileSync(new URL(name, vectors)))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

const expectations = readFileSync(new URL('expected-dihedral.txt', vectors), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const parts = line.split(',');
    return { hashes: parts.slice(0, 8), quality: Number(parts[8]), name: parts[9] ?? '' };
  });

/** Smooth shapes and some noise: enough structure for a hash, different for each seed. */
function drawPixels(seed: number, width: number, height: number, channels: number): Pixels {
  const random = randomFrom(seed);
  const waves = Array.from({ length: 6 }, () => [random() * 9, random() * 9, random() * 6, random() * 60] as const);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let value = 128 + (random() - 0.5) * 12;
        for (const [fx, fy, phase, size] of waves)
          value += size * Math.sin((fx * x) / width + (fy * y) / height + phase + c);
        data[(y * width + x) * channels + c] = Math.max(0, Math.min(255, value));
      }
    }
  }
  return { data, width, height, channels };
}

test('pdq.wasm is what build.ts makes of assembly', () => {
  const committed = readFileSync(new URL('pdq.wasm', import.meta.url));
  assert.deepEqual(Buffer.from(buildEngine()), committed);
});

test('hashPixels gives the bits and the quality of the reference for its own photographs', async () => {
  const engine = new PdqEngine();
  assert.equal(expectations.length, 7);
  for (const { hashes, quality, name } of expectations) {
    const result = engine.hashPixels(await decodeVector(name));
    assert.deepEqual([Buffer.from(result.hash).toString('hex'), result.quality], [hashes[0], quality], name);
  }
});

test('orientations gives the eight hashes that the reference prints, in its order', async () => {
  const engine = new PdqEngine();
  for (const { hashes, name } of expectations) {
    engine.hashPixels(await decodeVector(name));
    assert.deepEqual(
      engine.orientations().map((hash) => Buffer.from(hash).toString('hex')),
      hashes,
      name,
    );
  }
});

test('orientations equals hashing the picture turned and flipped, but for rounding', () => {
  const engine = new PdqEngine();
  const upright = drawPixels(7, 64, 64, 1);
  engine.hashPixels(upright);
  const fromSpectrum = engine.orientations();
  const last = 63;
  const sources: ((x: number, y: number) => readonly [number, number])[] = [
    (x, y) => [x, y],
    (x, y) => [last - y, x],
    (x, y) => [last - x, last - y],
    (x, y) => [y, last - x],
    (x, y) => [x, last - y],
    (x, y) => [last - x, y],
    (x, y) => [y, x],
    (x, y) => [last - y, last - x],
  ];
  sources.forEach((source, orientation) => {
    const data = new Uint8Array(64 * 64);
    for (let y = 0; y < 64; y++) {
      for (let x = 0; x < 64; x++) {
        const [fromX, fromY] = source(x, y);
        data[y * 64 + x] = upright.data[fromY * 64 + fromX] ?? 0;
      }
    }
    const turned = engine.hashPixels({ ...upright, data }).hash;
    // 64 x 64 pixels are not filtered; the filter itself leans to one side, so a turned larger picture differs more.
    const distance = hammingDistance(turned, fromSpectrum[orientation] ?? new Uint8Array(32));
    assert.ok(distance <= 2, `orientation ${orientation}: ${distance} bits`);
  });
});

test('hashPixels equals the float64 port but where a coefficient all but equals the median', () => {
  const engine = new PdqEngine();
  const sides = [5, 6, 31, 63, 64, 65, 127, 128, 129, 200, 255, 257, 300, 384, 511, 512, 513, 700, 1031];
  const random = randomFrom(3);
  const pick = () => sides[Math.floor(random() * sides.length)] ?? 64;
  for (let seed = 0; seed < 60; seed++) {
    const pixels = drawPixels(seed, pick(), pick(), [1, 2, 3, 4][seed % 4] ?? 3);
    const expected = hashPlainly(pixels);
    const actual = engine.hashPixels(pixels);
    const title = `seed ${seed}, ${pixels.width} x ${pixels.height} x ${pixels.channels}`;
    assert.ok(Math.abs(actual.quality - expected.quality) <= 1, title);
    const surely = expected.spectrum.map((value) => (Math.abs(value - expected.median) < 0.02 ? -1e9 : value));
    const doubtful = expected.spectrum.filter((value) => Math.abs(value - expected.median) < 0.02).length;
    const certain = bitsAbove(surely, expected.median);
    assert.ok(
      certain.every((byte, at) => (byte & (actual.hash[at] ?? 0)) === byte),
      title,
    );
    assert.ok(hammingDistance(actual.hash, expected.hash) <= doubtful, title);
  }
});

test('hashPixels hashes a grey picture as the same picture in three equal channels', () => {
  const engine = new PdqEngine();
  const grey = drawPixels(11, 300, 200, 1);
  const data = new Uint8Array(grey.data.length * 3).map((_, at) => grey.data[Math.floor(at / 3)] ?? 0);
  const distance = hammingDistance(
    engine.hashPixels(grey).hash,
    engine.hashPixels({ ...grey, data, channels: 3 }).hash,
  );
  assert.ok(distance <= 2, `${distance} bits`);
});

test('hashPixels gives zeros and quality 0 for a side under 5, as the reference does', () => {
  const engine = new PdqEngine();
  assert.deepEqual(engine.hashPixels(drawPixels(1, 4, 300, 3)), { hash: new Uint8Array(32), quality: 0 });
  assert.notEqual(
    engine.hashPixels(drawPixels(1, 4, 600, 3)).hash.every((byte) => byte === 0),
    true,
  );
});

test('hashPixels gives no bits and quality 0 for one flat colour', () => {
  const pixels = { data: new Uint8Array(600 * 600).fill(90), width: 600, height: 600, channels: 1 };
  assert.equal(new PdqEngine().hashPixels(pixels).quality, 0);
});

test('hashPixels refuses a buffer that is shorter than its size says', () => {
  const engine = new PdqEngine();
  assert.throws(() => engine.hashPixels({ data: new Uint8Array(10), width: 8, height: 8, channels: 3 }), RangeError);
  assert.throws(() => engine.hashPixels({ data: new Uint8Array(640), width: 8, height: 8, channels: 5 }), RangeError);
});

test('hashPixels is not touched by what was hashed before', () => {
  const used = new PdqEngine();
  used.hashPixels(drawPixels(1, 1500, 900, 4));
  used.hashPixels(drawPixels(2, 70, 512, 1));
  const pixels = drawPixels(3, 333, 222, 3);
  assert.deepEqual(used.hashPixels(pixels), new PdqEngine().hashPixels(pixels));
});

test('hashPixelsByTents stays within two bits of the exact hash', () => {
  const engine = new PdqEngine();
  for (let seed = 0; seed < 20; seed++) {
    const pixels = drawPixels(seed, 513 + seed * 37, 900 - seed * 29, seed % 2 === 0 ? 3 : 1);
    const exact = engine.hashPixels(pixels);
    const quick = engine.hashPixelsByTents(pixels);
    assert.ok(hammingDistance(exact.hash, quick.hash) <= 2, `seed ${seed}`);
    assert.ok(Math.abs(exact.quality - quick.quality) <= 1);
  }
});
