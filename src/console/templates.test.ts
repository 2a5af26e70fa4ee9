import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { PARAGRAPH_CODES, readCurrentTemplates, SHIPPED_TEMPLATES } from '../notices/door.ts';
import { LANGUAGES } from '../terms/categories.ts';
import { openConsole, type Visitor } from './console-for-tests.ts';
import { fieldOf, SHOWN_PARAGRAPHS } from './views/template-form.tsx';

const { db } = await freshDatabase();
const console_ = await openConsole(db);
const astrid = await console_.logIn('astrid', 'supervisor');
const birger = await console_.logIn('birger', 'supervisor');
const cecilia = await console_.logIn('cecilia', 'analyst');

/** What the editor's form sends when nothing but `changes` was typed. */
const fieldsOf = (changes: Record<string, string> = {}, basedOn = '0'): Record<string, string> => ({
  ...Object.fromEntries(
    LANGUAGES.flatMap((language) =>
      PARAGRAPH_CODES.map((code) => [
        fieldOf(language, code),
        SHIPPED_TEMPLATES.texts[language][code].replaceAll('\n', '\r\n'),
      ]),
    ),
  ),
  ...{ 'based-on': basedOn, reason: 'Shorter', sample: 'first', ...changes },
});
const countVersions = async () =>
  (await sql<{ count: number }>`select count(*) as count from letter_template`.execute(db)).rows[0]?.count;
const placeOf = async (visitor: Visitor, path: string, fields: Record<string, string> = {}) => {
  await visitor.get('/templates');
  return (await visitor.post(path, fields)).headers.location;
};

test('the editor shows every text of a letter once, in each language, filled with what is in use', async () => {
  assert.deepEqual(SHOWN_PARAGRAPHS.toSorted(), PARAGRAPH_CODES.toSorted());
  const page = await astrid.get('/templates/edit');
  assert.equal(page.statusCode, 200);
  for (const language of LANGUAGES)
    for (const code of PARAGRAPH_CODES)
      assert.equal(page.body.split(`name="${fieldOf(language, code)}"`).length, 2, `${language} ${code}`);
  assert.match(page.body, /Must hold \{provider\}/);
  assert.match(page.body, />To the abuse desk of \{provider\}<\/textarea>/);
});

test('a change is previewed without being kept, proposed by one, released by another and taken back by one', async () => {
  await astrid.get('/templates/edit');
  const typed = fieldsOf({ 'en-warning': 'Please do not look at it.' });
  const preview = await astrid.post('/templates/preview', { ...typed, sample: 'reminder' });
  assert.match(
    preview.body,
    /Nothing is missing[^]*we told you about this on 2026-03-01 12:03 UTC[^]*Please do not look at it\./,
  );
  assert.equal(await countVersions(), 0);

  const proposed = await astrid.post('/templates/propose', typed);
  assert.equal(proposed.headers.location, '/templates/1?done=template-proposed');
  const own = await astrid.get(proposed.headers.location);
  assert.match(own.body, /Another supervisor can release it/);
  assert.doesNotMatch(own.body, /templates\/1\/release/);
  assert.match(
    own.body,
    /<del lang="en">Please do not open[^<]*<\/del>[^]*<ins lang="en">Please do not look at it\.<\/ins>/,
  );
  assert.equal(await placeOf(astrid, '/templates/1/release'), '/templates?not=template-same-person');
  assert.equal((await readCurrentTemplates(db)).version, 0);

  const theirs = await birger.get('/templates');
  assert.match(theirs.body, /A proposal waits[^]*Person astrid[^]*Shorter/);
  assert.match((await birger.get('/templates/1')).body, /action="\/templates\/1\/release"/);
  assert.equal(await placeOf(birger, '/templates/1/release'), '/templates?done=template-released');
  assert.equal((await readCurrentTemplates(db)).texts.en.warning, 'Please do not look at it.');
  assert.match((await birger.get('/templates?done=template-released')).body, /Letters that leave from now on say this/);

  assert.equal(await placeOf(astrid, '/templates/1/withdraw'), '/templates?done=template-withdrawn');
  assert.equal((await readCurrentTemplates(db)).version, 0);
  assert.equal(await placeOf(birger, '/templates/1/release'), '/templates?not=template-wrong-state');
  assert.match((await birger.get('/templates/edit?from=1')).body, />Please do not look at it\.<\/textarea>/);
});

test('a text that lacks something is named with a way to it, and what was typed stays', async () => {
  await astrid.get('/templates/edit');
  const wrong = fieldsOf({
    ...{ 'sv-page': 'Använd sidan.', 'en-greeting': 'Hello <b>{provider}</b> {tipster}', 'en-subject': '' },
    'sv-warning': 'x'.repeat(1201),
  });
  const before = await countVersions();
  for (const path of ['/templates/preview', '/templates/propose']) {
    const answer = await astrid.post(path, wrong);
    assert.equal(answer.statusCode, 400);
    assert.match(answer.body, /href="#sv-page">The provider’s page, Swedish: \{page\} has to be in it/);
    assert.match(answer.body, /href="#en-greeting">Greeting, English: \{tipster\} means nothing here/);
    assert.match(answer.body, /href="#en-subject">Subject, English: write something/);
    assert.match(answer.body, /href="#sv-warning">Warning[^<]*: at most 1200 characters/);
    assert.match(answer.body, />Hello &lt;b>\{provider\}&lt;\/b> \{tipster\}<\/textarea>/);
    assert.match(answer.body, /<title>There is a problem/);
  }
  const unreasoned = await astrid.post('/templates/propose', fieldsOf({ 'en-urgent': 'Now.', reason: ' ' }));
  assert.match(unreasoned.body, /href="#reason">Say why/);
  const same = await astrid.post('/templates/propose', fieldsOf());
  assert.match(same.body, /nothing differs/);
  assert.equal(await countVersions(), before);
});

test('of two proposals the second is told that one waits, and keeps what was typed', async () => {
  await astrid.get('/templates/edit');
  const first = await astrid.post('/templates/propose', fieldsOf({ 'en-urgent': 'Now.' }));
  assert.match(first.headers.location ?? '', /^\/templates\/\d+\?done/);
  await birger.get('/templates/edit');
  const second = await birger.post('/templates/propose', fieldsOf({ 'en-urgent': 'At once.' }));
  assert.equal(second.statusCode, 400);
  assert.match(second.body, /A proposal waits already[^]*>At once\.<\/textarea>/);
  const version = /\d+/.exec(first.headers.location ?? '')?.[0] ?? '';
  assert.equal(await placeOf(birger, `/templates/${version}/withdraw`), '/templates?done=template-withdrawn');
  const stale = await birger.post('/templates/propose', fieldsOf({ 'en-urgent': 'Soon.' }, '7'));
  assert.match(stale.body, /Other texts are in use/);
});

test('analysts see what letters say and cannot change it', async () => {
  const page = await cecilia.get('/templates?sample=later');
  assert.match(page.body, /act on the domain under your terms/);
  assert.doesNotMatch(page.body, /templates\/(edit|\d+\/(release|withdraw))/);
  assert.equal((await cecilia.get('/templates/1')).statusCode, 200);
  assert.equal((await cecilia.get('/templates/edit')).statusCode, 403);
  assert.equal((await cecilia.get('/templates/77')).statusCode, 404);
  assert.equal((await cecilia.get('/templates/x')).statusCode, 404);
});
