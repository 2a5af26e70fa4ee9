import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { coveringCode, maxTagBits } from './covering-code.ts';
import { planIndex, slotShapes } from './layout.ts';

function weight(value: number): number {
  return value.toString(2).replaceAll('0', '').length;
}

/** Line and tag of a value, as assembly/slot.ts finds them. */
function place(code: ReturnType<typeof coveringCode>, value: number, tagBits: number) {
  const high = value >>> tagBits;
  const spread = (code.spread[high & 255] ?? 0) ^ (code.spread[256 + ((high >> 8) & 255)] ?? 0);
  const tag = (value & ((1 << tagBits) - 1)) ^ spread ^ (code.spread[512 + (high >> 16)] ?? 0);
  return { line: high ^ (code.leaders[tag] ?? 0), tag };
}

/** Whether a query's probes lead to the line and accept the tag. */
function accepts(
  code: ReturnType<typeof coveringCode>,
  query: ReturnType<typeof place>,
  entry: ReturnType<typeof place>,
): boolean {
  const stride = (1 << code.partBits) + 1;
  const from = code.starts[query.tag * stride] ?? 0;
  const to = code.starts[query.tag * stride + stride - 1] ?? 0;
  for (let at = from; at < to; at++) {
    if ((code.deltas[at] ?? 0) !== ((query.line ^ entry.line) << 6) >>> 0) continue;
    return (((code.tagSets[at * 16 + (entry.tag & 15)] ?? 0) >> (entry.tag >> 4)) & 1) === 1;
  }
  return false;
}

test('coveringCode accepts a value exactly when it is within the radius, for every size of slot', () => {
  const kinds = new Set<string>();
  for (const live of [2560, 40_000, 1e5, 3e5, 1e6, 2e6, 4e6, 1e7, 2e7]) {
    for (const { tagBits, lineBits, radius } of planIndex(live, live).slots)
      kinds.add(`${tagBits} ${lineBits} ${radius}`);
  }
  for (const kind of kinds) {
    const [tagBits = 0, lineBits = 0, radius = 0] = kind.split(' ').map(Number);
    const code = coveringCode(tagBits, lineBits, radius);
    const width = tagBits + lineBits;
    fc.assert(
      fc.property(fc.nat(2 ** width - 1), fc.array(fc.nat(width - 1), { maxLength: radius + 2 }), (value, bits) => {
        const other = bits.reduce((sum, bit) => (sum ^ (1 << bit)) >>> 0, value);
        const isNear = weight((value ^ other) >>> 0) <= radius;
        assert.equal(accepts(code, place(code, value, tagBits), place(code, other, tagBits)), isNear, kind);
      }),
      { numRuns: 300 },
    );
  }
});

test('coveringCode gives every value a line and tag of its own', () => {
  const code = coveringCode(6, 8, 2);
  const places = new Set(Array.from({ length: 1 << 14 }, (_, value) => JSON.stringify(place(code, value, 6))));
  assert.equal(places.size, 1 << 14);
});

test('coveringCode needs fewer lines than the top bits of the value would', () => {
  const lines = (tagBits: number, lineBits: number, radius: number) =>
    coveringCode(tagBits, lineBits, radius).deltas.length / 2 ** tagBits;
  // 1 + 17 + 136 and 1 + 20 + 190 + 1140 for the top bits; the figures of the README.
  assert.ok(lines(7, 17, 2) < 82, `${lines(7, 17, 2)}`);
  assert.ok(lines(6, 17, 2) < 90, `${lines(6, 17, 2)}`);
  assert.ok(lines(7, 20, 3) < 670, `${lines(7, 20, 3)}`);
  assert.equal(lines(0, 17, 2), 154);
});

test('coveringCode refuses tags and lines that it has no code for', () => {
  assert.throws(() => coveringCode(maxTagBits + 1, 17, 2), RangeError);
  assert.throws(() => coveringCode(3, 25, 2), RangeError);
});

test('slotShapes cover 256 bits and leave no way to differ in 31 bits unseen', () => {
  for (const shapes of [slotShapes.eleven, slotShapes.ten]) {
    assert.equal(
      shapes.reduce((sum, { width }) => sum + width, 0),
      256,
    );
    assert.equal(
      shapes.reduce((sum, { radius }) => sum + radius + 1, 0),
      32,
    );
  }
});

test('planIndex keeps a tag and the high bits of an id in the seven bits of a tag byte, up to 20 million', () => {
  for (const live of [2560, 1e6, 1e7, 2 ** 24, 2 ** 24 + 1, 2e7]) {
    const { slots, overflowAddress } = planIndex(live, live);
    for (const { tagBits } of slots) assert.ok((((live - 1) >>> 24) << tagBits) + (1 << tagBits) <= 128);
    assert.ok(overflowAddress < 2 ** 32);
  }
});
