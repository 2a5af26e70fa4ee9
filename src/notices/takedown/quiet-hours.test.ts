import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quietHoursSchema, quietUntil } from './quiet-hours.ts';

const ALL = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const nights = quietHoursSchema.parse({
  timeZone: 'Europe/Stockholm',
  hours: [
    { days: [...ALL], from: '22:00', to: '24:00' },
    { days: [...ALL], from: '00:00', to: '07:00' },
    { days: ['Sat', 'Sun'], from: '00:00', to: '24:00' },
  ],
});
const until = (instant: string) => quietUntil(nights, new Date(instant))?.toISOString();

test('quietUntil joins what follows on each other, over midnight and the weekend', () => {
  assert.equal(until('2026-03-04T12:00:00Z'), undefined);
  assert.equal(until('2026-03-04T21:30:20Z'), '2026-03-05T06:00:00.000Z', 'Wednesday 22:30 until Thursday 07:00');
  assert.equal(until('2026-03-06T21:00:00Z'), '2026-03-09T06:00:00.000Z', 'Friday 22:00 until Monday 07:00');
  assert.equal(until('2026-03-05T06:00:00Z'), undefined, 'the end is not quiet');
});

test('quietUntil counts by the clock on the wall when the time changes', () => {
  assert.equal(until('2026-03-28T21:30:00Z'), '2026-03-30T05:00:00.000Z', 'summer time has begun in between');
  assert.equal(until('2026-10-24T20:30:00Z'), '2026-10-26T06:00:00.000Z', 'and has ended');
});

test('quietUntil ends a quiet that would never end after a week', () => {
  const always = quietHoursSchema.parse({ timeZone: 'UTC', hours: [{ days: [...ALL], from: '00:00', to: '24:00' }] });
  assert.equal(quietUntil(always, new Date('2026-03-01T12:00:00Z'))?.toISOString(), '2026-03-08T12:00:00.000Z');
});

test('quietUntil always gives a later instant that is not quiet itself', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }), (now) => {
      const end = quietUntil(nights, now);
      if (end === undefined) return;
      assert.ok(end > now);
      assert.equal(quietUntil(nights, end), undefined);
    }),
  );
});

test('quietHoursSchema refuses what is no time, no time zone or no beginning before its end', () => {
  const parse = (change: object) =>
    quietHoursSchema.safeParse({ timeZone: 'UTC', hours: [{ days: ['Mon'], from: '10:00', to: '11:00' }], ...change });
  assert.ok(parse({}).success);
  assert.ok(!parse({ timeZone: 'Europe/Nowhere' }).success);
  assert.ok(!parse({ hours: [{ days: ['Mon'], from: '25:00', to: '26:00' }] }).success);
  assert.ok(!parse({ hours: [{ days: ['Mon'], from: '22:00', to: '06:00' }] }).success);
});
