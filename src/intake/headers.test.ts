/** Every kind of answer of the public site, and every header that goes with it: a new one, or another value, is written down here first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SITE_FILES } from '../site/site-files.ts';
import { SITE_BODY_LIMIT_BYTES } from './door.ts';
import { openTestSite } from './site-for-tests.ts';

const site = await openTestSite();
const { script, formScript, stylesheet } = SITE_FILES;

const PAGE =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-forms allow-same-origin allow-downloads allow-top-navigation-by-user-activation allow-scripts";
const NO_TEXT = "require-trusted-types-for 'script'; trusted-types 'none'";
const POLICIES = {
  page: `${PAGE}; script-src '${script.integrity}'; ${NO_TEXT}`,
  form: `${PAGE}; script-src '${script.integrity}' '${formScript.integrity}'; connect-src 'self'; ${NO_TEXT}`,
  bare: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
} as const;

/** The same on every answer. What GlobaLeaks 5 sends is here as strict or stricter; its Permissions-Policy is looked at below. */
const EVERYWHERE = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'origin-agent-cluster': '?1',
  'x-dns-prefetch-control': 'off',
  'x-robots-tag': 'noarchive',
} as const;

/** What besides may be there: of the answer itself, never of the caller or the program. */
const OF_THE_ANSWER = new Set([
  ...['content-type', 'content-length', 'content-security-policy', 'permissions-policy', 'cache-control'],
  ...['date', 'connection', 'vary', 'retry-after'],
]);

const FOREVER = 'public, max-age=31536000, immutable';
const answers = [
  ['a page', () => site.get('/sv'), 200, 'page', 'no-store'],
  ['the page at /', () => site.get('/'), 200, 'page', 'no-store'],
  ['a page of the form', () => site.get('/sv/tip/online'), 200, 'form', 'no-store'],
  ['a form sent back', () => site.post('/sv/tip/online', {}), 422, 'form', 'no-store'],
  ['a receipt', () => site.sendTip('/sv/tip/other', { narrative: 'Ett löv' }), 200, 'form', 'no-store'],
  ['the mailbox', () => site.post('/sv/mailbox', { receipt: 'x' }), 422, 'form', 'no-store'],
  ['no such page', () => site.get('/sv/nothing'), 404, 'page', 'no-store'],
  [
    'too large',
    () => site.post('/sv/tip/online', { narrative: 'x'.repeat(SITE_BODY_LIMIT_BYTES) }),
    413,
    undefined,
    'no-store',
  ],
  ['a card to share', () => site.get('/sv/card.svg'), 200, 'page', 'no-store'],
  ['a manifest', () => site.get('/sv/manifest.webmanifest'), 200, 'bare', 'no-store'],
  ['an icon', () => site.get('/icon-192.png'), 200, 'bare', 'public, max-age=86400'],
  ['the stylesheet', () => site.get(stylesheet.href), 200, 'bare', FOREVER],
  ['a script', () => site.get(script.href), 200, 'bare', FOREVER],
  ['the form’s script', () => site.get(formScript.href), 200, 'bare', FOREVER],
  ['the interface for partners', () => site.get('/api/v1/key'), 200, 'bare', 'no-store'],
  ['its refusals', () => site.post('/api/v1/tips', {}), 415, 'bare', 'no-store'],
  ['an unknown method', () => site.http.inject({ method: 'DELETE', url: '/sv' }), 404, 'page', 'no-store'],
] as const;

for (const [name, ask, status, policy, cache] of answers) {
  test(`the headers of ${name} are these and no others`, async () => {
    const { headers, statusCode } = await ask();
    assert.equal(statusCode, status);
    for (const [header, value] of Object.entries(EVERYWHERE)) assert.equal(headers[header], value, header);
    assert.equal(headers['cache-control'], cache);
    const sent = String(headers['content-security-policy']);
    if (policy !== undefined) assert.equal(sent, POLICIES[policy]);
    assert.doesNotMatch(sent, /unsafe|\*|https?:|blob:/);
    const others = Object.keys(headers).filter((header) => !Object.hasOwn(EVERYWHERE, header));
    assert.deepEqual(
      others.filter((header) => !OF_THE_ANSWER.has(header)),
      [],
    );
  });
}

test('every feature of a device that GlobaLeaks denies is denied, and those that it lets its own pages use as well', async () => {
  const policy = String((await site.get('/sv')).headers['permissions-policy']);
  const denied = new Set(policy.split(', '));
  for (const feature of [
    ...['accelerometer', 'ambient-light-sensor', 'bluetooth', 'camera', 'clipboard-read', 'document-domain'],
    ...['display-capture', 'fullscreen', 'geolocation', 'gyroscope', 'idle-detection', 'keyboard-map', 'local-fonts'],
    ...['magnetometer', 'microphone', 'midi', 'payment', 'screen-wake-lock', 'serial', 'speaker-selection', 'usb'],
    ...['web-share', 'xr-spatial-tracking'],
  ])
    assert.ok(denied.has(`${feature}=()`), feature);
  assert.doesNotMatch(policy, /self|\*/);
});
