import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { freshDatabase } from '../../../../test/fresh-database.ts';
import { transact } from '../../../platform/db.ts';
import type { Matcher } from '../../known-hit.ts';
import { withdrawEntry, withdrawList } from '../activate-list.ts';
import {
  activate,
  clock,
  flipped,
  importText,
  invented,
  log,
  plainCsv,
  serviceKey,
  testFolder,
  twoPeople,
} from '../lists-for-tests.ts';
import { openMatcher } from './open-matcher.ts';

const { db, pool } = await freshDatabase();
const folder = await testFolder();
const people = await twoPeople(db);
const KINDS = ['md5', 'sha1', 'sha256'] as const;

/** Number of hits for entry `n` by each way of asking: one for each list that has it, or something is wrong. */
const answers = (matcher: Matcher, n: number): readonly number[] => [
  ...KINDS.map((kind) => matcher.matchExact({ [kind]: invented(kind, n) }).length),
  matcher.matchNear(flipped(invented('pdq', n), 5)).length,
];

/** Asks again and again, a turn between two rounds, until `work` is done. */
async function askMeanwhile(work: Promise<unknown>, ask: () => void) {
  const state = { isDone: false };
  void work.finally(() => {
    state.isDone = true;
  });
  let [asked, longestMs, at] = [0, 0, performance.now()];
  while (!state.isDone) {
    ask();
    asked += 1;
    await nextTurn();
    longestMs = Math.max(longestMs, performance.now() - at);
    at = performance.now();
  }
  await work;
  return { asked, longestMs };
}

test('openMatcher answers without a pause while lists come and go, each whole or not at all', async (t) => {
  const stays = await importText(db, folder, plainCsv(0, 2_000));
  await activate(db, stays.listId, people);
  const matcher = await openMatcher({ db, pool, serviceKey, log });
  // More than the index of PDQ hashes takes without being rebuilt.
  const comes = await importText(db, folder, plainCsv(100_000, 160_000));
  const states = new Set<string>();
  const ask = () => {
    for (const n of [0, 1_000, 1_999]) assert.deepEqual(answers(matcher, n), [1, 1, 1, 1]);
    const seen = [100_000, 130_000, 159_999].map((n) => answers(matcher, n).join(''));
    // Between two answers nothing happens: a list is in all of them or in none.
    assert.equal(new Set(seen).size, 1, seen.join());
    states.add(seen[0] ?? '');
  };
  const coming = activate(db, comes.listId, people).then(() => matcher.refresh());
  const during = await askMeanwhile(coming, ask);
  ask();
  assert.deepEqual([...states], ['0000', '1111']);
  assert.ok(during.asked > 10, `${during.asked} rounds of questions were answered meanwhile`);
  t.diagnostic(`${during.asked} rounds of questions; the longest wait was ${during.longestMs.toFixed(0)} ms`);
  assert.deepEqual(matcher.size(), { entries: 62_000, lists: 2 });
  states.clear();
  const going = transact(db, (tx) => withdrawList(tx, comes.listId, people[0], clock.now())).then(() =>
    matcher.refresh(),
  );
  await askMeanwhile(going, ask);
  assert.equal(answers(matcher, 130_000).join(''), '0000');
  assert.deepEqual(matcher.size(), { entries: 2_000, lists: 1 });
  await matcher.close();
});

test('openMatcher equals a naive search over all active lists, after any withdrawals', async () => {
  // Lists that overlap: each entry is on some of three lists; 60 entries in all.
  const lists = await Promise.all(
    [
      [30_000, 30_040],
      [30_020, 30_060],
      [30_010, 30_030],
    ].map(async ([from = 0, to = 0]) => {
      const { listId } = await importText(db, folder, plainCsv(from, to), { name: `from ${from}` });
      await activate(db, listId, people);
      return { listId, from, to };
    }),
  );
  const withdrawn = new Set<string>();
  const matcher = await openMatcher({ db, pool, serviceKey, log });
  const naive = (n: number) =>
    lists
      .filter(({ listId, from, to }) => n >= from && n < to && !withdrawn.has(`${listId}/${n - from + 1}`))
      .map(({ listId, from }) => `${listId}/${n - from + 1}`)
      .sort();
  const found = (hits: ReturnType<Matcher['matchExact']>) => hits.map((hit) => `${hit.listId}/${hit.entryId}`).sort();
  const entry = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 40 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { maxLength: 4 }),
      fc.array(fc.integer({ min: 30_000, max: 30_065 }), { minLength: 1, maxLength: 8 }),
      fc.nat(40),
      async (taken, asked, bits) => {
        for (const [which, number] of taken) {
          const list = lists[which];
          if (list === undefined || number > list.to - list.from) continue;
          await transact(db, (tx) => withdrawEntry(tx, list.listId, number, people[0], clock.now()));
          withdrawn.add(`${list.listId}/${number}`);
        }
        await matcher.refresh();
        const queries = asked.map((n) => flipped(invented('pdq', n), bits));
        const near = matcher.matchNearBatch(queries);
        for (const [at, n] of asked.entries()) {
          for (const kind of KINDS)
            assert.deepEqual(found(matcher.matchExact({ [kind]: invented(kind, n) })), naive(n));
          const expected = bits <= 31 ? naive(n) : [];
          assert.deepEqual(found(near[at] ?? []), expected);
          assert.deepEqual(found(matcher.matchNear(queries[at] ?? Buffer.alloc(32))), expected);
          for (const hit of near[at] ?? []) assert.equal(hit.distance, bits);
        }
      },
    ),
    { numRuns: 60 },
  );
  await matcher.close();
});
