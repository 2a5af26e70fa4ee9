import assert from 'node:assert/strict';
import test from 'node:test';
import { buildIndex, type NearestIndex } from './door.ts';
import { concatenated, flipped, hashAt, randomFrom, randomHashes, scanPlainly } from './test-support.ts';

/** Milliseconds that the fastest of some runs takes: what the work needs, whatever else the machine does. */
function fastestMs(work: () => unknown, runs = 7): number {
  let best = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

function assertEqualsScan(index: NearestIndex, hashes: Uint8Array, query: Uint8Array): void {
  assert.deepEqual(index.search(query), scanPlainly(hashes, query, 31));
}

/** Hashes that agree with zeros in all but the bits of one octet of bytes: chains everywhere, but few answers. */
function halfAlike(count: number, random: () => number): Uint8Array {
  const hashes = randomHashes(count, random);
  for (let at = 0; at < hashes.length; at += 32) hashes.fill(0, at, at + 16);
  return hashes;
}

test('search and build stay quick on 100,000 hashes of black pictures among 100,000 others', () => {
  const random = randomFrom(1);
  const hashes = randomHashes(200_000, random);
  hashes.fill(0, 0, 100_000 * 32);
  const plain = fastestMs(() => buildIndex(randomHashes(200_000, random)), 2);
  let index = buildIndex(new Uint8Array(0));
  const built = fastestMs(() => (index = buildIndex(hashes)), 2);
  assert.ok(built < 3 * plain + 100, `build took ${built} ms, ${plain} ms on random hashes`);
  const black = new Uint8Array(32);
  const found = index.search(black);
  assert.equal(found.length, 100_000);
  assert.deepEqual(found[99_999], { id: 99_999, distance: 0 });
  assertEqualsScan(index, hashes, flipped(black, 31, random));
  assertEqualsScan(index, hashes, flipped(black, 32, random));
  assertEqualsScan(index, hashes, hashAt(hashes, 150_000));
});

test('search costs little more than a scan where every hash is a candidate and none an answer', () => {
  const random = randomFrom(2);
  const hashes = halfAlike(200_000, random);
  const index = buildIndex(hashes);
  const added = buildIndex(new Uint8Array(0));
  added.addMany(hashes);
  assert.equal(added.pending, 200_000);
  const query = new Uint8Array(32);
  assert.deepEqual(index.search(query), []);
  const scanMs = fastestMs(() => {
    for (let times = 0; times < 20; times++) added.search(query);
  });
  const searchMs = fastestMs(() => {
    for (let times = 0; times < 20; times++) index.search(query);
  });
  assert.ok(searchMs < 3 * scanMs + 5, `20 searches took ${searchMs} ms, 20 scans ${scanMs} ms`);
  for (let at = 0; at < 20; at++) assertEqualsScan(index, hashes, flipped(hashAt(hashes, at), at * 2, random));
});

test('searchBatch equals search where queries have too many candidates, and where answers fill its memory', () => {
  const random = randomFrom(3);
  const hashes = concatenated([
    ...Array.from({ length: 3000 }, () => flipped(new Uint8Array(32), Math.floor(random() * 8), random)),
    ...Array.from({ length: 3000 }, () => randomHashes(1, random)),
  ]);
  const index = buildIndex(hashes);
  const queries = concatenated(
    Array.from({ length: 600 }, (_, at) =>
      at % 2 === 0 ? flipped(new Uint8Array(32), at % 30, random) : hashAt(hashes, 3000 + at),
    ),
  );
  const batch = index.searchBatch(queries);
  for (let at = 0; at < 600; at++) assert.deepEqual(batch[at], index.search(hashAt(queries, at)));
  for (let at = 0; at < 600; at += 37) assert.deepEqual(batch[at], scanPlainly(hashes, hashAt(queries, at), 31));
});

test('search gives every answer where they are more than its memory holds at once', () => {
  const index = buildIndex(new Uint8Array(300_000 * 32));
  index.addMany(new Uint8Array(300_000 * 32));
  assert.equal(index.remove(123_456), true);
  const found = index.search(new Uint8Array(32), 0);
  assert.equal(found.length, 599_999);
  assert.ok(found.every(({ id, distance }, at) => distance === 0 && id === (at < 123_456 ? at : at + 1)));
  const batch = index.searchBatch(concatenated([new Uint8Array(32), new Uint8Array(32).fill(255)]));
  assert.deepEqual(
    batch.map((list) => list.length),
    [599_999, 0],
  );
});
