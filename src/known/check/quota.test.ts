import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { START } from './check-for-tests.ts';
import { createApiKey, listApiKeys } from './manage-api-keys.ts';
import { QuotaKeeper } from './quota-keeper.ts';
import { costOfBatch, lotOf, takeFromBucket, untilNextDayMs, type Bucket } from './quota.ts';

test('takeFromBucket grants a minute at once, then evenly, and says how long to wait', () => {
  const full = takeFromBucket(undefined, 60, 60, 0);
  const empty = { units: 0, filledAtMs: 0 };
  assert.deepEqual(full, { kind: 'taken', bucket: empty });
  assert.deepEqual(takeFromBucket(empty, 60, 1, 0), { kind: 'wait', waitMs: 1000 });
  assert.equal(takeFromBucket(empty, 60, 1, 999).kind, 'wait');
  assert.equal(takeFromBucket(empty, 60, 1, 1000).kind, 'taken');
  assert.deepEqual(takeFromBucket(empty, 60, 61, 1e9), { kind: 'never' });
});

test('takeFromBucket never grants more than the quota and what has filled up since, whatever the order of requests', () => {
  const requests = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 5_000 }), cost: fc.integer({ min: 1, max: 20 }) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 600 }), requests, (quota, asked) => {
      let bucket: Bucket | undefined;
      let [nowMs, granted] = [0, 0];
      for (const { afterMs, cost } of asked) {
        nowMs += afterMs;
        const answer = takeFromBucket(bucket, quota, cost, nowMs);
        if (answer.kind !== 'taken') continue;
        bucket = answer.bucket;
        granted += cost;
      }
      return granted <= quota + (nowMs * quota) / 60_000 + 1e-6;
    }),
  );
});

test('takeFromBucket takes a clock that goes backwards for one that stands', () => {
  assert.equal(takeFromBucket({ units: 0, filledAtMs: 10_000 }, 60, 1, 0).kind, 'wait');
});

test('costOfBatch and lotOf count a batch by hundreds and take a hundredth of a day at once', () => {
  assert.deepEqual([1, 100, 101, 1000].map(costOfBatch), [1, 1, 2, 10]);
  assert.deepEqual([lotOf(50, 1), lotOf(5_000, 1), lotOf(1e9, 1), lotOf(50, 10)], [1, 50, 500, 10]);
});

const { db } = await freshDatabase();

async function makeKey(quotaPerDay: number) {
  const { id } = await transact(db, (tx) =>
    createApiKey(tx, { name: 'Example', quotaPerMinute: 1_000_000, quotaPerDay, now: START }),
  );
  return { id, quotaPerMinute: 1_000_000, quotaPerDay };
}

async function takenToday(id: string): Promise<number | undefined> {
  return (await listApiKeys(db, START)).find((key) => key.id === id)?.takenToday;
}

test('QuotaKeeper grants exactly the quota of the day when many ask two processes at once', async () => {
  for (const [quotaPerDay, cost] of [
    [37, 1],
    [1_000, 1],
    [100, 7],
  ] as const) {
    const key = await makeKey(quotaPerDay);
    const [one, other] = [new QuotaKeeper(db), new QuotaKeeper(db)];
    const asked = Array.from({ length: (quotaPerDay / cost) * 2 + 20 }, (_, at) =>
      (at % 2 === 0 ? one : other).spend(key, cost, START),
    );
    const answers = await Promise.all(asked);
    const granted = answers.filter((answer) => answer.kind === 'granted').length * cost;
    assert.ok(granted <= quotaPerDay && granted > quotaPerDay - 2 * cost, `${granted} of ${quotaPerDay}`);
    const refused = answers.find((answer) => answer.kind !== 'granted');
    assert.deepEqual(refused, { kind: 'wait', quota: 'day', waitMs: untilNextDayMs(START) });
  }
});

test('QuotaKeeper gives back on close what it has not spent, and another process gets it', async () => {
  const key = await makeKey(10_000);
  const first = new QuotaKeeper(db);
  await first.spend(key, 3, START);
  assert.equal(await takenToday(key.id), 100);
  await first.close();
  assert.equal(await takenToday(key.id), 3);
});

test('QuotaKeeper starts anew the next day', async () => {
  const key = await makeKey(2);
  const keeper = new QuotaKeeper(db);
  const kinds = [];
  for (let n = 0; n < 3; n += 1) kinds.push((await keeper.spend(key, 1, START)).kind);
  assert.deepEqual(kinds, ['granted', 'granted', 'wait']);
  const tomorrow = new Date(START.getTime() + untilNextDayMs(START));
  assert.equal((await keeper.spend(key, 1, tomorrow)).kind, 'granted');
  assert.equal((await keeper.spend(key, 3, tomorrow)).kind, 'never');
});

test('QuotaKeeper gives the minute back when the day is used up', async () => {
  const key = { ...(await makeKey(1)), quotaPerMinute: 2 };
  const keeper = new QuotaKeeper(db);
  await keeper.spend(key, 1, START);
  for (let n = 0; n < 5; n += 1) {
    const answer = await keeper.spend(key, 1, START);
    assert.equal(answer.kind === 'wait' && answer.quota, 'day');
  }
});
