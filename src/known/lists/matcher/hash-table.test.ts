import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { invented } from '../lists-for-tests.ts';
import { HashTable } from './hash-table.ts';
import { ListShelf } from './list-shelf.ts';
import { processorMs } from '../../../platform/processor-time-for-tests.ts';

const found = (table: HashTable, hash: Uint8Array): number[] => {
  const rows: number[] = [];
  table.find(hash, (row) => rows.push(row));
  return rows.sort((a, b) => a - b);
};

test('HashTable finds exactly the rows of a hash, full to the brim and with many equal ones', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 200 }), fc.nat(), (numbers, seed) => {
      const table = new HashTable(20, numbers.length, seed);
      for (const [row, n] of numbers.entries()) table.add(row, invented('sha1', n));
      for (let n = 0; n <= 31; n++) {
        assert.deepEqual(
          found(table, invented('sha1', n)),
          numbers.flatMap((each, row) => (each === n ? [row] : [])),
        );
      }
      for (const [row, n] of numbers.entries())
        assert.deepEqual(Buffer.from(table.read(row) ?? []), invented('sha1', n));
    }),
    { numRuns: 200 },
  );
});

test('HashTable stays quick when one hash is repeated a hundred thousand times', () => {
  const table = new HashTable(16, 100_000, 1);
  const startedAt = processorMs();
  for (let row = 0; row < 100_000; row++) table.add(row, invented('md5', 1));
  assert.equal(found(table, invented('md5', 1)).length, 100_000);
  assert.ok(processorMs() - startedAt < 3_000);
});

test('HashTable tells hashes apart that differ in their last byte alone', () => {
  const table = new HashTable(32, 256, 5);
  const hashes = Array.from({ length: 256 }, (_, n) =>
    Buffer.concat([invented('sha256', 1).subarray(0, 31), Buffer.of(n)]),
  );
  for (const [row, hash] of hashes.entries()) table.add(row, hash);
  for (const [row, hash] of hashes.entries()) assert.deepEqual(found(table, hash), [row]);
});

test('ListShelf equals a map by number through additions, changes and removals in any order', () => {
  const step = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(9), fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.nat(20), (steps, expected) => {
      const shelf = new ListShelf(expected, 7);
      const truth = new Map<number, number>();
      for (const [number, n, isRemoval] of steps) {
        assert.equal(shelf.remove(number) !== undefined, truth.delete(number));
        if (isRemoval) continue;
        shelf.add({ number, category: n, listedAt: undefined, hashes: { md5: invented('md5', n) } });
        truth.set(number, n);
      }
      assert.equal(shelf.size, truth.size);
      for (let n = 0; n < 10; n++) {
        const numbers: number[] = [];
        shelf.find('md5', invented('md5', n), (row) => numbers.push(shelf.read(row)?.number ?? -1));
        assert.deepEqual(
          numbers.sort((a, b) => a - b),
          [...truth].flatMap(([number, each]) => (each === n ? [number] : [])).sort((a, b) => a - b),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('ListShelf grows past its first room without moving what is there', () => {
  const shelf = new ListShelf(10, 3);
  const rows = Array.from({ length: 20_000 }, (_, n) =>
    shelf.add({ number: n + 1, category: 0, listedAt: undefined, hashes: { sha1: invented('sha1', n) } }),
  );
  assert.deepEqual(
    rows,
    rows.map((_, n) => n),
  );
  for (const n of [0, 4_095, 4_096, 8_191, 19_999]) {
    const numbers: number[] = [];
    shelf.find('sha1', invented('sha1', n), (row) => numbers.push(shelf.read(row)?.number ?? -1));
    assert.deepEqual(numbers, [n + 1]);
    assert.notEqual(shelf.remove(n + 1), undefined);
    assert.equal(shelf.remove(n + 1), undefined);
  }
  assert.equal(shelf.size, 19_995);
});
