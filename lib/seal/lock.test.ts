import assert from 'node:assert/strict';
import { hkdfSync, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { deriveKey, lock, unlock } from './door.ts';

test('unlock gives back what lock took, for any bytes', () => {
  const key = randomBytes(32);
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => assert.deepEqual(Uint8Array.from(unlock(key, lock(key, bytes))), bytes)),
  );
});

test('unlock refuses another key, every altered byte and every cut', () => {
  const key = randomBytes(32);
  const box = lock(key, Buffer.from('ordinary text'));
  assert.throws(() => unlock(randomBytes(32), box), { code: 'damaged' });
  for (let i = 0; i < box.length; i += 1) {
    const altered = Buffer.from(box);
    altered[i] = (altered[i] ?? 0) ^ 1;
    assert.throws(() => unlock(key, altered), { code: 'damaged' });
    assert.throws(() => unlock(key, box.subarray(0, i)), { code: 'damaged' });
  }
});

test('deriveKey is HKDF-SHA-256 as the runtime computes it, for any secret, salt and info', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1 }),
      fc.uint8Array({ minLength: 1, maxLength: 100 }),
      fc.string(),
      (secret, salt, info) => {
        assert.deepEqual(deriveKey(secret, info, salt), Buffer.from(hkdfSync('sha256', secret, salt, info, 32)));
        assert.deepEqual(deriveKey(secret, info), Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, 32)));
      },
    ),
  );
});
