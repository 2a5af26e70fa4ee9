import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openScene } from '../cases/test-support.ts';
import { transact } from '../platform/db.ts';
import { minutesOf, standingOf, stretchSince, stricter, type Limits } from './exposure.ts';
import {
  insertBreak,
  endBreaks,
  listDays,
  listWeeks,
  noteExposure,
  readLimits,
  upsertLimits,
} from './exposure-store.ts';
import { limitsFor, readStanding, startOfDay } from './read-standing.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 9) + minute * 60_000);
const LIMITS: Limits = { mostItems: 5, mostMinutes: 60, workMinutes: 30, breakMinutes: 10 };
const instants = fc
  .array(fc.integer({ min: 0, max: 600 }), { maxLength: 40 })
  .map((minutes) => minutes.toSorted((a, b) => a - b).map(at));

test('minutesOf counts each opening until the next and at most five minutes, and never more than has passed', () => {
  assert.equal(minutesOf([at(0), at(3), at(60)], at(62)), 3 + 5 + 2);
  assert.equal(minutesOf([], at(0)), 0);
  fc.assert(
    fc.property(instants, (openings) => {
      const minutes = minutesOf(openings, at(700));
      assert.ok(minutes >= 0 && minutes <= Math.min(700, openings.length * 5));
    }),
  );
});

test('stretchSince begins anew after a break, and is nothing once one is being taken', () => {
  assert.deepEqual(stretchSince([at(0), at(9), at(18)], 10, at(20)), at(0));
  assert.deepEqual(stretchSince([at(0), at(10), at(18)], 10, at(20)), at(10));
  assert.equal(stretchSince([at(0), at(9)], 10, at(19)), undefined);
  assert.equal(stretchSince([], 10, at(19)), undefined);
});

test('standingOf asks for a break after so long, says enough at a limit, and leaves a person in their break', () => {
  const pause = (openings: readonly Date[], now: Date, breakUntil?: Date) =>
    standingOf(openings, LIMITS, breakUntil, now).pause?.kind;
  assert.equal(pause([at(0), at(8)], at(9)), undefined);
  assert.equal(pause([at(0), at(8), at(16), at(24)], at(30)), 'break-due');
  assert.equal(pause([at(0), at(8), at(16), at(24)], at(34)), undefined, 'ten minutes away were a break');
  assert.equal(pause([at(0), at(1), at(2), at(3), at(4)], at(5)), 'enough');
  assert.equal(pause([at(0)], at(2), at(9)), 'break');
  assert.equal(pause([at(0)], at(9), at(9)), undefined);
});

test('stricter never lets more through than either', () => {
  const limit = fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined });
  const limits = fc.record({
    ...{ mostItems: limit, mostMinutes: limit, workMinutes: limit },
    breakMinutes: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(limits, limits, instants, (house, own, openings) => {
      const both = standingOf(openings, stricter(house, own), undefined, at(300)).pause;
      const each = [house, own].map((one) => standingOf(openings, one, undefined, at(300)).pause);
      if (each.some((pause) => pause?.kind === 'enough')) assert.equal(both?.kind, 'enough');
      assert.deepEqual(stricter(house, own), stricter(own, house));
    }),
  );
  assert.equal(stricter(LIMITS, undefined), LIMITS);
});

test('startOfDay is midnight on the wall, also on days of 23 and 25 hours', () => {
  for (const [now, expected] of [
    ['2026-11-24T10:20:30.5Z', '2026-11-23T23:00:00.000Z'],
    ['2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z'],
    ['2026-10-25T12:00:00Z', '2026-10-24T22:00:00.000Z'],
    ['2026-11-23T23:00:00Z', '2026-11-23T23:00:00.000Z'],
  ] as const)
    assert.equal(startOfDay(new Date(now), 'Europe/Stockholm').toISOString(), expected);
});

test('the tables keep days for the person and weeks of several, and a person’s limits lower the house’s', async () => {
  const { db } = await freshDatabase();
  const { analystId, otherId } = await openScene(db);
  const note = (staffId: typeof analystId, minute: number, kind: 'item' | 'tip') =>
    transact(db, (tx) => noteExposure(tx, staffId, kind, at(minute)));
  for (const minute of [0, 2, 30]) await note(analystId, minute, 'item');
  await note(analystId, 31, 'tip');
  await note(otherId, 5, 'item');
  const since = at(-1_000);
  assert.deepEqual(await listDays(db, analystId, since, 'Europe/Stockholm'), [
    { day: '2026-11-24', items: 3, tips: 1, minutes: 2 + 5 + 1 + 1 },
  ]);
  assert.deepEqual(await listWeeks(db, since, 'Europe/Stockholm'), [], 'two people are too few');
  assert.equal((await readLimits(db, undefined))?.mostItems, 150);
  await transact(db, (tx) => upsertLimits(tx, analystId, { ...LIMITS, mostItems: 4 }));
  assert.equal((await limitsFor(db, analystId)).mostItems, 4);
  assert.equal((await limitsFor(db, otherId)).mostItems, 150);
  const standing = () => readStanding(db, analystId, at(32), 'Europe/Stockholm');
  assert.deepEqual(await standing(), { items: 4, minutes: 9, pause: { kind: 'enough' } });
  await transact(db, (tx) => insertBreak(tx, analystId, at(32), at(42)));
  assert.deepEqual((await standing()).pause, { kind: 'break', until: at(42) });
  await transact(db, (tx) => endBreaks(tx, analystId, at(32)));
  assert.equal((await standing()).pause?.kind, 'enough');
});
