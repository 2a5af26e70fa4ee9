import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, TIP_CATEGORIES } from '../terms/categories.ts';
import { tipIdSchema } from '../terms/ids.ts';
import { openDatabase } from '../platform/db.ts';
import { quietLog } from '../../test/fresh-database.ts';
import { openTip, readReportedAddresses, readTip } from './door.ts';
import { openTestSite, receiptOf, tokenOf } from './site-for-tests.ts';
import { QUESTIONS } from './tip-form.ts';

const site = await openTestSite();
const HOUR_MS = 3_600_000;

async function newestTip() {
  const result = await site.pool.query<{ id: string }>('select id from tip order by ctid desc limit 1');
  const record = await readTip(site.db, tipIdSchema.parse(result.rows[0]?.id));
  return { record, ...openTip(record, site.deskIdentities) };
}

async function countTips(): Promise<number> {
  const result = await site.pool.query<{ count: number }>('select count(*)::int as count from tip');
  return result.rows[0]?.count ?? -1;
}

async function freshToken(path: string): Promise<string> {
  return tokenOf((await site.get(path)).body);
}

test('every page answers in both languages without cookie, script, inline style or anything from elsewhere', async () => {
  const tails = [
    '',
    '/mailbox',
    '/help',
    '/privacy',
    '/accessibility',
    '/contact',
    ...TIP_CATEGORIES.map((c) => `/tip/${c}`),
  ];
  for (const language of LANGUAGES) {
    for (const tail of tails) {
      const reply = await site.get(`/${language}${tail}`);
      assert.equal(reply.statusCode, 200, `/${language}${tail}`);
      assert.ok(reply.body.startsWith(`<!doctype html><html lang="${language}">`));
      assert.equal(reply.headers['set-cookie'], undefined);
      assert.equal(reply.headers['cache-control'], 'no-store');
      assert.match(String(reply.headers['content-security-policy']), /default-src 'none'/);
      assert.doesNotMatch(reply.body, /<script|<iframe|<img|style="|onclick|javascript:|type="file"|multipart/i);
      assert.doesNotMatch(reply.body, /(?<![\w-])(?:undefined|NaN)(?![\w-])|\[object/);
      assert.doesNotMatch(reply.body, /(?:src|action)="(?:https?:)?\/\//);
      assert.ok(!reply.body.includes('<prov>') && reply.body.includes('Fyr &lt;prov>'));
    }
  }
});

test('the first page is at most 30 KB in all, its stylesheet kept for good', async () => {
  const page = await site.get('/sv');
  const href = /rel="stylesheet" href="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const sheet = await site.get(href);
  assert.equal(sheet.statusCode, 200);
  assert.match(String(sheet.headers['cache-control']), /immutable/);
  assert.doesNotMatch(sheet.body, /@import|url\(|@font-face/);
  assert.ok(page.rawPayload.length + sheet.rawPayload.length < 30_000);
});

test('/ picks the language the browser asks for, and links the other', async () => {
  const cases: [string | undefined, string][] = [
    ['en-GB,en;q=0.9,sv;q=0.5', 'en'],
    ['sv;q=0.4, en;q=0.3', 'sv'],
    ['de-DE, en;q=0.2', 'en'],
    ['nb-NO', 'sv'],
    ['xx', 'sv'],
    ['en;q=0, sv;q=0.1', 'sv'],
    [undefined, 'sv'],
  ];
  for (const [header, language] of cases) {
    const reply = await site.get('/', header === undefined ? {} : { 'accept-language': header });
    assert.ok(reply.body.includes(`<html lang="${language}">`), header);
    assert.ok(reply.body.includes(`href="/${language === 'sv' ? 'en' : 'sv'}"`), header);
    assert.equal(reply.headers.vary, 'Accept-Language');
  }
});

test('the start page puts emergency number and police before the forms', async () => {
  const { body } = await site.get('/sv');
  assert.ok(
    body.indexOf('tel:112') < body.indexOf('tel:11414') && body.indexOf('tel:11414') < body.indexOf('/tip/online'),
  );
});

test('an online tip is taken with its address alone, and a double click shows the same receipt', async () => {
  const before = await countTips();
  const token = await freshToken('/sv/tip/online');
  const fields = { token, addresses: 'hxxps://sida.example.org/a?utm_source=x\r\nannan.example.com/b' };
  const first = await site.post('/sv/tip/online', fields);
  assert.equal(first.statusCode, 200);
  assert.match(receiptOf(first.body), /^(?:[0-9A-HJKMNP-TVXYZ]{4} ){6}[0-9A-HJKMNP-TVXYZ]{4}$/);
  const second = await site.post('/sv/tip/online', fields);
  assert.equal(receiptOf(second.body), receiptOf(first.body));
  assert.equal(await countTips(), before + 1);
  const tip = await newestTip();
  assert.deepEqual(tip.report, {});
  assert.equal(tip.contact, undefined);
  assert.equal(tip.record.isUrgent, false);
  assert.deepEqual(await readReportedAddresses(site.db, site.serviceKey, tip.record.id), [
    'https://sida.example.org/a',
    'http://annan.example.com/b',
  ]);
});

test('every category takes every one of its answers, contact details and both ticks', async () => {
  for (const category of TIP_CATEGORIES) {
    const path = `/en/tip/${category}`;
    const page = await site.get(path);
    const answers = Object.fromEntries(
      QUESTIONS[category].map((field) => [field, field === 'addresses' ? 'https://a.example.org/' : `about ${field}`]),
    );
    for (const field of QUESTIONS[category])
      assert.ok(page.body.includes(`name="${field}"`), `${category} asks ${field}`);
    const contact = { name: 'A', email: 'a@example.org', phone: '070' };
    const reply = await site.post(path, {
      token: tokenOf(page.body),
      ...answers,
      ...contact,
      isUrgent: 'yes',
      wantsAnswer: 'yes',
    });
    assert.equal(reply.statusCode, 200, category);
    assert.match(reply.body, /Have you called 112/);
    const tip = await newestTip();
    delete answers['addresses'];
    assert.deepEqual(tip.report, answers);
    assert.deepEqual(tip.contact, contact);
    assert.equal(tip.record.category, category);
    assert.ok(tip.record.isUrgent && tip.record.wantsAnswer && tip.record.hasContact);
    assert.equal(tip.record.language, 'en');
  }
});

test('a form with problems says them on top, links to the fields and keeps everything typed', async () => {
  for (const category of TIP_CATEGORIES) {
    const path = `/sv/tip/${category}`;
    const token = await freshToken(path);
    const email = 'inget <b>snabel-a';
    const field = QUESTIONS[category].at(-1) ?? 'narrative';
    const long = `"'&<${'å'.repeat(5_100)}`;
    const reply = await site.post(path, { token, [field]: long, email, isUrgent: 'yes' });
    assert.equal(reply.statusCode, 422);
    assert.match(reply.body, /<title>Fel: /);
    const summary = /<div class="summary".*?<\/div>/s.exec(reply.body)?.[0] ?? '';
    assert.ok(summary.includes('href="#email"'), category);
    for (const target of summary.matchAll(/href="#(\w+)"/g)) assert.ok(reply.body.includes(`id="${target[1] ?? ''}"`));
    assert.ok(reply.body.includes('aria-describedby="email-problem"') && reply.body.includes('id="email-problem"'));
    assert.ok(reply.body.includes(`&lt;${'å'.repeat(5_100)}`), `${category} keeps ${field}`);
    assert.ok(reply.body.includes('value="inget &lt;b>snabel-a"'));
    assert.match(reply.body, /id="isUrgent"[^>]*checked/);
    assert.match(reply.body, /<details open/);
    assert.equal(tokenOf(reply.body), token);
  }
});

test('an empty form asks for what is needed', async () => {
  const online = await site.post('/sv/tip/online', {
    token: await freshToken('/sv/tip/online'),
    narrative: 'Jag såg det.',
  });
  assert.ok(online.body.includes('href="#addresses"') && online.body.includes('Jag såg det.'));
  const travel = await site.post('/en/tip/travel', { token: await freshToken('/en/tip/travel'), isUrgent: 'yes' });
  assert.ok(travel.body.includes('href="#travelCountry"'));
});

test('lines that are no address are shown, and sent anyway when the person says so', async () => {
  const before = await countTips();
  const token = await freshToken('/sv/tip/online');
  const addresses = 'https://a.example.org/\nden där sidan <i>\nhttps://kalle:hemligt@b.example.org/';
  const fields = { token, addresses, narrative: 'Min text.' };
  const asked = await site.post('/sv/tip/online', fields);
  assert.equal(asked.statusCode, 422);
  assert.ok(asked.body.includes('Rad 2') && asked.body.includes('den där sidan &lt;i>'));
  assert.ok(asked.body.includes('https://a.example.org/') && asked.body.includes('Min text.'));
  assert.equal(await countTips(), before);
  const taken = await site.post('/sv/tip/online', { ...fields, token: tokenOf(asked.body), anyway: 'yes' });
  assert.equal(taken.statusCode, 200);
  const tip = await newestTip();
  assert.match(
    tip.report.narrative ?? '',
    /^Min text\.\n\n.+:\nden där sidan <i>\nhttps:\/\/kalle:hemligt@b\.example\.org\/$/,
  );
  assert.deepEqual(await readReportedAddresses(site.db, site.serviceKey, tip.record.id), [
    'https://a.example.org/',
    'https://b.example.org/',
  ]);
});

test('a tip with no recognisable address at all is taken when the person insists', async () => {
  const token = await freshToken('/en/tip/online');
  const taken = await site.post('/en/tip/online', { token, addresses: 'the group called X', anyway: 'yes' });
  assert.equal(taken.statusCode, 200);
  assert.match((await newestTip()).report.narrative ?? '', /the group called X$/);
});

test('a thousand lines are read without loss', async () => {
  const token = await freshToken('/en/tip/online');
  const lines = Array.from({ length: 400 }, (_, i) => `https://a.example.org/${i}`);
  const taken = await site.post('/en/tip/online', { token, addresses: lines.join('\n'), anyway: 'yes' });
  assert.equal(taken.statusCode, 200);
  const tip = await newestTip();
  const addresses = await readReportedAddresses(site.db, site.serviceKey, tip.record.id);
  const narrative = tip.report.narrative ?? '';
  assert.equal(addresses.length, 50);
  assert.deepEqual(
    lines.filter((line) => !addresses.includes(line) && !narrative.split('\n').includes(line)),
    [],
  );
  const blank = await site.post('/en/tip/online', { token, addresses: '\n'.repeat(10_000), narrative: 'x' });
  assert.ok(blank.body.includes('href="#addresses"'));
});

test('an old or foreign token loses nothing: the form comes back with a fresh one', async () => {
  const token = await freshToken('/sv/tip/other');
  site.pass(25 * HOUR_MS);
  for (const stale of [token, '', 'x'.repeat(500), `${token.slice(0, -2)}AA`]) {
    const again = await site.post('/sv/tip/other', { token: stale, narrative: 'Viktigt & långt', wantsAnswer: 'yes' });
    assert.equal(again.statusCode, 422);
    assert.ok(again.body.includes('Viktigt &amp; långt') && again.body.includes('mer än ett dygn'));
    assert.match(again.body, /id="wantsAnswer"[^>]*checked/);
    const sent = await site.post('/sv/tip/other', { token: tokenOf(again.body), narrative: 'Viktigt & långt' });
    assert.equal(sent.statusCode, 200);
  }
});

test('hostile input neither crashes nor is lost', async () => {
  const token = await freshToken('/sv/tip/other');
  const post = (payload: string) =>
    site.http.inject({
      url: '/sv/tip/other',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload,
    });
  const nul = await post(
    `token=${token}&narrative=a%00b%1B%5B31m%EF%BF%BE&narrative=d&__proto__=x&constructor=y&suspect=%`,
  );
  assert.equal(nul.statusCode, 200);
  const { report } = await newestTip();
  assert.match(report.narrative ?? '', /^ab\[31m\uFFFE\nd$/);
  const broken = await post(`token=${token}&narrative=e%ED%A0%80f`);
  assert.equal(broken.statusCode, 200);
  assert.equal((await newestTip()).report.narrative, 'e%ED%A0%80f', 'what is not UTF-8 stays as it was sent');
  assert.equal((await post('')).statusCode, 422);
  assert.equal((await post('&=&=%%%&&token')).statusCode, 422);
  assert.equal((await post(`narrative[a]=1&token[]=${token}`)).statusCode, 422);
});

test('too much text is refused in words, files kindly, other bodies too', async () => {
  const large = await site.post('/sv/tip/other', { narrative: 'x'.repeat(70_000) });
  assert.equal(large.statusCode, 413);
  assert.ok(large.body.includes('inte mottaget') && large.body.includes('tel:112'));
  const file = await site.http.inject({
    url: '/en/tip/online',
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: '--x\r\ncontent-disposition: form-data; name="f"; filename="a.jpg"\r\n\r\n\xff\xd8\r\n--x--',
  });
  assert.equal(file.statusCode, 415);
  assert.match(file.body, /never take pictures/);
  const missing = await site.get('/en/nothing-here');
  assert.equal(missing.statusCode, 404);
  assert.match(missing.body, /There is no such page/);
});

test('while nobody can read tips, the form says so and keeps what was typed', async () => {
  site.answerDeskKey(() => Promise.resolve(undefined));
  const before = await countTips();
  const reply = await site.post('/sv/tip/other', { token: await freshToken('/sv/tip/other'), narrative: 'Kvar här.' });
  assert.equal(reply.statusCode, 503);
  assert.ok(reply.body.includes('Kvar här.') && reply.body.includes('inte mottaget') && reply.body.includes('tel:112'));
  assert.equal(await countTips(), before);
  site.answerDeskKey(() => Promise.resolve(site.deskRecipient));
});

test('with the database away, the page says that nothing was received, keeps the text and shows the police', async () => {
  const away = openDatabase({ host: '/nonexistent-socket-folder', connectionTimeoutMillis: 500 }, quietLog);
  const dark = await openTestSite({ db: away.db });
  const page = await dark.get('/sv/tip/online');
  assert.equal(page.statusCode, 200);
  const fields = { token: tokenOf(page.body), addresses: 'https://a.example.org/x', narrative: 'Min text' };
  const reply = await dark.post('/sv/tip/online', fields);
  assert.equal(reply.statusCode, 503);
  assert.ok(reply.body.includes('har inte tagit emot ditt tips'));
  assert.ok(reply.body.includes('https://a.example.org/x') && reply.body.includes('Min text'));
  assert.ok(reply.body.includes('tel:112') && reply.body.includes('tel:11414'));
  assert.equal(tokenOf(reply.body), fields.token);
  await away.close();
});
