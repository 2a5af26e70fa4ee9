import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameReader, frameHeader } from './frames.ts';
import { decodeVerdict, encodeVerdict } from './verdict.ts';

test('FrameReader gives back the frames however the stream is cut', () => {
  const frames = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 });
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 70 }), (sent, chunkBytes) => {
      const stream = Buffer.concat(sent.flatMap((frame) => [frameHeader(frame.length), frame]));
      const reader = new FrameReader(50);
      const received: Uint8Array[] = [];
      for (let at = 0; at < stream.length; at += chunkBytes)
        received.push(...reader.push(stream.subarray(at, at + chunkBytes)));
      assert.deepEqual(received, sent);
    }),
  );
});

test('FrameReader refuses a frame that says to be longer than allowed before it makes room for it', () => {
  assert.throws(() => new FrameReader(50).push(frameHeader(51)), RangeError);
});

test('decodeVerdict reads what encodeVerdict writes', () => {
  const hash = new Uint8Array(32).fill(3);
  const orientations = Array.from({ length: 8 }, (_, k) => new Uint8Array(32).fill(k + 3));
  for (const verdict of [
    { kind: 'hashed', hash, quality: 0, path: 'exact' },
    { kind: 'hashed', hash, quality: 100, path: 'coefficients', orientations },
    { kind: 'not-decodable', reason: 'too-many-scans' },
  ] as const) {
    assert.deepEqual(decodeVerdict(encodeVerdict(verdict)), verdict);
  }
  assert.deepEqual(decodeVerdict(encodeVerdict('broken')), { kind: 'not-decodable', reason: 'broken' });
});

test('decodeVerdict gives a checked verdict or nothing for any bytes a hijacked worker may send', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const verdict = decodeVerdict(bytes);
      if (verdict?.kind === 'hashed') assert.ok(verdict.hash.length === 32 && verdict.quality <= 100);
    }),
  );
  assert.equal(decodeVerdict(Buffer.concat([Uint8Array.of(0, 0, 101), new Uint8Array(32)])), undefined);
  assert.equal(decodeVerdict(Buffer.concat([Uint8Array.of(0, 2, 50), new Uint8Array(32)])), undefined);
  assert.equal(decodeVerdict(Buffer.concat([Uint8Array.of(0, 0, 50), new Uint8Array(64)])), undefined);
  assert.equal(decodeVerdict(Uint8Array.of(1, 200)), undefined);
  assert.equal(decodeVerdict(new Uint8Array(0)), undefined);
});
