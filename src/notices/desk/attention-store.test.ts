import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { transact } from '../../platform/db.ts';
import type { Ladder } from '../takedown/rung.ts';
import { foundRung, HOUR_MS, MINUTE_MS, openScene, type StartChange } from '../takedown/takedown-for-tests.ts';
import { countDueSteps, countUnmatched, listAttention, markSeen } from './attention-store.ts';

const scene = await openScene({ settings: { newContacts: 'ask', groupMs: 3 * MINUTE_MS, isConfigured: true } });
const { db, pool, clock, staffId } = scene;

const startAt = async (rungs: Ladder['rungs'], change: StartChange = {}) => {
  const host = `${randomUUID()}.example.org`;
  scene.ladders.set(host, { rungs, silent: [] });
  return scene.start({ ...change, item: { url: `https://${host}/`, ...change.item } });
};
/** `kind: items` of everything that waits. */
const waiting = async (limit = 10) =>
  (await listAttention(db, clock.now(), limit)).map(({ kind, items }) => `${kind}: ${items}`);
const casesOf = async (kind: string, limit = 10) =>
  (await listAttention(db, clock.now(), limit)).find((group) => group.kind === kind);

test('listAttention is empty while nothing waits, and counts a contact that waits for approval', async () => {
  await startAt([foundRung('hosting', 'abuse@known.example.org')]);
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await waiting(), []);
  const found = foundRung('hosting', 'abuse@found.example.org', { source: 'rdap' });
  const usual = await startAt([found]);
  const urgent = await startAt([found], { isUrgent: true });
  const third = await startAt([found]);
  await scene.forward(5 * MINUTE_MS);
  assert.deepEqual(await waiting(), ['approval: 3']);
  const group = await casesOf('approval', 2);
  assert.equal(group?.more, 1);
  assert.deepEqual(group.cases[0]?.caseId, urgent.caseId);
  assert.ok([usual.caseId, third.caseId].includes(group.cases[1]?.caseId ?? usual.caseId));
  await pool.query(`update takedown set state = 'ended', attention = null where attention = 'approval'`);
});

test('listAttention counts an ended takedown of which nobody was told, while its case is with the analysts', async () => {
  const nobody = await startAt([]);
  const moved = await startAt([foundRung('hosting', 'abuse@known.example.org')]);
  await scene.forward(2 * HOUR_MS);
  await pool.query(`update takedown set state = 'ended', end_reason = 'host-changed' where item_id = $1`, [
    moved.itemId,
  ]);
  assert.deepEqual(await waiting(), []);
  await pool.query(`update case_file set state = 'new' where id = any($1)`, [[nobody.caseId, moved.caseId]]);
  assert.deepEqual(await waiting(), ['no-contact: 1', 'host-changed: 1']);
  assert.deepEqual((await casesOf('no-contact'))?.cases[0]?.caseId, nobody.caseId);
  await pool.query(`update case_file set state = 'decided' where id = any($1)`, [[nobody.caseId, moved.caseId]]);
  assert.deepEqual(await waiting(), []);
});

test('listAttention counts an item whose whole ladder has known for a day, and not one whose ladder goes on', async () => {
  await pool.query(`update takedown set state = 'ended', end_reason = 'item-gone' where state <> 'ended'`);
  await startAt([foundRung('hosting', 'abuse@known.example.org')]);
  await startAt([
    foundRung('hosting', 'abuse@known.example.org'),
    foundRung('registrar', 'abuse@unheard.example.org', { source: 'rdap' }),
  ]);
  await scene.forward(HOUR_MS);
  assert.deepEqual(await waiting(), []);
  await scene.forward(26 * HOUR_MS);
  assert.deepEqual(await waiting(), ['approval: 1', 'exhausted: 1']);
});

test('countDueSteps counts takedowns with a step within the time, and no others', async () => {
  await pool.query(`update takedown set state = 'ended', end_reason = 'item-gone' where state <> 'ended'`);
  await startAt([foundRung('hosting', 'abuse@known.example.org')]);
  await scene.settle();
  const within = (ms: number) => countDueSteps(db, new Date(clock.now().getTime() + ms));
  assert.equal(await within(HOUR_MS), 0);
  assert.equal(await within(7 * HOUR_MS), 1);
});

test('markSeen takes a mail that nobody could match off the list, once', async () => {
  const id = randomUUID();
  await pool.query(
    `insert into provider_answer (id, kind, via, received_at) values ($1, 'other', 'mail', $2), ($3, 'auto-reply', 'mail', $2)`,
    [id, clock.now(), randomUUID()],
  );
  assert.equal(await countUnmatched(db), 1);
  const see = () => transact(db, (tx) => markSeen(tx, id, staffId, clock.now()));
  assert.deepEqual([await see(), await see(), await countUnmatched(db)], [true, false, 0]);
});
