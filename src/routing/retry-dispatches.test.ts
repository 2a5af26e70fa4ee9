import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { insertCaseRow } from '../partners/partner-for-tests.ts';
import { openScene } from '../cases/test-support.ts';
import { transact } from '../platform/db.ts';
import type { DispatchId } from '../terms/ids.ts';
import { deliverDispatch } from './deliver-dispatch.ts';
import type { Destination, PartnerDoor, SendOutcome } from './dispatch.ts';
import { listWaiting, planDispatches, readDispatch } from './door.ts';
import { retryFailed, retryStalled, STALLED_MS } from './retry-dispatches.ts';

const { db, pool } = await freshDatabase();
const { analystId: staffId } = await openScene(db);
const HOUR_MS = 3_600_000;
let now = new Date('2026-11-24T10:20:30Z');
const forward = (ms: number) => (now = new Date(now.getTime() + ms));
const sent: DispatchId[] = [];
let answer: () => Promise<SendOutcome>;
const away = () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
const takes = (): Promise<SendOutcome> => Promise.resolve({ kind: 'sent' });
const door = (destination: Destination): PartnerDoor => ({
  destination,
  send: ({ id }) => {
    sent.push(id);
    return answer();
  },
});
const deps = {
  ...{ db, clock: { now: () => now }, log: quietLog },
  doors: {
    ...{ police: door('police'), iccam: door('iccam'), ncmec: door('ncmec'), hotline: door('hotline') },
    provider: door('provider'),
  },
};

async function plan(destination: Destination): Promise<DispatchId> {
  const about = { caseId: await insertCaseRow(pool), itemId: undefined, tipId: undefined, target: undefined };
  const marks = { isDsa16: false, isHeld: false, isAtOnce: false, rule: 'home-crime' as const, occasion: 'r1' };
  const [id] = await transact(db, (tx) =>
    planDispatches(tx, 'system', [{ ...about, ...marks, destination, payload: Buffer.from('sealed') }], now),
  );
  assert.ok(id);
  return id;
}
const tryOnce = (id: DispatchId) => deliverDispatch(deps, id).catch(() => undefined);
const readyEvents = async () =>
  (
    await pool.query<{ id: string }>(
      `delete from outbox where event->>'kind' = 'dispatch-ready' returning event->>'dispatchId' as id`,
    )
  ).rows.map(({ id }) => id);

beforeEach(async () => {
  await pool.query('delete from dispatch');
  await pool.query('delete from outbox');
  sent.length = 0;
  answer = away;
});

test('retryStalled tries what nobody has tried for twelve hours, once in twelve hours, until it gets through', async () => {
  const [police, hotline] = [await plan('police'), await plan('hotline')];
  await tryOnce(police);
  sent.length = 0;
  assert.equal(await retryStalled(deps), 0, 'a job still tries it');
  forward(STALLED_MS + 1);
  assert.equal(await retryStalled(deps), 2, 'also one whose job was lost before its first try');
  assert.deepEqual([...sent].sort(), [police, hotline].sort());
  assert.equal(await retryStalled(deps), 0, 'not again before its time');
  assert.equal((await readDispatch(db, police))?.attempts, 2);
  forward(STALLED_MS + 1);
  answer = takes;
  assert.equal(await retryStalled(deps), 2);
  assert.deepEqual(
    [(await readDispatch(db, police))?.state, (await readDispatch(db, hotline))?.state],
    ['sent', 'sent'],
  );
  forward(STALLED_MS + 1);
  assert.equal(await retryStalled(deps), 0, 'what has left is left alone');
});

test('retryStalled takes each dispatch once, however many processes look at the same time', async () => {
  for (let n = 0; n < 12; n += 1) await plan('iccam');
  forward(STALLED_MS + 1);
  const taken = await Promise.all([retryStalled(deps), retryStalled(deps), retryStalled(deps)]);
  assert.equal(taken[0] + taken[1] + taken[2], 12);
  assert.equal(new Set(sent).size, sent.length);
});

test('retryFailed tells the house of all that was tried in vain, once a minute, and puts it on the ledger', async () => {
  const [failed, untried] = [await plan('police'), await plan('police')];
  await tryOnce(failed);
  await readyEvents();
  const press = () => transact(db, (tx) => retryFailed(tx, { staffId, now }));
  assert.equal(await press(), 0, 'it was tried this very minute');
  forward(2 * 60_000);
  assert.equal(await press(), 1);
  assert.deepEqual(await readyEvents(), [failed]);
  assert.equal(await press(), 0, 'pressed twice');
  const acts = await pool.query(`select 1 from ledger_act where action = 'dispatch.retried'`);
  assert.equal(acts.rows.length, 1);
  assert.equal((await readDispatch(db, untried))?.attempts, 0);
});

test('listWaiting shows what has been tried in vain with why and since when, the oldest first, and counts all of it', async () => {
  const first = await plan('police');
  forward(HOUR_MS);
  const second = await plan('iccam');
  await plan('hotline');
  for (const id of [second, first]) await tryOnce(id);
  const { total, oldest } = await listWaiting(db, 1);
  assert.deepEqual(
    [total, oldest.map(({ id, failureCode, triedAt }) => [id, failureCode, triedAt])],
    [2, [[first, 'ECONNREFUSED', now]]],
  );
});
