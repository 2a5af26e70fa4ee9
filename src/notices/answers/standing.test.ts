import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LANGUAGES } from '../../terms/categories.ts';
import { STATED_KINDS } from './answer.ts';
import { chosenNotices, EMPTY_ANSWER_FORM, findAnswerProblems, readAnswerForm } from './provider-form.ts';
import { byLook, isStillAsked, standingOf, type StandingFacts } from './standing.ts';
import { momentIn, pageTextsIn } from './texts/texts.ts';

const said = new Date('2026-03-01T13:10:00Z');
const later = new Date('2026-03-01T14:05:00Z');
const earlier = new Date('2026-03-01T12:00:00Z');
const FACTS: StandingFacts = {
  ...{ isItemGone: false, takedownState: 'running', answer: undefined, answeredAt: undefined, untilAt: undefined },
};
const answered = (answer: StandingFacts['answer'], more: Partial<StandingFacts> = {}): StandingFacts => ({
  ...{ ...FACTS, answer, answeredAt: said },
  ...more,
});

test('standingOf says what came of "removed" by the visits after it alone', () => {
  const kindAfter = (verdict: string, at: Date) => standingOf(answered('removed'), { verdict, at }).kind;
  assert.equal(standingOf(answered('removed'), undefined).kind, 'checking');
  assert.equal(kindAfter('online', earlier), 'checking');
  assert.equal(kindAfter('online', later), 'still-there');
  assert.equal(kindAfter('gone', later), 'seems-gone');
  assert.equal(kindAfter('moved', later), 'unsure');
  assert.deepEqual(standingOf(answered('removed'), { verdict: 'online', at: later }).visitedAt, later);
});

test('standingOf puts what repeated visits agree on before what was said, and a person’s decision after an appeal', () => {
  const sight = { verdict: 'gone', at: later };
  assert.equal(standingOf(answered('handling', { isItemGone: true, takedownState: 'ended' }), sight).kind, 'gone');
  assert.equal(standingOf(answered('need-more', { takedownState: 'ended' }), undefined).kind, 'withdrawn');
  assert.equal(standingOf(answered('appeal', { takedownState: 'stopped' }), undefined).kind, 'objected');
  assert.equal(standingOf(answered('appeal'), undefined).kind, 'stands');
  assert.deepEqual(standingOf(answered('handling', { untilAt: later }), undefined).untilAt, later);
});

test('standingOf shows an item that the police hold as it shows any other', () => {
  const sight = { verdict: 'online', at: later };
  assert.deepEqual(standingOf({ ...FACTS, takedownState: 'stopped' }, sight), standingOf(FACTS, sight));
});

test('isStillAsked is false for what needs no answer of this provider', () => {
  const kinds = ['gone', 'withdrawn', 'objected', 'not-ours', 'stands', 'checking', 'online', 'unanswered'] as const;
  const asked = kinds.filter((kind) =>
    isStillAsked({ kind, saidAt: undefined, visitedAt: undefined, untilAt: undefined }),
  );
  assert.deepEqual(asked, ['stands', 'checking', 'online', 'unanswered']);
});

test('byLook puts what is asked for before what waits and what is done, and keeps the order of the letter within each', () => {
  const standing = { saidAt: undefined, visitedAt: undefined, untilAt: undefined };
  const kinds = ['gone', 'handling', 'online', 'withdrawn', 'still-there', 'unanswered', 'objected'] as const;
  const listed = byLook(kinds.map((kind, index) => ({ number: index + 1, standing: { kind, ...standing } })));
  assert.deepEqual(
    listed.map(({ number }) => number),
    [5, 3, 6, 2, 7, 1, 4],
  );
});

test('chosenNotices never chooses what cannot be answered, and each at most once', () => {
  const ids = fc.uniqueArray(fc.uuid(), { maxLength: 6 });
  fc.assert(
    fc.property(ids, ids, fc.boolean(), fc.nat(6), (answerable, foreign, isForAll, asked) => {
      const stillAsked = answerable.slice(0, asked);
      const values = { noticeIds: [...foreign, ...answerable.slice(1, 3)], isForAll };
      const chosen = chosenNotices(values, answerable, stillAsked);
      assert.ok(chosen.every((id) => answerable.includes(id)));
      assert.equal(new Set(chosen).size, chosen.length);
      if (isForAll) assert.ok(stillAsked.every((id) => chosen.includes(id)));
      if (answerable.length === 1) assert.deepEqual(chosen, answerable);
    }),
  );
});

test('readAnswerForm takes whatever was sent, and findAnswerProblems accepts nothing but a known choice', () => {
  fc.assert(
    fc.property(fc.anything(), (body) => {
      assert.ok(findAnswerProblems(readAnswerForm(body), ['one'], ['one']).some(({ field }) => field === 'kind'));
    }),
  );
  const kinds = ['removed', 'sold', '__proto__', ''].map((kind) => readAnswerForm({ kind }).kind);
  assert.deepEqual(kinds, ['removed', undefined, undefined, undefined]);
  assert.deepEqual(
    ['12', '13', 'x', '-1'].map((within) => readAnswerForm({ within }).withinHours),
    [12, 4, 4, 4],
  );
  for (const kind of STATED_KINDS)
    assert.deepEqual(findAnswerProblems({ ...EMPTY_ANSWER_FORM, kind, text: 'Words' }, ['one'], []), []);
});

/** Every text by its path; one that takes parameters as what it makes of these. */
function leavesOf(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return leavesOf(Reflect.apply(value, undefined, [2, 3, 4]), `${path}()`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, `${path}.${key}`));
}

test('pageTextsIn says everything in both languages, and nothing in the same words', () => {
  const [sv = new Map<string, string>(), en = new Map<string, string>()] = LANGUAGES.map(
    (language) => new Map(leavesOf(pageTextsIn(language), '')),
  );
  assert.deepEqual([...sv.keys()], [...en.keys()]);
  assert.ok(sv.size > 80);
  for (const [path, text] of sv) {
    assert.ok(text.trim() !== '' && en.get(path)?.trim() !== '', path);
    assert.ok(text !== en.get(path), path);
  }
});

test('momentIn says the time in UTC, wherever the server stands', () => {
  assert.equal(momentIn('en', later), '1 March at 14:05 UTC');
  assert.match(momentIn('sv', later), /^1 mars.*14:05 UTC$/);
});
