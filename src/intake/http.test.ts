import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { TIP_CATEGORIES } from '../terms/categories.ts';
import { directionOf, SITE_LANGUAGES } from '../terms/site-languages.ts';
import { SITE_FILES } from '../site/site-files.ts';
import { SITE_BODY_LIMIT_BYTES } from './door.ts';
import { openTestSite } from './site-for-tests.ts';

const site = await openTestSite();
const { script, formScript } = SITE_FILES;

test('every page answers in every language without cookie, foreign script, inline style or anything from elsewhere', async () => {
  const tails = [
    '',
    '/mailbox',
    ...['/help', '/young', '/after', '/scope', '/spread', '/poster'],
    '/privacy',
    '/accessibility',
    '/contact',
    ...TIP_CATEGORIES.map((c) => `/tip/${c}`),
  ];
  for (const language of SITE_LANGUAGES) {
    for (const tail of tails) {
      const reply = await site.get(`/${language}${tail}`);
      assert.equal(reply.statusCode, 200, `/${language}${tail}`);
      assert.ok(reply.body.startsWith(`<!doctype html><html lang="${language}" dir="${directionOf(language)}">`));
      assert.equal(reply.headers['set-cookie'], undefined);
      assert.equal(reply.headers['cache-control'], 'no-store');
      assert.match(String(reply.headers['content-security-policy']), /default-src 'none'/);
      assert.doesNotMatch(reply.body, /<iframe|style="|onclick|javascript:|type="file"|multipart/i);
      const scripts = tail.startsWith('/tip/') ? [script, formScript] : [script];
      assert.deepEqual(
        reply.body.match(/<script[^]*?<\/script>/g),
        scripts.map(({ href, integrity }) => `<script src="${href}" integrity="${integrity}" defer></script>`),
      );
      assert.doesNotMatch(reply.body, /(?<![\w-])(?:undefined|NaN)(?![\w-])|\[object/);
      assert.doesNotMatch(reply.body, /(?:src|action|srcset)="(?:https?:)?\/\//);
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
  const inAll = page.rawPayload.length + sheet.rawPayload.length + Buffer.byteLength(script.text);
  assert.ok(inAll < 30_000, `${inAll} bytes`);
});

test('/ picks the language the browser asks for, and links the others', async () => {
  const cases: [string | undefined, string][] = [
    ['en-GB,en;q=0.9,sv;q=0.5', 'en'],
    ['sv;q=0.4, en;q=0.3', 'sv'],
    ['de-DE, en;q=0.2', 'de'],
    ['nn-NO, no;q=0.9', 'nb'],
    ['is, da;q=0.3', 'da'],
    ['fa-AF', 'fa'],
    ['xx', 'sv'],
    ['en;q=0, sv;q=0.1', 'sv'],
    [undefined, 'sv'],
  ];
  for (const [header, language] of cases) {
    const reply = await site.get('/', header === undefined ? {} : { 'accept-language': header });
    assert.ok(reply.body.includes(`<html lang="${language}"`), header);
    const others = SITE_LANGUAGES.filter((each) => each !== language);
    for (const other of others) assert.ok(reply.body.includes(`<a lang="${other}"`), `${header ?? ''} links ${other}`);
    assert.equal(reply.headers.vary, 'Accept-Language');
  }
});

test('the start page puts emergency number and police before the forms', async () => {
  const { body } = await site.get('/sv');
  assert.ok(
    body.indexOf('tel:112') < body.indexOf('tel:11414') && body.indexOf('tel:11414') < body.indexOf('/tip/online'),
  );
});

test('a telephone number keeps the order of its parts where the page reads from right to left', async () => {
  for (const language of ['ar', 'fa']) {
    const { body } = await site.get(`/${language}`);
    const links = body.match(/<a [^>]*href="tel:[^>]*>/g) ?? [];
    assert.ok(links.length > 1 && links.every((link) => link.includes('dir="ltr"')), language);
  }
});

test('too much text is refused in words, files kindly, other bodies too', async () => {
  const large = await site.post('/sv/tip/other', { narrative: 'x'.repeat(SITE_BODY_LIMIT_BYTES) });
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

test('a page tells search engines of itself in every language, and is written the way its language is', async () => {
  const { body } = await site.get('/ar/help');
  assert.match(body, /^<!doctype html><html lang="ar" dir="rtl">/);
  for (const language of SITE_LANGUAGES)
    assert.ok(body.includes(`<link rel="alternate" hreflang="${language}" href="/${language}/help"/>`), language);
});

test('the headers let in one script by its hash, and nothing else', async () => {
  const { headers } = await site.get('/sv');
  const policy = String(headers['content-security-policy']);
  assert.ok(policy.includes(`allow-scripts; script-src '${script.integrity}';`), policy);
  const sent = await site.get(script.href);
  assert.equal(`sha256-${createHash('sha256').update(sent.rawPayload).digest('base64')}`, script.integrity);
});

test('the card and the poster carry the address that others shall come to', async () => {
  const card = await site.get('/sv/card.svg', { host: 'tips.example.org' });
  assert.match(String(card.headers['content-type']), /^image\/svg\+xml/);
  assert.ok(card.body.includes('http://tips.example.org/sv') && !card.body.includes('<prov>'));
  assert.doesNotMatch(card.body, /href|<image|<script|url\(/);
  const poster = await site.get('/sv/poster', { host: 'tips.example.org' });
  assert.ok(poster.body.includes('http://tips.example.org/sv') && poster.body.includes('class="qr"'));
});
