import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { openDatabase } from '../../platform/db.ts';
import { openHttp } from '../../platform/http.ts';
import { serveStylesheet } from '../../site/stylesheet.ts';
import { LANGUAGES } from '../../terms/categories.ts';
import type { ItemId } from '../../terms/ids.ts';
import { openTestClock, testServiceKey } from '../notices-for-tests.ts';
import { SITE_FILES } from '../../site/site-files.ts';
import { insertLetter, recordingEffects, testSiteIn, type TestLetter } from './answers-for-tests.ts';
import { readWords } from './answer.ts';
import { pageTokenOf } from './page-token.ts';
import { providerErrorPage, registerProviderPage } from './serve-provider-page.tsx';
import type { Sight } from './standing.ts';
import { MissingPage } from './views/short-pages.tsx';
import { pageTextsIn } from './texts/texts.ts';

const { db, pool } = await freshDatabase();
const clock = openTestClock('2026-03-01T13:00:00Z');
const sights = new Map<ItemId, Sight>();
const told = recordingEffects();
const site = await openSite(db);
const away = await openSite(openDatabase({ host: '127.0.0.1', port: 1, max: 1 }, quietLog).db);
after(async () => {
  await Promise.all([site.close(), away.close()]);
});

const HOUR_MS = 3_600_000;
const URLS = [
  'https://pictures.example.org/a?x=1&y=<2>',
  'https://pictures.example.org/b',
  'https://files.example.net/c',
];

async function openSite(database: typeof db) {
  const missing = MissingPage({ site: testSiteIn('en'), texts: pageTextsIn('en') });
  const errorPage = (_status: number, path: string) => providerErrorPage(path, testSiteIn) ?? missing;
  const http = await openHttp({ log: quietLog, bodyLimitBytes: 65_536, errorPage });
  serveStylesheet(http, SITE_FILES.stylesheet);
  registerProviderPage(http, {
    ...{ db: database, serviceKey: testServiceKey, clock, log: quietLog, effects: told.effects, siteIn: testSiteIn },
    readSights: () => Promise.resolve(sights),
  });
  return http;
}

const get = (path: string, headers = {}) => site.inject({ url: path, headers });
const post = (path: string, fields: readonly (readonly [string, string])[], http = site) =>
  http.inject({
    ...{ url: path, method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    payload: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
  });

async function submissionOf(letter: TestLetter): Promise<string> {
  const { body } = await get(`/en/n/${letter.token}`);
  return /name="submission" value="([^"]+)"/.exec(body)?.[1] ?? '';
}

/** Fills in the form and follows where it leads. */
async function answer(letter: TestLetter, fields: readonly (readonly [string, string])[], language = 'en') {
  const submission = await submissionOf(letter);
  const reply = await post(`/${language}/n/${letter.token}`, [['submission', submission], ...fields]);
  const next = reply.headers.location;
  return { submission, reply, page: next === undefined ? reply : await get(next) };
}

async function answersTo(letter: TestLetter) {
  const { rows } = await pool.query<{
    kind: string;
    until_at: Date | null;
    shrouded_text: Buffer | null;
    notices: string[];
  }>(
    `select kind, until_at, shrouded_text,
       array(select notice_id::text from provider_answer_notice where answer_id = id order by notice_id) as notices
     from provider_answer where letter_id = $1 order by received_at, id`,
    [letter.letterId],
  );
  return rows.map(({ shrouded_text: text, until_at: untilAt, ...row }) => ({
    ...row,
    ...(untilAt === null ? {} : { untilAt }),
    words: text === null ? {} : readWords(testServiceKey.unshroud('note', text)),
  }));
}

test('the page says what is asked and about what, in the language of the provider and in the other', async () => {
  const letter = await insertLetter(pool, testServiceKey, { urls: URLS, country: 'SE' });
  const pages = {
    own: await get(`/n/${letter.token}`),
    sv: await get(`/sv/n/${letter.token}`),
    en: await get(`/en/n/${letter.token}`),
  };
  const unlike = (body: string) => body.replace(/name="submission" value="[^"]+"/, '');
  assert.equal(unlike(pages.own.body), unlike(pages.sv.body));
  for (const language of LANGUAGES) {
    const { statusCode, body, headers } = pages[language];
    assert.equal(statusCode, 200);
    assert.ok(body.startsWith(`<!doctype html><html lang="${language}" `));
    assert.ok(body.includes(`href="/${language === 'sv' ? 'en' : 'sv'}/n/${letter.token}"`));
    assert.equal(headers['set-cookie'], undefined);
    assert.equal(headers['x-robots-tag'], 'noindex, noarchive');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.doesNotMatch(body, /<script|<img|<iframe|style="|onclick|(?<![\w-])(?:undefined|NaN)(?![\w-])|\[object/);
    assert.doesNotMatch(body, /(?:src|href|action)="(?:https?:)?\/\//);
    assert.ok(body.includes('<code>https://pictures.example.org/a?x=1&amp;y=&lt;2></code>'), 'plain text, no link');
    for (const { noticeId } of letter.notices)
      assert.ok(body.includes(`Fyr-${noticeId.replaceAll('-', '').slice(0, 12)}`));
    assert.match(body, /1 (mars|March).{1,8}12:00 UTC/);
  }
});

test('a token that is wrong, unknown, expired or of a letter that has not left opens the same page', async () => {
  const expired = await insertLetter(pool, testServiceKey, { expiresAt: new Date('2026-03-01T12:59:59Z') });
  const gathering = await insertLetter(pool, testServiceKey, { state: 'gathering' });
  const unknown = pageTokenOf(testServiceKey, '00000000-0000-4000-8000-000000000000');
  const tokens = [expired.token, gathering.token, unknown, 'short', "'; drop", `${expired.token}x`];
  const replies = await Promise.all(tokens.map((token) => get(`/en/n/${encodeURIComponent(token)}`)));
  assert.equal(new Set(replies.map(({ body }) => body)).size, 1);
  assert.ok(replies.every(({ statusCode }) => statusCode === 404));
  assert.ok(replies[0]?.body.includes('mailto:desk@fyr.example.org'));
  const posted = await post(`/en/n/${expired.token}`, [['kind', 'removed']]);
  assert.deepEqual([posted.statusCode, posted.body], [404, replies[0]?.body]);
  const swedish = await get('/n/short', { 'accept-language': 'sv' });
  assert.ok(swedish.body.includes('<html lang="sv" '));
});

test('a look at the page, however often, answers nothing', async () => {
  const letter = await insertLetter(pool, testServiceKey);
  for (let times = 0; times < 3; times++) await get(`/n/${letter.token}`);
  await site.inject({ method: 'HEAD', url: `/n/${letter.token}` });
  assert.deepEqual(await answersTo(letter), []);
});

test('an answer for several items at once has its effect for these and no others, and is confirmed', async () => {
  const letter = await insertLetter(pool, testServiceKey, { urls: URLS });
  const other = await insertLetter(pool, testServiceKey);
  const [first, , third] = letter.notices;
  assert.ok(first && third);
  const chosen = [first.noticeId, third.noticeId].toSorted();
  const { page } = await answer(letter, [
    ...[first, third, ...other.notices].map(({ noticeId }) => ['item', noticeId] as const),
    ...([
      ['kind', 'removed'],
      ['text', 'Taken down.\r\nLogs kept.'],
      ['ticket', 'A-77'],
    ] as const),
  ]);
  assert.equal(page.statusCode, 200);
  assert.match(page.body, /Thank you\. We have your answer\..*It is removed.*about 2 addresses/s);
  assert.match(page.body, /You said that it is removed\. We are visiting to see\./);
  assert.deepEqual(await answersTo(letter), [
    { kind: 'removed', notices: chosen, words: { text: 'Taken down.\nLogs kept.' } },
  ]);
  const effect = told.answers.at(-1);
  assert.deepEqual([effect?.letterId, effect?.kind, effect?.noticeIds], [letter.letterId, 'removed', chosen]);
  const { rows } = await pool.query('select answer from notice where letter_id = $1 order by answer nulls last', [
    letter.letterId,
  ]);
  assert.deepEqual(
    rows.map((row: { answer: string | null }) => row.answer),
    ['removed', 'removed', null],
  );
  const ticket = await pool.query('select ticket from letter where id = $1', [letter.letterId]);
  assert.deepEqual(ticket.rows, [{ ticket: 'A-77' }]);
  const acts = await pool.query('select actor from ledger_act where subject = $1', [`letter:${letter.letterId}`]);
  assert.deepEqual(acts.rows, [{ actor: 'provider' }]);
});

test('every kind of answer is taken with what belongs to it', async () => {
  const letter = await insertLetter(pool, testServiceKey, { urls: URLS });
  const all = letter.notices.map(({ noticeId }) => noticeId).toSorted();
  await answer(letter, [
    ['all', 'yes'],
    ['kind', 'handling'],
    ['within', '12'],
    ['otherEmail', 'kept@example.org'],
  ]);
  clock.forward(60_000);
  await answer(letter, [
    ['all', 'yes'],
    ['kind', 'need-more'],
    ['text', 'Which account?'],
  ]);
  clock.forward(60_000);
  const { page } = await answer(
    letter,
    [
      ['all', 'yes'],
      ['kind', 'appeal'],
      ['text', 'It is a drawing lesson.'],
    ],
    'sv',
  );
  assert.match(page.body, /Tack\. Vi har fått ert svar\./);
  clock.forward(60_000);
  const whose = [
    ['otherName', 'Other Hosting'],
    ['otherEmail', 'abuse@other.example.net'],
  ] as const;
  const last = await answer(letter, [['all', 'yes'], ['kind', 'not-ours'], ...whose]);
  assert.match(last.page.body, /Nothing is left to take down/);
  assert.deepEqual(
    (await answersTo(letter)).map(({ notices, ...rest }) => ({ ...rest, isAll: notices.join() === all.join() })),
    [
      { kind: 'handling', untilAt: new Date('2026-03-02T01:00:00Z'), words: {}, isAll: true },
      { kind: 'need-more', words: { text: 'Which account?' }, isAll: true },
      { kind: 'appeal', words: { text: 'It is a drawing lesson.' }, isAll: true },
      { kind: 'not-ours', words: { otherName: 'Other Hosting', otherEmail: 'abuse@other.example.net' }, isAll: true },
    ],
  );
  assert.deepEqual(told.answers.at(-1)?.otherContact, { name: 'Other Hosting', email: 'abuse@other.example.net' });
});

test('the same form sent twice, even at once, is one answer', async () => {
  const letter = await insertLetter(pool, testServiceKey);
  const before = told.answers.length;
  const submission = await submissionOf(letter);
  const send = () =>
    post(`/en/n/${letter.token}`, [
      ['submission', submission],
      ['kind', 'removed'],
    ]);
  const replies = [...(await Promise.all([send(), send(), send()])), await send()];
  assert.deepEqual(new Set(replies.map(({ headers }) => headers.location)).size, 1);
  assert.equal((await answersTo(letter)).length, 1);
  assert.equal(told.answers.length, before + 1);
});

test('what is wrong is said in the language of the page, and what was typed is kept', async () => {
  const letter = await insertLetter(pool, testServiceKey, { urls: URLS });
  const [first] = letter.notices;
  assert.ok(first);
  const nothing = await answer(letter, []);
  assert.equal(nothing.reply.statusCode, 422);
  assert.match(
    nothing.reply.body,
    /href="#item">Choose which addresses you mean\..*href="#kind">Choose what you say\./s,
  );
  for (const id of ['item', 'kind']) assert.ok(nothing.reply.body.includes(`id="${id}"`), id);
  const mistyped = await answer(
    letter,
    [
      ...([
        ['item', first.noticeId],
        ['kind', 'not-ours'],
        ['otherEmail', 'nobody'],
        ['otherName', 'Ada <b>'],
      ] as const),
    ],
    'sv',
  );
  assert.match(mistyped.reply.body, /E-postadressen ska se ut som/);
  assert.ok(mistyped.reply.body.includes('value="Ada &lt;b>"') && mistyped.reply.body.includes('value="nobody"'));
  assert.ok(mistyped.reply.body.includes(`value="${first.noticeId}" checked`));
  assert.ok(
    mistyped.reply.body.includes(`value="${mistyped.submission}"`),
    'the corrected form is the same submission',
  );
  const wordless = await answer(letter, [
    ['all', 'yes'],
    ['kind', 'appeal'],
  ]);
  assert.match(wordless.reply.body, /Write why it should stay/);
  const long = await answer(letter, [
    ['all', 'yes'],
    ['kind', 'removed'],
    ['text', 'x'.repeat(5_001)],
  ]);
  assert.match(long.reply.body, /In your words: 5001 characters are too many/);
  assert.ok(long.reply.body.includes('x'.repeat(5_001)));
  assert.deepEqual(await answersTo(letter), []);
});

test('a page that was open for more than a day takes the form once more, with all that was typed', async () => {
  const letter = await insertLetter(pool, testServiceKey);
  const submission = await submissionOf(letter);
  clock.forward(25 * HOUR_MS);
  const late = await post(`/en/n/${letter.token}`, [
    ['submission', submission],
    ['kind', 'need-more'],
    ['text', 'Why?'],
  ]);
  assert.equal(late.statusCode, 422);
  assert.match(late.body, /The page had been open for long/);
  assert.match(late.body, /Why\?<\/textarea>/);
  const renewed = /name="submission" value="([^"]+)"/.exec(late.body)?.[1] ?? '';
  const again = await post(`/en/n/${letter.token}`, [
    ['submission', renewed],
    ['kind', 'need-more'],
    ['text', 'Why?'],
  ]);
  assert.equal(again.statusCode, 303);
});

test('an answer that meets a database that is away comes back with what was typed, and can be sent again', async () => {
  const letter = await insertLetter(pool, testServiceKey);
  const submission = await submissionOf(letter);
  const fields = [
    ['submission', submission],
    ['kind', 'appeal'],
    ['text', 'A "quoted" reason.'],
  ] as const;
  const lost = await post(`/sv/n/${letter.token}`, fields, away);
  assert.equal(lost.statusCode, 503);
  assert.match(lost.body, /Svaret nådde oss inte/);
  assert.match(lost.body, /A &quot;quoted&quot; reason\.<\/textarea>/);
  const kept = [...lost.body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
  const again = await post(`/sv/n/${letter.token}`, [
    ...kept.map(([, name = '', value = '']) => [name, value] as const),
    ['text', 'A "quoted" reason.'],
  ]);
  assert.equal(again.statusCode, 303);
  assert.deepEqual(
    (await answersTo(letter)).map(({ kind, words }) => [kind, words.text]),
    [['appeal', 'A "quoted" reason.']],
  );
});

test('a body that is too large is refused in the words of this page', async () => {
  const letter = await insertLetter(pool, testServiceKey);
  const reply = await post(`/en/n/${letter.token}`, [['text', 'x'.repeat(70_000)]]);
  assert.equal(reply.statusCode, 413);
  assert.match(reply.body, /Your answer has not been received/);
});

test('the page says what came of the last answer', async () => {
  const letter = await insertLetter(pool, testServiceKey, { urls: URLS, leftAt: clock.now() });
  const [first, second, third] = letter.notices;
  assert.ok(first && second && third);
  await answer(letter, [
    ['all', 'yes'],
    ['kind', 'removed'],
  ]);
  clock.forward(55 * 60_000);
  sights.set(first.itemId, { verdict: 'online', at: clock.now() });
  sights.set(second.itemId, { verdict: 'gone', at: clock.now() });
  await pool.query(`update item set state = 'gone' where id = $1`, [third.itemId]);
  const { body } = await get(`/en/n/${letter.token}`);
  assert.match(body, /Please take these 2 down/);
  assert.match(body, /when we visited it still answered\.<\/strong> You answered .{5,40} We visited /);
  assert.match(body, /our visit did not find it/);
  assert.match(body, /No longer online\. Thank you\./);
});

test('a letter whose items are all settled asks nothing, and one that was withdrawn cannot be answered', async () => {
  const letter = await insertLetter(pool, testServiceKey, { urls: URLS.slice(0, 2) });
  const [first, second] = letter.notices;
  assert.ok(first && second);
  await pool.query(`update item set state = 'gone' where id = $1`, [first.itemId]);
  await pool.query(`update takedown set state = 'ended' where id = $1`, [second.takedownId]);
  const { body } = await get(`/en/n/${letter.token}`);
  assert.match(body, /Nothing is left to take down/);
  assert.match(body, /We no longer ask for this one/);
  await answer(letter, [
    ['item', second.noticeId],
    ['kind', 'appeal'],
    ['text', 'Too late?'],
  ]);
  assert.deepEqual(
    (await answersTo(letter)).map(({ notices }) => notices),
    [[first.noticeId]],
  );
});
