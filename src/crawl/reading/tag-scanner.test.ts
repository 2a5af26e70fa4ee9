import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { MARKUP_PIECES, NEIGHBOURS, ODD_MARKUP } from './markup-for-tests.ts';
import { MAX_TAG_LENGTH, TagScanner } from './tag-scanner.ts';
import { tokensOfHtmlparser2, tokensOfScanner } from './tokens-for-tests.ts';
import { processorMs } from '../../platform/processor-time-for-tests.ts';

function assertEqual(document: string, cuts: readonly number[] = []): void {
  assert.deepEqual(tokensOfScanner(document, cuts), tokensOfHtmlparser2(document), JSON.stringify(document));
}

test('TagScanner finds what htmlparser2 finds in each state of the tokenizer, alone and beside others', () => {
  let count = 0;
  for (const odd of ODD_MARKUP) {
    for (const neighbour of NEIGHBOURS) {
      for (const document of [
        odd + neighbour,
        neighbour + odd,
        `${neighbour}${odd}<a href=x>`,
        `<b c="${odd}${neighbour}">`,
      ]) {
        assertEqual(document);
        count += 1;
      }
    }
  }
  assert.ok(count > 8000, String(count));
});

test('TagScanner finds the same when the document comes byte by byte or is cut anywhere once', () => {
  for (const odd of ODD_MARKUP) {
    const document = `<p>${odd}<img src="a&amp;b">${odd}`;
    const length = Buffer.byteLength(document);
    assertEqual(
      document,
      Array.from({ length }, (_, at) => at),
    );
    for (let cut = 1; cut < length; cut += 1) assertEqual(document, [cut]);
  }
});

test('TagScanner finds what htmlparser2 finds in any mixture of markup, however it is cut', () => {
  const document = fc.array(fc.constantFrom(...MARKUP_PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));
  const cuts = fc.array(fc.nat(200), { maxLength: 6 });
  fc.assert(
    fc.property(document, cuts, (text, places) => assertEqual(text, places)),
    { numRuns: 20_000 },
  );
});

test('TagScanner finds what htmlparser2 finds in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      // htmlparser2 takes U+001C for `<` and U+000F for `/` inside raw text (it compares with a bit set): no rule to follow.
      assertEqual(`<a b="c">${text.replace(/[\u001c\u000f]/g, '')}`);
    }),
    { numRuns: 3000 },
  );
});

const html5libSchema = z.object({
  tests: z
    .array(z.object({ input: z.string(), doubleEscaped: z.boolean().optional(), lastStartTag: z.string().optional() }))
    .default([]),
});
/** Where html5lib's tokenizer cases lie; they are not shipped here. */
const html5libFolder = process.env['FYR_HTML5LIB_TESTS'];

test("TagScanner finds what htmlparser2 finds in html5lib's cases", { skip: html5libFolder === undefined }, () => {
  const folder = html5libFolder ?? '';
  let count = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.test'))) {
    for (const one of html5libSchema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))).tests) {
      const unescaped = one.input.replace(/\\u([0-9a-f]{4})/gi, (_whole, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      const input = (one.doubleEscaped === true ? unescaped : one.input).toWellFormed();
      const starts = ['', '<textarea>', '<style>', '<script>', '<plaintext>', '<svg>', `<${one.lastStartTag ?? 'a'}>`];
      const documents = starts.map((start) => `${start}${input}<a href=x>`);
      for (const document of [...documents, `<a b="${input}">`, `<a b=${input} c>`, `<a ${input}>`, `<${input}>`]) {
        assertEqual(document);
        assertEqual(
          document,
          Array.from({ length: Buffer.byteLength(document) }, (_, at) => at),
        );
        count += 1;
      }
    }
  }
  assert.ok(count > 10_000, String(count));
});

function scan(pieces: Iterable<Uint8Array>): { tags: number; ms: number; textLength: number } {
  let tags = 0;
  const scanner = new TagScanner({ onTag: () => (tags += 1), onStyle: () => undefined });
  const startedAt = processorMs();
  for (const piece of pieces) scanner.write(piece);
  scanner.end();
  return { tags, ms: processorMs() - startedAt, textLength: scanner.textLength };
}

/** Markup that makes readers slow: each fills megabytes from a few characters. */
const HOSTILE: Record<string, string> = {
  'deep nesting': '<div>',
  'nested links': '<a href=x>',
  'nested SVG': '<svg><title>',
  'open tags': '<',
  'open comments': '<!--',
  'closed comments': '<!---->',
  'half-closed comments': '<!-- --!',
  'open values': '<a href="',
  'odd quotes': `<a href='"`,
  'attributes without end': ' a=b',
  'one tag of attributes': ' href',
  'open scripts': '<script>',
  'almost closed scripts': '<script></scrip',
  'end tags': '</a',
  entities: '&amp;&lt;&bogus',
  declarations: '<![CDATA[',
  dashes: '-',
  slashes: '/',
};

test('TagScanner takes time that grows with the number of bytes, whatever they say', () => {
  const sizeBytes = 1024 * 1024;
  for (const [name, unit] of Object.entries(HOSTILE)) {
    for (const before of ['', '<a ', '<a href="', '<!--', '<script>', '<svg>']) {
      const page = Buffer.from(before + unit.repeat(sizeBytes / unit.length));
      const whole = scan([page]);
      assert.ok(whole.ms < 700, `${name} after ${before}: ${whole.ms.toFixed(0)} ms`);
      const pieces = Array.from({ length: Math.ceil(page.length / 1400) }, (_, at) =>
        page.subarray(at * 1400, at * 1400 + 1400),
      );
      const cut = scan(pieces);
      assert.ok(cut.ms < 1000, `${name} after ${before}, in packets: ${cut.ms.toFixed(0)} ms`);
    }
  }
});

test('TagScanner keeps to a bounded memory when a tag never ends', () => {
  const scanner = new TagScanner({ onTag: () => undefined, onStyle: () => undefined });
  const piece = Buffer.alloc(64 * 1024, 'x');
  scanner.write(Buffer.from('<img src="'));
  for (let count = 0; count < 200; count += 1) scanner.write(piece);
  assert.ok(scanner.pendingLength <= MAX_TAG_LENGTH * 2);
  for (let count = 0; count < 800; count += 1) scanner.write(piece);
  assert.ok(scanner.pendingLength <= MAX_TAG_LENGTH * 2);
});

test('TagScanner goes on behind a tag that is too long for it, wherever in the tag it gave up', () => {
  const filler = 'x'.repeat(MAX_TAG_LENGTH * 2);
  for (const [open, close] of [
    ['<img src="', '">'],
    ["<img src='", "'>"],
    ['<img src=', '>'],
    ['<img ', '>'],
    ['<img src="a', ' > " >'],
  ] as const) {
    const names: string[] = [];
    const scanner = new TagScanner({
      onTag: (tag) => names.push(`${tag.name} ${tag.attribute('href') ?? ''}`),
      onStyle: () => undefined,
    });
    const page = Buffer.from(`<a href=one>${open}${filler}${close}<a href=two>`);
    for (let at = 0; at < page.length; at += 50_000) scanner.write(page.subarray(at, at + 50_000));
    scanner.end();
    assert.deepEqual(
      names.filter((name) => name.startsWith('a')),
      ['a one', 'a two'],
      open,
    );
  }
});

test('TagScanner counts the words of a page and not its markup', () => {
  const page = '<title>not counted</title><script>nor this</script><p class="x">  four <b>ever</b><!-- no --></p>';
  assert.equal(scan([Buffer.from(page)]).textLength, 'four '.length + 'ever'.length);
});
