import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startWeb, type PlainStateKind } from '../../stand-ins/web.ts';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { openNetwork, testNetworkSchema } from '../crawl/door.ts';
import { transact } from '../platform/db.ts';
import { startJobs } from '../platform/jobs.ts';
import type { ItemId } from '../terms/ids.ts';
import { testServiceKey, insertItemRow, openTestClock } from './notices-for-tests.ts';
import { recheckItem, recheckJob, type RecheckDeps } from './recheck-item.ts';
import { startWatch } from './start-watch.ts';
import { readWatch } from './watch-store.ts';

const MINUTE_MS = 60_000;
const { db, pool } = await freshDatabase();
const web = await startWeb();
const clock = openTestClock();
after(() => web.close());
const deps: RecheckDeps = {
  ...{ db, serviceKey: testServiceKey, clock, log: quietLog },
  network: openNetwork({ kind: 'test', network: testNetworkSchema.parse(web.networkFile()) }),
  settings: { firstMs: 15 * MINUTE_MS, mostMs: 60 * MINUTE_MS, misses: 3 },
  userAgent: 'FyrHotline/1.0 (+https://hotline.example.org/crawler)',
  random: () => 0.5,
};

let made = 0;
async function watchedItem(state: PlainStateKind = 'online', item: { state?: 'assessed' | 'gone' } = {}) {
  made += 1;
  const url = `https://bilder.example.org/album/watched-${made}`.replace('https:', 'http:');
  web.setState(url, state);
  const { itemId } = await insertItemRow(pool, testServiceKey, { url, ip: '85.24.180.40', country: 'SE', ...item });
  await transact(db, (tx) => startWatch(tx, testServiceKey, itemId, clock.now()));
  const path = new URL(url).pathname;
  const watch = async () => {
    const found = await readWatch(db, testServiceKey, itemId);
    assert.ok(found);
    return found;
  };
  return {
    ...{ url, itemId, watch },
    visits: () => web.log().filter((visit) => visit.path === path).length,
    set: (next: PlainStateKind) => web.setState(url, next),
    /** Goes to the time of the next visit, and visits. */
    visit: async () => {
      const { nextVisitAt } = await watch();
      if (nextVisitAt !== undefined && nextVisitAt > clock.now()) clock.set(nextVisitAt);
      await recheckItem(deps, itemId);
      return watch();
    },
  };
}

const jobsFor = async (itemId: ItemId) => {
  const { rows } = await pool.query<{ key: string; run_at: Date }>(
    'select key, run_at from graphile_worker.jobs where key = $1',
    [`recheck:${itemId}`],
  );
  return rows;
};
const goneEvents = async (itemId: ItemId) => {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from outbox where event ->> 'kind' = 'item-gone' and event ->> 'itemId' = $1`,
    [itemId],
  );
  return rows[0]?.count;
};
const actsOf = async (itemId: ItemId) => {
  const { rows } = await pool.query<{ action: string }>(
    'select action from ledger_act where subject = $1 order by arrival',
    [`item:${itemId}`],
  );
  return rows.map(({ action }) => action);
};

test('startWatch begins once, with one job due at once, however often it is called', async () => {
  const { itemId, watch } = await watchedItem();
  for (let again = 0; again < 3; again += 1)
    await transact(db, (tx) => startWatch(tx, testServiceKey, itemId, new Date(clock.now().getTime() + 5000)));
  assert.deepEqual((await watch()).startedAt, clock.now());
  assert.deepEqual(
    (await jobsFor(itemId)).map(({ run_at }) => run_at),
    [clock.now()],
  );
  assert.deepEqual(await actsOf(itemId), ['watch.started']);
});

test('recheckItem follows an item from online to gone, and tells the house once', async () => {
  const { itemId, visit, set, visits, watch } = await watchedItem();
  const first = await visit();
  assert.deepEqual([first.lastVerdict, first.visits, first.fingerprint?.kind], ['online', 1, 'page']);
  await visit();
  set('gone404');
  const missed = await visit();
  const firstMissAt = clock.now();
  assert.deepEqual([missed.state, missed.misses, missed.lastBecause], ['watching', 1, 'not-found']);
  assert.deepEqual(
    (await jobsFor(itemId)).map(({ run_at }) => run_at),
    [new Date(clock.now().getTime() + 15 * MINUTE_MS)],
  );
  await visit();
  assert.equal(await goneEvents(itemId), 0);
  const gone = await visit();
  assert.deepEqual([gone.state, gone.goneAt, gone.visits], ['gone', firstMissAt, 5]);
  assert.equal(await goneEvents(itemId), 1);
  await recheckItem(deps, itemId);
  assert.equal(visits(), 5);
  assert.equal((await watch()).visits, 5);
  assert.deepEqual(await actsOf(itemId), ['watch.started', 'watch.gone']);
});

test('recheckItem believes no error page, outage, challenge or changing page as a removal, nor an error page as online', async () => {
  for (const state of ['error503', 'cut', 'login-wall'] as const) {
    const { visit, set } = await watchedItem();
    await visit();
    set(state);
    for (let times = 0; times < 5; times += 1) await visit();
    const after5 = await visit();
    assert.deepEqual([after5.state, after5.misses, after5.lastVerdict], ['watching', 0, 'unclear'], state);
  }
  const changing = await watchedItem('changing');
  for (let times = 0; times < 5; times += 1) await changing.visit();
  assert.equal((await changing.visit()).lastVerdict, 'online');
  for (const state of ['removed-page', 'parked', 'redirect-front', 'gone410'] as const) {
    const { visit, set } = await watchedItem();
    await visit();
    set(state);
    for (let times = 0; times < 2; times += 1) await visit();
    assert.equal((await visit()).state, 'gone', state);
  }
});

test('recheckItem counts anew when the item is seen once between misses', async () => {
  const { visit, set } = await watchedItem();
  await visit();
  set('gone404');
  await visit();
  await visit();
  set('online');
  assert.equal((await visit()).misses, 0);
  set('gone404');
  await visit();
  assert.equal((await visit()).state, 'watching');
});

test('recheckItem visits once and keeps one job when its job is delivered twice, early or at the same time', async () => {
  const { itemId, visit, visits, watch } = await watchedItem();
  await visit();
  await recheckItem(deps, itemId);
  assert.equal(visits(), 1);
  clock.set((await watch()).nextVisitAt ?? clock.now());
  await Promise.all([recheckItem(deps, itemId), recheckItem(deps, itemId), recheckItem(deps, itemId)]);
  assert.equal((await watch()).visits, 2);
  assert.equal((await jobsFor(itemId)).length, 1);
});

test('recheckItem leaves no half-done visit when the ledger cannot take the act', async () => {
  const { itemId, visit, set, watch } = await watchedItem();
  await visit();
  set('gone404');
  for (let times = 0; times < 2; times += 1) await visit();
  const [before, jobs] = [await watch(), await jobsFor(itemId)];
  await pool.query('alter table ledger_act rename to ledger_act_away');
  try {
    await assert.rejects(visit(), /ledger_act/);
  } finally {
    await pool.query('alter table ledger_act_away rename to ledger_act');
  }
  assert.deepEqual([await watch(), await jobsFor(itemId), await goneEvents(itemId)], [before, jobs, 0]);
  assert.equal((await visit()).state, 'gone');
  assert.equal(await goneEvents(itemId), 1);
});

test('recheckItem does not go to an item that was judged anew and is not illegal, until a new decision', async () => {
  const { itemId, visits, visit } = await watchedItem();
  await pool.query(`update item set outcome = 'not-illegal' where id = $1`, [itemId]);
  await visit();
  assert.equal(visits(), 0);
  await pool.query(`update item set outcome = 'illegal-national' where id = $1`, [itemId]);
  await transact(db, (tx) => startWatch(tx, testServiceKey, itemId, clock.now()));
  assert.equal((await jobsFor(itemId)).length, 1);
  await visit();
  assert.equal(visits(), 1);
});

test('startWatch begins anew when the item had gone and was reported again', async () => {
  const { itemId, visit, set, watch } = await watchedItem();
  await visit();
  set('gone404');
  for (let times = 0; times < 3; times += 1) await visit();
  const { goneAt } = await watch();
  clock.forward(24 * 60 * MINUTE_MS);
  await transact(db, (tx) => startWatch(tx, testServiceKey, itemId, clock.now()));
  const back = await watch();
  assert.deepEqual(
    [back.state, back.goneAt, back.goneBeforeAt, back.nextVisitAt],
    ['watching', undefined, goneAt, clock.now()],
  );
  assert.deepEqual(await actsOf(itemId), ['watch.started', 'watch.gone', 'watch.back']);
  set('online');
  assert.equal((await visit()).goneBeforeAt, undefined);
  assert.equal(await goneEvents(itemId), 1);
});

test('recheckJob works off the queue and puts the next visit on it', async () => {
  clock.set(new Date());
  const { itemId, watch, visits } = await watchedItem();
  const jobs = await startJobs(pool, [recheckJob(deps)], { log: quietLog });
  const until = Date.now() + 5000;
  while ((await watch()).visits < 1 && Date.now() < until) await sleep(20);
  await jobs.stop();
  assert.deepEqual([(await watch()).visits, visits(), (await jobsFor(itemId)).length], [1, 1, 1]);
});

test('the database holds no address of a watched item in clear', async () => {
  const { visit } = await watchedItem();
  await visit();
  const { rows } = await pool.query<{ dump: string }>(
    `select string_agg(w::text, ' ') || (select coalesce(string_agg(j::text, ' '), '') from graphile_worker._private_jobs j) || (select coalesce(string_agg(o::text, ' '), '') from outbox o) as dump from watch w`,
  );
  assert.match(rows[0]?.dump ?? '', /watching/);
  assert.doesNotMatch(rows[0]?.dump ?? '', /bilder|watched-\d/);
});
