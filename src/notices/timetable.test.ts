import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RecheckSettings } from './recheck-settings.ts';
import { nextVisitAt } from './timetable.ts';

const MINUTE_MS = 60_000;
const SETTINGS: RecheckSettings = { firstMs: 15 * MINUTE_MS, mostMs: 240 * MINUTE_MS, misses: 3 };
const startedAt = new Date('2026-03-01T12:00:00Z');
const lastVisitAt = new Date('2026-03-02T00:00:00Z');
const MIDDLE = 0.5;
const minutesAfter = (visits: number, lastVerdict: 'online' | 'gone' | 'unclear' = 'online', random = MIDDLE) =>
  (nextVisitAt({ startedAt, lastVisitAt, visits, lastVerdict }, SETTINGS, random).getTime() - lastVisitAt.getTime()) /
  MINUTE_MS;

test('nextVisitAt is at once when there was no visit yet', () => {
  assert.deepEqual(
    nextVisitAt({ startedAt, lastVisitAt: undefined, visits: 0, lastVerdict: undefined }, SETTINGS, 0.9),
    startedAt,
  );
});

test('nextVisitAt doubles from the first interval to the most when the item stays', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 1000].map((visits) => minutesAfter(visits)),
    [15, 30, 60, 120, 240, 240, 240],
  );
});

test('nextVisitAt confirms after the first interval when the last visit missed, and not when it was unclear', () => {
  assert.equal(minutesAfter(9, 'gone'), 15);
  assert.equal(minutesAfter(9, 'unclear'), 240);
});

test('nextVisitAt strays by at most a tenth, and never before the last visit, whatever the settings', () => {
  assert.equal(minutesAfter(1, 'online', 0), 13.5);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom('online', 'gone', 'unclear'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (firstMs, mostMs, visits, lastVerdict, random) => {
        const at = nextVisitAt({ startedAt, lastVisitAt, visits, lastVerdict }, { firstMs, mostMs, misses: 3 }, random);
        const waitMs = at.getTime() - lastVisitAt.getTime();
        assert.ok(waitMs >= Math.floor(firstMs * 0.9) && waitMs <= Math.ceil(Math.max(firstMs, mostMs) * 1.1));
      },
    ),
  );
});
