import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readForm } from './form.ts';
import { readWishes, rowField, shownWishes, typedWishes, WEEKDAYS, type QuietRow } from './provider-wishes.ts';
import { textsOf } from './texts/texts.ts';

const texts = textsOf('en').providers;
const ZONE = 'Europe/Stockholm';

/** A form with these rows, as a browser sends it. */
const formWith = (rows: readonly QuietRow[], more: Record<string, string> = {}) =>
  readForm({
    zone: ZONE,
    group: '',
    ...Object.fromEntries(
      rows.flatMap(({ days, from, to }, index) => [
        ...days.map((day) => [rowField(index, day), 'yes'] as const),
        [rowField(index, 'from'), from] as const,
        [rowField(index, 'to'), to] as const,
      ]),
    ),
    ...more,
  });

const read = (rows: readonly QuietRow[], more: Record<string, string> = {}) =>
  readWishes(typedWishes(formWith(rows, more)), texts);

const fieldsOf = (result: ReturnType<typeof readWishes>): readonly string[] =>
  'problems' in result ? result.problems.map(({ field }) => field) : [];

test('readWishes reads an empty form as none', () => {
  assert.deepEqual(read([{ days: [], from: '', to: '' }]), {
    wishes: { quietHours: undefined, groupMinutes: undefined },
  });
});

test('readWishes makes two entries of a night, the second on the next day, Sunday’s on Monday', () => {
  const result = read([{ days: ['Fri', 'Sun'], from: '22:00', to: '7.30' }], { group: '30' });
  assert.deepEqual(result, {
    wishes: {
      groupMinutes: 30,
      quietHours: {
        timeZone: ZONE,
        hours: [
          { days: ['Fri', 'Sun'], from: '22:00', to: '24:00' },
          { days: ['Mon', 'Sat'], from: '00:00', to: '07:30' },
        ],
      },
    },
  });
  assert.deepEqual(read([{ days: ['Tue'], from: '20:00', to: '00:00' }]), {
    wishes: {
      groupMinutes: undefined,
      quietHours: { timeZone: ZONE, hours: [{ days: ['Tue'], from: '20:00', to: '24:00' }] },
    },
  });
});

test('readWishes names each field that is not right', () => {
  const night = { days: ['Mon'], from: '22:00', to: '23:00' } as const;
  assert.deepEqual(fieldsOf(read([{ ...night, days: [] }])), ['quiet-0-Mon']);
  assert.deepEqual(fieldsOf(read([night, { ...night, from: '25:00' }])), ['quiet-1-from']);
  assert.deepEqual(fieldsOf(read([{ ...night, to: '22:00' }])), ['quiet-0-from']);
  assert.deepEqual(fieldsOf(read([{ ...night, to: '' }])), ['quiet-0-from']);
  assert.deepEqual(fieldsOf(read([night], { zone: 'Europe/Nowhere' })), ['zone']);
  assert.deepEqual(fieldsOf(read([night], { group: '1441' })), ['group']);
  assert.deepEqual(fieldsOf(read([], { group: '1.5' })), ['group']);
});

const clock = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
const row = fc.record({
  days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
  from: clock,
  to: clock,
});

test('readWishes takes all rows with days and two different times, and what it saved is shown and read as the same', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
      const result = read(rows);
      if (rows.some(({ from, to }) => from === to)) {
        assert.ok('problems' in result);
        return;
      }
      assert.ok('wishes' in result);
      const shown = shownWishes(result.wishes, ZONE);
      assert.deepEqual(readWishes(typedWishes(formWith(shown.rows)), texts), result);
    }),
  );
});

test('readWishes never throws, whatever is sent', () => {
  const names = fc.constantFrom('zone', 'group', 'quiet-0-from', 'quiet-0-to', 'quiet-0-Mon', 'quiet-39-Sun');
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (body) => {
      readWishes(typedWishes(readForm(body)), texts);
    }),
  );
});
