import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastMonths, monthOf } from './months.ts';

test('monthOf is the month in the time zone when it is another one in UTC', () => {
  assert.equal(monthOf(new Date('2026-02-28T22:59:59Z'), 'Europe/Stockholm'), '2026-02');
  assert.equal(monthOf(new Date('2026-02-28T23:00:00Z'), 'Europe/Stockholm'), '2026-03');
  assert.equal(monthOf(new Date('2026-06-30T22:00:00Z'), 'Europe/Stockholm'), '2026-07');
  assert.equal(monthOf(new Date('2026-06-30T22:00:00Z'), 'America/New_York'), '2026-06');
});

test('lastMonths goes back over the new year', () => {
  assert.deepEqual(lastMonths(new Date('2026-02-10T12:00:00Z'), 'Europe/Stockholm', 4), [
    '2025-11',
    '2025-12',
    '2026-01',
    '2026-02',
  ]);
  assert.equal(lastMonths(new Date('2026-02-10T12:00:00Z'), 'Europe/Stockholm', 24)[0], '2024-03');
  assert.deepEqual(lastMonths(new Date('2025-12-31T23:00:00Z'), 'Europe/Stockholm', 1), ['2026-01']);
});

test('monthOf refuses a time zone that is not known', () => {
  assert.throws(() => monthOf(new Date(), 'Europe/Nowhere'), RangeError);
});
