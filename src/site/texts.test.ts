import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES } from '../terms/categories.ts';
import { guidanceFor } from './country-guidance.ts';
import { textsIn } from './texts.ts';

/** Every text of a catalogue by its path; a text that takes parameters as what it makes of the path's own words. */
function leavesOf(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return leavesOf(Reflect.apply(value, undefined, ['{1}', '{2}', '{3}']), `${path}()`);
  if (typeof value !== 'object' || value === null) return [[path, '']];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, `${path}.${key}`));
}

const catalogues = new Map(LANGUAGES.map((language) => [language, new Map(leavesOf(textsIn(language), ''))]));

test('textsIn says everything in every language, and leaves no text empty but a hint', () => {
  const expected = [...(catalogues.get('sv') ?? new Map<string, string>()).keys()];
  assert.ok(expected.length > 150);
  for (const [language, texts] of catalogues) {
    assert.deepEqual([...texts.keys()], expected, language);
    for (const [path, text] of texts) assert.ok(text.trim() !== '' || path.endsWith('.hint'), `${language}${path}`);
  }
});

test('textsIn uses the parameters it is given in every language alike', () => {
  const used = (text: string) => [...text.matchAll(/\{\d\}/g)].map((match) => match[0]).sort();
  for (const [path, text] of catalogues.get('sv') ?? []) {
    for (const [language, texts] of catalogues)
      assert.deepEqual(used(texts.get(path) ?? ''), used(text), `${language}${path}`);
  }
});

test('textsIn differs between languages wherever there are words', () => {
  const same = [...(catalogues.get('sv') ?? [])].filter(
    ([path, text]) => /\p{L}{4}/u.test(text) && catalogues.get('en')?.get(path) === text,
  );
  assert.deepEqual(same, []);
});

test('guidanceFor knows an emergency number everywhere, and the police of Sweden', () => {
  assert.equal(guidanceFor('SE').policeNumber, '114 14');
  for (const country of ['SE', 'FI', 'XX', '']) {
    const { emergencyNumber, supportLines, timeZone } = guidanceFor(country);
    assert.match(emergencyNumber, /^\d{3,}$/);
    assert.ok(supportLines.length > 0);
    assert.doesNotThrow(() => new Intl.DateTimeFormat('sv', { timeZone }));
    for (const line of supportLines) assert.ok(line.phone !== undefined || line.url !== undefined);
  }
});
