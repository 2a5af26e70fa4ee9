import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterBounce, isResting, restsUntil, type BounceStand } from './bounce-rest.ts';

const HOUR_MS = 3_600_000;
const START = new Date('2026-03-02T08:00:00Z');
const at = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const well: BounceStand = { bouncedAt: undefined, bounces: 0 };

test('restsUntil is an hour after a first bounce, and six, a day and a week after those that follow', () => {
  const rests = [1, 2, 3, 4, 9].map((bounces) => restsUntil({ bouncedAt: START, bounces }));
  assert.deepEqual(rests, [at(1), at(6), at(24), at(168), at(168)]);
  const first = { bouncedAt: START, bounces: 1 };
  assert.deepEqual([isResting(first, at(0.9)), isResting(first, at(1))], [true, false], 'then it is tried');
  assert.deepEqual([restsUntil(well), isResting(well, START)], [undefined, false]);
});

test('afterBounce counts letters that come back during a rest as one, and one after it as the next', () => {
  const first = afterBounce(well, START);
  assert.deepEqual(first, { bouncedAt: START, bounces: 1 });
  assert.deepEqual(afterBounce(first, at(0.5)), first);
  assert.deepEqual(afterBounce(first, at(2)), { bouncedAt: at(2), bounces: 2 });
});

test('afterBounce begins anew when two weeks have passed without one', () => {
  assert.deepEqual(afterBounce({ bouncedAt: START, bounces: 3 }, at(14 * 24)), { bouncedAt: at(14 * 24), bounces: 1 });
  assert.equal(afterBounce({ bouncedAt: START, bounces: 3 }, at(14 * 24 - 1)).bounces, 4);
});
