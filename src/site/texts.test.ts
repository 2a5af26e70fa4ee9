import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { guidanceFor } from './country-guidance.ts';
import { textsIn } from './texts.ts';
import { grammarOf } from './texts/forms.ts';
import { leavesOf } from './texts/leaves.ts';

const catalogues = new Map(SITE_LANGUAGES.map((language) => [language, new Map(leavesOf(textsIn(language)))]));

test('textsIn says everything in every language, and leaves no text empty but a hint', () => {
  const expected = [...(catalogues.get('sv') ?? new Map<string, string>()).keys()];
  assert.ok(expected.length > 150);
  for (const [language, texts] of catalogues) {
    assert.deepEqual([...texts.keys()], expected, language);
    for (const [path, text] of texts) assert.ok(text.trim() !== '' || path.endsWith('.hint'), `${language}${path}`);
  }
});

test('textsIn uses the parameters it is given in every language alike', () => {
  const used = (text: string) => [...text.matchAll(/7[123]/g)].map((match) => match[0]).sort();
  for (const [path, text] of catalogues.get('sv') ?? []) {
    for (const [language, texts] of catalogues)
      assert.deepEqual(used(texts.get(path) ?? ''), used(text), `${language}${path}`);
  }
});

/** Spanish has the same word. */
const SAME_WORD = new Set(['Error: ']);

test('textsIn differs from English wherever there are words', () => {
  const english = catalogues.get('en');
  for (const [language, texts] of catalogues) {
    if (language === 'en') continue;
    const same = [...texts].filter(
      ([path, text]) => /\p{L}{5}/u.test(text) && english?.get(path) === text && !SAME_WORD.has(text),
    );
    assert.deepEqual(same, [], language);
  }
});

test('textsIn is written in the script of its language', () => {
  const scripts = {
    uk: /\p{Script=Cyrillic}/u,
    ar: /\p{Script=Arabic}/u,
    fa: /\p{Script=Arabic}/u,
    th: /\p{Script=Thai}/u,
  };
  for (const language of ['uk', 'ar', 'fa', 'th'] as const) {
    const foreign = [...(catalogues.get(language) ?? [])].filter(
      ([, text]) => /\p{L}{4}/u.test(text) && !scripts[language].test(text),
    );
    assert.deepEqual(foreign, [], language);
  }
});

test('grammarOf counts as each language does', () => {
  const forms = { one: '# one', few: '# few', many: '# many', other: '# other' };
  const of = (language: SiteLanguage, count: number) => grammarOf(language).plural(count, forms);
  assert.deepEqual([of('sv', 1), of('sv', 2)], ['1 one', '2 other']);
  assert.deepEqual([of('pl', 1), of('pl', 3), of('pl', 7)], ['1 one', '3 few', '7 many']);
  assert.deepEqual([of('uk', 21), of('ar', 5), of('th', 1)], ['21 one', '5 few', '1 other']);
  assert.equal(grammarOf('fa').number(1200).replace(/\D/g, ''), '1200', 'the digits of telephone numbers');
});

test('guidanceFor knows an emergency number everywhere, and the police of Sweden', () => {
  assert.equal(guidanceFor('SE').policeNumber, '114 14');
  for (const country of ['SE', 'FI', 'NO', 'DK', 'DE', 'FR', 'ES', 'PL', 'UA', 'XX', '']) {
    const { emergencyNumber, supportLines, timeZone } = guidanceFor(country);
    assert.match(emergencyNumber, /^\d{3,}$/);
    assert.ok(supportLines.length > 0);
    assert.doesNotThrow(() => new Intl.DateTimeFormat('sv', { timeZone }));
    for (const line of supportLines) assert.ok(line.phone !== undefined || line.url !== undefined);
  }
});

test('a number of days stands in the case that the words before it ask for', () => {
  const within = (language: SiteLanguage) => [1, 2, 3, 7].map((days) => textsIn(language).figures.within(days));
  assert.deepEqual(within('de'), [
    'Innerhalb von 1 Tag',
    ...['2', '3', '7'].map((days) => `Innerhalb von ${days} Tagen`),
  ]);
  assert.deepEqual(within('pl'), ['W ciągu 1 dnia', 'W ciągu 2 dni', 'W ciągu 3 dni', 'W ciągu 7 dni']);
  assert.deepEqual(within('uk'), ['За 1 день', 'За 2 дні', 'За 3 дні', 'За 7 днів']);
  assert.deepEqual(within('ar').slice(0, 2), ['خلال يوم واحد', 'خلال يومين']);
  assert.deepEqual(within('fi').slice(0, 2), ['1 päivän kuluessa', '2 päivän kuluessa']);
});
