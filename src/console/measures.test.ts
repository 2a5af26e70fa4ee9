import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationText, sizeText } from './measures.ts';

test('durationText says two units at most, the largest first', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 s'],
    [40_400, '40 s'],
    [60_000, '1 min'],
    [65_000, '1 min 5 s'],
    [7_500_000, '2 h 5 min'],
    [3_605_000, '1 h'],
  ];
  for (const [ms, text] of cases) assert.equal(durationText(ms), text);
});

test('sizeText takes the unit that gives one to four digits', () => {
  assert.deepEqual([0, 999, 1_400, 250_000_000, 1_400_000_000].map(sizeText), [
    '0 B',
    '999 B',
    '1.4 kB',
    '250 MB',
    '1.4 GB',
  ]);
});
