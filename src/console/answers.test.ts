import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseQuestionSet } from '../cases/door.ts';
import { missingAnswers, outcomeOf } from '../terms/answers.ts';
import { caseQuestions, neededAnswers, readCaseAnswers, readItemAnswers, unansweredOf } from './answers.ts';
import { readForm } from './form.ts';

const set = parseQuestionSet(await readFile(new URL('../../config/question-set.json', import.meta.url), 'utf8'));

const SEEN = { access: 'available', 'baseline-1': 'yes', 'baseline-2': 'yes' } as const;
const DESCRIBED = {
  ...{ severity: 'A', age: '0-2', gender: 'male', virtual: 'no', 'self-generated': 'no', modelling: 'no' },
  ...{ 'content-type': 'website', 'site-type': 'forum', commercial: 'unknown' },
} as const;

test('readItemAnswers asks for what was found when nothing was answered', () => {
  assert.deepEqual(readItemAnswers(readForm({}), set), {
    isWhole: false,
    problems: [{ code: 'access', kind: 'missing' }],
  });
});

test('readItemAnswers names what is missing in the order in which the form asks', () => {
  const result = readItemAnswers(readForm({ ...SEEN, 'baseline-3': 'yes', age: '0-2' }), set);
  const asked = set.item.map(({ code }) => code).filter((code) => Object.hasOwn(DESCRIBED, code) && code !== 'age');
  assert.deepEqual(result, { isWhole: false, problems: asked.map((code) => ({ code, kind: 'missing' })) });
});

test('readItemAnswers refuses an answer that the question does not offer', () => {
  const result = readItemAnswers(readForm({ ...SEEN, 'baseline-3': 'perhaps' }), set);
  assert.deepEqual(result, { isWhole: false, problems: [{ code: 'baseline-3', kind: 'not-offered' }] });
});

test('readItemAnswers leaves out what the answers make needless', () => {
  const gone = readItemAnswers(readForm({ ...SEEN, ...DESCRIBED, access: 'not-found' }), set);
  assert.deepEqual(gone, { isWhole: true, answers: { access: 'not-found' } });
  const legal = readItemAnswers(readForm({ ...SEEN, 'baseline-3': 'no', national: 'no', ...DESCRIBED }), set);
  assert.deepEqual(legal, { isWhole: true, answers: { ...SEEN, 'baseline-3': 'no', national: 'no' } });
  const baseline = readItemAnswers(readForm({ ...SEEN, 'baseline-3': 'yes', national: 'no', ...DESCRIBED }), set);
  assert.ok(baseline.isWhole);
  assert.equal(baseline.answers.national, undefined);
});

test('neededAnswers never changes what the answers come to, nor what is missing', () => {
  const form = fc.record(
    Object.fromEntries(set.item.map(({ code, options }) => [code, fc.constantFrom('', ...options.map((o) => o.code))])),
  );
  fc.assert(
    fc.property(form, (fields) => {
      const result = readItemAnswers(readForm(fields), set);
      if (!result.isWhole) return;
      assert.notEqual(outcomeOf(result.answers), undefined);
      assert.deepEqual(missingAnswers(result.answers), []);
      assert.deepEqual(neededAnswers(result.answers), result.answers);
    }),
  );
});

test('caseQuestions asks what a case comes to only when it has no address', () => {
  const codes = (hasItems: boolean) => caseQuestions(set, hasItems).map(({ code }) => code);
  assert.deepEqual(codes(true), ['danger', 'identifiable', 'home']);
  assert.deepEqual(codes(false), ['danger', 'identifiable', 'home', 'outcome']);
});

test('readCaseAnswers takes an unfinished form and refuses what is not offered', () => {
  const questions = caseQuestions(set, true);
  const result = readCaseAnswers(readForm({ danger: 'no', outcome: 'not-illegal' }), questions);
  assert.deepEqual(result, { answers: { danger: 'no' }, problems: [] });
  assert.deepEqual(
    unansweredOf(result.answers, questions).map(({ code }) => code),
    ['identifiable', 'home'],
  );
  assert.equal(readCaseAnswers(readForm({ danger: 'maybe' }), questions).problems.length, 1);
});
