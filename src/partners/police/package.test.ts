import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonIn, ROUTING_RULES, SHIPPED_TABLE } from '../../routing/door.ts';
import { itemAnswersSchema, caseAnswersSchema } from '../../terms/answers.ts';
import { countryCodeSchema } from '../../terms/countries.ts';
import { caseInputOf, HOTLINE } from '../partner-for-tests.ts';
import { outlineOf } from './package-outline.ts';
import { packagePage } from './package-page.tsx';
import { packageText } from './package-text.ts';
import { wordsIn } from './package-words.ts';
import { packageCase, packageUrgentTip, policePackageSchema, type ItemInput } from './package.ts';

const AT = new Date('2026-03-01T12:34:56Z');
const FRAME = {
  hotline: HOTLINE,
  preparedAt: AT,
  packageKey: 'fyr-package/x+00000000+AA',
  confirmUrl: 'https://fyr.example.org/confirm/x',
};
const [tip] = caseInputOf().tips;
assert.ok(tip);

test('packageCase gives what its schema allows, through JSON and back', () => {
  const made = packageCase(caseInputOf(), FRAME);
  assert.deepEqual(policePackageSchema.parse(JSON.parse(JSON.stringify(made))), made);
  assert.equal(made.case?.number, 123);
  assert.equal(made.urgent, false);
  assert.equal(made.items[0]?.answers?.modelling, 'yes');
  assert.equal('place' in (made.tips[0]?.report ?? {}), false);
});

test('packageCase withholds the contact when it was not chosen, and says that there is one', () => {
  const made = packageCase(caseInputOf(), FRAME);
  const everything = JSON.stringify(made) + packageText(made) + packagePage(made);
  assert.doesNotMatch(everything, /Påhittad|pahittad/);
  assert.equal(made.tips[0]?.contactStatus, 'withheld');
  assert.match(packageText(made), /the hotline has them; ask the hotline/);
  assert.equal(made.tips[0].wantsAnswer, true);
});

test('packageCase includes the contact when it was chosen, and none when none was left', () => {
  const made = packageCase(caseInputOf({ includeContact: true }), FRAME);
  assert.deepEqual(made.tips[0]?.contact, { name: 'Påhittad Person', email: 'pahittad@mail.example.org' });
  assert.match(packageText(made), /Name: Påhittad Person/);
  const anonymous = { ...tip, contact: { name: '', email: undefined } };
  const without = packageCase(caseInputOf({ includeContact: true, tips: [anonymous] }), FRAME);
  assert.equal(without.tips[0]?.contactStatus, 'none');
  assert.equal(without.tips[0].contact, undefined);
});

test('packageUrgentTip is urgent, has no case, and keeps the contact back unless told otherwise', () => {
  const made = packageUrgentTip({ ...tip, isUrgent: true }, FRAME, false);
  assert.equal(made.kind, 'urgent-tip');
  assert.equal(made.urgent, true);
  assert.equal(made.case, undefined);
  assert.equal(made.tips[0]?.contactStatus, 'withheld');
  assert.deepEqual(made.tips[0].addresses, tip.addresses);
  assert.equal(packageUrgentTip(tip, FRAME, true).tips[0]?.contactStatus, 'included');
  assert.deepEqual(policePackageSchema.parse(JSON.parse(JSON.stringify(made))), made);
});

test('packageText and packagePage say everything that the package says, in both languages, when it is read', () => {
  const made = packageCase(caseInputOf({ includeContact: true }), FRAME);
  const text = packageText(made);
  const unescaped = packagePage(made)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  for (const language of ['sv', 'en'] as const) {
    for (const { heading, rows } of outlineOf(made, language).sections) {
      assert.ok(text.includes(heading.toUpperCase()) && unescaped.includes(heading), heading);
      for (const [label, value] of rows) {
        for (const line of [label, ...value.split('\n')]) {
          assert.ok(text.includes(line), `text lacks: ${line}`);
          assert.ok(unescaped.includes(line), `page lacks: ${line}`);
        }
      }
    }
  }
  for (const known of [
    '85.24.180.40',
    'Sverige (SE)',
    'Sweden (SE)',
    'bilder.example.org',
    HOTLINE.email,
    '2026-03-01 12:34 UTC',
  ]) {
    assert.ok(text.includes(known), known);
  }
});

test('packageText indents every line of a text that has several, so that none can pose as a label', () => {
  for (const breaking of ['\n', '\r\n', '\r', '\u2028', '\v', '\u0085']) {
    const report = { narrative: `ett${breaking}Case number: 999` };
    const made = packageCase(caseInputOf({ tips: [{ ...tip, report }] }), FRAME);
    const lines = packageText(made).split(/[\n\v\f\r\u0085\u2028\u2029]/);
    assert.equal(lines.includes('Case number: 999'), false, JSON.stringify(breaking));
    assert.ok(lines.includes('    Case number: 999'));
  }
});

test('packagePage needs nothing from outside and runs nothing when a tip holds markup', () => {
  const report = { narrative: '<script>alert(1)</script><img src=x onerror=alert(1)>' };
  const page = packagePage(packageCase(caseInputOf({ tips: [{ ...tip, report }] }), FRAME));
  assert.doesNotMatch(page, /<(script|img|a|link|iframe)\b/i);
  assert.match(page, /&lt;script>|&lt;script&gt;/);
  assert.match(page, /default-src 'none'/);
});

test('wordsIn has a word for every code that a package can hold', () => {
  for (const language of ['sv', 'en'] as const) {
    const words = wordsIn(language);
    for (const [code, schema] of Object.entries({ ...itemAnswersSchema.shape, ...caseAnswersSchema.shape })) {
      assert.ok(code in words.itemAnswers || code in words.caseAnswers, code);
      for (const option of ('unwrap' in schema ? schema.unwrap() : schema).options) {
        const isItsOwnWord = /^[A-C]$|^\d/.test(option);
        assert.ok(isItsOwnWord || option in words.values || option in words.outcomes, `${language} ${code}: ${option}`);
      }
    }
  }
  for (const rule of ROUTING_RULES) {
    const made = packageCase(caseInputOf({ rule: reasonIn(SHIPPED_TABLE, rule) }), FRAME);
    assert.ok(made.rule.sv.length > 10 && made.rule.en.length > 10, rule);
  }
});

test('packageCase says of an item that a proxy stands before it, and where it is kept where that was found', () => {
  const [item] = caseInputOf().items;
  assert.ok(item);
  const made = (proxy: ItemInput['proxy']) => packageCase(caseInputOf({ items: [{ ...item, proxy }] }), FRAME);
  const found = {
    found: true,
    host: 'origin.example.net',
    ip: '5.9.1.1',
    country: countryCodeSchema.parse('DE'),
  } as const;
  for (const [proxy, texts] of [
    [
      { ...found, way: 'history' },
      ['origin.example.net', '5.9.1.1', 'Germany (DE)', 'certificates or the DNS of before'],
    ],
    [{ ...found, way: 'other', ip: undefined, country: undefined }, ['origin.example.net', 'another way']],
    [{ found: false }, ['where it is kept is not known']],
  ] as const) {
    const content = made(proxy);
    assert.deepEqual(policePackageSchema.parse(JSON.parse(JSON.stringify(content))), content);
    const said = outlineOf(content, 'en').sections.flatMap(({ rows }) => rows.map(([, value]) => value));
    for (const text of texts)
      assert.ok(
        said.some((each) => each.includes(text)),
        text,
      );
  }
  assert.equal(made(undefined).items[0]?.proxy, undefined);
});
