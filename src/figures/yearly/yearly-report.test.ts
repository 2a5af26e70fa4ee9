import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { staffIdSchema } from '../../terms/ids.ts';
import { exportFigures } from '../export/export-figures.ts';
import { whyNotChange, whyNotPublish, type Snapshot } from '../public/snapshot.ts';
import { SMALLEST_SHOWN, suppressList } from '../public/suppress.ts';
import { reportDocument } from './report-document.ts';
import {
  checkWriting,
  makeReport,
  NO_WORDS,
  tidyWriting,
  writeInto,
  YEARLY_REPORT,
  yearsOver,
  type NoticeCount,
  type YearlyReport,
} from './yearly-report.ts';

const ZONE = 'Europe/Stockholm';
const [astrid, birger, cecilia] = ['1', '2', '3'].map((digit) =>
  staffIdSchema.parse(`8a64a5a8-3a54-4a2f-8c9b-${digit.repeat(12)}`),
);
assert.ok(astrid !== undefined && birger !== undefined && cecilia !== undefined);

const names = new Map<string, string>([
  ...([
    ['p1', 'Zebra Hosting'],
    ['p2', 'Example Hosting'],
    ['p3', 'Example Hosting'],
  ] as const),
  ...([
    ['p4', '=cmd|x!A1'],
    ['p5', ' '],
  ] as const),
]);
const notices: readonly NoticeCount[] = [
  { providerId: 'p1', type: 'illegal-baseline.A', action: 'removed', total: 30 },
  { providerId: 'p2', type: 'illegal-baseline.B', action: 'none', total: 3 },
  { providerId: 'p3', type: 'illegal-baseline.B', action: 'removed', total: 4 },
  { providerId: 'p4', type: 'illegal-national', action: 'claimed', total: 2 },
  { providerId: 'p5', type: 'illegal-baseline.A', action: 'appeal', total: 11 },
];
const reportOf = (counted: readonly NoticeCount[], words = NO_WORDS) =>
  makeReport({
    ...{ year: 2025, now: new Date('2026-01-15T10:00:00Z'), timeZone: ZONE, words, notices: counted },
    nameOf: (id) => names.get(id),
  });
const written = {
  independence: {
    sv: 'Ingen leverantör betalar oss.\nStyrelsen beslutar.',
    en: 'No provider pays us.\nThe board decides.',
  },
  contact: { sv: 'hotline@example.org', en: 'hotline@example.org' },
  remarks: { sv: '', en: '' },
};

test('suppressList hides what is small, and lets no hidden number follow from the sum unless all are 1', () => {
  const counts = fc.array(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 90 })), {
    ...{ minLength: 1, maxLength: 7 },
  });
  fc.assert(
    fc.property(counts, (list) => {
      const sum = list.reduce((total, each) => total + each, 0);
      fc.pre(sum >= SMALLEST_SHOWN && list.some((each) => each > 1));
      const shown = suppressList(list);
      const hidden = list.filter((_, at) => shown[at] === null);
      list.forEach((each, at) => {
        assert.ok(shown[at] === null || shown[at] === each);
        assert.ok(each >= SMALLEST_SHOWN || shown[at] === null, `${each} is shown`);
      });
      // Each is at least 1, and they come to this: a number is known when there is one way to share it out.
      const rest = sum - shown.reduce((total: number, each) => total + (each ?? 0), 0);
      const isKnown = hidden.length === 1 || rest === hidden.length;
      assert.ok(hidden.length === 0 || !isKnown, `${JSON.stringify(list)} tells ${JSON.stringify(hidden)}`);
    }),
    { numRuns: 300 },
  );
});

test('makeReport counts notices by provider, type and action, with providers of one name as one, each list in an order that tells nothing', () => {
  const { total, providers, types, actions, madeOn } = reportOf(notices);
  assert.equal(madeOn, '2026-01-15');
  assert.equal(total, 50);
  assert.deepEqual(providers, [
    { name: '=cmd|x!A1', count: null },
    // Shown it would tell the one below five.
    { name: 'Example Hosting', count: null },
    { name: 'Zebra Hosting', count: 30 },
    { name: '', count: 11 },
  ]);
  assert.deepEqual(types, [
    { key: 'illegal-baseline.A', count: 41 },
    { key: 'illegal-baseline.B', count: null },
    { key: 'illegal-national', count: null },
  ]);
  assert.deepEqual(actions, [
    { key: 'removed', count: 34 },
    { key: 'claimed', count: null },
    { key: 'appeal', count: 11 },
    { key: 'none', count: null },
  ]);
});

test('makeReport breaks nothing down when fewer than five notices were sent', () => {
  for (const few of [[], notices.slice(1, 2), notices.slice(2, 3)]) {
    const { total, providers, types, actions } = reportOf(few);
    assert.deepEqual([total, providers, types, actions], [null, [], [], []]);
  }
});

test('yearsOver gives the years that are over where the hotline is, none before the law', () => {
  assert.deepEqual(yearsOver(new Date('2026-12-31T22:59:00Z'), ZONE), [2025, 2024]);
  assert.deepEqual(yearsOver(new Date('2026-12-31T23:00:00Z'), ZONE), [2026, 2025, 2024]);
  assert.deepEqual(yearsOver(new Date('2024-06-01T00:00:00Z'), ZONE), []);
});

test('checkWriting finds texts that are too long and names that two providers would have', () => {
  const long = { ...written, contact: { sv: 'x'.repeat(501), en: 'x'.repeat(500) } };
  assert.deepEqual(checkWriting({ words: long, names: ['A', '', '', 'A', 'x'.repeat(121)] }), [
    { kind: 'too-long', word: 'contact', language: 'sv', most: 500 },
    { kind: 'name-twice', provider: 3 },
    { kind: 'name-too-long', provider: 4 },
  ]);
  const tidied = tidyWriting({ words: { ...written, remarks: { sv: ' a\r\nb ', en: '' } }, names: [' A \n B '] });
  assert.deepEqual([tidied.words.remarks.sv, tidied.names], ['a\nb', ['A B']]);
});

test('writeInto changes words and names and no number', () => {
  const before = reportOf(notices);
  const after = writeInto(before, { words: written, names: ['Yak Hosting', 'Example Hosting', '', 'Known now'] });
  assert.deepEqual(after.words, written);
  assert.deepEqual(
    after.providers.map(({ name, count }) => [name, count]),
    [
      ...[
        ['Example Hosting', null],
        ['Known now', 11],
        ['Yak Hosting', null],
      ],
      ['', 30],
    ],
  );
  assert.deepEqual([after.total, after.types, after.actions], [before.total, before.types, before.actions]);
});

test('whyNotPublish and whyNotChange ask for another person, the words seen, and those that the law asks for', () => {
  const draft = (change: Partial<Snapshot<YearlyReport>>): Snapshot<YearlyReport> => ({
    ...{ id: 1, state: 'prepared', content: reportOf(notices, written), revision: 2, preparedBy: astrid },
    ...{ preparedAt: new Date(0), changedBy: birger, publishedBy: undefined, publishedAt: undefined, ...change },
  });
  const why = (change: Partial<Snapshot<YearlyReport>>, by = cecilia, revision = 2) =>
    whyNotPublish(YEARLY_REPORT, draft(change), { by, revision });
  assert.equal(why({}), undefined);
  assert.equal(why({}, astrid), 'same-person');
  assert.equal(why({}, birger), 'same-person');
  assert.equal(why({}, cecilia, 1), 'changed-meanwhile');
  assert.equal(why({ state: 'published' }), 'wrong-state');
  for (const word of ['independence', 'contact'] as const)
    for (const language of ['sv', 'en'] as const) {
      const words = { ...written, [word]: { ...written[word], [language]: ' ' } };
      assert.equal(why({ content: reportOf(notices, words) }), 'words-missing', `${word} ${language}`);
    }
  assert.equal(whyNotChange(draft({}), 2), undefined);
  assert.equal(whyNotChange(draft({}), 1), 'changed-meanwhile');
  assert.equal(whyNotChange(draft({ state: 'withdrawn' }), 2), 'wrong-state');
});

test('reportDocument says who, what, by which law and how it is independent, and its files hold no formula', async () => {
  for (const language of ['sv', 'en'] as const) {
    const document = reportDocument(reportOf(notices, written), language, 'Fyr');
    const csv = (await exportFigures(document, 'csv')).toString();
    for (const said of [
      '22',
      '2022/2065',
      'Zebra Hosting',
      'hotline@example.org',
      ...written.independence[language].split('\n'),
    ])
      assert.ok(csv.includes(said), said);
    assert.ok(csv.includes("'=cmd|x!A1"));
    assert.equal((await exportFigures(document, 'pdf')).subarray(0, 5).toString(), '%PDF-');
    assert.deepEqual(
      document.sections?.map(({ paragraphs }) => paragraphs.length),
      [2, 1],
    );
    const all = document.tables.map(({ rows }) => rows.at(-1)?.cells[0]?.value);
    assert.deepEqual(all, [50, 50, 50]);
  }
});
