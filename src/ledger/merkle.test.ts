import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  appendLeaf,
  decodePeaks,
  EMPTY_TREE,
  encodePeaks,
  hashLeaf,
  rootOf,
  splitOf,
  type TreeHead,
} from './merkle.ts';
import {
  collectRoots,
  consistencyRanges,
  inclusionRanges,
  verifyConsistency,
  verifyInclusion,
  type LeafRange,
} from './proof.ts';

/** The inputs and roots that Certificate Transparency's own implementations are tested with. */
const KNOWN_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const KNOWN_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

// The RFC's definitions word for word, over whole lists and without any of the code under test.
const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return hash.digest();
};
const naiveSplit = (n: number): number => 2 ** (Math.ceil(Math.log2(n)) - 1);
function naiveRoot(entries: readonly Uint8Array[]): Buffer {
  const [only] = entries;
  if (only === undefined) return sha256();
  if (entries.length === 1) return sha256(Buffer.from([0]), only);
  const k = naiveSplit(entries.length);
  return sha256(Buffer.from([1]), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}
function naivePath(m: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length === 1) return [];
  const k = naiveSplit(entries.length);
  return m < k
    ? [...naivePath(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naivePath(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
}
function naiveSubproof(m: number, entries: readonly Uint8Array[], isWholeOldTree: boolean): Buffer[] {
  if (m === entries.length) return isWholeOldTree ? [] : [naiveRoot(entries)];
  const k = naiveSplit(entries.length);
  return m <= k
    ? [...naiveSubproof(m, entries.slice(0, k), isWholeOldTree), naiveRoot(entries.slice(k))]
    : [...naiveSubproof(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
}

const treeOf = (entries: readonly Uint8Array[]): TreeHead =>
  entries.reduce((tree, entry) => appendLeaf(tree, hashLeaf(entry)), EMPTY_TREE);
function proofOf(ranges: readonly LeafRange[], entries: readonly Uint8Array[]): Buffer[] {
  const collector = collectRoots(ranges);
  entries.forEach((entry, position) => collector.add(position, hashLeaf(entry)));
  return collector.roots();
}
const leaves = (count: number): Buffer[] => Array.from({ length: count }, (_, at) => Buffer.from(`entry ${at}`));
const flipBit = (hash: Buffer, bit: number): Buffer => {
  const flipped = Buffer.from(hash);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
};

test('rootOf gives the known roots when the known leaves are appended', () => {
  const entries = KNOWN_LEAVES.map((hex) => Buffer.from(hex, 'hex'));
  const roots = KNOWN_ROOTS.map((_, size) => rootOf(treeOf(entries.slice(0, size))).toString('hex'));
  assert.deepEqual(roots, KNOWN_ROOTS);
});

test('rootOf equals the definition when a log has any entries', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 200 }), (entries) => {
      assert.deepEqual(rootOf(treeOf(entries)), naiveRoot(entries));
    }),
    { numRuns: 60 },
  );
});

test('appendLeaf goes on to the same root when the peaks were written and read back at any size', () => {
  const entries = leaves(70);
  for (let size = 0; size <= 70; size += 1) {
    const first = treeOf(entries.slice(0, size));
    const resumed = entries
      .slice(size)
      .reduce((tree, entry) => appendLeaf(tree, hashLeaf(entry)), decodePeaks(size, encodePeaks(first)));
    assert.deepEqual(rootOf(resumed), naiveRoot(entries));
  }
});

test('decodePeaks refuses when the bytes are not of that size', () => {
  const bytes = encodePeaks(treeOf(leaves(5)));
  assert.equal(decodePeaks(5, bytes).peaks.length, 2);
  assert.throws(() => decodePeaks(7, bytes), /3 peaks/);
  assert.throws(() => decodePeaks(-1, bytes), RangeError);
  assert.throws(() => decodePeaks(2 ** 60, bytes), RangeError);
});

test('splitOf is the largest power of two below when the count is exact or far beyond 32 bits', () => {
  assert.deepEqual([2, 3, 4, 5, 8, 9].map(splitOf), [1, 2, 2, 4, 4, 8]);
  assert.equal(splitOf(2 ** 50 + 1), 2 ** 50);
  assert.equal(splitOf(2 ** 50), 2 ** 49);
});

test('inclusionRanges gives the proof of the definition, and verifyInclusion takes it, when any position of any size up to 40 is proved', () => {
  for (let size = 1; size <= 40; size += 1) {
    const entries = leaves(size);
    const root = naiveRoot(entries);
    for (const [position, entry] of entries.entries()) {
      const proof = proofOf(inclusionRanges(position, size), entries);
      assert.deepEqual(proof, naivePath(position, entries));
      assert.ok(verifyInclusion({ leafHash: hashLeaf(entry), position, size, root }, proof));
    }
  }
});

test('verifyInclusion refuses when anything about a proof is changed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.nat(), fc.nat(), fc.nat(), (size, a, b, bit) => {
      const entries = leaves(size);
      const position = a % size;
      const claim = {
        leafHash: hashLeaf(entries[position] ?? Buffer.alloc(0)),
        position,
        size,
        root: naiveRoot(entries),
      };
      const proof = naivePath(position, entries);
      const other = b % size;
      if (other !== position) assert.ok(!verifyInclusion({ ...claim, position: other }, proof));
      assert.ok(!verifyInclusion({ ...claim, leafHash: flipBit(claim.leafHash, bit % 256) }, proof));
      assert.ok(!verifyInclusion({ ...claim, root: flipBit(claim.root, bit % 256) }, proof));
      assert.ok(!verifyInclusion(claim, [...proof, claim.root]));
      assert.ok(!verifyInclusion({ ...claim, position: size }, proof));
      if (proof.length > 0) {
        const at = b % proof.length;
        assert.ok(!verifyInclusion(claim, proof.slice(0, -1)));
        assert.ok(
          !verifyInclusion(
            claim,
            proof.map((hash, i) => (i === at ? flipBit(hash, bit % 256) : hash)),
          ),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('consistencyRanges gives the proof of the definition, and verifyConsistency takes it, when any two sizes up to 40 are compared', () => {
  for (let size = 1; size <= 40; size += 1) {
    const entries = leaves(size);
    const newer = { size, root: naiveRoot(entries) };
    for (let old = 1; old <= size; old += 1) {
      const proof = proofOf(consistencyRanges(old, size), entries);
      assert.deepEqual(proof, naiveSubproof(old, entries, true));
      assert.ok(verifyConsistency({ size: old, root: naiveRoot(entries.slice(0, old)) }, newer, proof));
    }
    assert.ok(verifyConsistency({ size: 0, root: naiveRoot([]) }, newer, []));
  }
});

test('verifyConsistency refuses when the new log is not the old one and more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 90 }), fc.nat(), fc.nat(), fc.nat(), (size, a, b, bit) => {
      const entries = leaves(size);
      const oldSize = 1 + (a % (size - 1));
      const edited = entries.map((entry, at) => (at === b % oldSize ? Buffer.from('another') : entry));
      const newer = { size, root: naiveRoot(entries) };
      const older = { size: oldSize, root: naiveRoot(entries.slice(0, oldSize)) };
      const proof = naiveSubproof(oldSize, entries, true);
      const forked = { size, root: naiveRoot(edited) };
      assert.ok(!verifyConsistency(older, forked, proof));
      assert.ok(!verifyConsistency(older, forked, naiveSubproof(oldSize, edited, true)));
      assert.ok(!verifyConsistency({ ...older, root: flipBit(older.root, bit % 256) }, newer, proof));
      assert.ok(!verifyConsistency(older, newer, proof.slice(0, -1)));
      assert.ok(!verifyConsistency(older, newer, [...proof, newer.root]));
      assert.ok(!verifyConsistency({ ...newer }, { ...older }, proof));
      assert.ok(!verifyConsistency({ size: oldSize, root: newer.root }, { size: oldSize, root: older.root }, []));
    }),
    { numRuns: 300 },
  );
});

test('inclusionRanges refuses when the position is not in the log', () => {
  assert.throws(() => inclusionRanges(5, 5), RangeError);
  assert.throws(() => inclusionRanges(-1, 5), RangeError);
  assert.throws(() => inclusionRanges(0, 0), RangeError);
  assert.throws(() => consistencyRanges(6, 5), RangeError);
});

test('collectRoots refuses when leaves are out of order or too few', () => {
  const collector = collectRoots([{ from: 1, to: 3 }]);
  assert.throws(() => collector.add(2, Buffer.alloc(32)), /out of order/);
  assert.throws(() => collector.roots(), /Not all/);
});
