import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { openPictureHasher } from './picture-hasher.ts';
import { randomFrom } from './test-support.ts';
import { writeJpeg } from './test-jpeg-writer.ts';

const vector = (name: string) => readFileSync(new URL(`test-vectors/${name}`, import.meta.url));

/** One well-formed file of each format and JPEG coding, small so that the test stays quick. */
async function makeSeeds(): Promise<Record<string, Uint8Array>> {
  const photograph = sharp(vector('square-128x128.jpg'));
  const grey = (x: number, y: number) => (x * y) % 256;
  return {
    jpeg: await photograph.clone().jpeg({ quality: 90 }).toBuffer(),
    'coarse jpeg': await photograph.clone().jpeg({ quality: 40 }).toBuffer(),
    'progressive jpeg': await photograph.clone().jpeg({ quality: 90, progressive: true }).toBuffer(),
    'cmyk jpeg': await photograph.clone().toColourspace('cmyk').jpeg().toBuffer(),
    'jpeg with restarts': writeJpeg({ width: 96, height: 80, sampling: [[2, 1]], restartInterval: 3 }, grey),
    png: await photograph.clone().png().toBuffer(),
    'interlaced png': await photograph.clone().png({ progressive: true }).toBuffer(),
    'palette png': await photograph.clone().png({ palette: true }).toBuffer(),
    gif: await photograph.clone().gif().toBuffer(),
    webp: await photograph.clone().webp().toBuffer(),
    'lossless webp': await photograph.clone().webp({ lossless: true }).toBuffer(),
    tiff: await photograph.clone().tiff({ compression: 'lzw' }).toBuffer(),
    avif: await photograph.clone().avif({ effort: 0 }).toBuffer(),
    heic: vector('square-256x256.heic'),
  };
}

function pngChunk(type: string, payload: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), payload]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(payload.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function pngOf(width: number, height: number, deflated: Uint8Array, extra: Uint8Array = new Uint8Array(0)): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const start = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    start,
    pngChunk('IHDR', header),
    extra,
    pngChunk('IDAT', deflated),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Sets the sides in the first frame header of a JPEG. */
function resizeJpeg(bytes: Uint8Array, width: number, height: number): Buffer {
  const file = Buffer.from(bytes);
  const at = [0xc0, 0xc1, 0xc2].map((marker) => file.indexOf(Buffer.of(0xff, marker))).find((found) => found > 0) ?? 0;
  file.writeUInt16BE(height, at + 5);
  file.writeUInt16BE(width, at + 7);
  return file;
}

/** Files made to exhaust a decoder, and files that only pretend to be pictures. */
function makeBombs(seeds: Record<string, Uint8Array>): Record<string, Uint8Array> {
  const zeros = deflateSync(Buffer.alloc(60_000_000));
  const baseline = Buffer.from(seeds['jpeg'] ?? []);
  const progressive = Buffer.from(seeds['progressive jpeg'] ?? []);
  const firstScan = progressive.indexOf(Buffer.of(0xff, 0xda));
  const secondScan = progressive.indexOf(Buffer.of(0xff, 0xda), firstScan + 2);
  const scan = progressive.subarray(firstScan, secondScan);
  const scans = (count: number) =>
    Buffer.concat([progressive.subarray(0, firstScan), ...Array.from({ length: count }, () => scan)]);
  const svg = (inner: string) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${inner}</svg>`);
  return {
    'png of 2^31 x 2^31': pngOf(0x7fffffff, 0x7fffffff, zeros.subarray(0, 1000)),
    'png of 65,000 x 65,000': pngOf(65_000, 65_000, zeros),
    'png of 7,900 x 7,900 zeros': pngOf(7900, 7900, zeros),
    'png with a text bomb': pngOf(
      8,
      8,
      deflateSync(Buffer.alloc(72)),
      pngChunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), zeros])),
    ),
    'png with a profile bomb': pngOf(
      8,
      8,
      deflateSync(Buffer.alloc(72)),
      pngChunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), zeros])),
    ),
    'png of no pixels': pngOf(0, 10, deflateSync(Buffer.alloc(9))),
    'jpeg of 65,500 x 65,500': resizeJpeg(baseline, 65_500, 65_500),
    'jpeg of 8,000 x 8,000 out of nothing': resizeJpeg(baseline, 8000, 8000),
    'jpeg of 65,000 x 1': resizeJpeg(baseline, 65_000, 1),
    'progressive jpeg of 65,500 x 65,500': resizeJpeg(progressive, 65_500, 65_500),
    'progressive jpeg of 8,000 x 8,000 and 100 scans': resizeJpeg(scans(100), 8000, 8000),
    'progressive jpeg of 10,000 scans': resizeJpeg(scans(10_000), 7900, 7900),
    'svg with a file reference': svg('<image href="file:///etc/hostname" width="9" height="9"/>'),
    'svg with a loopback reference': svg('<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>'),
    'svg with entities': Buffer.from(
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]><svg>&a;</svg>',
    ),
    pdf: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj'),
    zip: Buffer.from('504b0304140000000800', 'hex'),
    'gzip bomb': gzipSync(Buffer.alloc(10_000_000)),
    empty: new Uint8Array(0),
    'one byte': Uint8Array.of(0xff),
    text: Buffer.from('not a picture at all'),
    'a start and nothing': Uint8Array.of(0xff, 0xd8, 0xff),
    'two pictures in one': Buffer.concat([baseline, Buffer.from(seeds['png'] ?? [])]),
    'gif of 65,535 x 65,535': Buffer.concat([
      Buffer.from('GIF89a'),
      Buffer.of(255, 255, 255, 255, 0, 0, 0),
      Buffer.of(0x3b),
    ]),
    bmp: Buffer.concat([Buffer.from('BM'), Buffer.alloc(100, 0xff)]),
    'ImageMagick script': Buffer.from('push graphic-context\nfill url(http://127.0.0.1:9/)'),
    'jxl of nothing': Buffer.from('ff0aff07ffffffffffffffffff', 'hex'),
  };
}

/** The `index`th damage to a file: bytes changed, cut short, a stretch repeated, two files spliced. */
function damage(index: number, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const random = randomFrom(index);
  const place = (length: number) => Math.floor(random() * length);
  const copy = Uint8Array.from(bytes);
  switch (index % 5) {
    case 0:
      return copy.subarray(0, place(copy.length));
    case 1: {
      const from = place(copy.length);
      return Buffer.concat([copy.subarray(0, from), copy.subarray(Math.max(0, from - place(500))), copy]);
    }
    case 2:
      return Buffer.concat([copy.subarray(0, place(copy.length)), other.subarray(place(other.length))]);
    default:
      // Headers decide most: half of the changes fall into the first 200 bytes.
      for (let k = 0; k <= place(12); k++) copy[place(random() < 0.5 ? 200 : copy.length)] = place(256);
      return copy;
  }
}

test(
  'hashPicture answers 2,200 malformed pictures, and hashes a sound one in between as ever',
  { timeout: 120_000 },
  async () => {
    const seeds = await makeSeeds();
    const names = Object.keys(seeds);
    const seedAt = (index: number) => seeds[names[index % names.length] ?? ''] ?? new Uint8Array(0);
    const hasher = openPictureHasher({ workers: 2, timeLimitMs: 4000, memoryLimitBytes: 400 * 2 ** 20 });
    const sound = vector('square-256x256.jpg');
    const counts = new Map<string, number>();
    const note = (title: string) => counts.set(title, (counts.get(title) ?? 0) + 1);
    try {
      const { pdq: expected } = await hasher.hashPicture(sound);
      assert.equal(expected.kind, 'hashed');
      const files = Array.from({ length: 2200 }, (_, k) => damage(k, seedAt(k), seedAt(k * 7 + 3)));
      files.push(...Object.values(makeBombs(seeds)));
      let slowestMs = 0;
      for (let at = 0; at < files.length; at += 40) {
        const startedAtMs = performance.now();
        const batch = files.slice(at, at + 40).map(async (bytes) => {
          const { exact, pdq } = await hasher.hashPicture(bytes);
          assert.match(exact.sha256, /^[0-9a-f]{64}$/);
          note(pdq.kind === 'not-decodable' ? `not-decodable ${pdq.reason}` : pdq.kind);
        });
        const [{ pdq }] = await Promise.all([hasher.hashPicture(sound), ...batch]);
        assert.deepEqual(pdq, expected);
        slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
      }
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      console.log(Object.fromEntries(counts), `slowest batch of 40: ${Math.round(slowestMs)} ms`);
      assert.equal(total, files.length);
      assert.ok(total > 2200 && (counts.get('not-decodable broken') ?? 0) > 200);
    } finally {
      await hasher.close();
    }
  },
);

test(
  'hashPicture answers each bomb, at its limit of time at the latest, and says what it is',
  { timeout: 120_000 },
  async () => {
    const bombs = makeBombs(await makeSeeds());
    const hasher = openPictureHasher({ workers: 2, timeLimitMs: 4000, memoryLimitBytes: 400 * 2 ** 20 });
    try {
      for (const [title, bytes] of Object.entries(bombs)) {
        const startedAtMs = performance.now();
        const { pdq } = await hasher.hashPicture(bytes);
        const tookMs = performance.now() - startedAtMs;
        // A busy machine takes a while to end a worker, too.
        assert.ok(tookMs < 4000 + 15_000, `${title} took ${tookMs} ms: ${pdq.kind}`);
      }
      const reasonOf = async (title: string) => {
        const { pdq } = await hasher.hashPicture(bombs[title] ?? new Uint8Array(0));
        return pdq.kind === 'not-decodable' ? pdq.reason : pdq.kind;
      };
      assert.equal(await reasonOf('png of 65,000 x 65,000'), 'too-many-pixels');
      assert.equal(await reasonOf('jpeg of 65,500 x 65,500'), 'too-many-pixels');
      assert.equal(await reasonOf('progressive jpeg of 10,000 scans'), 'too-many-scans');
      assert.equal(await reasonOf('svg with a file reference'), 'unsupported-format');
      assert.equal(await reasonOf('pdf'), 'not-a-picture');
    } finally {
      await hasher.close();
    }
  },
);
