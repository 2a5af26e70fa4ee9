import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { listCasesOfTip, listItems, openCaseForTip } from '../cases/door.ts';
import { openScene, TEST_NOW } from '../cases/test-support.ts';
import { transact } from '../platform/db.ts';
import type { CaseId, DispatchId, ItemId } from '../terms/ids.ts';
import type { Destination, Dispatch, PartnerDoor, SendOutcome } from './dispatch.ts';
import {
  deliverDispatch,
  listDispatches,
  planDispatches,
  readDispatch,
  releaseHold,
  setHold,
  type PlannedDispatch,
} from './door.ts';
import { cancelNotices } from './many-store.ts';

const { db } = await freshDatabase();
const scene = await openScene(db);
const now = TEST_NOW;

const sent: Dispatch[] = [];
let answer: () => Promise<SendOutcome> = () => Promise.resolve({ kind: 'sent', reference: 'their-7' });
const door = (destination: Destination): PartnerDoor => ({
  destination,
  send: (dispatch) => {
    sent.push(dispatch);
    return answer();
  },
});
const deps = {
  db,
  clock: { now: () => now },
  log: quietLog,
  doors: {
    police: door('police'),
    iccam: door('iccam'),
    ncmec: door('ncmec'),
    hotline: door('hotline'),
    provider: door('provider'),
  },
};

async function openCase(): Promise<{ caseId: CaseId; itemId: ItemId }> {
  const tipId = await scene.sendTip({ addresses: [`https://${randomUUID()}.example.org/`] });
  await transact(db, (tx) => openCaseForTip(tx, scene.serviceKey, tipId, now));
  const [caseId] = await listCasesOfTip(db, tipId);
  assert.ok(caseId);
  const [item] = await listItems(db, scene.serviceKey, caseId);
  assert.ok(item);
  return { caseId, itemId: item.id };
}

const plan = (caseId: CaseId, itemId: ItemId, change: Partial<PlannedDispatch> = {}): PlannedDispatch => ({
  ...{
    caseId,
    itemId,
    tipId: undefined,
    destination: 'provider',
    target: 'host',
    isDsa16: true,
    isHeld: false,
    isAtOnce: false,
  },
  ...{ rule: 'dsa16', payload: Buffer.from('sealed'), occasion: 'r1' },
  ...change,
});
const write = (...planned: PlannedDispatch[]): Promise<readonly DispatchId[]> =>
  transact(db, (tx) => planDispatches(tx, 'system', planned, now));
const one = (ids: readonly DispatchId[]): DispatchId => {
  const [id] = ids;
  assert.ok(id);
  return id;
};
const state = async (id: DispatchId) => (await readDispatch(db, id))?.state;

test('planDispatches writes the same thing to the same destination once, and another occasion again', async () => {
  const { caseId, itemId } = await openCase();
  assert.equal((await write(plan(caseId, itemId), plan(caseId, itemId, { target: 'proxy' }))).length, 2);
  assert.equal((await write(plan(caseId, itemId))).length, 0);
  assert.equal((await write(plan(caseId, itemId, { occasion: 'r2' }))).length, 1);
});

test('planDispatches leaves neither dispatch nor job when its transaction rolls back', async () => {
  const { caseId, itemId } = await openCase();
  const jobs = () =>
    sql<{ count: number }>`select count(*)::int as count from graphile_worker.jobs`
      .execute(db)
      .then((found) => found.rows[0]?.count);
  const before = await jobs();
  await assert.rejects(
    transact(db, async (tx) => {
      await planDispatches(tx, 'system', [plan(caseId, itemId)], now);
      throw new Error('no');
    }),
  );
  assert.deepEqual(await listDispatches(db, caseId), []);
  assert.equal(await jobs(), before);
});

test('deliverDispatch sends once, keeps the reference and forgets the payload', async () => {
  const { caseId, itemId } = await openCase();
  const id = one(await write(plan(caseId, itemId)));
  sent.length = 0;
  await deliverDispatch(deps, id);
  await deliverDispatch(deps, id);
  assert.equal(sent.length, 1);
  const ended = await readDispatch(db, id);
  assert.deepEqual([ended?.state, ended?.reference, ended?.payload], ['sent', 'their-7', undefined]);
});

test('deliverDispatch keeps a dispatch planned, with the failure’s code, when its door throws', async () => {
  const { caseId, itemId } = await openCase();
  const id = one(await write(plan(caseId, itemId)));
  answer = () => Promise.reject(Object.assign(new Error('https://secret.example.org/'), { code: 'ECONNREFUSED' }));
  await assert.rejects(deliverDispatch(deps, id));
  const waiting = await readDispatch(db, id);
  assert.deepEqual([waiting?.state, waiting?.failureCode, waiting?.attempts], ['planned', 'ECONNREFUSED', 1]);
  answer = () => Promise.resolve({ kind: 'refused', code: 'no-contact' });
  await deliverDispatch(deps, id);
  assert.equal(await state(id), 'refused');
  await transact(db, (tx) => cancelNotices(tx, [itemId], now));
  assert.equal(await state(id), 'cancelled');
  answer = () => Promise.resolve({ kind: 'sent' });
});

test('planDispatches tries again what was refused, and not what was sent', async () => {
  const { caseId, itemId } = await openCase();
  const first = one(await write(plan(caseId, itemId)));
  answer = () => Promise.resolve({ kind: 'refused', code: 'no-contact' });
  await deliverDispatch(deps, first);
  answer = () => Promise.resolve({ kind: 'sent' });
  const second = one(await write(plan(caseId, itemId)));
  assert.notEqual(second, first);
  assert.deepEqual([await state(first), await state(second)], ['cancelled', 'planned']);
  assert.deepEqual(await write(plan(caseId, itemId)), []);
  await deliverDispatch(deps, second);
  assert.equal(await state(second), 'sent');
  assert.deepEqual(await write(plan(caseId, itemId)), [], 'what was sent is not sent again');
});

test('setHold stops a provider notice that was planned, and releaseHold lets it go', async () => {
  const { caseId, itemId } = await openCase();
  const [notice, police] = await write(
    plan(caseId, itemId),
    plan(caseId, itemId, { destination: 'police', target: undefined, rule: 'home-crime' }),
  );
  assert.ok(notice !== undefined && police !== undefined);
  await transact(db, (tx) => setHold(tx, caseId, scene.analystId, now));
  sent.length = 0;
  await deliverDispatch(deps, notice);
  await deliverDispatch(deps, police);
  assert.deepEqual([await state(notice), await state(police)], ['held', 'sent']);
  assert.deepEqual(
    sent.map((dispatch) => dispatch.destination),
    ['police'],
  );
  await transact(db, (tx) => releaseHold(tx, caseId, scene.analystId, now));
  await deliverDispatch(deps, notice);
  assert.equal(await state(notice), 'sent');
});

test('deliverDispatch loses nothing when a hold is set while the door is at work', async () => {
  const { caseId, itemId } = await openCase();
  const id = one(await write(plan(caseId, itemId)));
  answer = async () => {
    await transact(db, (tx) => setHold(tx, caseId, scene.analystId, now));
    return { kind: 'sent' };
  };
  await deliverDispatch(deps, id);
  // It has left: the hold came too late for this one, and the record must not say that it waits.
  assert.equal(await state(id), 'sent');
  answer = () => Promise.resolve({ kind: 'sent' });
});
