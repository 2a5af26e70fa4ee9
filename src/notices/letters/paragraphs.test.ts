import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LANGUAGES } from '../../terms/categories.ts';
import { checkText, checkTexts, fillIn, PARAGRAPH_CODES, PARAGRAPHS, tidyText } from './paragraphs.ts';
import { sampleLetter, SAMPLES } from './sample-letter.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';
import { TEST_HOTLINE } from './letters-for-tests.ts';
import { tidyTexts } from './release-template.ts';

test('the shipped texts pass their own check and are tidy', () => {
  assert.deepEqual(checkTexts(SHIPPED_TEMPLATES.texts), []);
  assert.deepEqual(tidyTexts(SHIPPED_TEMPLATES.texts), SHIPPED_TEMPLATES.texts);
  for (const language of LANGUAGES)
    assert.deepEqual(Object.keys(SHIPPED_TEMPLATES.texts[language]).toSorted(), PARAGRAPH_CODES.toSorted());
});

test('checkText names each thing that is wrong', () => {
  assert.deepEqual(checkText('greeting', 'To {provider}'), []);
  assert.deepEqual(checkText('greeting', ' \n '), [{ kind: 'empty' }]);
  assert.deepEqual(checkText('greeting', 'To you'), [{ kind: 'missing-placeholder', name: 'provider' }]);
  assert.deepEqual(checkText('greeting', 'To {provider} {hotline} {tipster}'), [
    { kind: 'unknown-placeholder', name: 'hotline' },
    { kind: 'unknown-placeholder', name: 'tipster' },
  ]);
  assert.deepEqual(checkText('warning', 'Do not {look'), [{ kind: 'stray-brace' }]);
  assert.deepEqual(checkText('subject', 'One\ntwo'), [{ kind: 'line-break' }]);
  assert.deepEqual(checkText('subject', 'x'.repeat(121)), [{ kind: 'too-long', most: 120 }]);
  assert.deepEqual(checkText('warning', 'x'.repeat(1200)), []);
});

test('the samples together show every text in each language', () => {
  const marked = (language: 'sv' | 'en') =>
    Object.fromEntries(
      PARAGRAPH_CODES.map((code) => {
        const names = PARAGRAPHS[code].requires.map((name) => `{${name}}`).join(' ');
        return [code, `<<${language} ${code}>> ${names}`];
      }),
    );
  const texts = {
    sv: { ...SHIPPED_TEMPLATES.texts.sv, ...marked('sv') },
    en: { ...SHIPPED_TEMPLATES.texts.en, ...marked('en') },
  };
  const shown = SAMPLES.map((sample) => {
    const { subject, text } = sampleLetter(sample, { version: 1, texts }, TEST_HOTLINE);
    return `${subject}\n${text}`;
  }).join('\n');
  for (const language of LANGUAGES) {
    // A letter has one subject, in its first language.
    const codes = language === 'sv' ? PARAGRAPH_CODES : PARAGRAPH_CODES.filter((code) => !PARAGRAPHS[code].isLine);
    for (const code of codes) assert.ok(shown.includes(`<<${language} ${code}>>`), `${language} ${code}`);
  }
});

test('tidyText keeps lines and words, and no control, invisible or direction-changing character', () => {
  assert.equal(tidyText('  One\r\ntwo \rthree\tfour\u0000\u200b\u202e \n\n'), 'One\ntwo\nthree four');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const tidied = tidyText(text);
      assert.doesNotMatch(tidied, /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
      assert.equal(tidyText(tidied), tidied);
    }),
  );
});

test('fillIn puts each value in once: what stands in a value is never filled in itself', () => {
  assert.deepEqual(fillIn('To {provider}, {page}.', { provider: '{page}', page: 'https://fyr.example.org/' }), [
    'To ',
    '{page}',
    ', ',
    { href: 'https://fyr.example.org/' },
    '.',
  ]);
  assert.deepEqual(fillIn('{constructor} {date}', {}), ['{constructor}', ' ', '{date}']);
});
