import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { itemIdSchema } from '../../terms/ids.ts';
import { afterVisit, newWatch, resumed, type Finding, type Verdict, type Watch, type WatchNews } from './watch.ts';

const MINUTE_MS = 60_000;
const SETTINGS = { firstMs: 15 * MINUTE_MS, mostMs: 240 * MINUTE_MS, misses: 3, afterMs: 90 * 1440 * MINUTE_MS };
const START = new Date('2026-03-01T12:00:00Z');
const itemId = itemIdSchema.parse('0c4a1b54-3a0e-4f0c-9e50-0d6f1d0c7a01');
const fingerprint = {
  kind: 'page',
  exact: 'aa',
  words: undefined,
  picture: undefined,
  isDistinct: true,
  place: 'bb',
} as const;

/** A verdict; one that saw the very thing again; or a move to an address. */
type Step = Verdict | 'same' | `moved ${string}`;

function findingOf(step: Step, at: Date): Finding {
  if (step === 'same') return { at, verdict: 'online', because: 'same-bytes', isSame: true, fingerprint: undefined };
  const [verdict, movedTo] = step.startsWith('moved ') ? (['moved', step.slice(6)] as const) : [step, undefined];
  const isVerdict = verdict === 'online' || verdict === 'gone' || verdict === 'moved' || verdict === 'unclear';
  assert.ok(isVerdict);
  return {
    at,
    verdict,
    because: verdict,
    isSame: false,
    fingerprint: verdict === 'online' ? fingerprint : undefined,
    movedTo,
  };
}

/** Visits that find this, a quarter of an hour apart, and what the house was told. */
function visited(
  steps: readonly Step[],
  { everyMs = SETTINGS.firstMs, from = newWatch(itemId, START), startAt = START, settings = SETTINGS } = {},
): Watch & { news: readonly WatchNews[] } {
  let watch = from;
  const news: WatchNews[] = [];
  for (const [index, step] of steps.entries()) {
    const after = afterVisit(watch, findingOf(step, new Date(startAt.getTime() + index * everyMs)), settings);
    ({ watch } = after);
    news.push(...after.news);
  }
  return { ...watch, news };
}

test('afterVisit ends the watch at the third miss in a row, dated to the first of them', () => {
  assert.equal(visited(['online', 'gone', 'gone']).state, 'watching');
  const gone = visited(['online', 'gone', 'gone', 'gone']);
  assert.deepEqual([gone.state, gone.news], ['gone', ['gone']]);
  assert.deepEqual(gone.goneAt, new Date(START.getTime() + SETTINGS.firstMs));
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
  const burst = visited(['gone', 'gone', 'gone', 'gone', 'gone'], { everyMs: 1000 });
  assert.deepEqual([burst.state, burst.misses], ['watching', 5]);
  const later = visited(['gone'], { from: burst, startAt: new Date(START.getTime() + SETTINGS.firstMs) });
  assert.equal(later.state, 'gone');
});

test('afterVisit keeps the fingerprint of the last time that it was online', () => {
  assert.deepEqual(visited(['online', 'gone', 'unclear']).fingerprint, fingerprint);
  assert.deepEqual(visited(['online', 'same']).fingerprint, fingerprint, 'a visit without one leaves it');
});

test('afterVisit counts a move as a miss, and tells of it when two visits were sent to the same place', () => {
  const once = visited(['online', 'moved a']);
  assert.deepEqual([once.misses, once.movedTo, once.news], [1, 'a', []]);
  const twice = visited(['online', 'moved a', 'moved a']);
  assert.deepEqual([twice.isMoveTold, twice.news], [true, ['moved']]);
  const thrice = visited(['online', 'moved a', 'moved a', 'moved a']);
  assert.deepEqual([thrice.state, thrice.movedTo, thrice.news], ['gone', 'a', ['moved', 'gone']]);
});

test('afterVisit tells of no move when each visit is sent elsewhere, but where the last led when that ends it', () => {
  assert.deepEqual(visited(['online', 'moved a', 'moved b']).news, []);
  assert.deepEqual(visited(['online', 'moved a', 'online', 'moved a']).news, []);
  assert.deepEqual(visited(['online', 'moved a', 'unclear', 'moved a']).news, ['moved']);
  const ended = visited(['online', 'moved a', 'moved b', 'moved c']);
  assert.deepEqual([ended.state, ended.movedTo, ended.news], ['gone', 'c', ['moved', 'gone']]);
});

test('afterVisit tells at once of the same thing at another site, once a watch, and keeps it online', () => {
  const at = (minutes: number) => new Date(START.getTime() + minutes * MINUTE_MS);
  const led = (to: string, minutes: number): Finding => ({
    ...{ at: at(minutes), verdict: 'online', because: 'same-bytes', isSame: true, movedTo: to },
    fingerprint: { ...fingerprint, place: to },
  });
  const first = afterVisit(visited(['online']), led('a', 15), SETTINGS);
  assert.deepEqual([first.news, first.watch.movedTo, first.watch.misses], [['moved'], 'a', 0]);
  const second = afterVisit(first.watch, led('b', 30), SETTINGS);
  assert.deepEqual(second.news, []);
});

test('afterVisit brings an item back when two visits in a row see the same thing again', () => {
  const gone = visited(['online', 'gone', 'gone', 'gone']);
  const startAt = new Date('2026-04-01T00:00:00Z');
  const again = (steps: readonly Step[], everyMs = SETTINGS.firstMs) =>
    visited(steps, { from: gone, startAt, everyMs });
  assert.deepEqual([again(['same']).state, again(['same']).returns], ['gone', 1]);
  const back = again(['same', 'same']);
  assert.deepEqual([back.state, back.news, back.misses, back.returns], ['watching', ['back'], 0, 0]);
  assert.deepEqual(
    [back.goneAt, back.goneBeforeAt, back.pacedFrom, back.renewedAt],
    [undefined, undefined, ...Array.from({ length: 2 }, () => new Date(startAt.getTime() + SETTINGS.firstMs))],
  );
  assert.equal(again(['same', 'unclear', 'same']).state, 'watching', 'what is unclear says nothing');
  assert.equal(again(['same', 'gone', 'same']).state, 'gone');
  assert.equal(again(['same', 'online', 'same']).state, 'gone', 'another thing at the address is not a return');
  assert.equal(again(['online', 'online', 'online']).state, 'gone');
  assert.equal(again(['same', 'same', 'same'], 1000).state, 'gone', 'a burst is one observation');
  assert.deepEqual(again(['online']).fingerprint, fingerprint);
  assert.deepEqual(again(['same']).goneAt, gone.goneAt, 'until it is sure, it has gone');
});

test('resumed keeps the earlier end unless a visit sees the item again', () => {
  const gone = visited(['gone', 'gone', 'gone']);
  const again = resumed(gone, new Date('2026-04-01T00:00:00Z'));
  assert.deepEqual([again.state, again.misses, again.visits, again.goneAt], ['watching', 0, 0, undefined]);
  assert.deepEqual(visited(['unclear', 'gone', 'gone', 'gone'], { from: again }).goneAt, START);
  const seen = visited(['gone', 'online', 'gone', 'gone', 'gone'], { from: again });
  assert.deepEqual(seen.goneAt, new Date(START.getTime() + 2 * SETTINGS.firstMs));
});

const stepOf = fc.constantFrom<Step>('online', 'same', 'gone', 'moved', 'unclear');

test('afterVisit says gone exactly when enough misses follow each other without an online between, over any visits', () => {
  fc.assert(
    fc.property(fc.array(stepOf, { maxLength: 40 }), (steps) => {
      const clear = steps.filter((step) => step !== 'unclear').map((step) => (step === 'moved' ? 'gone' : step));
      assert.equal(visited(steps).news.includes('gone'), clear.join(' ').includes('gone gone gone'));
    }),
  );
});

test('afterVisit tells of ends and returns in turn, whatever the visits', () => {
  fc.assert(
    fc.property(fc.array(stepOf, { maxLength: 80 }), (steps) => {
      const watch = visited(steps);
      const turns = watch.news.filter((one) => one !== 'moved');
      assert.ok(turns.every((one, index) => one === (index % 2 === 0 ? 'gone' : 'back')));
      assert.equal(watch.state === 'gone', turns.at(-1) === 'gone');
      assert.equal(watch.goneAt !== undefined, watch.state === 'gone');
    }),
  );
});
