import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { markLeft } from '../takedown/letter-store.ts';
import { lockTakedowns } from '../takedown/takedown-store.ts';
import { lockNoticesOfLetter } from './answer-store.ts';
import { insertLetter } from './answers-for-tests.ts';

test('an answer that comes while its letter is still being written down waits for it, and the sending for nobody', async () => {
  const { db, pool } = await freshDatabase();
  const { letterId, notices } = await insertLetter(pool, serviceKeyFrom(Buffer.alloc(32, 7)));
  const takedownIds = notices.map(({ takedownId }) => takedownId);
  const isAnyoneWaiting = async () =>
    (await pool.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
      .rows.length > 0;
  const done: string[] = [];
  const answering: Promise<void>[] = [];
  await transact(db, async (tx) => {
    await lockTakedowns(tx, takedownIds);
    const answer = transact(db, async (other) => {
      const found = await lockNoticesOfLetter(other, letterId, []);
      await lockTakedowns(other, takedownIds);
      assert.equal(found.length, notices.length);
      done.push('answer');
    });
    answering.push(answer);
    while (!(await isAnyoneWaiting())) await pause(5);
    const end = { id: letterId, state: 'sent', code: undefined, ticket: undefined, noticeIds: [] } as const;
    await markLeft(tx, [end], new Date());
    done.push('sending');
  });
  await Promise.all(answering);
  assert.deepEqual(done, ['sending', 'answer']);
});
