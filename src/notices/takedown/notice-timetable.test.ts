import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextReminderMs, parseTimetable, readTimetable, remindersBehind } from './notice-timetable.ts';

const shipped = await readTimetable(undefined);

test('readTimetable ships one that beats the field: 12 h to the second rung, 24 h to the third, urgent ones sooner', () => {
  const minutes = (column: typeof shipped.normal) => column.groups.map((group) => group.afterMinutes);
  assert.deepEqual(minutes(shipped.normal), [0, 720, 1440]);
  minutes(shipped.urgent).forEach((each, index) => assert.ok(each <= (minutes(shipped.normal)[index] ?? 0)));
});

test('parseTimetable names every place that is not right, and what is allowed there', () => {
  assert.throws(() => parseTimetable('{'), /is not JSON/);
  const wrong = (change: object) => JSON.stringify({ ...shipped, normal: { ...shipped.normal, ...change } });
  const late = wrong({ groups: [{ afterMinutes: 5, tell: ['hosting'] }] });
  assert.throws(() => parseTimetable(late), /normal > groups: the first group is told at once/);
  const falling = wrong({
    groups: [
      { afterMinutes: 0, tell: ['hosting'] },
      { afterMinutes: 0, tell: ['upstream'] },
    ],
  });
  assert.throws(() => parseTimetable(falling), /each group must come later/);
  const twice = wrong({
    groups: [
      { afterMinutes: 0, tell: ['hosting'] },
      { afterMinutes: 9, tell: ['hosting'] },
    ],
  });
  assert.throws(() => parseTimetable(twice), /no rung may be in two groups/);
  assert.throws(
    () => parseTimetable(wrong({ groups: [{ afterMinutes: 0, tell: ['court'] }] })),
    /normal > groups > 0 > tell > 0/,
  );
  assert.throws(
    () => parseTimetable(wrong({ handlingMinutes: 1.5 })),
    /normal > handlingMinutes: must be whole minutes/,
  );
  assert.throws(() => parseTimetable(wrong({ surprise: 1 })), /surprise/);
  assert.throws(() => parseTimetable(JSON.stringify({ version: 1, normal: shipped.normal })), /urgent/);
  assert.deepEqual(parseTimetable(JSON.stringify(shipped)), shipped);
});

test('nextReminderMs is when remindersBehind grows, for any number of reminders', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 500 }),
      fc.constantFrom('normal' as const, 'urgent' as const),
      (behind, name) => {
        const dueMs = nextReminderMs(shipped[name], behind);
        assert.equal(remindersBehind(shipped[name], dueMs - 1), behind);
        assert.equal(remindersBehind(shipped[name], dueMs), behind + 1);
      },
    ),
  );
});
