import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import fc from 'fast-check';
import { buildWasm } from './build.ts';
import { buildIndex, buildIndexInBackground, maxHashes, type NearestIndex } from './door.ts';
import { concatenated, flipped, hashAt, randomFrom, randomHashes, scanPlainly } from './test-support.ts';

/** Queries at every distance from stored hashes, and far ones. */
function queriesNear(hashes: Uint8Array, count: number, random: () => number): Uint8Array {
  return concatenated(
    Array.from({ length: count }, (_, at) =>
      at % 8 === 7
        ? randomHashes(1, random)
        : flipped(hashAt(hashes, Math.floor((random() * hashes.length) / 32)), at % 40, random),
    ),
  );
}

function assertEqualsScan(index: NearestIndex, hashes: Uint8Array, queries: Uint8Array, radius = 31): void {
  const batch = index.searchBatch(queries, radius);
  for (let at = 0; at < queries.length / 32; at++) {
    const expected = scanPlainly(hashes, hashAt(queries, at), radius);
    assert.deepEqual(index.search(hashAt(queries, at), radius), expected, `query ${at}, radius ${radius}`);
    assert.deepEqual(batch[at], expected, `query ${at} of a batch, radius ${radius}`);
  }
}

/** Hashes around few centres, so that many are within the radius of each other. */
function clusteredHashes(count: number, centres: number, spread: number, random: () => number): Uint8Array {
  const middle = randomHashes(centres, random);
  return concatenated(
    Array.from({ length: count }, (_, at) =>
      flipped(hashAt(middle, at % centres), Math.floor(random() * spread), random),
    ),
  );
}

test('nearest.wasm is what build.ts makes of assembly/', async () => {
  const committed = await readFile(new URL('nearest.wasm', import.meta.url));
  assert.ok(
    Buffer.from(buildWasm()).equals(committed),
    'run node --import ./src/platform/read-sources.ts lib/nearest/build.ts',
  );
});

test('search and searchBatch equal a scan on random hashes at every radius', () => {
  const random = randomFrom(1);
  const hashes = randomHashes(6000, random);
  const index = buildIndex(hashes);
  const queries = queriesNear(hashes, 40, random);
  for (let radius = 0; radius <= 31; radius++) assertEqualsScan(index, hashes, queries, radius);
});

test('search equals a scan for queries at exactly 31 and 32 bits, however they are spread', () => {
  const random = randomFrom(2);
  const hashes = randomHashes(20_000, random);
  const index = buildIndex(hashes);
  for (let at = 0; at < 2000; at++) {
    const id = Math.floor(random() * 20_000);
    const distance = 30 + (at % 3);
    const found = index.search(flipped(hashAt(hashes, id), distance, random));
    assert.deepEqual(found, distance <= 31 ? [{ id, distance }] : []);
  }
});

test('search equals a scan on whatever hashes, queries and radius', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const change = fc.array(fc.nat(255), { maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(hash, { minLength: 1, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(7), change), { minLength: 2600, maxLength: 2700 }),
      change,
      fc.integer({ min: 0, max: 31 }),
      (centres, members, queryChange, radius) => {
        const changed = (at: number, bits: readonly number[]) => {
          const copy = Uint8Array.from(centres[at % centres.length] ?? new Uint8Array(32));
          for (const bit of bits) copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          return copy;
        };
        const hashes = concatenated(members.map(([at, bits]) => changed(at, bits)));
        assertEqualsScan(buildIndex(hashes), hashes, changed(0, queryChange), radius);
      },
    ),
    { numRuns: 25 },
  );
});

test('searchBatch equals a scan for more queries than one batch takes', () => {
  const random = randomFrom(3);
  const hashes = clusteredHashes(30_000, 3000, 40, random);
  const index = buildIndex(hashes);
  const queries = queriesNear(hashes, 5000, random);
  const batch = index.searchBatch(queries);
  assert.equal(batch.length, 5000);
  batch.forEach((found, at) => assert.deepEqual(found, index.search(hashAt(queries, at))));
  for (let at = 0; at < 5000; at += 50) assert.deepEqual(batch[at], scanPlainly(hashes, hashAt(queries, at), 31));
});

test('search equals a scan on clusters, duplicates and too few hashes for an index', () => {
  const random = randomFrom(4);
  for (const [count, centres, spread] of [
    [1, 1, 1],
    [3, 3, 1],
    [2559, 50, 30],
    [2560, 50, 30],
    [4097, 4, 1],
    [9000, 9, 16],
    [9000, 900, 60],
  ] as const) {
    const hashes = clusteredHashes(count, centres, spread, random);
    assertEqualsScan(buildIndex(hashes), hashes, queriesNear(hashes, 24, random));
  }
});

test('search finds nothing in an empty index', () => {
  const index = buildIndex(new Uint8Array(0));
  assert.deepEqual(index.search(new Uint8Array(32)), []);
  assert.deepEqual(index.searchBatch(new Uint8Array(64)), [[], []]);
  assert.equal(index.size, 0);
});

test('add, remove and rebuild in any order equal a scan of what is left', async () => {
  const random = randomFrom(5);
  let hashes = clusteredHashes(5000, 500, 30, random);
  const gone = new Set<number>();
  const index = buildIndex(hashes);
  for (let step = 0; step < 60; step++) {
    const choice = step % 20 === 13 ? 2 : random() < 0.5 ? 0 : 1;
    if (choice === 0) {
      const added = clusteredHashes(1 + Math.floor(random() * 300), 20, 30, random);
      assert.equal(index.addMany(added), hashes.length / 32);
      hashes = concatenated(
        [...Array(hashes.length / 32).keys()]
          .map((at) => hashAt(hashes, at))
          .concat([...Array(added.length / 32).keys()].map((at) => hashAt(added, at))),
      );
    } else if (choice === 1) {
      for (let times = 0; times < 50; times++) {
        const id = Math.floor((random() * hashes.length) / 32);
        assert.equal(index.remove(id), !gone.has(id));
        gone.add(id);
      }
    } else if (step % 40 === 13) await index.rebuild();
    else index.rebuildHere();
    assert.equal(index.size, hashes.length / 32 - gone.size);
    const queries = queriesNear(hashes, 4, random);
    for (let at = 0; at < 4; at++) {
      const expected = scanPlainly(hashes, hashAt(queries, at), 31, (id) => gone.has(id));
      assert.deepEqual(index.search(hashAt(queries, at)), expected, `step ${step}`);
      assert.deepEqual(index.searchBatch(queries)[at], expected, `step ${step}`);
    }
  }
  assert.equal(index.pending > 0, true);
});

test('searchBatch of a thousand sees what was added and removed since', () => {
  const random = randomFrom(6);
  const hashes = randomHashes(5000, random);
  const index = buildIndex(hashes);
  const queries = concatenated(Array.from({ length: 1000 }, (_, at) => flipped(hashAt(hashes, at), 20, random)));
  for (let at = 0; at < 1000; at += 2) {
    index.remove(at);
    assert.equal(index.add(hashAt(hashes, at)), 5000 + at / 2);
  }
  index.searchBatch(queries).forEach((found, at) => {
    assert.deepEqual(found, [{ id: at % 2 === 0 ? 5000 + at / 2 : at, distance: 20 }]);
  });
});

test('rebuild answers while it runs, and keeps what was added and removed meanwhile', async () => {
  const random = randomFrom(7);
  const hashes = randomHashes(60_000, random);
  const index = buildIndex(hashes.subarray(0, 32 * 40_000));
  index.addMany(hashes.subarray(32 * 40_000, 32 * 59_000));
  const rebuilding = index.rebuild();
  assert.equal(index.rebuild(), rebuilding);
  const state = { isDone: false };
  void rebuilding.then(() => (state.isDone = true));
  let searches = 0;
  let next = 59_000;
  while (!state.isDone) {
    const id = Math.floor(random() * next);
    const found = index.search(flipped(hashAt(hashes, id), 10, random));
    assert.deepEqual(found, id % 100 === 99 && id < searches ? [] : [{ id, distance: 10 }]);
    if (searches % 100 === 99 && searches < 59_000) assert.equal(index.remove(searches), true);
    searches++;
    if (searches % 50 === 0 && next < 60_000) assert.equal(index.add(hashAt(hashes, next)), next++);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(searches > 100, `only ${searches} searches during the rebuild`);
  assert.equal(index.pending, next - 59_000);
  for (let id = 0; id < next; id += 7) {
    const isGone = id % 100 === 99 && id < searches && id < 59_000;
    assert.deepEqual(index.search(hashAt(hashes, id), 3), isGone ? [] : [{ id, distance: 0 }]);
  }
});

test('remove erases the bits of a hash and refuses what is not there', () => {
  const random = randomFrom(8);
  const hashes = randomHashes(3000, random);
  const index = buildIndex(hashes);
  const before = index.toBytes();
  assert.equal(index.remove(17), true);
  assert.equal(index.remove(17), false);
  for (const id of [-1, 3000, 1.5, Number.NaN]) assert.equal(index.remove(id), false);
  index.rebuildHere();
  assert.deepEqual(index.search(hashAt(hashes, 17)), []);
  // A withdrawn hash of zeros must not be found either.
  assert.deepEqual(index.search(new Uint8Array(32)), []);
  assert.notDeepEqual(index.toBytes(), before);
});

test('buildIndexInBackground equals buildIndex', async () => {
  const random = randomFrom(9);
  const hashes = clusteredHashes(10_000, 500, 30, random);
  const index = await buildIndexInBackground(hashes);
  assert.equal(index.pending, 0);
  assert.deepEqual(index.toBytes(), buildIndex(hashes).toBytes());
});

test('buildIndex, search and add refuse wrong lengths, radii and too many hashes', () => {
  assert.throws(() => buildIndex(new Uint8Array(33)), RangeError);
  const index = buildIndex(new Uint8Array(32));
  assert.throws(() => index.search(new Uint8Array(31)), RangeError);
  assert.throws(() => index.searchBatch(new Uint8Array(31)), RangeError);
  for (const radius of [-1, 32, 1.5]) assert.throws(() => index.search(new Uint8Array(32), radius), RangeError);
  assert.throws(() => index.add(new Uint8Array(64)), RangeError);
  assert.throws(() => index.addMany(new Uint8Array(1)), RangeError);
  // Untouched zero pages: this takes address space only.
  assert.throws(() => index.addMany(new Uint8Array(maxHashes * 32)), /at most 20000000: open a second one/);
  assert.equal(index.size, 1);
});
