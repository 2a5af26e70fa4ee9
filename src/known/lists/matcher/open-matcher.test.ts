import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../../../test/fresh-database.ts';
import { transact } from '../../../platform/db.ts';
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
const deps = { db, pool, serviceKey, log };

test('openMatcher finds an active list by every hash, with category, trust and time, and nothing of a draft', async () => {
  const draft = await importText(db, folder, plainCsv(5_000, 5_010));
  const { listId, counts } = await importText(db, folder, plainCsv(0, 300));
  assert.equal(counts.added, 300);
  const matcher = await openMatcher(deps);
  assert.deepEqual(matcher.size(), { entries: 0, lists: 0 });
  await activate(db, listId, people);
  await matcher.refresh();
  assert.deepEqual(matcher.size(), { entries: 300, lists: 1 });
  for (const kind of ['md5', 'sha1', 'sha256'] as const) {
    const [hit, ...more] = matcher.matchExact({ [kind]: invented(kind, 9) });
    assert.equal(more.length, 0);
    assert.deepEqual(hit, {
      ...{ listId, entryId: 10, source: 'Example authority', category: 'illegal-baseline', isTrusted: true },
      ...{ kind: 'exact', by: kind, distance: 0 },
      sha1: invented('sha1', 9).toString('hex'),
      sha256: invented('sha256', 9).toString('hex'),
      listedAt: new Date('2026-01-02T02:04:05Z'),
    });
  }
  const all = matcher.matchExact({ md5: invented('md5', 9), sha1: invented('sha1', 9), sha256: invented('sha256', 9) });
  assert.deepEqual(
    all.map(({ by, entryId }) => [by, entryId]),
    [['sha256', 10]],
  );
  assert.equal(matcher.matchExact({ sha1: invented('sha1', 10) })[0]?.isTrusted, false);
  assert.equal(matcher.matchExact({ sha1: invented('sha1', 5_001) }).length, 0, `draft ${draft.listId}`);
  const [near] = matcher.matchNear(flipped(invented('pdq', 9), 31));
  assert.deepEqual(
    [near?.kind, near?.by, near?.distance, near?.entryId, near?.isTrusted],
    ['near', 'pdq', 31, 10, false],
  );
  assert.equal(matcher.matchNear(flipped(invented('pdq', 9), 32)).length, 0);
  assert.equal(
    matcher.matchNear(invented('pdq', 9))[0]?.isTrusted,
    false,
    'a near hit is never trusted, not even at 0',
  );
  const batch = matcher.matchNearBatch([invented('pdq', 3), invented('pdq', 7_000), invented('pdq', 4)]);
  assert.deepEqual(
    batch.map((hits) => hits.map((hit) => hit.entryId)),
    [[4], [], [5]],
  );
  assert.throws(() => matcher.matchExact({ md5: Buffer.alloc(20) }), RangeError);
  assert.throws(() => matcher.matchNear(Buffer.alloc(16)), RangeError);
  await matcher.close();
});

test('openMatcher follows the withdrawal of an entry and of a list in another process within moments', async () => {
  const { listId } = await importText(db, folder, plainCsv(10_000, 10_100));
  await activate(db, listId, people);
  const matcher = await openMatcher({ ...deps, lookEveryMs: 60_000 });
  const seen = () =>
    matcher.matchExact({ md5: invented('md5', 10_001) }).length + matcher.matchNear(invented('pdq', 10_001)).length;
  assert.equal(seen(), 2);
  await transact(db, (tx) => withdrawEntry(tx, listId, 2, people[0], clock.now()));
  await until(() => seen() === 0);
  assert.equal(matcher.matchExact({ md5: invented('md5', 10_002) }).length, 1);
  await transact(db, (tx) => withdrawList(tx, listId, people[0], clock.now()));
  await until(() => matcher.matchExact({ md5: invented('md5', 10_002) }).length === 0);
  assert.equal(matcher.matchNear(invented('pdq', 10_002)).length, 0);
  await matcher.close();
});

test('openMatcher sees changes again after its listening connection was cut', async () => {
  const { listId } = await importText(db, folder, plainCsv(20_000, 20_010));
  await activate(db, listId, people);
  const matcher = await openMatcher({ ...deps, lookEveryMs: 50 });
  const cut = await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and datname = current_database()",
  );
  assert.equal(cut.rowCount, 1);
  await transact(db, (tx) => withdrawList(tx, listId, people[0], clock.now()));
  // Other lists stay active: it is this one's entry that has to go.
  await until(() => matcher.matchExact({ md5: invented('md5', 20_001) }).length === 0);
  const listening = async () =>
    (await pool.query("select 1 from pg_stat_activity where query like 'listen %' and datname = current_database()"))
      .rowCount;
  await until(async () => (await listening()) === 1, 'it listens again');
  await matcher.close();
  await until(async () => (await listening()) === 0, 'a closed matcher keeps no connection');
});

/** Each thing that is waited for has a patience of its own. */
async function until(isSo: () => boolean | Promise<boolean>, what = 'the change is seen'): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(`not within its time: ${what}`);
}
