import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { BadEncoding, codingsOf, readBody } from './read-body.ts';

const caps = { wireBytes: 1_000_000, inflatedBytes: 1_000_000 };

/** A source in pieces that notes whether it was let go of. */
function sourceOf(bytes: Uint8Array, pieceBytes: number) {
  const state = { isOpen: true, givenBytes: 0 };
  async function* pieces() {
    try {
      for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
        const piece = bytes.subarray(at, at + pieceBytes);
        state.givenBytes += piece.byteLength;
        yield await Promise.resolve(piece);
      }
    } finally {
      state.isOpen = false;
    }
  }
  return { state, pieces: pieces() };
}

const encoders: Record<string, (bytes: Uint8Array) => Buffer> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
};

test('readBody gives back what was encoded, for any bytes, pieces and codings', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 3000 }),
      fc.integer({ min: 1, max: 700 }),
      fc.array(fc.constantFrom('gzip', 'deflate', 'br'), { maxLength: 2 }),
      async (bytes, pieceBytes, codings) => {
        const wire = codings.reduce<Uint8Array>((inner, coding) => encoders[coding]?.(inner) ?? inner, bytes);
        const read = await readBody(sourceOf(wire, pieceBytes).pieces, codings, caps);
        assert.deepEqual(Buffer.from(read.body), Buffer.from(bytes));
        assert.deepEqual([read.wireBytes, read.isTruncated], [wire.byteLength, false]);
      },
    ),
    { numRuns: 200 },
  );
});

test('readBody takes deflate without its wrapper', async () => {
  const text = Buffer.from('ordinary words '.repeat(100));
  const read = await readBody(sourceOf(deflateRawSync(text), 7).pieces, ['deflate'], caps);
  assert.equal(Buffer.from(read.body).toString(), text.toString());
});

test('readBody gives the beginning and closes the source when a cap is reached', async () => {
  const text = Buffer.alloc(500_000, 'abc');
  for (const coding of ['gzip', 'br']) {
    const source = sourceOf(encoders[coding]?.(text) ?? text, 100);
    const read = await readBody(source.pieces, [coding], { ...caps, inflatedBytes: 1000 });
    assert.deepEqual([Buffer.from(read.body).toString(), read.isTruncated], [text.toString('latin1', 0, 1000), true]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(source.state.isOpen, false, coding);
  }
  const endless = sourceOf(gzipSync(randomBytes(2_000_000)), 1000);
  await readBody(endless.pieces, ['gzip'], { wireBytes: 10_000_000, inflatedBytes: 1000 });
  assert.ok(endless.state.givenBytes < 1_000_000, 'the rest is not asked for');
  const plain = sourceOf(text, 300);
  const read = await readBody(plain.pieces, [], { ...caps, wireBytes: 1000 });
  assert.deepEqual(
    [read.body.byteLength, read.wireBytes, read.isTruncated, plain.state.isOpen],
    [1000, 1000, true, false],
  );
  assert.equal(plain.state.givenBytes, 1200);
});

test('readBody gives what could be decoded when the wire cap cuts a coding', async () => {
  const text = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256));
  const read = await readBody(sourceOf(gzipSync(text), 64).pieces, ['gzip'], { ...caps, wireBytes: 300 });
  assert.equal(read.isTruncated, true);
  assert.equal(read.wireBytes, 300);
  assert.deepEqual(Buffer.from(read.body), text.subarray(0, read.body.byteLength));
});

test('readBody throws BadEncoding when bytes are broken and the source error when the source breaks', async () => {
  const broken = gzipSync(Buffer.alloc(5000, 'a'));
  broken.fill(0xff, 12);
  await assert.rejects(readBody(sourceOf(broken, 10).pieces, ['gzip'], caps), BadEncoding);
  await assert.rejects(readBody(sourceOf(Buffer.from('x'), 1).pieces, ['rot13'], caps), BadEncoding);
  async function* breaking() {
    yield await Promise.resolve(gzipSync(Buffer.alloc(100_000, 'a')).subarray(0, 20));
    throw new RangeError('cut');
  }
  await assert.rejects(readBody(breaking(), ['gzip'], caps), RangeError);
  await assert.rejects(readBody(breaking(), [], caps), RangeError);
});

test('codingsOf reads the header and refuses a pile of codings', () => {
  assert.deepEqual(codingsOf(undefined), []);
  assert.deepEqual(codingsOf(' GZIP , identity,'), ['gzip']);
  assert.deepEqual(codingsOf('deflate, br'), ['deflate', 'br']);
  assert.throws(() => codingsOf('gzip, gzip, gzip'), BadEncoding);
});
