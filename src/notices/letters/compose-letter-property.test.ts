import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { RUNGS } from '../takedown/rung.ts';
import { composeLetter } from './compose-letter.ts';
import type { LetterInput, LetterItem } from './letter.ts';
import { contactIn, inputOf, itemOf, TEST_HOTLINE, xarfSchema } from './letters-for-tests.ts';
import { referenceOf } from './notice.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';

/** Any characters, and those that would end a line, a tag, an attribute, a header or a text of JSON. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '\r\n',
          '\n',
          '\r',
          '\u2028',
          '\u0085',
          '\u0000',
          '\u202e',
          '<script>',
          '</title>',
          '-->',
          '<img src=x>',
          '"',
          "'",
          '&',
        ],
        ...[
          '{page}',
          '{provider}',
          'Bcc: x@example.org',
          'Our reference: Fyr-000000000000',
          '\\',
          '\ud800',
          'javascript:',
          ' ',
        ],
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const anyItem = fc
  .record({
    noticeId: fc.uuid({ version: 4 }),
    path: anyText,
    ip: fc.option(anyText, { nil: undefined }),
    host: anyText,
    rung: fc.constantFrom(...RUNGS),
    kind: fc.constantFrom('first', 'reminder'),
    told: fc.option(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }), {
      nil: undefined,
    }),
    outcome: fc.constantFrom('illegal-baseline', 'illegal-national'),
    classification: fc.option(fc.constantFrom('baseline', 'A1', 'A2', 'B1', 'B2'), { nil: undefined, freq: 3 }),
  })
  .map(({ noticeId, path, ip, host, rung, kind, told, outcome, classification }): LetterItem => ({
    ...itemOf({ outcome, classification }),
    facts: {
      ...itemOf({ outcome, classification }).facts,
      ...{ url: `https://pictures.example.org/${path}`, host: host === '' ? 'x' : host },
      ...(ip === undefined ? {} : { ip }),
    },
    ...{ noticeId, rung, kind, toldBeforeAt: told, nearerToldAt: told },
  }));

const anyInput = fc
  .record({
    name: anyText,
    hotlineName: anyText,
    ticket: fc.option(anyText, { nil: undefined }),
    country: fc.constantFrom('SE', 'NL', undefined),
    items: fc.uniqueArray(anyItem, { minLength: 1, maxLength: 6, selector: (item) => item.noticeId }),
    isUrgent: fc.boolean(),
    isDsa16: fc.boolean(),
    page: fc.option(anyText, { nil: undefined }),
  })
  .map(({ name, hotlineName, country, page, ...rest }): LetterInput =>
    inputOf({
      ...rest,
      contact: { ...contactIn(country), name },
      hotline: { ...TEST_HOTLINE, name: `Hotline ${hotlineName}` },
      pageUrl: page === undefined ? undefined : `https://fyr.example.org/n/${page}`,
    }),
  );

const compose = (input: LetterInput) => composeLetter(input, SHIPPED_TEMPLATES);

test('composeLetter reports every notice that has a class exactly once, in JSON that says what the facts say', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { reports } = compose(input);
      const due = input.items.filter(({ facts }) => facts.classification !== undefined);
      assert.deepEqual(
        reports.map(({ noticeId }) => noticeId),
        due.map(({ noticeId }) => noticeId),
      );
      assert.equal(new Set(reports.map(({ filename }) => filename)).size, reports.length);
      for (const [index, { json, noticeId, filename }] of reports.entries()) {
        const report: unknown = JSON.parse(json);
        const { report_id, classification } = xarfSchema
          .pick({ report_id: true, classification: true, hash_values: true, timestamp: true, category: true })
          .parse(report);
        assert.deepEqual([report_id, classification], [noticeId, due[index]?.facts.classification]);
        assert.match(filename, /^xarf(-\d+)?\.json$/);
      }
    }),
  );
});

test('composeLetter keeps the subject in one line of harmless characters, with the letter’s reference at its end', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { subject } = compose(input);
      assert.doesNotMatch(subject, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      assert.ok(subject.isWellFormed() && subject.length < 300);
      assert.ok(subject.endsWith(` (${referenceOf(input.letterId)})`));
    }),
  );
});

test('composeLetter lets no fact begin a line, so that each label stands once an item and language', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { text, languages } = compose(input);
      for (const label of ['Address: https://pictures.example.org/', 'Our reference: ']) {
        const lines = text.split(/\r\n|[\n\r\u2028\u2029\u0085]/).filter((line) => line.startsWith(label));
        assert.equal(lines.length, input.items.length, label);
      }
      assert.doesNotMatch(text, /[^\P{Cc}\n]|\p{Cf}/u);
      assert.equal(text.split(`\n${'-'.repeat(72)}\n`).length, languages.length);
    }),
  );
});

const ELEMENTS = new Set(['html', 'head', 'meta', 'title', 'body', 'div', 'p', 'b', 'br', 'hr', 'code', 'span', 'a']);
const ATTRIBUTES = new Set(['lang', 'charset', 'name', 'content', 'style', 'href', 'rel']);

test('composeLetter gives HTML of its own few elements whatever stands in the facts, and one link: the provider’s page', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { html, languages } = compose(input);
      const seen: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] = [];
      const walk = (nodes: ReturnType<typeof parseDocument>['children']): void => {
        for (const node of nodes) {
          assert.notEqual(node.type, 'comment');
          assert.notEqual(node.type, 'script');
          if ('name' in node && 'attribs' in node) seen.push({ name: node.name, attributes: node.attribs });
          if ('children' in node) walk(node.children);
        }
      };
      walk(parseDocument(html).children);
      for (const { name, attributes } of seen) {
        assert.ok(ELEMENTS.has(name), name);
        for (const attribute of Object.keys(attributes)) assert.ok(ATTRIBUTES.has(attribute), attribute);
        assert.doesNotMatch(attributes['style'] ?? '', /url|import|expression/i);
      }
      const links = seen.filter(({ name }) => name === 'a');
      assert.equal(links.length, input.pageUrl === undefined ? 0 : languages.length);
      for (const { attributes } of links) assert.ok(attributes['href']?.startsWith('https://fyr.example.org/n/'));
      assert.ok(!html.includes('https://pictures'));
    }),
  );
});
