import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { itemAnswersSchema, type ItemAnswers } from '../../terms/answers.ts';
import { ILLEGAL_ANSWERS } from '../partner-for-tests.ts';
import {
  buildReport,
  iccamReportSchema,
  paymentMethodNumber,
  readFacts,
  siteTypeNumber,
  writeFacts,
  type IccamInput,
} from './report.ts';

const inputOf = (answers: ItemAnswers, changes: Partial<IccamInput['items'][number]> = {}): IccamInput => ({
  caseNumber: 7,
  receivedHour: new Date('2026-03-01T10:00:00Z'),
  items: [
    {
      id: randomUUID(),
      url: 'https://pictures.example.org/a?b=1',
      country: 'NL',
      ip: '185.107.56.40',
      answers,
      ...changes,
    },
  ],
});
const reportOf = (answers: ItemAnswers) => buildReport(readFacts(writeFacts(inputOf(answers))), 'fyr', 'iccam.1');
const assessmentOf = (changes: Partial<ItemAnswers>) =>
  reportOf({ ...ILLEGAL_ANSWERS, ...changes }).urls[0]?.assessment;

test('buildReport gives the whole body when an item was assessed', () => {
  assert.deepEqual(reportOf(ILLEGAL_ANSWERS), {
    reportingAnalystName: 'fyr',
    hotlineReceivedDate: '2026-03-01T10:00:00.000Z',
    hotlineReference: 'iccam.1',
    memo: 'Fyr case 7',
    sourceUrlUsername: '',
    sourceUrlPassword: '',
    sourceUrlReferrer: null,
    sourceUrlSiteType: 6,
    sourceUrlCommerciality: 3,
    sourceUrlPaymentMethods: [9],
    urls: [
      {
        urlString: 'https://pictures.example.org/a?b=1',
        hotlineReference: 'iccam.1.1',
        hostingCountryCode: 'NL',
        hostingIpAddress: '185.107.56.40',
        hostingIsp: null,
        hostingOrganization: null,
        isSourceUrl: true,
        memo: '',
        contentType: 2,
        assessment: {
          assessingAnalystName: 'fyr',
          classification: 1,
          ageCategorization: 3,
          genderCategorization: 2,
          virtualContentCategorization: 3,
          userGeneratedContentCategorization: 1,
          childModelingCategorization: 2,
        },
        actions: [],
      },
    ],
  });
});

test('buildReport does not cross the three yes/no categories when each has another answer', () => {
  const fields = ['virtual', 'self-generated', 'modelling'] as const;
  const numbers = { yes: 2, no: 3, unknown: 1 } as const;
  const values = ['yes', 'no', 'unknown'] as const;
  for (const virtual of values)
    for (const own of values)
      for (const modelling of values) {
        const made = assessmentOf({ virtual, 'self-generated': own, modelling });
        assert.deepEqual(
          [
            made?.virtualContentCategorization,
            made?.userGeneratedContentCategorization,
            made?.childModelingCategorization,
          ],
          [numbers[virtual], numbers[own], numbers[modelling]],
          `${fields.join()} = ${virtual}, ${own}, ${modelling}`,
        );
      }
});

test('buildReport maps each age, gender, class and kind to its own number', () => {
  const ages = { '0-2': 2, '3-6': 3, '7-10': 3, '11-13': 3, '14-15': 4, '16-17': 4, unknown: 1 } as const;
  for (const age of itemAnswersSchema.shape.age.unwrap().options)
    assert.equal(assessmentOf({ age })?.ageCategorization, ages[age], age);
  const genders = { female: 2, male: 3, both: 4, unknown: 1 } as const;
  for (const gender of itemAnswersSchema.shape.gender.unwrap().options)
    assert.equal(assessmentOf({ gender })?.genderCategorization, genders[gender], gender);
  assert.equal(assessmentOf({})?.classification, 1);
  assert.equal(assessmentOf({ 'baseline-2': 'no', national: 'yes' })?.classification, 2);
  assert.equal(assessmentOf({ 'baseline-2': 'no', national: 'no' })?.classification, 4);
  assert.equal(reportOf({ ...ILLEGAL_ANSWERS, 'content-type': 'media' }).urls[0]?.contentType, 1);
});

test('siteTypeNumber and paymentMethodNumber know every answer', () => {
  const siteTypes = {
    ...{ website: 2, 'file-host': 3, 'image-host': 4, forum: 6, 'link-list': 8, social: 9 },
    ...{ 'video-host': 2, messaging: 2, unknown: 2 },
  } as const;
  for (const siteType of itemAnswersSchema.shape['site-type'].unwrap().options)
    assert.equal(siteTypeNumber(siteType), siteTypes[siteType], siteType);
  assert.equal(siteTypeNumber(undefined), 2);
  assert.deepEqual(
    [
      paymentMethodNumber('no'),
      paymentMethodNumber('yes'),
      paymentMethodNumber('unknown'),
      paymentMethodNumber(undefined),
    ],
    [9, 1, 1, 1],
  );
});

test('buildReport makes a body that its schema allows whatever was answered', () => {
  const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const shape = itemAnswersSchema.shape;
  const answers = fc.record({
    access: fc.constantFrom(...shape.access.options),
    ...{ 'baseline-1': optional(['yes', 'no'] as const), 'baseline-2': optional(['yes', 'no'] as const) },
    ...{ 'baseline-3': optional(['yes', 'no'] as const), national: optional(['yes', 'no'] as const) },
    severity: optional(shape.severity.unwrap().options),
    age: optional(shape.age.unwrap().options),
    gender: optional(shape.gender.unwrap().options),
    'content-type': optional(shape['content-type'].unwrap().options),
    'site-type': optional(shape['site-type'].unwrap().options),
    commercial: optional(shape.commercial.unwrap().options),
  });
  fc.assert(
    fc.property(answers, (given) => {
      const report = reportOf(itemAnswersSchema.parse(given));
      assert.deepEqual(iccamReportSchema.parse(report), report);
    }),
    { numRuns: 200 },
  );
});

test('buildReport marks the first address alone as the source when there are several', () => {
  const one = inputOf(ILLEGAL_ANSWERS);
  const report = buildReport(
    readFacts(writeFacts({ ...one, items: [...one.items, ...inputOf(ILLEGAL_ANSWERS).items] })),
    'fyr',
    'r',
  );
  assert.deepEqual(
    report.urls.map(({ isSourceUrl, hotlineReference }) => [isSourceUrl, hotlineReference]),
    [
      [true, 'r.1'],
      [false, 'r.2'],
    ],
  );
});

test('writeFacts refuses a report that no hotline could take', () => {
  assert.throws(() => writeFacts({ ...inputOf(ILLEGAL_ANSWERS), items: [] }));
  assert.throws(() => writeFacts(inputOf(ILLEGAL_ANSWERS, { country: 'Netherlands' })));
  assert.throws(() => writeFacts(inputOf(ILLEGAL_ANSWERS, { ip: 'none' })));
  assert.throws(() => writeFacts(inputOf(ILLEGAL_ANSWERS, { url: 'no address' })));
});
