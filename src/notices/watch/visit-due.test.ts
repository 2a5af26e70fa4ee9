import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { startWeb, type PlainStateKind } from '../../../stand-ins/web.ts';
import { freshDatabase } from '../../../test/fresh-database.ts';
import {
  directEgress,
  openMissingAnswers,
  openNetwork,
  openPictureMarks,
  testNetworkSchema,
} from '../../crawl/door.ts';
import { transact } from '../../platform/db.ts';
import { testServiceKey } from '../notices-for-tests.ts';
import { hastenVisits, noteNoticesSent, startWatches } from './start-watch.ts';
import { visitDue } from './visit-due.ts';
import { DAY_MS, MINUTE_MS, openWatchScene, pageOf, TEST_SETTINGS } from './watch-for-tests.ts';
import { readSights } from './watch-store.ts';

const database = await freshDatabase();
const { db, pool } = database;
const GONE = { status: 404, body: 'no' };

// Each test has the watches to itself: what is due is due in all of the table.
beforeEach(() => pool.query('truncate watch, outbox, ledger_act'));

test('startWatches begins once, due at once, however often it is called', async () => {
  const { add, clock, acts } = openWatchScene(database);
  const { itemId, watch } = await add();
  const startedAt = clock.now();
  clock.forward(5000);
  for (let again = 0; again < 3; again += 1)
    await transact(db, (tx) => startWatches(tx, testServiceKey, [itemId], clock.now()));
  const found = await watch();
  assert.deepEqual([found.startedAt, found.nextVisitAt, found.state], [startedAt, startedAt, 'watching']);
  assert.deepEqual(await acts(itemId), ['watch.started']);
});

test('visitDue follows an item from online to gone, and tells the house once', async () => {
  const { add, visitNext, visit, clock, events, acts, web } = openWatchScene(database);
  const { itemId, watch, set, url } = await add();
  assert.equal(await visitNext(), 1);
  const first = await watch();
  assert.deepEqual([first.lastVerdict, first.lastBecause, first.visits], ['online', 'first-look', 1]);
  assert.deepEqual(first.nextVisitAt, new Date(clock.now().getTime() + 15 * MINUTE_MS));
  assert.equal(await visit(), 0, 'nothing is due');
  await visitNext();
  assert.equal((await watch()).lastBecause, 'same-bytes');
  set(GONE);
  await visitNext();
  const firstMissAt = clock.now();
  const missed = await watch();
  assert.deepEqual([missed.state, missed.misses, missed.lastBecause], ['watching', 1, 'not-found']);
  await visitNext();
  assert.deepEqual(await events(itemId), []);
  await visitNext();
  const gone = await watch();
  assert.deepEqual([gone.state, gone.goneAt, gone.visits], ['gone', firstMissAt, 5]);
  assert.deepEqual(await events(itemId), ['item-gone']);
  assert.deepEqual(await acts(itemId), ['watch.started', 'watch.gone']);
  assert.equal(web.asked.filter((each) => each === url).length, 5);
});

test('visitDue counts anew when the item is seen once between misses', async () => {
  const { add, visitNext } = openWatchScene(database);
  const { watch, set } = await add();
  await visitNext();
  set(GONE);
  await visitNext();
  await visitNext();
  set({ body: pageOf(1) });
  await visitNext();
  assert.equal((await watch()).misses, 0);
  set(GONE);
  await visitNext();
  assert.equal((await watch()).state, 'watching');
});

test('visitDue goes on looking for what has gone, and brings it back when two visits see the same again', async () => {
  const { add, visitNext, clock, events, acts } = openWatchScene(database);
  const { itemId, watch, set } = await add();
  await visitNext();
  set(GONE);
  for (let times = 0; times < 3; times += 1) await visitNext();
  const gone = await watch();
  assert.equal(gone.state, 'gone');
  assert.deepEqual(gone.nextVisitAt, new Date(clock.now().getTime() + 6 * 60 * MINUTE_MS));
  await visitNext();
  set({ body: pageOf(9) });
  await visitNext();
  assert.deepEqual(
    [(await watch()).returns, (await watch()).lastBecause],
    [0, 'changed'],
    'another page is not a return',
  );
  set({ body: pageOf(1).replace('sida', 'visad 12 gånger') });
  await visitNext();
  assert.deepEqual([(await watch()).returns, (await watch()).state], [1, 'gone']);
  await visitNext();
  const back = await watch();
  assert.deepEqual([back.state, back.lastBecause, back.goneAt], ['watching', 'same-words', undefined]);
  assert.deepEqual(await events(itemId), ['item-gone', 'item-back']);
  assert.deepEqual(await acts(itemId), ['watch.started', 'watch.gone', 'watch.back']);
  assert.deepEqual(back.nextVisitAt, new Date(clock.now().getTime() + 15 * MINUTE_MS));
});

test('visitDue stops looking for what has gone when the set time is over', async () => {
  const { add, visitNext, clock } = openWatchScene(database);
  const { watch, set } = await add();
  await visitNext();
  set(GONE);
  for (let visits = 0; visits < 200 && (await watch()).nextVisitAt !== undefined; visits += 1) await visitNext();
  const ended = await watch();
  assert.deepEqual([ended.state, ended.nextVisitAt], ['gone', undefined]);
  const forMs = clock.now().getTime() - (ended.goneAt?.getTime() ?? 0);
  assert.ok(forMs >= 90 * DAY_MS && forMs < 94 * DAY_MS, String(forMs / DAY_MS));
  assert.ok(ended.visits > 40 && ended.visits < 80, String(ended.visits));
});

test('visitDue tells of a move once, and where it leads is not in clear in the database', async () => {
  const { add, visitNext, events, acts } = openWatchScene(database);
  const { itemId, watch, set } = await add();
  await visitNext();
  const finalUrl = 'http://elsewhere.example.net/album/77';
  set({ body: pageOf(3), finalUrl });
  for (let times = 0; times < 3; times += 1) await visitNext();
  const moved = await watch();
  assert.deepEqual([moved.lastVerdict, moved.movedTo, moved.state], ['moved', finalUrl, 'gone']);
  assert.deepEqual(await events(itemId), ['item-moved', 'item-gone']);
  assert.deepEqual(await acts(itemId), ['watch.started', 'watch.moved', 'watch.gone']);
  const { rows } = await pool.query<{ dump: string }>(
    `select string_agg(w::text, ' ') || (select string_agg(o::text, ' ') from outbox o) as dump from watch w`,
  );
  assert.match(rows[0]?.dump ?? '', /watching|gone/);
  assert.doesNotMatch(rows[0]?.dump ?? '', /elsewhere\.|album|85\.24|host-\d/);
});

test('visitDue does not go to an item that was judged anew and is not illegal, until a new decision', async () => {
  const { add, visit, web, clock } = openWatchScene(database);
  const { itemId, watch } = await add();
  await pool.query(`update item set outcome = 'not-illegal' where id = $1`, [itemId]);
  assert.equal(await visit(), 1);
  assert.deepEqual([web.asked.length, (await watch()).nextVisitAt], [0, undefined]);
  await pool.query(`update item set outcome = 'illegal-national' where id = $1`, [itemId]);
  await transact(db, (tx) => startWatches(tx, testServiceKey, [itemId], clock.now()));
  await visit();
  assert.equal((await watch()).visits, 1);
});

test('startWatches begins anew when the item had gone and was reported again', async () => {
  const { add, visitNext, clock, acts } = openWatchScene(database);
  const { itemId, watch, set } = await add();
  await visitNext();
  set(GONE);
  for (let times = 0; times < 3; times += 1) await visitNext();
  const { goneAt } = await watch();
  clock.forward(DAY_MS);
  await transact(db, (tx) => startWatches(tx, testServiceKey, [itemId], clock.now()));
  const back = await watch();
  assert.deepEqual(
    [back.state, back.goneAt, back.goneBeforeAt, back.nextVisitAt],
    ['watching', undefined, goneAt, clock.now()],
  );
  assert.deepEqual(await acts(itemId), ['watch.started', 'watch.gone', 'watch.back']);
});

test('hastenVisits makes a visit due sooner and never later, also while one is under way', async () => {
  const { add, visit, visitNext, web, clock } = openWatchScene(database);
  const { itemId, watch } = await add();
  await visitNext();
  const dueAt = (await watch()).nextVisitAt;
  const hasten = (at: Date) => transact(db, (tx) => hastenVisits(tx, [itemId], at));
  await hasten(new Date(clock.now().getTime() + DAY_MS));
  assert.deepEqual((await watch()).nextVisitAt, dueAt);
  const soon = new Date(clock.now().getTime() + 1000);
  await hasten(soon);
  assert.deepEqual((await watch()).nextVisitAt, soon);
  clock.set(soon);
  clock.forward(10);
  const askedAt = clock.now();
  web.pauseWith(() => hasten(askedAt));
  await visit();
  assert.deepEqual((await watch()).nextVisitAt, askedAt, 'the visit under way is not the one that was asked for');
  web.pauseWith(() => Promise.resolve());
  assert.equal(await visit(), 1);
  assert.equal((await watch()).visits, 3);
  assert.equal(await visit(), 0);
});

test('hastenVisits wakes neither what has gone nor what is nobody’s business', async () => {
  const { add, visit, clock } = openWatchScene(database);
  const { itemId, watch } = await add();
  await pool.query(`update item set outcome = 'not-illegal' where id = $1`, [itemId]);
  await visit();
  await transact(db, (tx) => hastenVisits(tx, [itemId], clock.now()));
  assert.equal((await watch()).nextVisitAt, undefined);
});

test('noteNoticesSent brings the visits close together again', async () => {
  const { add, visitNext, clock } = openWatchScene(database);
  const { itemId, watch } = await add();
  const visitUntil = async (count: number) => {
    while ((await watch()).visits < count) await visitNext();
  };
  const wait = async () => ((await watch()).nextVisitAt?.getTime() ?? NaN) - clock.now().getTime();
  const notify = () => transact(db, (tx) => noteNoticesSent(tx, [itemId], clock.now(), TEST_SETTINGS.firstMs));
  await visitUntil(9);
  assert.ok((await wait()) > 30 * MINUTE_MS);
  await notify();
  assert.equal(await wait(), 15 * MINUTE_MS);
  await visitNext();
  assert.equal(await wait(), 15 * MINUTE_MS);
  await visitUntil(45);
  assert.equal(await wait(), 240 * MINUTE_MS);
  await notify();
  assert.equal(await wait(), 15 * MINUTE_MS, 'the first visit after a notice comes soon');
  await visitNext();
  assert.equal(await wait(), 240 * MINUTE_MS, 'after days the quarter hours do not begin anew');
});

test('readSights gives the newest visit of each item, with the addresses that answered', async () => {
  const { add, visitNext, clock } = openWatchScene(database);
  const [online, silent] = [await add(), await add({ fails: 'timeout' })];
  await visitNext();
  const unvisited = await add();
  const sights = await readSights(db, testServiceKey, [online.itemId, silent.itemId, unvisited.itemId]);
  assert.deepEqual(sights.get(online.itemId), {
    ...{ verdict: 'online', because: 'first-look', at: clock.now(), isMissOpen: false, ips: ['85.24.180.40'] },
  });
  assert.deepEqual(sights.get(silent.itemId), {
    ...{ verdict: 'unclear', because: 'no-answer', at: clock.now(), isMissOpen: false, ips: [] },
  });
  assert.equal(sights.get(unvisited.itemId), undefined);
});

test('visitDue works the same whatever the time zone of the database session', async () => {
  await pool.query(
    `alter database ${(await pool.query<{ name: string }>('select current_database() as name')).rows[0]?.name ?? ''} set timezone to 'America/St_Johns'`,
  );
  const client = await pool.connect();
  await client.query(`set timezone to 'Pacific/Kiritimati'`);
  client.release();
  const { add, visitNext, clock } = openWatchScene(database);
  clock.set(new Date('2026-03-29T00:50:00Z'));
  const { watch } = await add();
  await visitNext();
  assert.deepEqual((await watch()).nextVisitAt, new Date('2026-03-29T01:05:00Z'));
  await visitNext();
  assert.deepEqual((await watch()).lastVisitAt, new Date('2026-03-29T01:05:00Z'));
});

test('visitDue believes no error page, outage, challenge or changing page of a real server as a removal, nor an error page as online', async (t) => {
  const web = await startWeb();
  const pictures = openPictureMarks();
  t.after(async () => {
    await pictures.close();
    await web.close();
  });
  const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse(web.networkFile()) });
  const tools = {
    egresses: [directEgress(network)] as const,
    ...{
      userAgent: 'FyrHotline/1.0',
      missingAnswers: openMissingAnswers(),
      pictureMarkOf: (bytes: Uint8Array) => pictures.markOf(bytes),
    },
  };
  const { add, clock } = openWatchScene(database);
  const { deps } = openWatchScene(database, { tools, clock });
  const stays: readonly PlainStateKind[] = ['error503', 'cut', 'login-wall', 'online', 'changing'];
  const goes: readonly PlainStateKind[] = ['removed-page', 'parked', 'redirect-front', 'gone410', 'gone404'];
  const items = [];
  for (const state of [...stays, ...goes]) {
    for (const name of ['page', 'picture.jpg']) {
      const url = `http://bilder.example.org/album/${state}-${name}`;
      web.setState(url, 'online');
      items.push({ ...(await add(undefined, { url })), state });
    }
  }
  await visitDue(deps);
  for (const { url, state } of items) web.setState(url, state);
  for (let times = 0; times < 5; times += 1) {
    clock.forward(30 * MINUTE_MS);
    await visitDue(deps);
  }
  for (const { watch, state, url } of items) {
    // An address that shows another picture each time does not show the reported one any more.
    const isGone = goes.includes(state) || url.endsWith('changing-picture.jpg');
    assert.equal((await watch()).state, isGone ? 'gone' : 'watching', url);
  }
});
