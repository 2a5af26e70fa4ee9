import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { TIP_CATEGORIES } from '../../terms/categories.ts';
import { SITE_LANGUAGES } from '../../terms/site-languages.ts';
import { EMPTY_FORM, findObstacle, questionsIn, toReport } from '../tip-form.ts';
import { checkFormSet, type FormFaultCode } from './check-form-set.ts';
import { editFormSet, freshId, type FormEdit } from './edit-form-set.ts';
import { changesBetween } from './form-changes.ts';
import { formSetSchema, SHIPPED_FORMS, type FormSet } from './form-set.ts';
import { SHIPPED_KEYS, standingOf, textLimitOf, wordIn } from './form-words.ts';
import { formsOf } from './forms.ts';

const titles = { sv: 'Vilket spel?', en: 'Which game?' };
const edited = (...edits: readonly FormEdit[]): FormSet => edits.reduce(editFormSet, SHIPPED_FORMS);
const withGame = (...more: readonly FormEdit[]) =>
  edited(
    { kind: 'new-question', id: 'q-gaming', answers: 'choice', titles },
    { kind: 'new-option', question: 'q-gaming', id: 'o-chess2', titles: { sv: 'Schack', en: 'Chess' } },
    { kind: 'new-option', question: 'q-gaming', id: 'o-cards2', titles: { sv: 'Kort', en: 'Cards' } },
    { kind: 'ask', category: 'grooming', page: 'suspect', question: 'q-gaming' },
    ...more,
  );
const codesOf = (set: FormSet): readonly FormFaultCode[] => checkFormSet(set).map(({ code }) => code);

test('checkFormSet finds nothing in what Fyr ships, nor in a question that was added with its words', () => {
  assert.deepEqual(checkFormSet(SHIPPED_FORMS), []);
  assert.deepEqual(checkFormSet(withGame()), []);
});

test('checkFormSet holds what keeps people safe, whoever edits', () => {
  const broken: readonly (readonly [FormFaultCode, ...FormEdit[]])[] = [
    ['always-offered', { kind: 'withhold', category: 'online' }],
    ['danger-first', { kind: 'do-not-ask', category: 'travel', question: 'isUrgent' }],
    ['danger-first', { kind: 'move-page', category: 'travel', page: 'danger', to: 'down' }],
    ['contact-last', { kind: 'move-page', category: 'travel', page: 'contact', to: 'up' }],
    ['contact-last', { kind: 'ask', category: 'online', page: 'narrative', question: 'phone' }],
    ['contact-last', { kind: 'ask', category: 'online', page: 'contact', question: 'hotel' }],
    ['addresses-kept', { kind: 'do-not-ask', category: 'online', question: 'addresses' }],
    ['twice', { kind: 'ask', category: 'online', page: 'circumstances', question: 'narrative' }],
    ['empty-page', { kind: 'add-page', category: 'online', page: 'suspect' }],
    ['unknown-question', { kind: 'ask', category: 'online', page: 'narrative', question: 'q-nobody' }],
    ['few-options', { kind: 'new-question', id: 'q-chosen', answers: 'choice', titles }],
    ['missing-text', { kind: 'new-question', id: 'q-silent', answers: 'line', titles: { sv: 'Bara svenska', en: '' } }],
    ['too-long-text', { kind: 'say', texts: [['so', 'page.narrative.title', 'x'.repeat(200)]] }],
  ];
  for (const [code, ...edits] of broken) assert.ok(codesOf(edited(...edits)).includes(code), code);
  const many = Array.from({ length: 5 }, () => freshId('q', randomBytes(6)));
  const long = edited(
    { kind: 'new-page', id: 'p-asking', titles },
    { kind: 'add-page', category: 'other', page: 'p-asking' },
    ...many.flatMap((id): FormEdit[] => [
      { kind: 'new-question', id, answers: 'text', titles },
      { kind: 'ask', category: 'other', page: 'p-asking', question: id },
    ]),
  );
  assert.deepEqual(codesOf(long), ['too-many'], 'ten thousand letters more do not fit into a page');
});

/** Any change, of things that exist and of things that do not. */
const anyEdit = (): fc.Arbitrary<FormEdit> => {
  const category = fc.constantFrom(...TIP_CATEGORIES);
  const page = fc.constantFrom('danger', 'contact', 'narrative', 'suspect', 'p-abcdef', 'p-ghijkm');
  const question = fc.constantFrom('isUrgent', 'addresses', 'narrative', 'email', 'q-abcdef', 'q-ghijkm');
  const to = fc.constantFrom('up' as const, 'down' as const);
  const option = fc.constantFrom('o-abcdef', 'o-ghijkm');
  const key = fc.constantFrom('page.p-abcdef.title', 'question.q-abcdef.label', 'start.title', 'nobody.title');
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('offer' as const, 'withhold' as const), category }),
    fc.record({ kind: fc.constant('move-category' as const), category, to }),
    fc.record({ kind: fc.constantFrom('add-page' as const, 'remove-page' as const), category, page }),
    fc.record({ kind: fc.constant('move-page' as const), category, page, to }),
    fc.record({ kind: fc.constant('ask' as const), category, page, question }),
    fc.record({ kind: fc.constant('do-not-ask' as const), category, question }),
    fc.record({ kind: fc.constant('move-question' as const), category, question, to }),
    fc.record({
      kind: fc.constant('new-page' as const),
      id: fc.constantFrom('p-abcdef', 'p-ghijkm'),
      titles: fc.constant(titles),
    }),
    fc.record({
      kind: fc.constant('new-question' as const),
      id: fc.constantFrom('q-abcdef', 'q-ghijkm'),
      answers: fc.constantFrom('line' as const, 'text' as const, 'choice' as const),
      titles: fc.constant(titles),
    }),
    fc.record({
      kind: fc.constantFrom('delete-question' as const, 'delete-page' as const),
      id: fc.oneof(page, question),
    }),
    fc.record({ kind: fc.constant('new-option' as const), question, id: option, titles: fc.constant(titles) }),
    fc.record({ kind: fc.constant('delete-option' as const), question, id: option }),
    fc.record({ kind: fc.constant('move-option' as const), question, id: option, to }),
    fc.record({
      kind: fc.constant('say' as const),
      texts: fc.array(fc.tuple(fc.constantFrom(...SITE_LANGUAGES), key, fc.string({ maxLength: 20 })), {
        maxLength: 3,
      }),
    }),
  );
};

test('editFormSet of any changes is a form set that can be stored, and what it passes can be filled in and sent', () => {
  fc.assert(
    fc.property(fc.array(anyEdit(), { maxLength: 25 }), (edits) => {
      const set = edited(...edits);
      assert.deepEqual(formSetSchema.parse(JSON.parse(JSON.stringify(set))), set);
      if (checkFormSet(set).length > 0) return;
      const forms = formsOf(1, set);
      for (const category of forms.categories) {
        const form = forms.form(category);
        assert.ok(form !== undefined);
        assert.equal(form.pages[0]?.questions[0]?.id, 'isUrgent');
        const ids = questionsIn(form).map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
        const values = { ...EMPTY_FORM, addresses: 'https://a.example.org/', narrative: 'x', suspect: 'x' };
        const own = Object.fromEntries(ids.filter((id) => id.startsWith('q-')).map((id) => [id, 'x']));
        const filled = { ...values, place: 'x', own };
        assert.equal(findObstacle(form, filled), undefined, category);
        for (const language of SITE_LANGUAGES)
          for (const id of ids)
            assert.notEqual(forms.words(language).text(`question.${id}.label`), '', `${language} ${id}`);
      }
    }),
    { numRuns: 150 },
  );
});

test('changesBetween says nothing of equal forms, and something of every change that has an effect', () => {
  assert.deepEqual(changesBetween(SHIPPED_FORMS, SHIPPED_FORMS), []);
  fc.assert(
    fc.property(fc.array(anyEdit(), { maxLength: 8 }), anyEdit(), (edits, last) => {
      const before = edited(...edits);
      const after = editFormSet(before, last);
      const isChanged = JSON.stringify(before.categories) !== JSON.stringify(after.categories);
      if (isChanged) assert.notEqual(changesBetween(before, after).length, 0);
      assert.deepEqual(changesBetween(after, after), []);
    }),
    { numRuns: 150 },
  );
  const kinds = changesBetween(SHIPPED_FORMS, withGame()).map(({ kind }) => kind);
  assert.deepEqual(new Set(kinds), new Set(['asked', 'answers', 'text']));
});

test('wordIn falls back to English, says so, and standingOf tells the editor which texts lag behind', () => {
  const set = withGame({ kind: 'say', texts: [['sv', 'page.narrative.title', 'Berätta']] });
  assert.deepEqual(wordIn(set, 'sv', 'question.q-gaming.label'), { text: 'Vilket spel?' });
  assert.deepEqual(wordIn(set, 'th', 'question.q-gaming.label'), { text: 'Which game?', language: 'en' });
  assert.deepEqual(wordIn(set, 'th', 'question.q-gaming.hint'), { text: '' }, 'an absent hint is absent');
  assert.equal(standingOf(set, 'th', 'question.q-gaming.label'), 'english');
  assert.deepEqual(
    [standingOf(set, 'sv', 'page.narrative.title'), standingOf(set, 'th', 'page.narrative.title')],
    ['own', 'behind'],
  );
  assert.equal(standingOf(set, 'th', 'page.suspect.title'), 'shipped');
  const shippedAgain = editFormSet(set, {
    kind: 'say',
    texts: [['sv', 'page.narrative.title', wordIn(SHIPPED_FORMS, 'sv', 'page.narrative.title').text]],
  });
  assert.equal(standingOf(shippedAgain, 'th', 'page.narrative.title'), 'shipped', 'Fyr’s own words are no change');
});

test('SHIPPED_KEYS have words in every language, all within their limits', () => {
  assert.ok(SHIPPED_KEYS.length > 60);
  for (const language of SITE_LANGUAGES)
    for (const key of SHIPPED_KEYS) {
      const { text, language: foreign } = wordIn(SHIPPED_FORMS, language, key);
      assert.equal(foreign, undefined);
      assert.ok(text !== '' || key.endsWith('.hint'), `${language} ${key}`);
      assert.ok(text.length <= textLimitOf(key), `${language} ${key}: ${text.length}`);
    }
});

test('toReport keeps an added question with its words, so that the tip says the same when the forms are others', () => {
  const form = formsOf(7, withGame()).form('grooming');
  assert.ok(form !== undefined);
  const words = formsOf(7, withGame()).words('sv');
  const said = {
    oddHeading: 'Rest',
    label: (id: string) => words.text(`question.${id}.label`),
    option: (id: string, option: string) => words.text(`question.${id}.${option}.option`),
  };
  const values = { ...EMPTY_FORM, own: { 'q-gaming': 'o-chess2', 'q-unkown': 'lost' } };
  assert.deepEqual(toReport(form, values, { addresses: [], oddLines: [], withCredentials: [] }, said), {
    own: [{ question: 'q-gaming', label: 'Vilket spel?', answer: 'Schack' }],
  });
});
