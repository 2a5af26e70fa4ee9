/** What visits change in the house: removal, return and move, through the real rechecks, outbox and hallway. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCase } from '../src/cases/door.ts';
import { testServiceKey } from '../src/notices/notices-for-tests.ts';
import { openWatchScene, pageOf } from '../src/notices/watch/watch-for-tests.ts';
import { readNoticeFacts } from '../src/notices/door.ts';
import { transact } from '../src/platform/db.ts';
import { listDispatches, planDispatches } from '../src/routing/door.ts';
import { freshDatabase } from './fresh-database.ts';
import { openTestHallway } from './test-hallway.ts';

const database = await freshDatabase();
const { db, pool } = database;
const scene = openWatchScene(database);
const { clock } = scene;
const { handler, provider } = openTestHallway({ db, clock });

/** Delivers what the house was told, until nothing is left to tell. */
async function deliver(): Promise<readonly string[]> {
  const kinds: string[] = [];
  for (;;) {
    const { rows } = await pool.query<{ event: { kind: string } }>('delete from outbox returning event');
    if (rows.length === 0) return kinds;
    for (const { event } of rows) {
      kinds.push(event.kind);
      await handler.handle(event, 1);
      // At least once: a second delivery changes nothing.
      await handler.handle(event, 2);
    }
  }
}

async function visitTimes(times: number): Promise<readonly string[]> {
  const kinds: string[] = [];
  for (let each = 0; each < times; each += 1) {
    await scene.visitNext();
    kinds.push(...(await deliver()));
  }
  return kinds;
}

test('an item that comes back is followed again without an analyst: its case closes, opens and closes once more', async () => {
  const { caseId, watch, set } = await scene.add({ body: pageOf(1) });
  const state = async () => {
    const view = await readCase(db, testServiceKey, caseId);
    return [view?.state, view?.items[0]?.state, view?.items[0]?.outcome, view?.items[0]?.round];
  };
  await visitTimes(2);
  assert.deepEqual(await state(), ['decided', 'assessed', 'illegal-baseline', 1]);
  set({ status: 404 });
  assert.deepEqual(await visitTimes(3), ['item-gone', 'case-closed']);
  assert.deepEqual(await state(), ['closed', 'gone', 'illegal-baseline', 1]);
  await visitTimes(3);
  set({ body: pageOf(1) });
  assert.deepEqual(await visitTimes(2), ['item-back']);
  assert.deepEqual(await state(), ['decided', 'assessed', 'illegal-baseline', 2]);
  assert.equal((await watch()).state, 'watching');
  set({ status: 410 });
  assert.deepEqual(await visitTimes(3), ['item-gone', 'case-closed']);
  assert.deepEqual(await state(), ['closed', 'gone', 'illegal-baseline', 2]);
});

test('an item that moves is offered to an analyst at its new address, in the same case', async () => {
  await pool.query('truncate watch');
  const { caseId, set } = await scene.add({ body: pageOf(2) });
  await visitTimes(1);
  set({ body: pageOf(3), finalUrl: 'https://elsewhere.example.net/album/5' });
  // The looking up was delivered twice, and is told each time.
  assert.deepEqual(await visitTimes(2), ['item-moved', 'item-added', 'item-located', 'item-located']);
  const view = await readCase(db, testServiceKey, caseId);
  assert.deepEqual([view?.state, view?.items.length], ['new', 2]);
  const added = view?.items.find(({ url }) => url === 'https://elsewhere.example.net/album/5');
  assert.deepEqual([added?.state, added?.locationCode], ['new', 'no-such-name']);
  assert.deepEqual(await visitTimes(1), ['item-gone']);
  assert.equal((await readCase(db, testServiceKey, caseId))?.state, 'new', 'an analyst has to look first');
});

test('an item that comes back is told to its provider again, in another round, by the rule that decided before', async () => {
  await pool.query('truncate watch');
  const { caseId, itemId, url, set } = await scene.add({ body: pageOf(4) });
  const host = new URL(url).hostname;
  const payload = provider.prepareNotice({
    ...{ caseNumber: 1, itemId, url, host, ip: '85.24.180.9', country: 'SE', target: 'host' },
    ...{ outcome: 'illegal-baseline', detection: 'manual_review', assessedAt: clock.now() },
  });
  const plan = { caseId, itemId, tipId: undefined, destination: 'provider', target: 'host', payload } as const;
  const by = { version: 3, row: 'home-host-notice' };
  const why = { isDsa16: true, isHeld: false, isAtOnce: false, rule: 'home-notice', by, occasion: 'r1' } as const;
  await transact(db, (tx) => planDispatches(tx, 'system', [{ ...plan, ...why }], clock.now()));
  await deliver();
  const takedowns = async () =>
    (
      await pool.query<{ round: number; state: string; end_reason: string | null }>(
        'select round, state, end_reason from takedown where item_id = $1 order by round',
        [itemId],
      )
    ).rows.map(({ round, state, end_reason }) => [round, state, end_reason]);
  const dispatches = async () =>
    (await listDispatches(db, caseId)).map(({ state, rule, isDsa16, by: decided }) => {
      assert.deepEqual(decided, by);
      return [state, rule, isDsa16];
    });
  assert.deepEqual(await takedowns(), [[1, 'seeking', null]]);
  assert.deepEqual(await dispatches(), [['under-way', 'home-notice', true]]);
  await visitTimes(1);
  set({ status: 404 });
  await visitTimes(3);
  assert.deepEqual(await takedowns(), [[1, 'ended', 'item-gone']]);
  assert.deepEqual(await dispatches(), [['cancelled', 'home-notice', true]]);
  set({ body: pageOf(4) });
  assert.deepEqual(await visitTimes(2), ['item-back', 'dispatch-ready']);
  assert.deepEqual((await takedowns())[1], [2, 'seeking', null]);
  assert.deepEqual((await dispatches()).toSorted(), [
    ['cancelled', 'home-notice', true],
    ['under-way', 'home-notice', true],
  ]);
  const found = await pool.query<{ shrouded_facts: Buffer }>(
    'select shrouded_facts from takedown where item_id = $1 and round = 2',
    [itemId],
  );
  const facts = readNoticeFacts(testServiceKey.unshroud('payload', found.rows[0]?.shrouded_facts ?? Buffer.alloc(0)));
  assert.equal(facts.ip, '85.24.180.40', 'where the visit that saw it again has met it');
});
