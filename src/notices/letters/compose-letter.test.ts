import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { z } from 'zod';
import { ILLEGAL_ANSWERS } from '../notices-for-tests.ts';
import { RUNGS } from '../takedown/rung.ts';
import { composeLetter } from './compose-letter.ts';
import type { LetterInput } from './letter.ts';
import { contactIn, inputOf, itemOf, LETTER, NOTICE, TEST_FACTS, xarfSchema } from './letters-for-tests.ts';
import { readNoticeFacts, referenceOf, writeNoticeFacts } from './notice.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';
import { xarfClassOf } from './xarf.ts';

const letterOf = (changes: Partial<LetterInput> = {}) => composeLetter(inputOf(changes), SHIPPED_TEMPLATES);
const reportOf = (changes: Partial<LetterInput> = {}) =>
  xarfSchema.parse(JSON.parse(letterOf(changes).reports[0]?.json ?? ''));
const at = (text: string) => new Date(text);

test('composeLetter asks for removal and for evidence to be kept, with the exact address and our reference', () => {
  const { subject, text, templateVersion } = letterOf();
  assert.match(text, /^To the abuse desk of Example Hosting$/m);
  assert.match(text, /^Address: https:\/\/pictures\.example\.org\/album\/3\?b=1$/m);
  assert.match(text, /^IP address: 185\.107\.56\.40$/m);
  assert.match(text, /^Assessed: 2026-03-01 12:00 UTC$/m);
  assert.match(text, new RegExp(`^Our reference: ${referenceOf(NOTICE)}$`, 'm'));
  assert.match(text, /remove the material, or to disable access to it, without delay/);
  assert.match(text, /as evidence for the police/);
  assert.match(text, /write to desk@fyr\.example\.org with our reference/);
  assert.match(text, /^https:\/\/fyr\.example\.org\/n\/TOKEN$/m);
  assert.equal(subject, `Please remove illegal material: sexual abuse of a child (${referenceOf(LETTER)})`);
  assert.equal(templateVersion, 0);
  assert.doesNotMatch(text, /[{}]|Item 1 of|Reminder|undefined/);
});

test('composeLetter writes Swedish and English to Sweden, English to others', () => {
  const swedish = letterOf({ contact: contactIn('SE') });
  assert.match(swedish.text, /Vi ber er att utan dröjsmål[^]*\n-{72}\n[^]*We ask you to remove/);
  assert.match(swedish.subject, /^Ta bort olagligt material/);
  assert.match(swedish.html, /<html lang="sv">[^]*<div lang="sv">[^]*<div lang="en">/);
  assert.deepEqual(swedish.languages, ['sv', 'en']);
  assert.deepEqual(letterOf({ items: [itemOf({ country: 'SE' })] }).languages, ['sv', 'en']);
  assert.deepEqual(letterOf({ contact: contactIn('NL'), items: [itemOf({ country: 'SE' })] }).languages, ['en']);
  assert.doesNotMatch(letterOf().text, /Vi ber er/);
});

test('composeLetter has what article 16 asks for when the provider is in the Union, and does not claim it elsewhere', () => {
  const { text, html } = letterOf({ isDsa16: true });
  for (const form of [text, html]) {
    assert.match(form, /article 16 of Regulation \(EU\) 2022\/2065/);
    assert.match(form, /believe in good faith that the information and allegations in it are accurate and complete/);
    assert.match(form, /Why it is illegal: .* meets Interpol(’|&#39;)s baseline criteria/);
  }
  assert.doesNotMatch(letterOf().text, /2022\/2065/);
  assert.match(letterOf({ isDsa16: true, contact: contactIn('SE') }).text, /god tro/);
});

test('composeLetter gives the reason that the assessment gives', () => {
  const textOf = (facts: Parameters<typeof itemOf>[0]) => letterOf({ items: [itemOf(facts)] }).text;
  assert.match(textOf({ outcome: 'illegal-national' }), /illegal under the law of Sweden/);
  assert.match(textOf({}), /trained analyst/);
  assert.match(textOf({ detection: 'hash_match' }), /exact match with a list of known material/);
  assert.match(textOf({ detection: 'hash_match', outcome: 'illegal-national' }), /exact match[^\n]*law of Sweden/);
});

test('composeLetter asks of each rung what it can do', () => {
  const expected = {
    owner: /on a site of yours[^]*remove the material/,
    hosting: /hosted by you[^]*remove the material/,
    proxy: /reached through your network[^]*stop serving[^]*tell us who the host is/,
    upstream: /a network that you connect[^]*your customer removes/,
    registrar: /registered through you[^]*act on the domain/,
  };
  for (const rung of RUNGS) assert.match(letterOf({ items: [itemOf({}, { rung })] }).text, expected[rung]);
});

test('composeLetter numbers several items, keeps those of one rung together, and gives each its own reference and report', () => {
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  const items = [
    itemOf({ url: 'https://a.example.org/1' }, { noticeId: ids[0] ?? '', rung: 'upstream' }),
    itemOf({ url: 'https://b.example.org/2' }, { noticeId: ids[1] ?? '' }),
    itemOf({ url: 'https://c.example.org/3' }, { noticeId: ids[2] ?? '' }),
  ];
  const { text, html, subject, reports } = letterOf({ items });
  assert.match(text, /This letter names 3 addresses/);
  const places = [
    /hosted by you/,
    /Item 2 of 3\nAddress: https:\/\/b/,
    /Item 3 of 3\nAddress: https:\/\/c/,
    /ask you to remove/,
  ];
  const more = [/a network that you connect/, /Item 1 of 3\nAddress: https:\/\/a/, /your customer removes/];
  const found = [...places, ...more].map((place) => text.search(place));
  assert.ok(found.every((place) => place >= 0));
  assert.deepEqual(
    found,
    found.toSorted((a, b) => a - b),
  );
  for (const id of ids) assert.ok(text.includes(`Our reference: ${referenceOf(id)}`) && html.includes(referenceOf(id)));
  assert.ok(subject.endsWith(`(${referenceOf(LETTER)})`));
  assert.deepEqual(
    reports.map(({ noticeId, filename, json }) => [noticeId, filename, xarfSchema.parse(JSON.parse(json)).report_id]),
    ids.map((id, index) => [id, `xarf-${index + 1}.json`, id]),
  );
});

test('composeLetter says in a reminder when it was told before and that it goes on, and marks the subject', () => {
  const reminder = itemOf({}, { kind: 'reminder', toldBeforeAt: at('2026-03-01T14:05:00Z') });
  const { subject, text } = letterOf({ items: [reminder], isUrgent: true, ticket: ' ABUSE-\r\n1234\u202e ' });
  assert.match(text, /we told you about this on 2026-03-01 14:05 UTC, and it can still be reached/);
  assert.match(text, /we go on: we remind you, and we tell, one after the other/);
  assert.match(text, /act on it before anything else/);
  assert.match(subject, /^\[ABUSE- 1234\] Urgent: Reminder: Please remove illegal material/);
  const mixed = letterOf({ items: [itemOf(), reminder] });
  assert.doesNotMatch(mixed.subject, /Reminder/);
  assert.doesNotMatch(letterOf().text, /we go on/);
});

test('composeLetter tells a later rung since when the nearer ones have known', () => {
  const item = itemOf({}, { rung: 'registrar', nearerToldAt: at('2026-03-01T12:02:00Z') });
  const { text } = letterOf({ items: [item] });
  assert.match(text, /have been told since 2026-03-01 12:02 UTC/);
  assert.match(text, /we go on/);
});

test('composeLetter says hashes where they are known', () => {
  const hashes = { md5: 'ab'.repeat(16), sha256: 'cd'.repeat(32) };
  const changes = { items: [itemOf({ hashes, detection: 'hash_match' })] };
  const { text } = letterOf(changes);
  assert.match(text, new RegExp(`^MD5: ${'ab'.repeat(16)}$`, 'm'));
  assert.match(text, new RegExp(`^SHA-256: ${'cd'.repeat(32)}$`, 'm'));
  assert.doesNotMatch(text, /SHA-1/);
  const report = reportOf(changes);
  assert.deepEqual(report.hash_values, hashes);
  assert.deepEqual([report.verified_at, report.verification_method], ['2026-03-01T12:00:00.000Z', 'automated_crawler']);
  assert.deepEqual([reportOf().hash_values, reportOf().verification_method], [undefined, 'manual']);
});

test('writeNoticeFacts keeps exact hashes alone, and refuses what has not their form', () => {
  const md5 = 'ab'.repeat(16);
  const sighted = { md5, pdq: 'ff'.repeat(32) };
  assert.deepEqual(readNoticeFacts(writeNoticeFacts({ ...TEST_FACTS, hashes: sighted })).hashes, { md5 });
  assert.throws(() => writeNoticeFacts({ ...TEST_FACTS, hashes: { md5: 'not one' } }), z.ZodError);
});

test('composeLetter attaches a valid XARF report of one item, and none without a class', () => {
  const report = reportOf();
  assert.equal(report.report_id, NOTICE);
  assert.equal(report.url, TEST_FACTS.url);
  assert.equal(report.source_identifier, '185.107.56.40');
  assert.equal(report.sender.domain, 'fyr.example.org');
  assert.equal(report.hosting_provider, 'Example Hosting');
  assert.equal(report.domain, 'pictures.example.org');
  assert.equal(letterOf().reports[0]?.filename, 'xarf.json');
  const unlocated = reportOf({ items: [itemOf({ ip: undefined, country: undefined })] });
  assert.equal(unlocated.source_identifier, 'pictures.example.org');
  const literal = reportOf({
    items: [itemOf({ url: 'https://[2001:db8::7]/a', host: '2001:db8::7', ip: '2001:db8::7' })],
  });
  assert.equal(literal.domain, undefined);
  assert.deepEqual(letterOf({ items: [itemOf({ classification: undefined })] }).reports, []);
});

test('composeLetter names the provider in the report only as what it is', () => {
  const at = (rung: 'owner' | 'upstream' | 'registrar' | 'proxy') => reportOf({ items: [itemOf({}, { rung })] });
  for (const rung of ['owner', 'upstream', 'proxy'] as const)
    assert.deepEqual([at(rung).hosting_provider, at(rung).registrar], [undefined, undefined]);
  assert.deepEqual([at('registrar').hosting_provider, at('registrar').registrar], [undefined, 'Example Hosting']);
});

test('composeLetter leaves the page out where there is none, and refuses a letter about nothing', () => {
  assert.doesNotMatch(letterOf({ pageUrl: undefined }).text, /On this page/);
  assert.throws(() => letterOf({ items: [] }), RangeError);
});

test('composeLetter makes the provider’s page its only link and fetches nothing, whatever the form of an address', () => {
  const { html } = letterOf({ items: [itemOf({ url: 'https://pictures.example.org/a?x=<b>&y="1"' })] });
  assert.deepEqual(
    [...html.matchAll(/\b(?:href|src|action|background|srcset|data)\s*=\s*"([^"]*)"/g)].map(([, value]) => value),
    ['https://fyr.example.org/n/TOKEN'],
  );
  assert.doesNotMatch(html, /<(script|img|link|iframe|object|form|style|base|meta http-equiv)/i);
  assert.doesNotMatch(html, /https?:\/\/pictures|pictures\.example/);
  const shown = html.replace(/<br>\n?/g, '\n').replace(/<[^>]+>/g, '');
  assert.ok(shown.includes('Address: https://pictures.example.org/a?x=%3Cb%3E&amp;y=%221%22'), 'copied, it is exact');
  assert.match(letterOf({ pageUrl: 'javascript:alert(1)' }).html, /javascript:alert/);
  assert.doesNotMatch(letterOf({ pageUrl: 'javascript:alert(1)' }).html, /<a /);
});

test('composeLetter gives the same letter for the same rows', () => {
  assert.deepEqual(letterOf({ isDsa16: true }), letterOf({ isDsa16: true }));
});

test('writeNoticeFacts refuses an item that is not illegal, and any field that is none of a notice', () => {
  const withOutcome: unknown = { ...TEST_FACTS, outcome: 'not-illegal' };
  const withTip: unknown = { ...TEST_FACTS, tipster: 'x' };
  for (const wrong of [withOutcome, withTip])
    assert.throws(() => Reflect.apply(writeNoticeFacts, undefined, [wrong]), z.ZodError);
});

test('xarfClassOf gives the class of the answers, none where they give none', () => {
  assert.equal(xarfClassOf(ILLEGAL_ANSWERS), 'baseline');
  assert.equal(xarfClassOf({ ...ILLEGAL_ANSWERS, 'baseline-1': 'no', national: 'yes' }), 'A1');
  assert.equal(xarfClassOf(undefined), undefined);
  assert.equal(xarfClassOf({ access: 'not-found' }), undefined);
});

test('composeLetter tells the origin’s keeper and carrier the origin’s address, and the proxy and all others the one that answers', () => {
  const facts = { origin: { host: 'origin.example.net', ip: '5.9.1.1', country: 'DE' } };
  for (const rung of RUNGS) {
    const items = [itemOf(facts, { rung })];
    const isKeeper = rung === 'hosting' || rung === 'upstream';
    const { text, html, reports } = letterOf({ items });
    assert.match(text, isKeeper ? /^IP address: 5\.9\.1\.1$/m : /^IP address: 185\.107\.56\.40$/m, rung);
    const [ip, country] = isKeeper ? ['5.9.1.1', 'DE'] : ['185.107.56.40', 'NL'];
    assert.partialDeepStrictEqual(reportOf({ items }), { source_identifier: ip, country_code: country });
    const all = `${text}${html}${JSON.stringify(reports)}`;
    assert.ok(!all.includes('origin.example.net'), 'the host’s name is nobody’s to be told');
    assert.equal(all.includes('5.9.1.1'), isKeeper);
  }
  assert.deepEqual(letterOf({ items: [itemOf({ origin: { host: '5.9.1.1', country: 'SE' } })] }).languages, [
    'sv',
    'en',
  ]);
});
