import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { estimateSurvival, quantileOf, type Spell } from './survival.ts';
import { intervalOf, limitsOf } from './survival-interval.ts';

/** Weeks of remission of 21 patients on 6-MP, the example that every textbook works out (E. J. Freireich et al., Blood 21, 1963). */
const FREIREICH: readonly Spell[] = [
  ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map((week) => ({ durationMs: week, ended: 1, ongoing: 0 })),
  ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((week) => ({ durationMs: week, ended: 0, ongoing: 1 })),
];

const close = (actual: number | undefined, expected: number) => {
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 0.002, `${String(actual)} is not ${expected}`);
};

test('limitsOf gives the limits of the textbook example', () => {
  const curve = estimateSurvival(FREIREICH);
  const at = (week: number) => limitsOf(curve).find(({ afterMs }) => afterMs === week);
  // Worked out by hand from Greenwood's sum on the log(-log) scale.
  close(at(6)?.low, 0.62);
  close(at(6)?.high, 0.952);
  close(at(10)?.low, 0.503);
  close(at(10)?.high, 0.889);
  close(at(23)?.low, 0.188);
  close(at(23)?.high, 0.68);
});

test('intervalOf gives the interval of the textbook example, open where the curve does not reach', () => {
  const curve = estimateSurvival(FREIREICH);
  assert.equal(quantileOf(curve, 0.5), 23);
  assert.deepEqual(intervalOf(curve, 0.5), { fromMs: 13, toMs: undefined });
});

test('intervalOf knows nothing of nothing, and is sure of what ended all at once', () => {
  assert.deepEqual(intervalOf(estimateSurvival([]), 0.5), { fromMs: undefined, toMs: undefined });
  const allAtOnce = estimateSurvival([{ durationMs: 5, ended: 40, ongoing: 0 }]);
  assert.deepEqual(intervalOf(allAtOnce, 0.5), { fromMs: 5, toMs: 5 });
});

const spells = fc.array(
  fc.record({ durationMs: fc.nat(50), ended: fc.nat(4), ongoing: fc.nat(4) }).filter((s) => s.ended + s.ongoing > 0),
  { minLength: 1, maxLength: 40 },
);

test('limitsOf stays between 0 and 1, around the curve, and never rises', () => {
  fc.assert(
    fc.property(spells, (some) => {
      const curve = estimateSurvival(some);
      const limits = limitsOf(curve);
      limits.forEach(({ low, high }, index) => {
        const share = curve.steps[index]?.share ?? -1;
        assert.ok(low >= 0 && high <= 1 && low <= share + 1e-9 && share <= high + 1e-9);
      });
    }),
  );
});

test('intervalOf holds the quantile, and is narrower with a hundred times as many', () => {
  fc.assert(
    fc.property(spells, fc.constantFrom(0.5, 0.9), (some, part) => {
      const curve = estimateSurvival(some);
      const at = quantileOf(curve, part);
      const { fromMs, toMs } = intervalOf(curve, part);
      if (at !== undefined) assert.ok(fromMs !== undefined && fromMs <= at);
      if (toMs !== undefined) assert.ok(at !== undefined && at <= toMs);
      const many = some.map((s) => ({ ...s, ended: s.ended * 100, ongoing: s.ongoing * 100 }));
      const sure = intervalOf(estimateSurvival(many), part);
      // With few, the lower limit may reach where the curve itself never comes.
      if (fromMs !== undefined) assert.ok(sure.fromMs === undefined || sure.fromMs >= fromMs);
      if (toMs !== undefined) assert.ok(sure.toMs !== undefined && sure.toMs <= toMs);
    }),
  );
});
