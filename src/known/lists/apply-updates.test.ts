import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { withdrawEntry } from './activate-list.ts';
import { applyUpdates, type FeedUpdate } from './apply-updates.ts';
import { findEntries } from './find-entry.ts';
import { invented, serviceKey, twoPeople } from './lists-for-tests.ts';
import { insertList } from './list-store.ts';
import { readList } from './read-list-store.ts';
import { entryKeysFrom } from './shrouded-entry.ts';

const { db } = await freshDatabase();
const keys = entryKeysFrom(serviceKey);
const now = new Date('2026-05-01T00:00:00Z');
const [anna] = await twoPeople(db);
const atSecond = (second: number) => new Date(1_750_000_000_000 + second * 1000);

const newFeed = () =>
  transact(db, (tx) =>
    insertList(tx, {
      ...{ name: 'feed', source: 's', kind: 'feed', format: 'ncmec', createdAt: now, trusted: [] },
      categoryMap: { '*': 'to-assess', b2: 'skip' },
    }),
  );
const update = (entry: number, second: number, version: number | undefined, code = 'a1'): FeedUpdate => ({
  reference: `image/1/${entry}`,
  at: atSecond(second),
  entry:
    version === undefined
      ? undefined
      : {
          ...{ reference: `image/1/${entry}`, code, pdqQuality: undefined, listedAt: atSecond(second) },
          hashes: { md5: invented('md5', entry * 100 + version) },
        },
});
const apply = (listId: number, updates: readonly FeedUpdate[]) =>
  transact(db, (tx) => applyUpdates(tx, keys, listId, updates, { actor: 'partner', now }));
const isInUse = async (listId: number, n: number) =>
  (await findEntries({ db, serviceKey }, 'md5', invented('md5', n))).some(
    (found) => found.listId === listId && found.withdrawnAt === undefined,
  );

test('applyUpdates comes to the same whatever the order, the pages and the repetitions', async () => {
  // Each entry's history: one state a second, the last of which stands.
  const history = fc.array(fc.constantFrom('entry', 'deleted', 'skipped'), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(history, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat(1_000), { minLength: 64, maxLength: 64 }),
      async (histories, pageSize, random) => {
        let turn = 0;
        const all = histories.flatMap((states, entry) =>
          states.map((state, second) =>
            update(entry, second, state === 'deleted' ? undefined : second, state === 'skipped' ? 'b2' : 'a1'),
          ),
        );
        const draw = () => random[turn++ % random.length] ?? 0;
        const shuffled = [...all, ...all.filter(() => draw() % 3 === 0)]
          .map((each) => ({ each, key: draw() }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const listId = await newFeed();
        for (let at = 0; at < shuffled.length; at += pageSize) await apply(listId, shuffled.slice(at, at + pageSize));
        let inUse = 0;
        for (const [entry, states] of histories.entries()) {
          for (const second of states.keys()) {
            const stands = second === states.length - 1 && states[second] === 'entry';
            if (stands) inUse += 1;
            assert.equal(await isInUse(listId, entry * 100 + second), stands, `${entry} ${second} of ${states.join()}`);
          }
        }
        assert.equal((await readList(db, listId))?.entries, inUse);
        const again = await apply(listId, all);
        assert.deepEqual([again.added, again.changed, again.withdrawn], [0, 0, 0], 'nothing is left to do');
      },
    ),
    { numRuns: 40 },
  );
});

test('applyUpdates lets a deletion win over an entry of the same second', async () => {
  for (const updates of [
    [update(1, 5, 1), update(1, 5, undefined)],
    [update(1, 5, undefined), update(1, 5, 1)],
  ]) {
    const listId = await newFeed();
    await apply(listId, updates);
    assert.equal((await readList(db, listId))?.entries, 0);
    const other = await newFeed();
    for (const each of updates) await apply(other, [each]);
    assert.equal((await readList(db, other))?.entries, 0);
  }
});

test('applyUpdates leaves alone what a person has withdrawn', async () => {
  const listId = await newFeed();
  await apply(listId, [update(2, 1, 1)]);
  await transact(db, (tx) => withdrawEntry(tx, listId, 1, anna, now));
  assert.deepEqual(await apply(listId, [update(2, 9, 2)]), { added: 0, changed: 0, withdrawn: 0, ignored: 1 });
  assert.equal(await isInUse(listId, 201), false);
  assert.equal(await isInUse(listId, 202), false);
});
