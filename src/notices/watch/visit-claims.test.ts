import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { addJob, startJobs } from '../../platform/jobs.ts';
import type { ItemId } from '../../terms/ids.ts';
import { testServiceKey } from '../notices-for-tests.ts';
import { retiredRecheckJob, startVisits } from './run-visits.ts';
import { hastenVisits, noteNoticesSent, startWatches } from './start-watch.ts';
import { CLAIM_MS, visitDue } from './visit-due.ts';
import { claimDue } from './visit-store.ts';
import { openWatchScene, TEST_SETTINGS } from './watch-for-tests.ts';

const database = await freshDatabase();
const { db, pool } = database;
const GONE = { status: 404, body: 'no' };

// Each test has the watches to itself: what is due is due in all of the table.
beforeEach(() => pool.query('truncate watch, visited_host, outbox, ledger_act'));

test('visitDue leaves no half-done visit when the ledger cannot take the act, and does it again when the claim has lapsed', async () => {
  const { add, visitNext, visit, clock, events } = openWatchScene(database);
  const { itemId, watch, set } = await add();
  await visitNext();
  set(GONE);
  for (let times = 0; times < 2; times += 1) await visitNext();
  const before = await watch();
  await pool.query('alter table ledger_act rename to ledger_act_away');
  try {
    await assert.rejects(visitNext(), /ledger_act/);
  } finally {
    await pool.query('alter table ledger_act_away rename to ledger_act');
  }
  assert.deepEqual([await watch(), await events(itemId)], [before, []]);
  assert.equal(await visit(), 0, 'the claim still holds');
  clock.forward(CLAIM_MS + 1);
  assert.equal(await visit(), 1);
  assert.equal((await watch()).state, 'gone');
  assert.deepEqual(await events(itemId), ['item-gone']);
});

test('visitDue visits each item once and each host by one at a time when several processes share the work', async () => {
  const { add, web, deps } = openWatchScene(database);
  const items: Awaited<ReturnType<typeof add>>[] = [];
  for (let index = 0; index < 120; index += 1)
    items.push(await add(undefined, { url: `http://host-${index % 12}.example.org/album/${index}` }));
  web.pauseWith(() => sleep(1 + Math.random() * 4));
  const work = async () => {
    for (let rest = 0; rest < 3;) {
      const done = await visitDue({ ...deps, batch: 10 });
      rest = done === 0 ? rest + 1 : 0;
      if (done === 0) await sleep(20);
    }
  };
  await Promise.all(Array.from({ length: 5 }, work));
  assert.deepEqual(web.overlaps, []);
  assert.ok(web.most.running > 1, 'different hosts are visited at the same time');
  const asked = web.asked.filter((url) => !url.includes('cannot-exist'));
  assert.equal(asked.length, 120);
  assert.equal(new Set(asked).size, 120);
  for (const { watch } of items) assert.equal((await watch()).visits, 1);
});

test('visitDue keeps to its bound of hosts at the same time', async () => {
  const { add, web, visit } = openWatchScene(database);
  for (let index = 0; index < 20; index += 1) await add();
  web.pauseWith(() => sleep(5));
  assert.equal(await visit({ concurrency: 4 }), 20);
  assert.equal(web.most.running, 4);
});

test('visitDue leaves what it cannot begin in time due, and frees it for others', async () => {
  const { add, web, visit, clock } = openWatchScene(database);
  const host = (index: number) => ({ url: `http://slow.example.org/album/${index}` });
  const slow = [await add(GONE, host(1)), await add(GONE, host(2)), await add(GONE, host(3))];
  web.pauseWith(() => {
    clock.forward(40_000);
    return Promise.resolve();
  });
  assert.equal(await visit(), 2);
  assert.deepEqual(await Promise.all(slow.map(async ({ watch }) => (await watch()).visits)), [1, 1, 0]);
  assert.equal(await visit(), 1, 'the third is due at once');
});

test('visitDue begins no visit once it is told to stop', async () => {
  const { add, visit, web } = openWatchScene(database);
  for (let index = 0; index < 5; index += 1) await add();
  let begun = 0;
  web.pauseWith(() => {
    begun += 1;
    return Promise.resolve();
  });
  assert.equal(await visit({ concurrency: 1, isStopping: () => begun >= 2 }), 1);
  const { rows } = await pool.query('select from visited_host');
  assert.equal(rows.length, 0, 'no claim is left behind');
});

test('visitDue takes over the visits of a process that died, after its claim has lapsed', async () => {
  const { add, visit, clock } = openWatchScene(database);
  const { watch } = await add();
  const claim = { id: '6f2c9f3e-3a0e-4f0c-9e50-0d6f1d0c7a01', now: clock.now(), limit: 10 };
  const taken = await transact(db, (tx) =>
    claimDue(tx, testServiceKey, { ...claim, until: new Date(clock.now().getTime() + CLAIM_MS) }),
  );
  assert.equal(taken.length, 1);
  clock.forward(CLAIM_MS - 1);
  assert.equal(await visit(), 0);
  clock.forward(1);
  assert.equal(await visit(), 1);
  assert.equal((await watch()).visits, 1);
});

test('visitDue records nothing for a claim that has passed to another, nor for a watch that began anew meanwhile', async () => {
  const { add, visit, web, clock } = openWatchScene(database);
  const first = await add();
  web.pauseWith(async () => {
    web.pauseWith(() => Promise.resolve());
    clock.forward(CLAIM_MS + 1);
    assert.equal(await visit(), 1);
  });
  await visit();
  assert.equal((await first.watch()).visits, 1, 'the slower of the two is not written');
  await pool.query(`update watch set state = 'gone', gone_at = last_visit_at, next_visit_at = $1`, [clock.now()]);
  web.pauseWith(() => transact(db, (tx) => startWatches(tx, testServiceKey, [first.itemId], clock.now())));
  await visit();
  const again = await first.watch();
  assert.deepEqual([again.state, again.visits], ['watching', 0]);
});

test('visitDue passes over what it cannot read, and visits the others of the batch', async () => {
  const { add, visit, clock } = openWatchScene(database);
  const [broken, whole] = [await add(), await add()];
  await pool.query(`update item set shrouded_url = '\\x00' where id = $1`, [broken.itemId]);
  assert.equal(await visit(), 2);
  assert.equal((await whole.watch()).visits, 1);
  const left = await broken.watch();
  assert.deepEqual([left.visits, left.nextVisitAt], [0, new Date(clock.now().getTime() + TEST_SETTINGS.mostMs)]);
});

test('startVisits visits what is due and stops when it is told', async () => {
  const { add, deps, web } = openWatchScene(database);
  const items = [await add(), await add()];
  const running = startVisits(deps);
  const until = Date.now() + 30_000;
  while (web.asked.length < 2 && Date.now() < until) await sleep(10);
  await running.stop();
  for (const { watch } of items) assert.equal((await watch()).visits, 1);
});

test('retiredRecheckJob takes jobs of an earlier version off the queue', async () => {
  const { add } = openWatchScene(database);
  const { itemId, watch } = await add();
  await transact(db, (tx) => addJob(tx, 'recheck-item', { itemId }, { jobKey: `recheck:${itemId}` }));
  const jobs = await startJobs(pool, [retiredRecheckJob], { log: quietLog });
  const waiting = async () => (await pool.query('select from graphile_worker.jobs')).rows.length;
  const until = Date.now() + 30_000;
  while ((await waiting()) > 0 && Date.now() < until) await sleep(20);
  await jobs.stop();
  assert.deepEqual([await waiting(), (await watch()).visits], [0, 0]);
  assert.notEqual((await watch()).nextVisitAt, undefined, 'its row says when');
});

test('hastenVisits leaves what is due already as it is, while others of its host are visited', async () => {
  const { add, visit, web, clock } = openWatchScene(database);
  const items: Awaited<ReturnType<typeof add>>[] = [];
  for (let index = 0; index < 3; index += 1) {
    items.push(await add(undefined, { url: `http://busy.example.org/album/${index}` }));
    clock.forward(1000);
  }
  const last = items[2];
  assert.ok(last);
  const due = (await last.watch()).nextVisitAt;
  web.pauseWith(async () => {
    web.pauseWith(() => Promise.resolve());
    const later = new Date(clock.now().getTime() + 3_600_000);
    await transact(db, (tx) =>
      hastenVisits(
        tx,
        items.map(({ itemId }) => itemId),
        later,
      ),
    );
  });
  assert.equal(await visit({ batch: 2 }), 2);
  assert.deepEqual((await last.watch()).nextVisitAt, due);
  assert.equal(await visit(), 1);
});

test('claimDue keeps nobody waiting for long when a process freezes in the middle of its claim', async () => {
  const { add, visit, clock } = openWatchScene(database);
  const { watch } = await add();
  const claim = { id: '6f2c9f3e-3a0e-4f0c-9e50-0d6f1d0c7a02', now: clock.now(), limit: 10 };
  const until = new Date(clock.now().getTime() + CLAIM_MS);
  const claimed = Promise.withResolvers<undefined>();
  const frozen = transact(db, async (tx) => {
    await claimDue(tx, testServiceKey, { ...claim, until });
    claimed.resolve(undefined);
    await sleep(7000);
  });
  await claimed.promise;
  assert.equal(await visit(), 1);
  await assert.rejects(frozen);
  assert.equal((await watch()).visits, 1);
});

test('visitDue and those who ask for visits of the same items never wait for each other in a circle', async () => {
  const { add, deps } = openWatchScene(database);
  const itemIds: ItemId[] = [];
  for (let index = 0; index < 60; index += 1) itemIds.push((await add()).itemId);
  const ask = async () => {
    for (let round = 0; round < 15; round += 1) {
      const shuffled = itemIds.toSorted(() => Math.random() - 0.5);
      await transact(db, (tx) => hastenVisits(tx, shuffled, deps.clock.now()));
      await transact(db, (tx) => noteNoticesSent(tx, shuffled.toReversed(), deps.clock.now(), 0));
    }
  };
  const work = async () => {
    for (let round = 0; round < 15; round += 1) await visitDue({ ...deps, batch: 30 });
  };
  await Promise.all([ask(), ask(), work(), work()]);
});
