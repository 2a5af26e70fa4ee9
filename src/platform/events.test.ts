import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { caseIdSchema, tipIdSchema } from '../terms/ids.ts';
import { transact } from './db.ts';
import { emit, emitAll, relayNow } from './events.ts';

const { db, pool } = await freshDatabase();
const event = () => ({ kind: 'tip-received', tipId: tipIdSchema.parse(randomUUID()) }) as const;
const jobs = async () =>
  (
    await pool.query<{ payload: unknown; priority: number }>(
      'select payload, priority from graphile_worker._private_jobs order by priority, id',
    )
  ).rows;

const ids = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each, ['kind', 'tipId', 'caseId'])).sort();

test('emit leaves no event when its transaction rolls back', async () => {
  await assert.rejects(
    transact(db, async (tx) => {
      await emit(tx, event());
      throw new Error('no');
    }),
  );
  assert.equal(await relayNow(db), 0);
});

test('relayNow makes one job of each event, urgent ones first, also when many relay at once', async () => {
  const events = Array.from({ length: 1_200 }, event);
  await transact(db, async (tx) => {
    for (const [n, each] of events.entries()) await emit(tx, each, { isUrgent: n === 1_100 });
  });
  const moved = await Promise.all(Array.from({ length: 4 }, () => relayNow(db)));
  assert.equal(
    moved.reduce((sum, each) => sum + each, 0),
    events.length,
  );
  const made = await jobs();
  assert.equal(made.length, events.length);
  assert.equal(made[0]?.priority, -10);
  assert.deepEqual(ids(made.slice(0, 1).map(({ payload }) => payload)), ids(events.slice(1_100, 1_101)));
  assert.deepEqual(ids(made.map((job) => job.payload)), ids(events));
});

test('relayNow puts events of a gathered kind into shared jobs of a hundred, and an urgent one into its own', async () => {
  await pool.query('delete from graphile_worker._private_jobs');
  const closed = () => ({ kind: 'case-closed', caseId: caseIdSchema.parse(randomUUID()) }) as const;
  const gathered = Array.from({ length: 230 }, closed);
  const [urgent, single] = [closed(), event()];
  await transact(db, async (tx) => {
    await emitAll(tx, gathered);
    await emit(tx, urgent, { isUrgent: true });
    await emit(tx, single);
  });
  assert.equal(await relayNow(db, ['case-closed']), 232);
  const payloads = (await jobs()).map(({ payload }) => payload);
  assert.deepEqual(ids(payloads.slice(0, 1)), ids([urgent]));
  const shared = payloads.filter((payload): payload is unknown[] => Array.isArray(payload));
  assert.deepEqual(
    shared.map(({ length }) => length).sort((a, b) => b - a),
    [100, 100, 30],
  );
  assert.deepEqual(ids(shared.flat()), ids(gathered), 'none lost, none twice');
  assert.ok(ids(payloads).includes(ids([single])[0] ?? ''));
  assert.equal(payloads.length, 5);
});
