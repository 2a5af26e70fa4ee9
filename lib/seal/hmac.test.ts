import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hmacSha256 } from './door.ts';

test('hmacSha256 is what the runtime computes, for any key and parts', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }),
      (key, parts) => {
        assert.deepEqual(hmacSha256(key, ...parts), createHmac('sha256', key).update(Buffer.concat(parts)).digest());
      },
    ),
    { numRuns: 500 },
  );
});
