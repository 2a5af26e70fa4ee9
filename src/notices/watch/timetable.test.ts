import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GONE_PACE, type RecheckSettings } from './recheck-settings.ts';
import { nextVisitAt, type Paced } from './timetable.ts';
import type { Verdict } from './watch.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SETTINGS: RecheckSettings = { firstMs: 15 * MINUTE_MS, mostMs: 240 * MINUTE_MS, misses: 3, afterMs: 90 * DAY_MS };
const startedAt = new Date('2026-03-01T12:00:00Z');
const MIDDLE = 0.5;
const fingerprint = {
  kind: 'page',
  exact: 'aa',
  words: undefined,
  picture: undefined,
  isDistinct: true,
  place: 'bb',
} as const;
const later = (ms: number, from = startedAt) => new Date(from.getTime() + ms);

/** A watch whose newest visit was `afterMs` after its start. */
const watching = (afterMs: number, change: Partial<Paced> = {}): Paced => ({
  ...{
    state: 'watching',
    startedAt,
    pacedFrom: undefined,
    renewedAt: undefined,
    goneAt: undefined,
    fingerprint,
    returns: 0,
    visits: 9,
    firstMissAt: undefined,
  },
  ...{ lastVisitAt: later(afterMs), lastVerdict: 'online', lastBecause: 'same-bytes' },
  ...change,
});
const gone = (afterMs: number, change: Partial<Paced> = {}): Paced =>
  watching(afterMs, { state: 'gone', goneAt: startedAt, lastVerdict: 'gone', lastBecause: 'not-found', ...change });
/** How long after the newest visit the next one is due; undefined: never. */
function waitMs(watch: Paced, settings = SETTINGS, random = MIDDLE): number | undefined {
  const at = nextVisitAt(watch, settings, random);
  return at === undefined ? undefined : at.getTime() - (watch.lastVisitAt ?? startedAt).getTime();
}
const waitMinutes = (watch: Paced) => (waitMs(watch) ?? NaN) / MINUTE_MS;

test('nextVisitAt is at once when there was no visit yet', () => {
  assert.deepEqual(nextVisitAt(watching(0, { lastVisitAt: undefined }), SETTINGS, 0.9), startedAt);
});

test('nextVisitAt is soon after a first look that met nothing, a few times, and as ever once something was seen', () => {
  const unseen = (visits: number, change: Partial<Paced> = {}) =>
    waitMinutes(
      watching(0, { fingerprint: undefined, lastVerdict: 'unclear', lastBecause: 'no-answer', visits, ...change }),
    );
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((visits) => unseen(visits)),
    [2, 2, 2, 15, 15],
  );
  assert.equal(unseen(1, { fingerprint }), 15);
  assert.equal(unseen(1, { lastVerdict: 'gone', lastBecause: 'not-found' }), 15);
  assert.equal(
    waitMs(watching(0, { fingerprint: undefined, lastVerdict: 'unclear', visits: 1 }), { ...SETTINGS, firstMs: 1_000 }),
    1_000,
  );
});

test('nextVisitAt is a quarter of the time for which an item has stayed, from the shortest interval to the longest', () => {
  const hours = [0, 0.9, 1, 2, 6, 12, 15, 16, 24, 10_000];
  assert.deepEqual(
    hours.map((each) => waitMinutes(watching(each * HOUR_MS))),
    [15, 15, 15, 30, 90, 180, 225, 240, 240, 240],
  );
});

test('nextVisitAt counts from the newest notice, and no closer than a 24th of the time since the watch began', () => {
  const notified = (age: number, sinceHours: number) =>
    waitMinutes(watching(age * HOUR_MS, { pacedFrom: later((age - sinceHours) * HOUR_MS) }));
  assert.deepEqual([notified(5, 0), notified(5, 0.5), notified(5, 2), notified(5, 4)], [15, 15, 30, 60]);
  assert.deepEqual([notified(12, 0), notified(12, 1), notified(12, 4)], [30, 30, 60]);
  assert.deepEqual([notified(72, 0), notified(72, 13), notified(240, 0)], [180, 195, 240]);
  const back = later(72 * HOUR_MS);
  assert.equal(waitMinutes(watching(72 * HOUR_MS, { pacedFrom: back, renewedAt: back })), 15, 'a return begins anew');
});

test('nextVisitAt confirms soon what one visit does not decide, and nothing else', () => {
  const at = (lastVerdict: Verdict, lastBecause: string) =>
    waitMinutes(watching(100 * HOUR_MS, { lastVerdict, lastBecause }));
  assert.equal(at('gone', 'not-found'), 15);
  assert.equal(at('moved', 'moved-elsewhere'), 15);
  assert.equal(at('unclear', 'no-such-name'), 15);
  assert.equal(at('unclear', 'media-changed'), 15);
  assert.equal(at('unclear', 'no-answer'), 240);
  assert.equal(at('online', 'changed'), 240);
});

test('nextVisitAt comes soon after a visit that says nothing while a miss stands open, and slower the longer it does', () => {
  const after = (missHours: number) =>
    waitMinutes(
      watching(100 * HOUR_MS, {
        firstMissAt: later((100 - missHours) * HOUR_MS),
        ...{ lastVerdict: 'unclear', lastBecause: 'no-answer' },
      }),
    );
  assert.deepEqual([0.5, 1, 4, 16, 90].map(after), [15, 15, 60, 240, 240]);
});

test('nextVisitAt looks for what has gone more and more slowly, confirms a return soon, and ends', () => {
  const days = [0, 1, 6.9, 7, 29, 30, 89.9];
  assert.deepEqual(
    days.map((each) => waitMinutes(gone(each * DAY_MS)) / 60),
    [6, 12, 12, 24, 24, 72, 72],
  );
  assert.equal(waitMinutes(gone(40 * DAY_MS, { returns: 1, lastVerdict: 'online' })), 15);
  assert.equal(waitMs(gone(90 * DAY_MS)), undefined);
  assert.equal(waitMs(gone(0), { ...SETTINGS, afterMs: 0 }), undefined);
  assert.equal(waitMs(gone(0, { fingerprint: undefined })), undefined, 'nothing was seen that could be known again');
});

const settingsOf = fc.record({
  firstMs: fc.integer({ min: 1, max: 1e9 }),
  mostMs: fc.integer({ min: 1, max: 1e9 }),
  misses: fc.integer({ min: 1, max: 20 }),
  afterMs: fc.integer({ min: 0, max: 1e10 }),
});
const verdictOf = fc.constantFrom<Verdict>('online', 'gone', 'moved', 'unclear');
const ageOf = fc.integer({ min: 0, max: 1e10 });
const randomOf = fc.double({ min: 0, max: 1, noNaN: true });

test('nextVisitAt of a watched item is between nine tenths of the shortest and eleven of the longest interval, whatever the settings', () => {
  fc.assert(
    fc.property(
      settingsOf,
      fc.tuple(ageOf, ageOf, fc.option(ageOf)),
      verdictOf,
      randomOf,
      (settings, [age, pacedAge, missAge], lastVerdict, random) => {
        const firstMissAt = missAge === null ? undefined : later(missAge);
        const wait =
          waitMs(watching(age, { lastVerdict, firstMissAt, pacedFrom: later(pacedAge) }), settings, random) ?? NaN;
        const [least, most] = [settings.firstMs, Math.max(settings.firstMs, settings.mostMs)];
        assert.ok(wait >= Math.floor(least * 0.9) && wait <= Math.ceil(most * 1.1), String(wait));
      },
    ),
  );
});

test('nextVisitAt never comes sooner for an older watch, or for one that has been gone for longer', () => {
  fc.assert(
    fc.property(settingsOf, ageOf, ageOf, (settings, one, other) => {
      const [young, old] = [Math.min(one, other), Math.max(one, other)];
      assert.ok((waitMs(watching(young), settings) ?? NaN) <= (waitMs(watching(old), settings) ?? NaN));
      assert.ok((waitMs(gone(young), settings) ?? Infinity) <= (waitMs(gone(old), settings) ?? Infinity));
    }),
  );
});

test('nextVisitAt of a gone item lies within the time for which it is looked for, or one interval beyond', () => {
  fc.assert(
    fc.property(settingsOf, ageOf, randomOf, (settings, age, random) => {
      const wait = waitMs(gone(age), settings, random);
      assert.equal(wait === undefined, age >= settings.afterMs);
    }),
  );
});

test('nextVisitAt strays by a tenth either way, so that visits do not come like clockwork', () => {
  assert.deepEqual(
    [0, 0.25, 0.5, 1].map((random) => (waitMs(watching(0), SETTINGS, random) ?? NaN) / MINUTE_MS),
    [13.5, 14.25, 15, 16.5],
  );
});

test('nextVisitAt counts time and not the clock on the wall: a change to summer time moves nothing', () => {
  // 02:00 to 03:00 does not exist in Stockholm on this night.
  const before = new Date('2026-03-29T00:50:00Z');
  const zones = ['Europe/Stockholm', 'America/St_Johns', 'Pacific/Kiritimati', 'UTC'];
  const found = zones.map((zone) => {
    const kept = process.env['TZ'];
    process.env['TZ'] = zone;
    try {
      return nextVisitAt(watching(0, { startedAt: before, lastVisitAt: before }), SETTINGS, MIDDLE)?.toISOString();
    } finally {
      if (kept === undefined) delete process.env['TZ'];
      else process.env['TZ'] = kept;
    }
  });
  assert.deepEqual(new Set(found), new Set(['2026-03-29T01:05:00.000Z']));
});

test('the table of paces goes from short to long and ends in a row for all later times', () => {
  assert.equal(GONE_PACE.at(-1)?.untilMs, Infinity);
  for (const [index, pace] of GONE_PACE.slice(1).entries()) {
    assert.ok(pace.untilMs > (GONE_PACE[index]?.untilMs ?? Infinity));
    assert.ok(pace.everyMs > (GONE_PACE[index]?.everyMs ?? Infinity));
  }
});
