import assert from 'node:assert/strict';
import test from 'node:test';
import { buildIndex, openSearchPool } from './door.ts';
import { concatenated, flipped, hashAt, randomFrom, randomHashes } from './test-support.ts';

test('openSearchPool answers as the index does, and sees what is added, removed and rebuilt', async () => {
  const random = randomFrom(1);
  const hashes = randomHashes(20_000, random);
  const index = buildIndex(hashes);
  const pool = openSearchPool(index, { threads: 2 });
  try {
    const queries = concatenated(
      Array.from({ length: 3000 }, (_, at) => flipped(hashAt(hashes, at * 3), at % 36, random)),
    );
    assert.deepEqual(await pool.searchBatch(queries), index.searchBatch(queries));
    assert.deepEqual(await pool.searchBatch(queries, 12), index.searchBatch(queries, 12));
    for (let step = 0; step < 4; step++) {
      const id = index.add(hashAt(hashes, step));
      assert.ok((await pool.search(hashAt(hashes, step), 0)).some((found) => found.id === id));
      index.remove(step);
      const both = await Promise.all([pool.search(hashAt(hashes, step)), pool.search(hashAt(hashes, step))]);
      assert.deepEqual(both, [[{ id, distance: 0 }], [{ id, distance: 0 }]]);
      if (step === 1) await index.rebuild();
      if (step === 2) index.rebuildHere();
    }
    // More than one block of additions, so that the memory grows under the threads.
    const added = randomHashes(100_000, random);
    const first = index.addMany(added);
    const late = concatenated(Array.from({ length: 40 }, (_, at) => hashAt(added, at * 2400)));
    assert.deepEqual(
      await pool.searchBatch(late),
      Array.from({ length: 40 }, (_, at) => [{ id: first + at * 2400, distance: 0 }]),
    );
    assert.deepEqual(await pool.searchBatch(queries), index.searchBatch(queries));
    assert.deepEqual(await pool.searchBatch(new Uint8Array(0)), []);
  } finally {
    await pool.close();
  }
});

test('openSearchPool answers throughout a rebuild, also with searches under way when it ends', async () => {
  const random = randomFrom(2);
  const hashes = randomHashes(40_000, random);
  const index = buildIndex(hashes.subarray(0, 32 * 20_000));
  index.addMany(hashes.subarray(32 * 20_000));
  const pool = openSearchPool(index, { threads: 2 });
  try {
    const state = { isDone: false };
    const rebuilding = index.rebuild().then(() => (state.isDone = true));
    while (!state.isDone) {
      const ids = Array.from({ length: 50 }, () => Math.floor(random() * 40_000));
      const answers = await Promise.all(ids.map((id) => pool.search(hashAt(hashes, id))));
      assert.deepEqual(
        answers,
        ids.map((id) => [{ id, distance: 0 }]),
      );
    }
    await rebuilding;
    assert.equal(index.pending, 0);
  } finally {
    await pool.close();
  }
});

test('openSearchPool refuses wrong threads, queries and radii, and asks after close', async () => {
  const index = buildIndex(randomHashes(10, randomFrom(3)));
  for (const threads of [0, 17, 1.5]) assert.throws(() => openSearchPool(index, { threads }), RangeError);
  const pool = openSearchPool(index, { threads: 1 });
  await assert.rejects(pool.search(new Uint8Array(31)), RangeError);
  await assert.rejects(pool.searchBatch(new Uint8Array(31)), RangeError);
  await assert.rejects(pool.search(new Uint8Array(32), 32), RangeError);
  const unanswered = pool.search(new Uint8Array(32));
  const closing = pool.close();
  await assert.rejects(unanswered, /closed/);
  await closing;
  await assert.rejects(pool.search(new Uint8Array(32)), /closed/);
  // The numbers of its threads are free again.
  const next = openSearchPool(index, { threads: 16 });
  assert.throws(() => openSearchPool(index, { threads: 1 }), /at most 16/);
  await next.close();
});

test('rebuild uses the memory before the last one again, once no thread and no snapshot reads it', async () => {
  const random = randomFrom(4);
  const hashes = randomHashes(20_000, random);
  const index = buildIndex(hashes);
  // The first word of a memory is not used: a number in it tells memories apart, whatever objects stand for them.
  let memories = 0;
  const mark = ({ buffer }: WebAssembly.Memory) => {
    const word = new Uint32Array(buffer, 0, 1);
    if (word[0] === 0) word[0] = ++memories;
  };
  const share = index.share((memory) => {
    mark(memory);
    return Promise.resolve();
  });
  mark(share.memory);
  const pool = openSearchPool(index, { threads: 2 });
  try {
    for (let round = 0; round < 6; round++) {
      index.remove(round);
      index.addMany(randomHashes(50, random));
      await index.rebuild();
      const ids = Array.from({ length: 40 }, (_, at) => at * 400 + round);
      const answers = await Promise.all(ids.map((id) => pool.search(hashAt(hashes, id), 0)));
      assert.deepEqual(
        answers,
        ids.map((id) => (id <= round ? [] : [{ id, distance: 0 }])),
      );
      // The wiping takes a few turns of the event loop.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.equal(memories, 2);
  } finally {
    await pool.close();
    share.detach();
  }
});
