import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { transact } from '../../platform/db.ts';
import { refuseProvider } from '../takedown/approve-provider.ts';
import { startTakedown } from '../takedown/start-takedown.ts';
import { HOUR_MS, MINUTE_MS, openScene, type Started } from '../takedown/takedown-for-tests.ts';
import { readNoticeFacts } from '../letters/notice.ts';
import type { Ladder } from '../takedown/rung.ts';
import { addContactByHand, tellNextRung } from './change-ladder.ts';
import { listTakedownsOfCase } from './ladder-store.ts';

const scene = await openScene();
const { db, clock, staffId, deps } = scene;

async function startAt(rungs?: Ladder['rungs']): Promise<Started> {
  const host = `${randomUUID()}.example.org`;
  if (rungs !== undefined) scene.ladders.set(host, { rungs, silent: [] });
  return scene.start({ item: { url: `https://${host}/` } });
}
const idOf = async (started: Started) => String((await started.row())['id']);
const ladderOf = async (started: Started) => {
  const [takedown] = await listTakedownsOfCase(db, deps.serviceKey, started.caseId);
  assert.ok(takedown);
  return takedown;
};
const add = async (started: Started, email: string, rung: 'hosting' | 'registrar' = 'hosting') => {
  const contact = { channel: 'mail' as const, name: 'By Hand', email };
  const takedownId = await idOf(started);
  return transact(db, (tx) => addContactByHand(tx, deps, { takedownId, staffId, rung, contact }, clock.now()));
};
const push = async (started: Started) => {
  const takedownId = await idOf(started);
  return transact(db, (tx) => tellNextRung(tx, { takedownId, staffId }, clock.now()));
};

test('addContactByHand tells a contact at once when its rung’s turn has come, and later when it has not', async () => {
  const started = await startAt();
  await scene.forward(5 * MINUTE_MS);
  assert.equal(await add(started, 'abuse@byhand.example.org'), 'added');
  assert.equal(await add(started, 'abuse@byhand.example.org'), 'already-there');
  assert.equal(await add(started, 'abuse@later.example.org', 'registrar'), 'added');
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await started.notices(), ['hosting first sent', 'hosting first sent']);
  const { rungs } = await ladderOf(started);
  assert.deepEqual(
    rungs.map(({ rung, source, toldAt }) => [rung, source, toldAt !== undefined]),
    [
      ['hosting', 'rule', true],
      ['upstream', 'rule', false],
      ['registrar', 'rule', false],
      ['hosting', 'console', true],
      ['registrar', 'console', false],
    ],
  );
});

test('tellNextRung tells the next rung before its time, and nobody when nobody is left', async () => {
  const started = await startAt();
  await scene.forward(5 * MINUTE_MS);
  assert.equal(await push(started), true);
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await started.notices(), ['hosting first sent', 'upstream first sent']);
  assert.equal(await push(started), true);
  await scene.forward(5 * MINUTE_MS);
  assert.equal(await push(started), false);
});

test('a takedown that ended because nobody was known is told to a contact by hand once the case is decided again', async () => {
  const started = await startAt([]);
  await scene.forward(2 * HOUR_MS);
  assert.deepEqual([(await ladderOf(started)).state, (await ladderOf(started)).endReason], ['ended', 'no-contact']);
  assert.equal(await add(started, 'abuse@found.example.org'), 'added-decide');
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await started.notices(), []);
  const now = clock.now();
  const row = await started.row();
  const shrouded = row['shrouded_facts'];
  assert.ok(Buffer.isBuffer(shrouded));
  const facts = { ...readNoticeFacts(deps.serviceKey.unshroud('payload', shrouded)), assessedAt: now };
  const about = { isUrgent: false, isDsa16: false, isBehindProxy: false, decidedAt: now, facts };
  const { itemId, caseId } = started;
  await transact(db, (tx) => startTakedown(tx, deps, { itemId, caseId, round: 1, ...about }, now));
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await started.notices(), ['hosting first sent']);
});

test('addContactByHand leaves out whom a person has refused, and a takedown that has done its work', async () => {
  const first = await startAt();
  await scene.forward(5 * MINUTE_MS);
  await add(first, 'abuse@never.example.org');
  const never = (await ladderOf(first)).rungs.at(-1);
  assert.ok(never);
  await transact(db, (tx) => refuseProvider(tx, { providerId: never.providerId, staffId }, clock.now()));
  const second = await startAt();
  assert.equal(await add(second, 'abuse@never.example.org'), 'refused');
  await scene.pool.query(`update takedown set state = 'ended', end_reason = 'item-gone' where item_id = $1`, [
    first.itemId,
  ]);
  assert.equal(await add(first, 'abuse@more.example.org'), 'ended');
  assert.equal(await push(first), false);
});
