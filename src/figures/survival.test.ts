import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { summariseRemoval } from './figures.ts';
import { estimateSurvival, quantileOf, shareEndedWithin, shareLeftAfter, type Spell } from './survival.ts';

const ended = (durationMs: number, count = 1): Spell => ({ durationMs, ended: count, ongoing: 0 });
const ongoing = (durationMs: number, count = 1): Spell => ({ durationMs, ended: 0, ongoing: count });

test('estimateSurvival gives the published curve when given the 6-MP remission times of Freireich et al. (1963)', () => {
  const spells = [
    ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map((week) => ended(week)),
    ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((week) => ongoing(week)),
  ];
  const curve = estimateSurvival(spells);
  const rounded = curve.steps.map(({ afterMs, share, atRisk }) => [afterMs, Number(share.toFixed(3)), atRisk]);
  assert.deepEqual(rounded, [
    [6, 0.857, 21],
    [7, 0.807, 17],
    [10, 0.753, 15],
    [13, 0.69, 12],
    [16, 0.627, 11],
    [22, 0.538, 7],
    [23, 0.448, 6],
  ]);
  assert.equal(quantileOf(curve, 0.5), 23);
  assert.equal(quantileOf(curve, 0.9), undefined);
  assert.equal(curve.observedMs, 35);
});

test('estimateSurvival counts as by hand when four ended and one is ongoing', () => {
  // 1 of 5 at 1: 4/5. At 2 one is last seen, nothing ends. 1 of 3 at 3: 4/5 * 2/3 = 8/15. 2 of 2 at 4: 0.
  const curve = estimateSurvival([ended(1), ongoing(2), ended(3), ended(4, 2)]);
  assert.deepEqual(
    curve.steps.map(({ share }) => Math.round(share * 15)),
    [12, 8, 0],
  );
  assert.equal(shareLeftAfter(curve, 0), 1);
  assert.equal(shareLeftAfter(curve, 2.5), 4 / 5);
  assert.equal(quantileOf(curve, 0.5), 4);
  assert.equal(shareLeftAfter(curve, 1_000), 0);
});

test('quantileOf is the middle one when all have ended and their number is odd', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 41 }), (times) => {
      const odd = times.length % 2 === 1 ? times : times.slice(1);
      if (odd.length === 0) return;
      const sorted = odd.toSorted((a, b) => a - b);
      assert.equal(quantileOf(estimateSurvival(odd.map((time) => ended(time))), 0.5), sorted[(odd.length - 1) / 2]);
    }),
  );
});

test('shareEndedWithin is the plain share when nothing is ongoing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 40 }),
      (times, within) => {
        const share = shareEndedWithin(estimateSurvival(times.map((time) => ended(time))), within) ?? assert.fail();
        assert.ok(Math.abs(share - times.filter((time) => time <= within).length / times.length) < 1e-9);
      },
    ),
  );
});

test('estimateSurvival lies between leaving the ongoing out and holding that they never end', () => {
  const spell = fc.record({ durationMs: fc.integer({ min: 0, max: 30 }), ended: fc.nat(3), ongoing: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(spell, { minLength: 1 }), fc.integer({ min: 0, max: 30 }), (spells, at) => {
      const curve = estimateSurvival(spells);
      const left = shareLeftAfter(curve, at);
      if (left === undefined) return;
      const sum = (pick: (spell: Spell) => number) => spells.reduce((total, one) => total + pick(one), 0);
      const all = sum((one) => one.ended + one.ongoing);
      const goneBy = sum((one) => (one.durationMs <= at ? one.ended : 0));
      if (all > 0) assert.ok(left <= 1 - goneBy / all + 1e-9, 'not slower than if the ongoing never ended');
      const seenThrough = sum((one) => (one.durationMs > at ? one.ended + one.ongoing : 0));
      if (seenThrough + goneBy > 0)
        assert.ok(left >= seenThrough / (seenThrough + goneBy) - 1e-9, 'not faster than without them');
      assert.ok(curve.steps.every((step, n) => n === 0 || step.share < (curve.steps[n - 1]?.share ?? 1)));
    }),
  );
});

test('shareEndedWithin is not known when nobody was followed for so long', () => {
  const curve = estimateSurvival([ended(1), ongoing(5)]);
  assert.equal(shareEndedWithin(curve, 5), 0.5);
  assert.equal(shareEndedWithin(curve, 6), undefined);
  assert.equal(shareEndedWithin(estimateSurvival([]), 1), undefined);
  assert.equal(quantileOf(estimateSurvival([]), 0.5), undefined);
});

test('estimateSurvival refuses a duration that cannot be', () => {
  assert.throws(() => estimateSurvival([ended(-1)]), RangeError);
  assert.throws(() => estimateSurvival([ended(NaN)]), RangeError);
});

test('summariseRemoval counts those still online when it says how long removal takes', () => {
  const day = 86_400_000;
  const removal = summariseRemoval([ended(day, 4), ended(2 * day, 2), ongoing(3 * day, 2)]);
  assert.deepEqual([removal.followed, removal.gone, removal.stillOnline], [8, 6, 2]);
  assert.deepEqual([removal.medianMs, removal.p90Ms], [day, undefined]);
  assert.deepEqual(removal.within.slice(0, 4), [
    { days: 1, share: 0.5, atRisk: 4 },
    { days: 2, share: 0.75, atRisk: 2 },
    { days: 3, share: 0.75, atRisk: 0 },
    { days: 7, share: undefined, atRisk: 0 },
  ]);
});
