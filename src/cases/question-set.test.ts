import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { parseQuestionSet } from './question-set.ts';

const shipped = readFileSync(new URL('../../config/question-set.json', import.meta.url), 'utf8');
const loose = z.looseObject({ item: z.array(z.looseObject({ code: z.string() })) });
const change = (edit: (set: z.infer<typeof loose>) => void): string => {
  const set = loose.parse(JSON.parse(shipped));
  edit(set);
  return JSON.stringify(set);
};

test('parseQuestionSet takes the set that Fyr ships', () => {
  const set = parseQuestionSet(shipped);
  assert.equal(set.id, 'standard@1');
  assert.deepEqual(
    set.item.find((question) => question.code === 'virtual')?.options.map((option) => option.code),
    ['yes', 'no', 'unknown'],
  );
});

test('parseQuestionSet names a code that is not asked, one that nothing can use, and an answer that is none', () => {
  assert.throws(() => parseQuestionSet(change((set) => set.item.shift())), /does not ask: access/);
  assert.throws(
    () => parseQuestionSet(change((set) => set.item.push({ ...set.item[0], code: 'mood' }))),
    /asks "mood", which nothing can use/,
  );
  assert.throws(
    () => parseQuestionSet(change((set) => Object.assign(set.item[0] ?? {}, { options: 'yes-no' }))),
    /"access" offers "yes"/,
  );
  assert.throws(() => parseQuestionSet('{"name": "X"}'), /The question set is not right/);
});
