import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';
import { addMovedItem, markItemBack } from './follow-visits.ts';
import { openCaseForTip } from './open-case.ts';
import { listCasesOfTip } from './case-store.ts';
import { BASELINE_ANSWERS, openScene, TEST_NOW } from './test-support.ts';
import { assessItem, claimCase, markDecided, readCase } from './work-case.ts';
import { markItemsGone, settleCases } from './settle-cases.ts';

const { db, pool } = await freshDatabase();
const scene = await openScene(db);
const { serviceKey, analystId } = scene;

let made = 0;
/** A case with one item that was decided, as illegal or not. */
async function decidedItem(answers = BASELINE_ANSWERS): Promise<{ caseId: CaseId; itemId: ItemId }> {
  made += 1;
  const tipId = await scene.sendTip({ addresses: [`https://albums.example.org/album/${made}`] });
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipId, TEST_NOW));
  const [caseId] = await listCasesOfTip(db, tipId);
  assert.ok(caseId);
  const itemId = (await readCase(db, serviceKey, caseId))?.items[0]?.id;
  assert.ok(itemId);
  await transact(db, async (tx) => {
    await claimCase(tx, caseId, analystId, TEST_NOW);
    await assessItem(tx, serviceKey, { itemId, staffId: analystId, questionSet: 'test@1', answers, now: TEST_NOW });
    await markDecided(tx, caseId, analystId, TEST_NOW);
  });
  return { caseId, itemId };
}
const goneAndClosed = ({ caseId, itemId }: { caseId: CaseId; itemId: ItemId }) =>
  transact(db, async (tx) => {
    await markItemsGone(tx, [itemId], TEST_NOW);
    await settleCases(tx, [caseId], TEST_NOW);
  });
async function stateOf(caseId: CaseId) {
  const view = await readCase(db, serviceKey, caseId);
  assert.ok(view);
  const items = view.items.map(({ state, outcome, round, url }) => ({ state, outcome, round, url }));
  return { state: view.state, closeReason: view.closeReason, closedAt: view.closedAt, items };
}
const actsOf = async (subject: string) => {
  const { rows } = await pool.query<{ action: string }>(
    'select action from ledger_act where subject = $1 order by arrival',
    [subject],
  );
  return rows.map(({ action }) => action);
};
const eventsOf = async (itemId: ItemId) => {
  const { rows } = await pool.query<{ kind: string }>(
    `select event ->> 'kind' as kind from outbox where event ->> 'itemId' = $1`,
    [itemId],
  );
  return rows.map(({ kind }) => kind);
};

test('markItemBack makes a gone item what it was in a new round, and decides its closed case again without an analyst', async () => {
  const { caseId, itemId } = await decidedItem();
  await goneAndClosed({ caseId, itemId });
  assert.deepEqual([(await stateOf(caseId)).state, (await stateOf(caseId)).closeReason], ['closed', 'removed']);
  assert.equal(await transact(db, (tx) => markItemBack(tx, itemId, TEST_NOW)), caseId);
  const back = await stateOf(caseId);
  assert.deepEqual([back.state, back.closeReason, back.closedAt], ['decided', undefined, undefined]);
  const [item] = back.items;
  assert.deepEqual([item?.state, item?.outcome, item?.round], ['assessed', 'illegal-baseline', 2]);
  assert.deepEqual((await actsOf(`item:${itemId}`)).slice(-2), ['item.gone', 'item.back']);
  assert.equal((await actsOf(`case:${caseId}`)).at(-1), 'case.reopened');

  assert.equal(await transact(db, (tx) => markItemBack(tx, itemId, TEST_NOW)), undefined, 'told twice');
  assert.deepEqual(await stateOf(caseId), back);
  await goneAndClosed({ caseId, itemId });
  assert.equal((await stateOf(caseId)).state, 'closed', 'and it can go again');
});

test('markItemBack changes nothing for an item that is there, was not illegal, or is with an analyst again', async () => {
  const there = await decidedItem();
  const legal = await decidedItem({ access: 'not-found' });
  await goneAndClosed(legal);
  const again = await decidedItem();
  await goneAndClosed(again);
  const tipId = await scene.sendTip({ addresses: [`https://albums.example.org/album/${made}`] });
  await transact(db, (tx) => openCaseForTip(tx, serviceKey, tipId, TEST_NOW));
  for (const { caseId, itemId } of [there, legal, again]) {
    const before = await stateOf(caseId);
    assert.equal(await transact(db, (tx) => markItemBack(tx, itemId, TEST_NOW)), undefined);
    assert.deepEqual(await stateOf(caseId), before);
  }
});

test('markItemBack leaves a case that somebody works on with them', async () => {
  const { caseId, itemId } = await decidedItem();
  await transact(db, (tx) => markItemsGone(tx, [itemId], TEST_NOW));
  await pool.query(`update case_file set state = 'claimed', claimed_by = $2 where id = $1`, [caseId, analystId]);
  await transact(db, (tx) => markItemBack(tx, itemId, TEST_NOW));
  const view = await stateOf(caseId);
  assert.deepEqual([view.state, view.items[0]?.state], ['claimed', 'assessed']);
});

test('addMovedItem offers where an address leads as a new item of the case, which goes back to the analysts', async () => {
  for (const isClosed of [false, true]) {
    const { caseId, itemId } = await decidedItem();
    if (isClosed) await goneAndClosed({ caseId, itemId });
    const movedTo = `https://elsewhere.example.net/album/${made}?utm_source=x`;
    const newItemId = await transact(db, (tx) => addMovedItem(tx, serviceKey, itemId, movedTo, TEST_NOW));
    assert.ok(newItemId);
    const view = await stateOf(caseId);
    assert.deepEqual([view.state, view.closedAt, view.items.length], ['new', undefined, 2]);
    const added = view.items.find(({ url }) => url.startsWith('https://elsewhere.example.net/album'));
    assert.deepEqual([added?.state, added?.outcome], ['new', undefined]);
    assert.equal((await actsOf(`item:${itemId}`)).at(-1), 'item.moved');
    assert.deepEqual(await eventsOf(newItemId), ['item-added'], 'its host is looked up');
    assert.equal(await transact(db, (tx) => addMovedItem(tx, serviceKey, itemId, movedTo, TEST_NOW)), undefined);
    assert.equal((await stateOf(caseId)).items.length, 2);
  }
});

test('addMovedItem adds nothing for an address that is known, private or none', async () => {
  const [one, other] = [await decidedItem(), await decidedItem()];
  for (const movedTo of [
    `https://albums.example.org/album/${made}`,
    'http://127.0.0.1/a',
    'http://localhost/a',
    'http://10.0.0.7/a',
    'mailto:nobody@example.org',
    'nothing',
  ]) {
    assert.equal(await transact(db, (tx) => addMovedItem(tx, serviceKey, one.itemId, movedTo, TEST_NOW)), undefined);
  }
  assert.equal((await stateOf(one.caseId)).state, 'decided');
  assert.equal((await stateOf(other.caseId)).items.length, 1);
});
