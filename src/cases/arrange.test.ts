import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CaseAnswers } from '../terms/answers.ts';
import { staffIdSchema } from '../terms/ids.ts';
import { obstacleTo, readBulkWish } from './bulk.ts';
import { joinedAnswers } from './joined-answers.ts';
import { mentionsIn } from './note.ts';

const id = (n: number) => staffIdSchema.parse(`00000000-0000-4000-8000-00000000000${n}`);
const [me, other] = [id(1), id(2)];

const answer = fc.constantFrom('yes' as const, 'no' as const, undefined);
const answers = fc
  .record({
    danger: answer,
    identifiable: answer,
    home: answer,
    outcome: fc.constantFrom('suspected-crime' as const, 'too-little' as const, undefined),
  })
  .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
  .map((given): CaseAnswers => given);

test('joinedAnswers loses no yes, takes no for the whole only from both, and does not depend on the order', () => {
  fc.assert(
    fc.property(answers, answers, (one, two) => {
      const joined = joinedAnswers(one, two);
      assert.deepEqual(joined, joinedAnswers(two, one));
      for (const code of ['danger', 'identifiable', 'home'] as const) {
        const given = [one[code], two[code]];
        if (given.includes('yes')) assert.equal(joined[code], 'yes');
        else assert.equal(joined[code], given.every((each) => each === 'no') ? 'no' : undefined);
      }
      assert.deepEqual(joinedAnswers(one, one), one);
    }),
  );
});

test('mentionsIn finds whole logins after an @, at the end of a sentence too, and none in an e-mail address', () => {
  const people = [
    { id: id(1), login: 'astrid' },
    { id: id(2), login: 'a.berg' },
    { id: id(3), login: 'berg' },
  ];
  for (const [text, expected] of [
    ['@astrid look', [1]],
    ['Look, @Astrid. And @a.berg, please.', [1, 2]],
    ['somebody@astrid', []],
    ['astrid, berg', []],
    ['@astridx @ astrid @@astrid', []],
    ['(@berg)', [3]],
  ] as const)
    assert.deepEqual(mentionsIn(text, people), expected.map(id), text);
});

test('obstacleTo lets nobody take or close what another has, and a supervisor alone hand it over', () => {
  const take = { kind: 'take' } as const;
  const give = { kind: 'hand-over', to: id(3) } as const;
  const close = { kind: 'close', reason: 'duplicate' } as const;
  const [free, mine, theirs] = [
    { state: 'new', claimedBy: undefined } as const,
    { state: 'claimed', claimedBy: me } as const,
    { state: 'claimed', claimedBy: other } as const,
  ];
  const analyst = { staffId: me, leadsOthers: false };
  for (const wish of [take, give, close]) {
    assert.equal(obstacleTo(wish, free, analyst), undefined);
    assert.equal(obstacleTo(wish, theirs, analyst), 'taken');
    for (const state of ['decided', 'closed'] as const)
      assert.equal(obstacleTo(wish, { state, claimedBy: me }, analyst), 'ended');
  }
  assert.equal(obstacleTo(take, mine, analyst), 'yours');
  assert.equal(obstacleTo(close, mine, analyst), undefined);
  assert.equal(obstacleTo(give, { state: 'claimed', claimedBy: id(3) }, analyst), 'theirs');
  assert.equal(obstacleTo(give, theirs, { ...analyst, leadsOthers: true }), undefined);
  assert.equal(obstacleTo(close, theirs, { ...analyst, leadsOthers: true }), 'taken');
});

test('readBulkWish takes a choice only where it fits its kind', () => {
  assert.deepEqual(readBulkWish('take', 'anything'), { kind: 'take' });
  assert.deepEqual(readBulkWish('close', 'duplicate'), { kind: 'close', reason: 'duplicate' });
  assert.deepEqual(readBulkWish('hand-over', me), { kind: 'hand-over', to: me });
  for (const [kind, choice] of [
    ['close', 'whim'],
    ['close', undefined],
    ['hand-over', 'somebody'],
    ['send', 'duplicate'],
  ] as const)
    assert.equal(readBulkWish(kind, choice), undefined);
});
