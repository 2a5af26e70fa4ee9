import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf } from '../terms/answers.ts';
import { sightingIdSchema } from '../terms/ids.ts';
import { toIccamAssessment, toXarfClassification } from '../terms/schemes.ts';
import { answersOfList, hitStanding, trustedOutcome, type ItemHit } from './known-hit.ts';

const hit = (change: Partial<ItemHit>): ItemHit => ({
  sightingId: sightingIdSchema.parse('6f1f6a52-5b52-4d5e-9a0e-3d1c8d4b2a11'),
  ...{ listId: 1, entryId: 1, kind: 'exact', category: 'illegal-baseline', source: 'A body', isTrusted: true },
  ...{ distance: 0, pageUrl: 'http://albums.example.org/', seenAt: new Date(0) },
  ...change,
});

test('hitStanding follows its table', () => {
  assert.equal(hitStanding([]), 'none');
  assert.equal(hitStanding([hit({})]), 'exact-trusted');
  assert.equal(hitStanding([hit({ isTrusted: false })]), 'none');
  assert.equal(hitStanding([hit({ category: 'to-assess' })]), 'none');
  assert.equal(hitStanding([hit({ kind: 'near', distance: 31, isTrusted: false })]), 'near');
  assert.equal(hitStanding([hit({ kind: 'near', isTrusted: true })]), 'near', 'a near hit is never trusted');
  assert.equal(hitStanding([hit({ kind: 'near', isTrusted: false }), hit({})]), 'exact-trusted');
});

test('trustedOutcome is the gravest that a trusted exact hit says', () => {
  assert.equal(trustedOutcome([hit({ category: 'illegal-national' })]), 'illegal-national');
  assert.equal(trustedOutcome([hit({ category: 'illegal-national' }), hit({})]), 'illegal-baseline');
  assert.equal(trustedOutcome([hit({ category: 'not-illegal' })]), undefined);
  assert.equal(trustedOutcome([hit({ category: 'a code of tomorrow' })]), undefined);
});

test('answersOfList comes to the outcome that the list gave, in every scheme', () => {
  for (const outcome of ['illegal-baseline', 'illegal-national'] as const)
    assert.equal(outcomeOf(answersOfList(outcome)), outcome);
  assert.equal(toXarfClassification(answersOfList('illegal-baseline')), 'baseline');
  assert.equal(toIccamAssessment(answersOfList('illegal-baseline')).classification, 1);
  assert.deepEqual(toIccamAssessment(answersOfList('illegal-national')), {
    ...{ classification: 2, ageCategorization: 1, genderCategorization: 1 },
    ...{ virtualContentCategorization: 1, userGeneratedContentCategorization: 1, childModelingCategorization: 1 },
  });
});
