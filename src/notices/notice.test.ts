import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { countryCodeSchema } from '../terms/countries.ts';
import { ILLEGAL_ANSWERS } from './notices-for-tests.ts';
import { buildNotice, readNoticeFacts, referenceOf, writeNoticeFacts, type NoticeInput } from './notice.ts';
import { xarfClassOf } from './xarf.ts';

const DISPATCH = '5f0c1b54-3a0e-4f0c-9e50-0d6f1d0c7a01';
const hotline = { name: 'Hotline Exempel', email: 'desk@fyr.example.org', homeCountry: 'SE' };
const input: NoticeInput = {
  caseNumber: 7,
  itemId: '0c4a1b54-3a0e-4f0c-9e50-0d6f1d0c7a01',
  url: 'https://pictures.example.org/album/3?b=1',
  host: 'pictures.example.org',
  ip: '185.107.56.40',
  country: 'NL',
  target: 'host',
  outcome: 'illegal-baseline',
  classification: 'baseline',
  detection: 'manual_review',
  assessedAt: new Date('2026-03-01T12:00:00Z'),
};
const noticeOf = (changes: Partial<NoticeInput> = {}, settings: { isDsa16?: boolean; country?: string } = {}) =>
  buildNotice(readNoticeFacts(writeNoticeFacts({ ...input, ...changes })), {
    hotline,
    contact: {
      name: 'Example Hosting',
      email: 'abuse@hosting.example.org',
      ...(settings.country === undefined ? {} : { country: countryCodeSchema.parse(settings.country) }),
    },
    dispatchId: DISPATCH,
    isDsa16: settings.isDsa16 ?? false,
  });

/** XARF v4, content-csam.json with content-base.json and xarf-core.json: what they require, and the values they allow. */
const party = z.strictObject({ org: z.string().max(200), contact: z.email(), domain: z.hostname() });
const xarfSchema = z.looseObject({
  xarf_version: z.string().regex(/^4\.\d+\.\d+$/),
  report_id: z.uuid(),
  timestamp: z.iso.datetime(),
  reporter: party,
  sender: party,
  source_identifier: z.string().min(1),
  category: z.literal('content'),
  type: z.literal('csam'),
  url: z.url(),
  domain: z.hostname().optional(),
  classification: z.enum(['baseline', 'A1', 'A2', 'B1', 'B2']),
  detection_method: z.enum(['hash_match', 'ai_detection', 'manual_review', 'user_report', 'automated_scan']),
  country_code: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  hosting_provider: z.string().optional(),
});

test('buildNotice asks for removal and for evidence to be kept, with the exact address and our reference', () => {
  const { subject, text } = noticeOf();
  assert.match(text, /^Address: https:\/\/pictures\.example\.org\/album\/3\?b=1$/m);
  assert.match(text, /^IP address: 185\.107\.56\.40$/m);
  assert.match(text, /^Assessed: 2026-03-01 12:00 UTC$/m);
  assert.match(text, /remove the material, or to disable access to it, without delay/);
  assert.match(text, /as evidence for the police/);
  assert.ok(text.includes(referenceOf(DISPATCH)) && subject.includes(referenceOf(DISPATCH)));
  assert.doesNotMatch(subject, /pictures|album/);
  assert.match(text, /To the abuse desk of Example Hosting/);
});

test('buildNotice writes Swedish and English to Sweden, English to others', () => {
  assert.match(noticeOf({ country: 'SE' }).text, /Vi ber er att utan dröjsmål[^]*We ask you to remove/);
  assert.match(noticeOf({}, { country: 'SE' }).subject, /^Ta bort olagligt material/);
  assert.doesNotMatch(noticeOf({}).text, /Vi ber er/);
  assert.doesNotMatch(noticeOf({ country: 'SE' }, { country: 'NL' }).text, /Vi ber er/);
});

test('buildNotice has what article 16 asks for when the provider is in the Union, and does not claim it elsewhere', () => {
  const { text } = noticeOf({}, { isDsa16: true });
  assert.match(text, /article 16 of Regulation \(EU\) 2022\/2065/);
  assert.match(text, /believe in good faith that the information and allegations in it are accurate and complete/);
  assert.match(text, /Why it is illegal: .* meets Interpol's baseline criteria/);
  assert.doesNotMatch(noticeOf().text, /2022\/2065/);
  assert.match(noticeOf({ country: 'SE' }, { isDsa16: true }).text, /god tro/);
});

test('buildNotice gives the reason that the assessment gives', () => {
  assert.match(noticeOf({ outcome: 'illegal-national' }).text, /illegal under the law of Sweden/);
  assert.match(noticeOf().text, /trained analyst/);
  assert.match(noticeOf({ detection: 'hash_match' }).text, /exact match with a list of known material/);
});

test('buildNotice asks a proxy to stop serving, to pass it on and to name the host', () => {
  const { text } = noticeOf({ target: 'proxy' });
  assert.match(text, /reached through your network/);
  assert.match(text, /tell us who the host is/);
});

test('buildNotice attaches a valid XARF report of one item, and none without a class', () => {
  const report = xarfSchema.parse(JSON.parse(noticeOf().xarf ?? ''));
  assert.equal(report.report_id, DISPATCH);
  assert.equal(report.url, input.url);
  assert.equal('evidence' in report, false);
  assert.equal(report.source_identifier, '185.107.56.40');
  assert.equal(report.sender.domain, 'fyr.example.org');
  assert.equal(report.hosting_provider, 'Example Hosting');
  const unlocated = noticeOf({ ip: undefined, country: undefined });
  assert.equal(xarfSchema.parse(JSON.parse(unlocated.xarf ?? '')).source_identifier, 'pictures.example.org');
  assert.equal(noticeOf({ classification: undefined }).xarf, undefined);
});

test('writeNoticeFacts refuses an item that is not illegal, and any field that is none of a notice', () => {
  const withOutcome: unknown = { ...input, outcome: 'not-illegal' };
  const withTip: unknown = { ...input, tipster: 'x' };
  for (const wrong of [withOutcome, withTip])
    assert.throws(() => Reflect.apply(writeNoticeFacts, undefined, [wrong]), z.ZodError);
});

test('xarfClassOf gives the class of the answers, none where they give none', () => {
  assert.equal(xarfClassOf(ILLEGAL_ANSWERS), 'baseline');
  assert.equal(xarfClassOf({ ...ILLEGAL_ANSWERS, 'baseline-1': 'no', national: 'yes' }), 'A2');
  assert.equal(xarfClassOf(undefined), undefined);
  assert.equal(xarfClassOf({ access: 'not-found' }), undefined);
});
