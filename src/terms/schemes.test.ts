/** DOMAIN.md, "Schemes for assessment", walked value by value. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { itemAnswersSchema, missingAnswers, outcomeOf, type ItemAnswers } from './answers.ts';
import {
  toIccamAssessment,
  toIccamCommerciality,
  toIndustryClassification,
  toIwf,
  toXarfClassification,
} from './schemes.ts';

const baseline: ItemAnswers = { access: 'available', 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes' };
const national: ItemAnswers = {
  access: 'available',
  'baseline-1': 'yes',
  'baseline-2': 'no',
  'baseline-3': 'yes',
  national: 'yes',
};

const yesNo = fc.constantFrom('yes' as const, 'no' as const, undefined);
const yesNoUnknown = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const, undefined);
const anyAnswers = fc
  .record({
    access: fc.constantFrom('available', 'not-found', 'not-public'),
    'baseline-1': yesNo,
    'baseline-2': yesNo,
    'baseline-3': yesNo,
    national: yesNo,
    severity: fc.constantFrom('A', 'B', 'C', undefined),
    age: fc.constantFrom('0-2', '3-6', '7-10', '11-13', '14-15', '16-17', 'unknown', undefined),
    gender: fc.constantFrom('female', 'male', 'both', 'unknown', undefined),
    virtual: yesNoUnknown,
    'self-generated': yesNoUnknown,
    modelling: yesNoUnknown,
    'content-type': fc.constantFrom('media', 'website', undefined),
    'site-type': fc.constantFrom('website', 'forum', 'unknown', undefined),
    commercial: yesNoUnknown,
  })
  .map((answers) =>
    itemAnswersSchema.parse(Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined))),
  );

test('outcomeOf is baseline only when all three of Interpol’s conditions hold', () => {
  assert.equal(outcomeOf(baseline), 'illegal-baseline');
  for (const condition of ['baseline-1', 'baseline-2', 'baseline-3'] as const) {
    assert.equal(outcomeOf({ ...baseline, [condition]: 'no' }), undefined, 'national law has not been asked about');
    assert.equal(outcomeOf({ ...baseline, [condition]: 'no', national: 'yes' }), 'illegal-national');
    assert.equal(outcomeOf({ ...baseline, [condition]: 'no', national: 'no' }), 'not-illegal');
  }
  assert.equal(outcomeOf({ access: 'not-found' }), 'not-found');
  assert.equal(outcomeOf({ access: 'not-public' }), 'not-public');
});

test('outcomeOf is decided whenever missingAnswers asks for nothing, for any answers', () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      if (missingAnswers(answers).length === 0) assert.notEqual(outcomeOf(answers), undefined);
      else assert.equal(answers.access, 'available');
    }),
  );
});

test('toIccamAssessment gives ICCAM’s number for every value of every answer', () => {
  assert.equal(toIccamAssessment(baseline).classification, 1);
  assert.equal(toIccamAssessment(national).classification, 2);
  assert.equal(toIccamAssessment({ ...national, national: 'no' }).classification, 4);
  const ages = { '0-2': 2, '3-6': 3, '7-10': 3, '11-13': 3, '14-15': 4, '16-17': 4, unknown: 1 } as const;
  for (const age of ['0-2', '3-6', '7-10', '11-13', '14-15', '16-17', 'unknown'] as const) {
    assert.equal(toIccamAssessment({ ...baseline, age }).ageCategorization, ages[age]);
  }
  const genders = { unknown: 1, female: 2, male: 3, both: 4 } as const;
  for (const gender of ['unknown', 'female', 'male', 'both'] as const) {
    assert.equal(toIccamAssessment({ ...baseline, gender }).genderCategorization, genders[gender]);
  }
});

test('toIccamAssessment does not cross the three yes/no categories', () => {
  const numbers = { yes: 2, no: 3, unknown: 1 } as const;
  for (const virtual of ['yes', 'no', 'unknown'] as const) {
    for (const selfGenerated of ['yes', 'no', 'unknown'] as const) {
      for (const modelling of ['yes', 'no', 'unknown'] as const) {
        const mapped = toIccamAssessment({ ...baseline, virtual, 'self-generated': selfGenerated, modelling });
        assert.equal(mapped.virtualContentCategorization, numbers[virtual]);
        assert.equal(mapped.userGeneratedContentCategorization, numbers[selfGenerated]);
        assert.equal(mapped.childModelingCategorization, numbers[modelling]);
      }
    }
  }
  assert.deepEqual(
    [
      toIccamCommerciality('yes'),
      toIccamCommerciality('no'),
      toIccamCommerciality('unknown'),
      toIccamCommerciality(undefined),
    ],
    [2, 3, 1, 1],
  );
});

test('toXarfClassification halves by age and severity, and gives nothing for what is not illegal', () => {
  assert.equal(toXarfClassification(baseline), 'baseline');
  const rows = [
    ['7-10', 'A', 'A1'],
    ['7-10', 'C', 'A2'],
    ['14-15', 'A', 'B1'],
    ['16-17', 'B', 'B1'],
    ['16-17', 'C', 'B2'],
    ['unknown', 'B', 'B1'],
  ] as const;
  for (const [age, severity, expected] of rows)
    assert.equal(toXarfClassification({ ...national, age, severity }), expected);
  assert.equal(toXarfClassification({ ...national, national: 'no', age: '7-10', severity: 'A' }), undefined);
  assert.equal(toXarfClassification({ access: 'not-found' }), undefined);
});

test('toXarfClassification and toIndustryClassification say the same class wherever both say one', () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const [xarf, industry] = [toXarfClassification(answers), toIndustryClassification(answers)];
      if (xarf === 'baseline' || industry === undefined) return;
      assert.equal(xarf, industry);
    }),
  );
  const classOf = (severity: 'A' | 'B' | 'C') => toIndustryClassification({ ...national, age: '3-6', severity });
  assert.deepEqual([classOf('A'), classOf('B'), classOf('C')], ['A1', 'A1', 'A2']);
  assert.equal(toIndustryClassification({ ...national, age: 'unknown', severity: 'A' }), undefined);
});

test('toIwf keeps the category and leaves an age that cannot be said open', () => {
  assert.deepEqual(toIwf({ ...baseline, severity: 'B', age: '0-2' }), { category: 'B', ageBand: '0-2' });
  assert.deepEqual(toIwf({ ...baseline, severity: 'B', age: 'unknown' }), { category: 'B', ageBand: undefined });
});
