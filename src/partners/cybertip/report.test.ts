/** The mapping to NCMEC's documents value by value, and properties that hold for any facts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { faultOf, publishedSchema } from '../../../stand-ins/cybertip/schema.ts';
import { cleanXmlText, readXml, writeXml, type XmlElement } from '../../platform/xml.ts';
import { itemAnswersSchema } from '../../terms/answers.ts';
import { TIP_CATEGORIES } from '../../terms/categories.ts';
import { meaningOf, readAnswer } from './answer.ts';
import { INPUT } from './cybertip-for-tests.ts';
import {
  buildFileDetails,
  buildReport,
  fieldsOf,
  incidentTypeOf,
  readFacts,
  writeFacts,
  type CybertipInput,
  type Reporter,
} from './report.ts';
import { FILE_DETAILS_RULE, INCIDENT_TYPES, REPORT_RULE } from './report-schema.ts';
import { missingSequences, problemsOf } from './schema-rule.ts';

const REPORTER: Reporter = {
  firstName: undefined,
  lastName: 'Hotline Example',
  email: 'desk@fyr.example.org',
  phone: undefined,
  agency: undefined,
  homeCountry: 'SE',
};
const built = (change: Partial<CybertipInput>, reporter: Partial<Reporter> = {}): XmlElement =>
  buildReport(readFacts(writeFacts({ ...INPUT, ...change })), { ...REPORTER, ...reporter }, 'ncmec.1.r1');
const valueIn = (document: XmlElement | undefined, path: string): string | undefined =>
  document === undefined ? undefined : fieldsOf(document).find(({ field }) => field === path)?.value;

const SHAPES = itemAnswersSchema.shape;
const answer = (code: keyof typeof SHAPES): fc.Arbitrary<string | undefined> => {
  const shape = SHAPES[code];
  const values: readonly string[] = 'options' in shape ? shape.options : shape.unwrap().options;
  return fc.constantFrom(undefined, ...values);
};
const anyAnswers = fc
  .record({
    access: fc.constant('available'),
    'baseline-1': fc.constant('yes'),
    'baseline-2': fc.constant('yes'),
    'baseline-3': answer('baseline-3'),
    national: fc.constant('yes'),
    severity: answer('severity'),
    age: answer('age'),
    gender: answer('gender'),
    virtual: answer('virtual'),
    'self-generated': answer('self-generated'),
    modelling: answer('modelling'),
    'site-type': answer('site-type'),
    commercial: answer('commercial'),
  })
  .map((answers) =>
    itemAnswersSchema.parse(Object.fromEntries(Object.entries(answers).filter(([, each]) => each !== undefined))),
  );
const hex = (length: number) =>
  fc.string({
    unit: fc.constantFrom('0', '1', '2', '7', '9', 'a', 'b', 'c', 'e', 'f'),
    minLength: length,
    maxLength: length,
  });
const anyUrl = fc.webUrl({ validSchemes: ['http', 'https'], withQueryParameters: true, withFragments: true });
const anyInput: fc.Arbitrary<CybertipInput> = fc.record(
  {
    caseNumber: fc.integer({ min: 1, max: 1e9 }),
    category: fc.constantFrom(...TIP_CATEGORIES),
    isDanger: fc.boolean(),
    isIdentifiable: fc.boolean(),
    isReportedToPolice: fc.boolean(),
    url: anyUrl,
    pageUrls: fc.array(anyUrl, { maxLength: 3 }),
    ip: fc.oneof(fc.ipV4(), fc.ipV6()),
    country: fc.constantFrom('US', 'SE', 'ZZ').map((code) => code),
    answers: anyAnswers,
    confirmedAt: fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
    by: fc.constantFrom('person', 'list'),
    hashes: fc.record({ md5: hex(32), sha1: hex(40), sha256: hex(64) }, { requiredKeys: [] }),
  },
  {
    requiredKeys: [
      ...(['caseNumber', 'category', 'isDanger', 'isIdentifiable', 'isReportedToPolice'] as const),
      ...(['url', 'pageUrls', 'answers', 'confirmedAt', 'by'] as const),
    ],
  },
);
/** As the settings' form lets them through: one line each, within its limits. */
const anyReporter: fc.Arbitrary<Reporter> = fc.record({
  firstName: fc.option(
    fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== ''),
    { nil: undefined },
  ),
  lastName: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== ''),
  email: fc.constant('desk@fyr.example.org'),
  phone: fc.constantFrom(undefined, '+46 8 000 00 00'),
  agency: fc.constantFrom(undefined, 'Example Police <"&\'>'),
  homeCountry: fc.constant('SE'),
});

test('any facts give documents that keep to our schema and to the far side’s, and read back the same', () => {
  fc.assert(
    fc.property(
      anyInput,
      anyReporter,
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      (input, reporter, reference) => {
        const facts = readFacts(writeFacts(input));
        const report = buildReport(facts, reporter, reference.slice(0, 200));
        const details = buildFileDetails(facts, '4000001');
        assert.deepEqual(problemsOf(report, REPORT_RULE), []);
        for (const document of [report, ...(details === undefined ? [] : [details])]) {
          const back = readXml(writeXml(document));
          assert.equal(faultOf(back), undefined);
          assert.deepEqual(
            fieldsOf(back),
            fieldsOf(document).map(({ field, value }) => ({ field, value: cleanXmlText(value) })),
          );
          assert.ok(fieldsOf(back).some(({ value }) => value === input.url) || input.url.length > 2_083);
        }
        if (details !== undefined) assert.deepEqual(problemsOf(details, FILE_DETAILS_RULE), []);
      },
    ),
    { numRuns: 300 },
  );
});

test('incidentTypeOf gives NCMEC’s type for every category', () => {
  assert.deepEqual(
    TIP_CATEGORIES.map((category) => [category, incidentTypeOf(category)]),
    [
      ['online', INCIDENT_TYPES.material],
      ['grooming', INCIDENT_TYPES.enticement],
      ['extortion', INCIDENT_TYPES.enticement],
      ['trafficking', INCIDENT_TYPES.trafficking],
      ['travel', INCIDENT_TYPES.tourism],
      ['offline', INCIDENT_TYPES.material],
      ['other', INCIDENT_TYPES.material],
    ],
  );
});

test('buildReport asks for priority, marks extortion, and names the police only where they are told', () => {
  assert.equal(valueIn(built({}), 'report/incidentSummary/escalateToHighPriority'), undefined);
  assert.equal(
    valueIn(built({ isDanger: true, isIdentifiable: true }), 'report/incidentSummary/escalateToHighPriority'),
    'A child may be in danger now. A child or a suspect may be identifiable.',
  );
  const annotated = (category: CybertipInput['category']) =>
    valueIn(built({ category }), 'report/incidentSummary/reportAnnotations/sextortion') !== undefined;
  assert.deepEqual(TIP_CATEGORIES.filter(annotated), ['extortion']);
  const agency = (isReportedToPolice: boolean, named: string | undefined) =>
    valueIn(built({ isReportedToPolice }, { agency: named }), 'report/lawEnforcement/agencyName');
  assert.deepEqual(
    [agency(true, 'Police'), agency(false, 'Police'), agency(true, undefined)],
    ['Police', undefined, undefined],
  );
});

test('buildFileDetails says what was answered, and does not cross the marks', () => {
  const details = (answers: Partial<CybertipInput['answers']>, by: 'person' | 'list' = 'person') =>
    buildFileDetails(readFacts(writeFacts({ ...INPUT, by, answers: { ...INPUT.answers, ...answers } })), '7');
  const marks = (answers: Partial<CybertipInput['answers']>) =>
    fieldsOf(details(answers) ?? { name: '' }).flatMap(({ field }) => field.match(/(?<=fileAnnotations\/).+/) ?? []);
  const none = { virtual: 'no', 'self-generated': 'unknown', age: '7-10' } as const;
  assert.deepEqual(marks(none), []);
  assert.deepEqual(marks({ ...none, virtual: 'yes' }), ['animeDrawingVirtualHentai']);
  assert.deepEqual(marks({ ...none, 'self-generated': 'yes' }), ['possibleSelfProduction']);
  assert.deepEqual(marks({ ...none, age: '0-2' }), ['infant']);
  const rows = [
    ['0-2', 'A', 'A1'],
    ['11-13', 'B', 'A1'],
    ['7-10', 'C', 'A2'],
    ['14-15', 'B', 'B1'],
    ['16-17', 'C', 'B2'],
    ['unknown', 'A', undefined],
  ] as const;
  for (const [age, severity, expected] of rows)
    assert.equal(valueIn(details({ age, severity }), 'fileDetails/industryClassification'), expected);
  assert.deepEqual(
    [details({}), details({}, 'list')].map((each) => valueIn(each, 'fileDetails/fileViewedByEsp')),
    ['true', 'false'],
  );
  assert.equal(buildFileDetails(readFacts(writeFacts({ ...INPUT, hashes: {} })), '7'), undefined);
});

test('writeFacts takes no field that it does not know: nothing of a tip can travel along', () => {
  const more = { ...INPUT, narrative: 'words', contact: { name: 'Invented Person' } };
  assert.throws(() => writeFacts(more), /narrative/);
});

test('problemsOf finds each element that is missing, doubled, out of place, unknown or wrong, and quotes no value', () => {
  const report = built({});
  const children = report.children ?? [];
  const secret = 'https://secret.example.org';
  const variants: readonly XmlElement[] = [
    { ...report, children: children.toReversed() },
    { ...report, children: children.slice(1) },
    { ...report, children: [...children, ...children.slice(-1)] },
    { ...report, children: [...children, { name: 'victim', text: secret }] },
    {
      ...report,
      children: children.map((child) => (child.name === 'additionalInfo' ? { ...child, text: '' } : child)),
    },
    {
      ...report,
      children: children.map((child) =>
        child.name === 'additionalInfo' ? { ...child, text: 'x'.repeat(3_001) } : child,
      ),
    },
    { ...report, attributes: { secret } },
    { ...report, name: secret.slice(8) },
  ];
  for (const variant of variants) {
    const problems = problemsOf(variant, REPORT_RULE);
    assert.ok(problems.length > 0);
  }
  assert.ok(
    !variants
      .slice(0, 7)
      .flatMap((each) => problemsOf(each, REPORT_RULE))
      .join()
      .includes(secret),
  );
});

test('missingSequences is content with the published schema and tells one whose elements have changed places', () => {
  const published = (isTurned: boolean) => readXml(writeXml(publishedSchema(isTurned)));
  for (const rule of [REPORT_RULE, FILE_DETAILS_RULE]) assert.deepEqual(missingSequences(published(false), rule), []);
  assert.deepEqual(missingSequences(published(true), REPORT_RULE), ['report']);
  assert.notDeepEqual(missingSequences({ name: 'schema' }, REPORT_RULE), []);
});

test('meaningOf follows the table of codes, and readAnswer takes nothing but an answer', () => {
  const meanings = [0, 1000, 1300, 2000, 3000, 3100, 4000, 4100, 4110, 5001, 5002, 5101, 5102, 42, 9999].map(meaningOf);
  assert.deepEqual(meanings, [
    ...['done', 'later', 'later', 'later', 'refused', 'refused', 'refused', 'refused', 'refused'],
    ...['no-report', 'refused', 'no-report', 'landed', 'later', 'later'],
  ]);
  const ok =
    '<reportResponse><responseCode>0</responseCode><responseDescription>x</responseDescription><reportId>12</reportId></reportResponse>';
  assert.deepEqual(readAnswer(ok), { code: 0, reportId: '12' });
  assert.deepEqual(
    readAnswer(
      '<reportDoneResponse><responseCode>0</responseCode><reportId>12</reportId><files/></reportDoneResponse>',
    ),
    {
      ...{ code: 0, reportId: '12' },
    },
  );
  for (const wrong of [
    '',
    '<html/>',
    ok.slice(0, -3),
    ok.replace('>0<', '>zero<'),
    ok.replace('>12<', '>-1<'),
    ok.replaceAll('reportResponse', 'other'),
  ])
    assert.equal(readAnswer(wrong), undefined, wrong);
});
