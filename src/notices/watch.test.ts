import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { itemIdSchema } from '../terms/ids.ts';
import { afterVisit, newWatch, resumed, type Finding, type Watch } from './watch.ts';

const MINUTE_MS = 60_000;
const SETTINGS = { firstMs: 15 * MINUTE_MS, mostMs: 240 * MINUTE_MS, misses: 3 };
const START = new Date('2026-03-01T12:00:00Z');
const itemId = itemIdSchema.parse('0c4a1b54-3a0e-4f0c-9e50-0d6f1d0c7a01');
const fingerprint = { kind: 'page', exact: 'aa', words: undefined, place: 'bb' } as const;

type Verdict = Finding['verdict'];
/** Visits with these verdicts, a quarter of an hour apart. */
function visited(
  verdicts: readonly Verdict[],
  everyMs = SETTINGS.firstMs,
  from: Watch = newWatch(itemId, START),
): Watch {
  return verdicts.reduce(
    (watch, verdict, index) =>
      watch.state === 'gone'
        ? watch
        : afterVisit(
            watch,
            {
              at: new Date(START.getTime() + index * everyMs),
              verdict,
              because: verdict,
              fingerprint: verdict === 'online' ? fingerprint : undefined,
            },
            SETTINGS,
          ),
    from,
  );
}

test('afterVisit ends the watch at the third miss in a row, dated to the first of them', () => {
  assert.equal(visited(['online', 'gone', 'gone']).state, 'watching');
  const gone = visited(['online', 'gone', 'gone', 'gone']);
  assert.equal(gone.state, 'gone');
  assert.deepEqual(gone.goneAt, new Date(START.getTime() + SETTINGS.firstMs));
  assert.equal(gone.nextVisitAt, undefined);
});

test('afterVisit begins to count anew when one visit sees the item', () => {
  const watch = visited(['gone', 'gone', 'online', 'gone', 'gone']);
  assert.deepEqual([watch.state, watch.misses, watch.visits], ['watching', 2, 5]);
});

test('afterVisit neither counts nor resets when a visit is unclear', () => {
  assert.equal(visited(['gone', 'unclear', 'unclear', 'gone']).misses, 2);
  assert.equal(visited(['gone', 'unclear', 'gone', 'unclear', 'unclear', 'gone']).state, 'gone');
  assert.equal(visited(Array.from({ length: 50 }, () => 'unclear' as const)).state, 'watching');
});

test('afterVisit does not believe misses that come in a burst', () => {
  const burst = visited(['gone', 'gone', 'gone', 'gone', 'gone'], 1000);
  assert.deepEqual([burst.state, burst.misses], ['watching', 5]);
  const later = afterVisit(
    burst,
    { at: new Date(START.getTime() + SETTINGS.firstMs), verdict: 'gone', because: 'not-found', fingerprint: undefined },
    SETTINGS,
  );
  assert.equal(later.state, 'gone');
});

test('afterVisit keeps the fingerprint of the last time that it was online', () => {
  assert.deepEqual(visited(['online', 'gone', 'unclear']).fingerprint, fingerprint);
});

test('resumed keeps the earlier end unless a visit sees the item again', () => {
  const gone = visited(['gone', 'gone', 'gone']);
  const again = resumed(gone, new Date('2026-04-01T00:00:00Z'));
  assert.deepEqual([again.state, again.misses, again.visits, again.goneAt], ['watching', 0, 0, undefined]);
  assert.deepEqual(visited(['unclear', 'gone', 'gone', 'gone'], SETTINGS.firstMs, again).goneAt, START);
  const seen = visited(['gone', 'online', 'gone', 'gone', 'gone'], SETTINGS.firstMs, again);
  assert.deepEqual(seen.goneAt, new Date(START.getTime() + 2 * SETTINGS.firstMs));
});

test('afterVisit says gone exactly when enough misses follow each other without an online between, over any visits', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<Verdict>('online', 'gone', 'unclear'), { maxLength: 40 }), (verdicts) => {
      const clear = verdicts.filter((verdict) => verdict !== 'unclear').join(' ');
      assert.equal(visited(verdicts).state === 'gone', clear.includes('gone gone gone'));
    }),
  );
});
