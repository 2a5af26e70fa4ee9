import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { combineShares, formatShare, parseShare, splitSecret, type Share } from './door.ts';
import { generator, invert, multiply } from './field.ts';

test('multiply gives the products that FIPS 197 and Vault print', () => {
  for (const [a, b, product] of [
    [0x57, 0x83, 0xc1],
    [0x57, 0x13, 0xfe],
    [0x57, 0x02, 0xae],
    [3, 7, 9],
    [3, 0, 0],
  ] as const)
    assert.equal(multiply(a, b), product);
});

test('multiply has every element but zero as a power of the generator, and invert undoes it', () => {
  const seen = new Set<number>();
  for (let power = 1, n = 0; n < 255; n += 1, power = multiply(power, generator)) {
    seen.add(power);
    assert.equal(multiply(power, invert(power)), 1);
  }
  assert.equal(seen.size, 255);
  assert.throws(() => invert(0), RangeError);
});

test('combineShares reads shares worked out by hand on the products of FIPS 197', () => {
  // The line 0x2a + 0x57 x: at 0x83 it is 0x2a ^ 0xc1, at 0x13 it is 0x2a ^ 0xfe. Secret "*" with its check bytes.
  const made = splitSecret(Buffer.from('*'), 2, 2);
  const check = combineChecked(made);
  const at = (index: number, first: number): Share => ({
    ...{ setId: Buffer.alloc(4), threshold: 2, index },
    bytes: Buffer.concat([Buffer.from([first]), check]),
  });
  assert.equal(combineShares([at(0x83, 0x2a ^ 0xc1), at(0x13, 0x2a ^ 0xfe)]).toString(), '*');
});

/** The check bytes of "*", which a constant polynomial carries through. */
function combineChecked([one, two]: readonly Share[]): Buffer {
  assert.ok(one !== undefined && two !== undefined);
  // At 0 of the line through (1, a) and (2, b): (2a + b) / 3.
  const bytes = one.bytes.map((byte, at) => multiply(multiply(byte, 2) ^ (two.bytes[at] ?? 0), invert(3)));
  assert.equal(bytes[0], 0x2a);
  return Buffer.from(bytes).subarray(1);
}

const splitting = fc
  .record({ secret: fc.uint8Array({ minLength: 1, maxLength: 64 }), threshold: fc.integer({ min: 2, max: 7 }) })
  .chain(({ secret, threshold }) =>
    fc.record({
      secret: fc.constant(secret),
      threshold: fc.constant(threshold),
      count: fc.integer({ min: threshold, max: threshold + 6 }),
    }),
  );

test('any M of N shares give the secret back, through paper, in any order', () => {
  fc.assert(
    fc.property(
      splitting,
      fc.array(fc.nat(), { minLength: 13, maxLength: 13 }),
      ({ secret, threshold, count }, order) => {
        const shares = splitSecret(secret, threshold, count).map(formatShare);
        const shuffled = shares
          .map((share, at) => ({ share, key: order[at] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ share }) => share.toUpperCase().replace('SHARE', 'share'));
        const some = shuffled.slice(0, threshold).map(parseShare);
        assert.deepEqual(Uint8Array.from(combineShares(some)), secret);
        assert.throws(() => combineShares(some.slice(1)), RangeError);
      },
    ),
    { numRuns: 60 },
  );
});

test('M - 1 shares fit every secret: they say nothing of it', () => {
  // For each value of one byte there is a line through the share at 1: no value is left out or likelier.
  const [share] = splitSecret(Buffer.from([7]), 2, 2);
  const value = share?.bytes[0] ?? 0;
  const slopes = new Set(Array.from({ length: 256 }, (_, secret) => secret ^ value));
  assert.equal(slopes.size, 256);
  const counts = new Array<number>(256).fill(0);
  for (let n = 0; n < 4_096; n += 1) {
    const byte = splitSecret(Buffer.from([7]), 2, 2)[0]?.bytes[0] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  // 16 expected in each; fewer than 1 or more than 50 would be a one in ten million event for even one of them.
  assert.ok(counts.every((count) => count < 50) && counts.filter((count) => count === 0).length < 8, counts.join());
});

test('combineShares refuses shares of two sets, a doubled one, and one that was changed', () => {
  const [a, b, c] = splitSecret(Buffer.from('the same secret'), 3, 3);
  const [other] = splitSecret(Buffer.from('the same secret'), 3, 3);
  assert.ok(a && b && c && other);
  assert.throws(() => combineShares([a, b, other]), /not of one set/);
  assert.throws(() => combineShares([a, b, b]), /takes 3 different shares; 2/);
  const changed = { ...c, bytes: Buffer.from(c.bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte))) };
  assert.throws(() => combineShares([a, b, changed]), /not what it was/);
  assert.throws(() => combineShares([]), RangeError);
});

test('parseShare catches every changed digit and refuses what is no share', () => {
  const [share] = splitSecret(Buffer.alloc(32, 9), 2, 3);
  assert.ok(share);
  const text = formatShare(share);
  const start = text.indexOf('set ') + 4;
  for (let at = start; at < text.length; at += 1) {
    if (!/[0-9a-f]/.test(text[at] ?? '')) continue;
    const wrong = text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
    assert.throws(() => parseShare(wrong), SyntaxError, wrong);
  }
  fc.assert(fc.property(fc.string(), (any) => assert.throws(() => parseShare(any), SyntaxError)));
});

test('splitSecret refuses numbers that make no sense', () => {
  for (const [threshold, count] of [
    [1, 3],
    [3, 2],
    [2, 256],
    [2.5, 3],
  ] as const)
    assert.throws(() => splitSecret(Buffer.from('x'), threshold, count), RangeError);
  assert.throws(() => splitSecret(Buffer.alloc(0), 2, 3), RangeError);
});
