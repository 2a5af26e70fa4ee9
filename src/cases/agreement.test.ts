import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cohenKappa, krippendorffAlpha, type Rated } from './agreement.ts';

const times = (count: number, pair: readonly [string, string]) => Array.from({ length: count }, () => pair);
const near = (value: number | undefined, expected: number) =>
  assert.ok(value !== undefined && Math.abs(value - expected) < 0.0006, `${value} is not ${expected}`);

/** Krippendorff 2011, section C: four observers, twelve units, a dot where nothing was said. */
const OBSERVERS = [
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
].map((row) => row.split(' ').map((value) => (value === '.' ? undefined : value)));
const UNITS: readonly Rated[] = Array.from({ length: 12 }, (_, unit) => OBSERVERS.map((row) => row[unit]));

test('cohenKappa gives the textbook’s 0.4 for 20, 5, 10 and 15 of 50', () => {
  near(
    cohenKappa([...times(20, ['y', 'y']), ...times(5, ['y', 'n']), ...times(10, ['n', 'y']), ...times(15, ['n', 'n'])]),
    0.4,
  );
});

test('cohenKappa is 1 for pairs that agree, below 0 for those that never do, and nothing where there is nothing to tell', () => {
  near(
    cohenKappa([
      ['a', 'a'],
      ['b', 'b'],
    ]),
    1,
  );
  near(
    cohenKappa([
      ['a', 'b'],
      ['b', 'a'],
    ]),
    -1,
  );
  assert.equal(cohenKappa([]), undefined);
  assert.equal(cohenKappa(times(9, ['a', 'a'])), undefined);
});

test('krippendorffAlpha gives Krippendorff’s own values for his example with gaps: 0.743 nominal, 0.815 ordinal', () => {
  near(krippendorffAlpha(UNITS), 0.743);
  near(krippendorffAlpha(UNITS, ['1', '2', '3', '4', '5']), 0.815);
});

test('krippendorffAlpha does not depend on who rated, leaves out what one alone rated, and is 1 where all agree', () => {
  const value = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined });
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 2, maxLength: 4 }), { maxLength: 20 }), (units) => {
      const alpha = krippendorffAlpha(units);
      assert.equal(krippendorffAlpha(units.map((unit) => unit.toReversed())), alpha);
      assert.equal(krippendorffAlpha([...units, ['c', undefined]]), alpha);
      if (alpha !== undefined) assert.ok(alpha <= 1);
    }),
  );
  near(
    krippendorffAlpha([
      ['a', 'a'],
      ['b', 'b', 'b'],
      ['c', undefined],
    ]),
    1,
  );
  assert.equal(
    krippendorffAlpha([
      ['a', 'a'],
      ['a', 'a'],
    ]),
    undefined,
  );
  assert.equal(krippendorffAlpha([]), undefined);
});
