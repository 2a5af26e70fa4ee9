/** The pure parts of talking to ICCAM: pauses, pages of lists, groups of items, value lists, what leaves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as catalogues from '../../../stand-ins/iccam/catalogues.ts';
import { ILLEGAL_ANSWERS } from '../partner-for-tests.ts';
import { compareCatalogue, numbersWeSend, type CatalogueRow } from './catalogues.ts';
import { groupItems, MOST_ADDRESSES, type GroupedItem } from './group-items.ts';
import { pauseAsked } from './iccam-http.ts';
import { nextCursor } from './read-lists.ts';
import { outlineReport } from './outline.ts';
import { buildReport, iccamReportSchema, readFacts, writeFacts } from './report.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);

test('pauseAsked honours Retry-After in seconds and as a date, and never for longer than a quarter of an hour', () => {
  assert.equal(pauseAsked(200, '5', NOW), undefined);
  assert.equal(pauseAsked(503, undefined, NOW), undefined);
  assert.equal(pauseAsked(429, undefined, NOW), 5_000);
  assert.equal(pauseAsked(429, '20', NOW), 20_000);
  assert.equal(pauseAsked(503, '20', NOW), 20_000);
  assert.equal(pauseAsked(429, at(2).toUTCString(), NOW), 120_000);
  assert.equal(pauseAsked(429, at(-60).toUTCString(), NOW), 1_000, 'a clock that is off');
  assert.equal(pauseAsked(429, '86400', NOW), 900_000);
  assert.equal(pauseAsked(429, 'soon', NOW), 5_000);
});

test('nextCursor goes on from the newest of a full page, and never past what it could lose', () => {
  assert.deepEqual(nextCursor(at(0), [], false), { since: at(0), isMore: false });
  assert.deepEqual(nextCursor(at(0), [at(1), at(30)], false), { since: at(20), isMore: false });
  assert.deepEqual(nextCursor(at(0), [at(1), at(2)], false), { since: at(0), isMore: false }, 'never backwards');
  assert.deepEqual(nextCursor(at(0), [at(1), at(30)], true), { since: at(30), isMore: true });
  assert.deepEqual(nextCursor(at(0), [at(30), at(1)], true), {
    since: at(0),
    isMore: false,
    code: 'iccam-list-unordered',
  });
  assert.deepEqual(nextCursor(at(5), [at(5), at(5)], true), { since: at(5), isMore: false, code: 'iccam-list-stuck' });
});

test('nextCursor loses no row of a list that is in order, whatever the dates and the size of a page', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }),
      fc.integer({ min: 2, max: 9 }),
      (minutes, size) => {
        const rows = minutes.toSorted((a, b) => a - b).map((minute, id) => ({ id, date: at(minute) }));
        const seen = new Set<number>();
        let cursor: Date | undefined;
        for (let pages = 0; pages < 200; pages += 1) {
          const from = cursor?.getTime() ?? 0;
          const page = rows.filter(({ date }) => date.getTime() >= from).slice(0, size);
          for (const { id } of page) seen.add(id);
          const next = nextCursor(
            cursor,
            page.map(({ date }) => date),
            page.length >= size,
          );
          if (next.code !== undefined) return; // Said to the operator, and read again from there.
          cursor = next.since;
          if (!next.isMore) break;
        }
        assert.equal(seen.size, rows.length);
      },
    ),
  );
});

const media = { ...ILLEGAL_ANSWERS, 'content-type': 'media' } as const;
const itemOf = (change: Partial<GroupedItem>): GroupedItem => ({
  ...{ country: 'NL', url: 'http://a.example.org/1', host: 'a.example.org', answers: media, pageUrl: undefined },
  ...change,
});

test('groupItems puts a page and its media together, in each hosting country', () => {
  const page = itemOf({ url: 'http://a.example.org/p', answers: ILLEGAL_ANSWERS });
  const other = itemOf({ url: 'http://b.example.org/p', host: 'b.example.org', answers: ILLEGAL_ANSWERS });
  const onPage = itemOf({ url: 'http://cdn.example.org/1', host: 'cdn.example.org', pageUrl: page.url });
  const onHost = itemOf({ url: 'http://b.example.org/2', host: 'b.example.org' });
  const abroad = itemOf({ url: 'http://us.example.org/3', host: 'us.example.org', country: 'US', pageUrl: page.url });
  const alone = itemOf({ url: 'http://c.example.org/4', host: 'c.example.org' });
  assert.deepEqual(groupItems([onPage, page, onHost, other, abroad, alone]), [
    { country: 'NL', referrer: undefined, items: [page, onPage] },
    { country: 'NL', referrer: undefined, items: [other, onHost] },
    { country: 'NL', referrer: undefined, items: [alone] },
    { country: 'US', referrer: page.url, items: [abroad] },
  ]);
});

test('groupItems names each item once, in a report of its country that is not too long', () => {
  const anyItem = fc
    .record({
      n: fc.nat(400),
      country: fc.constantFrom('NL', 'US'),
      isPage: fc.boolean(),
      host: fc.nat(3),
      page: fc.nat(4),
    })
    .map(({ n, country, isPage, host, page }) =>
      itemOf({
        ...{ url: `http://h${host}.example.org/${n}`, host: `h${host}.example.org`, country },
        ...{
          answers: isPage ? ILLEGAL_ANSWERS : media,
          pageUrl: page === 0 ? undefined : `http://h${page}.example.org/${page}`,
        },
      }),
    );
  fc.assert(
    fc.property(fc.array(anyItem, { maxLength: 300 }), (items) => {
      const groups = groupItems(items);
      assert.equal(groups.flatMap((group) => group.items).length, items.length);
      assert.deepEqual(new Set(groups.flatMap((group) => group.items)), new Set(items));
      for (const group of groups) {
        assert.ok(group.items.length > 0 && group.items.length <= MOST_ADDRESSES);
        assert.ok(group.items.every(({ country }) => country === group.country));
      }
    }),
  );
});

const THEIRS = {
  'age-categories': catalogues.AGE_CATEGORIES,
  'gender-categories': catalogues.GENDER_CATEGORIES,
  'action-types': catalogues.ACTION_TYPES,
  'payment-methods': catalogues.PAYMENT_METHODS,
  'site-types': catalogues.SITE_TYPES,
  commercialities: catalogues.COMMERCIALITIES,
  classifications: catalogues.CLASSIFICATIONS,
} as const satisfies Record<string, readonly CatalogueRow[]>;

test('compareCatalogue finds nothing in lists as they are, and each number that is gone or means another thing', () => {
  for (const name of ['age-categories', 'gender-categories', 'action-types', 'payment-methods'] as const)
    assert.deepEqual(compareCatalogue(name, THEIRS[name]), [], name);
  for (const name of ['site-types', 'commercialities', 'classifications'] as const)
    assert.deepEqual(compareCatalogue(name, THEIRS[name]), [], name);
  for (const id of numbersWeSend('classifications')) {
    const without = THEIRS.classifications.filter((row) => row.id !== id);
    assert.deepEqual(
      compareCatalogue('classifications', without).map((each) => [each.id, each.kind]),
      [[id, 'gone']],
    );
  }
  const crossed = THEIRS['gender-categories'].map((row) => ({
    ...row,
    id: row.id === 2 ? 3 : row.id === 3 ? 2 : row.id,
  }));
  assert.deepEqual(
    compareCatalogue('gender-categories', crossed).map(({ id, kind, theirs }) => [id, kind, theirs]),
    [
      [2, 'renamed', 'Male'],
      [3, 'renamed', 'Female'],
    ],
  );
});

test('outlineReport names every field that would leave, in ICCAM’s order', () => {
  const facts = readFacts(
    writeFacts({
      ...{ caseNumber: 7, receivedHour: NOW, referrer: 'http://a.example.org/links' },
      items: [
        { id: crypto.randomUUID(), url: 'http://a.example.org/1', country: 'NL', ip: '94.75.200.10', answers: media },
      ],
    }),
  );
  const report = buildReport(facts, 'fyr', 'iccam.1');
  const fields = new Map(outlineReport(report).map(({ field, value }) => [field, value]));
  assert.equal(fields.get('sourceUrlReferrer'), 'http://a.example.org/links');
  assert.equal(fields.get('urls[0].urlString'), 'http://a.example.org/1');
  assert.equal(fields.get('urls[0].assessment.classification'), '1');
  assert.equal(fields.get('sourceUrlPaymentMethods[0]'), '9');
  const names = [...fields.keys()].map((field) => field.replace(/[.[].*$/, ''));
  assert.deepEqual([...new Set(names)], Object.keys(iccamReportSchema.shape));
});
