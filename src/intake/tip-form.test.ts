import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TIP_CATEGORIES, type TipCategory } from '../terms/categories.ts';
import { cleanText, readField } from '../site/read-field.ts';
import { shippedAskedForm } from './forms/forms.ts';
import { findPage } from './form-walk.ts';
import { mergeBody } from './read-body.ts';
import {
  EMPTY_FORM,
  findObstacle,
  findProblemsIn,
  isAboutMatter,
  questionsIn,
  readAddressField,
  STEPS,
  TEXT_FIELDS,
  toContact,
  toReport,
} from './tip-form.ts';

const online = shippedAskedForm('online');
const [danger, narrative] = [findPage(online, 'danger'), findPage(online, 'narrative')];
const matterOf = (category: TipCategory) =>
  questionsIn(shippedAskedForm(category))
    .map(({ id }) => id)
    .filter(isAboutMatter);
const words = {
  oddHeading: 'Rest',
  label: (id: string) => `?${id}`,
  option: (_id: string, option: string) => `!${option}`,
};

const anyText = fc.string({ unit: 'binary', maxLength: 400 });

test('cleanText leaves well-formed text without control characters, and changes nothing twice', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const clean = cleanText(text);
      assert.ok(clean.isWellFormed());
      assert.doesNotMatch(clean, /[\0-\x08\x0b-\x1f\x7f-\x9f]/);
      assert.equal(cleanText(clean), clean);
    }),
  );
  assert.equal(cleanText(' a\r\nb\rc\u2028d\0 '), 'a\nb\nc\nd');
});

test('readField takes what a form can send and nothing from the prototype', () => {
  assert.equal(readField({ a: ' x ' }, 'a'), 'x');
  assert.equal(readField({ a: ['x', 'y', 3] }, 'a'), 'x\ny');
  assert.equal(readField({}, 'toString'), '');
  assert.equal(readField(null, 'a'), '');
  assert.equal(readField('a=1', 'a'), '');
  assert.equal(readField({ a: { b: 1 } }, 'a'), '');
});

test('mergeBody of anything is a form, and leaves what the body does not say as it was', () => {
  fc.assert(
    fc.property(fc.anything(), (body) => {
      assert.deepEqual(Object.keys(mergeBody(body, EMPTY_FORM, online, danger)).sort(), Object.keys(EMPTY_FORM).sort());
    }),
  );
  const before = { ...EMPTY_FORM, narrative: 'Text', isUrgent: true, wantsAnswer: true };
  assert.deepEqual(mergeBody({}, before, online, narrative), before);
  assert.deepEqual(mergeBody({ narrative: '' }, before, online, narrative), { ...before, narrative: '' });
  assert.equal(
    mergeBody({}, before, online, danger).isUrgent,
    false,
    'a box that was shown and not sent is not ticked',
  );
  assert.equal(mergeBody({}, before, online, undefined).isUrgent, true);
});

test('readAddressField loses no line: each is an address, odd, or blank', () => {
  const lines = fc.array(
    fc.oneof(
      anyText.map((text) => text.replaceAll('\n', ' ')),
      fc.webUrl(),
      fc.constantFrom(
        '',
        'a.example.org/x',
        'inte en adress',
        'http://localhost/x',
        'magnet:?xt=1',
        '<https://a.example.org',
        'x>',
      ),
    ),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(lines, (parts) => {
      const text = cleanText(parts.join('\n'));
      const { addresses, oddLines } = readAddressField(text);
      assert.ok(addresses.length <= 50);
      for (const odd of oddLines) assert.equal(odd.text, (text.split('\n')[odd.line - 1] ?? '').trim());
      if (addresses.length === 0)
        assert.deepEqual(
          oddLines.map((odd) => odd.text).join('\n'),
          text
            .split('\n')
            .map((l) => l.trim())
            .filter((l) => l !== '')
            .join('\n'),
        );
    }),
    { numRuns: 300 },
  );
});

test('findObstacle lets one answer of any question through, for every category but online', () => {
  for (const category of TIP_CATEGORIES) {
    for (const field of matterOf(category)) {
      const obstacle = findObstacle(shippedAskedForm(category), { ...EMPTY_FORM, [field]: 'x' });
      assert.equal(obstacle === undefined, category !== 'online' || field === 'addresses', `${category} ${field}`);
    }
    const obstacle = findObstacle(shippedAskedForm(category), EMPTY_FORM);
    assert.equal(obstacle?.problems.length, 1);
    assert.equal(obstacle.pageId, STEPS[category][1], 'the first page that asks about the matter');
  }
});

test('findProblemsIn names every text that is too long, by its own limit', () => {
  const travel = shippedAskedForm('travel');
  const journey = findPage(travel, 'journey');
  assert.ok(journey !== undefined);
  for (const field of ['travelCountry', 'place', 'hotel', 'dates'] as const) {
    const { most } = TEXT_FIELDS[field];
    assert.deepEqual(findProblemsIn(travel, journey, { ...EMPTY_FORM, [field]: 'x'.repeat(most) }), []);
    assert.deepEqual(findProblemsIn(travel, journey, { ...EMPTY_FORM, [field]: 'x'.repeat(most + 1) }), [
      { field, code: 'too-long', count: most + 1, most },
    ]);
  }
});

test('STEPS asks no question twice, begins with danger and ends with the person', () => {
  for (const category of TIP_CATEGORIES) {
    const questions = matterOf(category);
    assert.equal(new Set(questions).size, questions.length, category);
    assert.deepEqual([STEPS[category][0], STEPS[category].at(-1)], ['danger', 'contact']);
  }
});

test('toReport keeps only what the category asks, and toContact only what was given', () => {
  const values = { ...EMPTY_FORM, place: 'Torget', hotel: 'Hotellet', narrative: 'Text', phone: '070' };
  const read = { addresses: [], oddLines: [], withCredentials: [] };
  assert.deepEqual(toReport(shippedAskedForm('offline'), values, read, words), { place: 'Torget', narrative: 'Text' });
  assert.deepEqual(toReport(shippedAskedForm('travel'), values, read, words), {
    place: 'Torget',
    hotel: 'Hotellet',
    narrative: 'Text',
  });
  const odd = [{ line: 1, text: 'där', reasonCode: 'not-an-address' as const }];
  assert.equal(toReport(online, EMPTY_FORM, { ...read, oddLines: odd }, words).narrative, 'Rest:\ndär');
  assert.deepEqual(toContact(values), { phone: '070' });
  assert.equal(toContact(EMPTY_FORM), undefined);
});
