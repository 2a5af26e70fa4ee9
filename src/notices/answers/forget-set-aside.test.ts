import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { openTestClock } from '../notices-for-tests.ts';
import { forgetSetAside } from './forget-set-aside.ts';

const DAY_MS = 86_400_000;
const { db, pool } = await freshDatabase();
const clock = openTestClock();
const deps = { db, clock, log: quietLog, keepMs: 90 * DAY_MS };

async function setAside(daysAgo: number): Promise<string> {
  const id = randomUUID();
  const receivedAt = new Date(clock.now().getTime() - daysAgo * DAY_MS);
  await pool.query(
    `insert into provider_answer (id, letter_id, kind, via, shrouded_text, ticket, source_digest, received_at)
     values ($1, null, 'other', 'mail', '\\x01', 'T-1', $2, $3)`,
    [id, randomBytes(32), receivedAt],
  );
  return id;
}
const read = async (id: string) => {
  const { rows } = await pool.query<Record<string, unknown>>('select * from provider_answer where id = $1', [id]);
  return rows[0];
};

test('forgetSetAside erases the words of a mail that fits no letter when its time is over, and keeps that there was one', async () => {
  const [old, young] = [await setAside(91), await setAside(89)];
  assert.equal(await forgetSetAside(deps, clock.now()), 1);
  const erased = await read(old);
  assert.deepEqual([erased?.['shrouded_text'], erased?.['ticket']], [null, null]);
  assert.ok(erased?.['source_digest'] instanceof Buffer, 'read again it is still known');
  assert.ok(erased['seen_at'] instanceof Date, 'nobody is asked to look at it any more');
  const kept = await read(young);
  assert.deepEqual([kept?.['ticket'], kept?.['seen_at']], ['T-1', null]);
  assert.equal(await forgetSetAside(deps, clock.now()), 0, 'once');
  const acts = await pool.query(`select 1 from ledger_act where action = 'answers.forgotten'`);
  assert.equal(acts.rowCount, 1);
});
