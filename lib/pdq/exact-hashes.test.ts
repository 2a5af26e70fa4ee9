import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { StreamTooLongError, hashBytes, hashStream } from './exact-hashes.ts';

// The examples of RFC 1321 and FIPS 180-4 for "abc".
const ofAbc = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
};

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield chunk;
  }
}

test('hashBytes gives the published digests', () => {
  assert.deepEqual(hashBytes(Buffer.from('abc')), ofAbc);
});

test('hashStream hashes as hashBytes does however the bytes are cut, and keeps them up to its limit', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.nat({ max: 300 }), async (parts, keepBytes) => {
      const whole = Buffer.concat(parts);
      const { bytes, sizeBytes, ...exact } = await hashStream(streamOf(parts), { maxBytes: 1000, keepBytes });
      assert.deepEqual(exact, hashBytes(whole));
      assert.equal(sizeBytes, whole.length);
      assert.deepEqual(bytes, whole.length <= keepBytes ? whole : undefined);
    }),
  );
});

test('hashStream gives up a stream that is too long without reading on', async () => {
  let pulled = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      pulled++;
      await Promise.resolve();
      yield new Uint8Array(100);
    }
  }
  await assert.rejects(hashStream(endless(), { maxBytes: 1000, keepBytes: 0 }), StreamTooLongError);
  assert.equal(pulled, 11);
});
