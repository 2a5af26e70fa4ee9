import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from '../../test/browser.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { readFormsInUse, readOpenForms } from '../intake/door.ts';
import { openConsole, type Visitor } from './console-for-tests.ts';
import { orderOf } from './form-edit-order.ts';
import { look, openPageOf } from './look-for-tests.ts';
import { wordField } from './views/form-words.tsx';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const [astrid, birger, cecilia] = [
  await desk.logIn('astrid', 'supervisor'),
  await desk.logIn('birger', 'supervisor'),
  await desk.logIn('cecilia', 'analyst'),
];
const site = await desk.http.listen({ host: '127.0.0.1', port: 0 });
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await desk.http.close();
});

const draft = async () => {
  const open = await readOpenForms(db);
  assert.ok(open !== undefined);
  return { version: String(open.version), revision: String(open.revision), set: open.set };
};
/** Presses a button of the editor, as the page has it. @returns where it leads */
const press = async (by: Visitor, order: string, fields: Record<string, string> = {}, back = '/forms/draft') => {
  const { version, revision } = await draft();
  return (await by.post('/forms/edit', { version, revision, back, order, ...fields })).headers.location;
};

test('an administrator adds a question, another one releases it, and the preview is the public’s own page', async () => {
  await astrid.get('/forms');
  assert.equal((await astrid.post('/forms/begin')).headers.location, '/forms/draft?done=begun');
  await astrid.get('/forms/draft');
  const titles = { 'new-sv': 'Vilket spel?', 'new-en': 'Which game?', kind: 'choice' };
  assert.equal(await press(astrid, 'new-question', titles), '/forms/draft');
  const id = (await draft()).set.questions[0]?.id ?? '';
  for (const [sv, en] of [
    ['Schack', 'Chess'],
    ['Kort', 'Cards'],
  ] as const)
    await press(astrid, orderOf('new-option', id), { 'new-sv': sv, 'new-en': en });
  await press(astrid, orderOf('ask', 'grooming', 'suspect'), { 'choice-suspect': id });
  const page = (await astrid.get('/forms/draft/grooming')).body;
  assert.match(page, /Which game\?/);
  const { version, revision } = await draft();
  const shown = await astrid.get(`/forms/${version}/preview?language=th&page=grooming+suspect`);
  assert.match(shown.body, /<html lang="th"/);
  assert.match(shown.body, /<span lang="en" dir="ltr">Which game\?<\/span>/, 'not translated: English, and marked so');
  const previewed = shown.body.slice(shown.body.indexOf('<nav class="exit"'));
  assert.match(previewed, /<main id="content" class="wide">.*<legend>.*type="radio"/s, 'read aloud as the page itself');
  assert.doesNotMatch(previewed, /<a [^>]*href=/);
  const controls = previewed.match(/<(?:button|input|textarea|select)\b[^>]*>/g) ?? [];
  assert.ok(controls.length > 10);
  assert.deepEqual(
    controls.filter((control) => !/ disabled/.test(control)),
    [],
  );
  assert.match(shown.body, /<title>Preview: .*id="preview-title">Preview of .* It can be read;/s);
  const unreasoned = await astrid.post('/forms/propose', { version, revision, reason: ' ' });
  assert.equal(unreasoned.headers.location, '/forms/draft?not=no-reason');
  const proposed = await astrid.post('/forms/propose', { version, revision, reason: 'Asked for by the police' });
  assert.equal(proposed.headers.location, `/forms/${version}?done=proposed`);
  const own = await astrid.post(`/forms/${version}/release`);
  assert.equal(own.headers.location, '/forms?not=same-person');
  assert.match((await astrid.get('/forms?not=same-person')).body, /another supervisor has to/);
  const theirs = await birger.get(`/forms/${version}`);
  assert.match(theirs.body, /asks: Which game\?/);
  assert.equal((await birger.post(`/forms/${version}/release`)).headers.location, '/forms?done=released');
  assert.equal(await readFormsInUse(db), Number(version));
  assert.match((await cecilia.get('/forms')).body, /Asked for by the police/);
  assert.doesNotMatch((await cecilia.get('/forms')).body, /<form method="post" action="\/forms/);
});

test('words are changed language by language; a page that somebody else has changed meanwhile saves nothing', async () => {
  await astrid.get('/forms');
  await astrid.post('/forms/begin');
  await astrid.get('/forms/words/page.narrative');
  const { version, revision } = await draft();
  const key = 'page.narrative.title';
  const sent = {
    version,
    revision,
    [wordField('sv', key)]: 'Berätta\r\nnu',
    [wordField('en', key)]: 'What has happened?',
  };
  const saved = await astrid.post('/forms/words/page.narrative', sent);
  assert.equal(saved.headers.location, '/forms/words/page.narrative?done=saved');
  const { set } = await draft();
  assert.equal(set.texts.sv?.[key], 'Berätta nu');
  const late = await astrid.post('/forms/words/page.narrative', { ...sent, [wordField('sv', key)]: 'Annat' });
  assert.equal(late.headers.location, '/forms/words/page.narrative?not=edited-meanwhile');
  assert.match(
    (await astrid.get('/forms/words/page.narrative')).body,
    /Fyr’s words, while you changed another language/,
  );
  assert.equal(await press(astrid, 'sudo|online'), '/forms/draft?not=not-understood');
  assert.equal(await press(astrid, 'offer|nothing', {}, 'https://elsewhere.example.org/'), '/?not=not-understood');
});

test('what no version may do is said where it is edited, and keeps the draft from being proposed', async () => {
  await press(astrid, orderOf('do-not-ask', 'online', 'addresses'));
  assert.match((await astrid.get('/forms/draft')).body, /addresses must be asked for/);
  const { version, revision } = await draft();
  const refused = await astrid.post('/forms/propose', { version, revision, reason: 'No' });
  assert.equal(refused.headers.location, '/forms/draft?not=not-right');
});

test('the editor’s pages fit a telephone and a screen, in both languages and colours, and have no barrier', async () => {
  const { version, set } = await draft();
  const id = set.questions[0]?.id ?? '';
  for (const language of ['sv', 'en'] as const) {
    const page = await openPageOf(browser, site, astrid, language);
    const pages: readonly (readonly [string, string])[] = [
      ['forms', '/forms'],
      ['forms-version', '/forms/1'],
      ['forms-draft', '/forms/draft'],
      ['forms-category', '/forms/draft/grooming'],
      ['forms-words', `/forms/words/question.${id}`],
      ['forms-preview', `/forms/${version}/preview?language=ar&page=grooming+suspect`],
    ];
    for (const [name, path] of pages) {
      await page.goto(`${site}${path}`);
      await look(browser, `${name}-${language}`, page, { widths: [390, 1280] });
    }
    await page.context().close();
  }
});
