import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HASH_KINDS } from '../known-hit.ts';
import { decodeHash, HASH_BYTES } from './hash-text.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Straight from RFC 4648, bit by bit. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '').join('');
}

test('decodeHash reads every kind in hexadecimal, base64 and base32, in either case and padding', () => {
  for (const kind of HASH_KINDS) {
    const bytes = fc.uint8Array({ minLength: HASH_BYTES[kind], maxLength: HASH_BYTES[kind] });
    fc.assert(
      fc.property(bytes, (array) => {
        fc.pre(array.some((byte) => byte !== array[0]));
        const hash = Buffer.from(array);
        const text32 = base32(array);
        const padded32 = text32.padEnd(Math.ceil(text32.length / 8) * 8, '=');
        const written = [
          hash.toString('hex'),
          hash.toString('hex').toUpperCase(),
          ` ${hash.toString('hex')}\n`,
          hash.toString('base64'),
          hash.toString('base64url'),
          ...[text32, padded32, text32.toLowerCase()],
        ];
        for (const text of written) {
          const decoded = decodeHash(kind, text);
          assert.ok(decoded.ok && decoded.hash.equals(hash), text);
        }
      }),
    );
  }
});

test('decodeHash refuses what is cut, altered or of another kind, and never quotes it', () => {
  const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
  for (const text of ['', sha1.slice(1), `${sha1}0`, sha1.replace('a', 'g'), 'not a hash', `${sha1.slice(0, 39)} `]) {
    const decoded = decodeHash('sha1', text);
    const problem = decoded.ok ? text : decoded.problem;
    assert.ok(text === '' ? !decoded.ok : !problem.includes(text.trim()), text);
  }
  assert.equal(decodeHash('md5', sha1).ok, false);
  assert.equal(decodeHash('md5', 'kAFQmDzST7DWlj99KOF/ch==').ok, false, 'unused bits of base64 are not zero');
});

test('decodeHash refuses placeholders and the hashes of an empty file, which would match what nobody listed', () => {
  for (const text of ['0'.repeat(32), 'F'.repeat(32), 'D41D8CD98F00B204E9800998ECF8427E']) {
    assert.equal(decodeHash('md5', text).ok, false, text);
  }
  assert.equal(decodeHash('sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855').ok, false);
  assert.equal(decodeHash('pdq', '0'.repeat(64)).ok, false);
});
