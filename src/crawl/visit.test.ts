import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FetchOutcome } from './safe-fetch.ts';
import { readMissing, type Missing } from './missing-answer.ts';
import { NO_PICTURE } from './read-page.ts';
import { isSameThing, judgeVisit, type Evidence, type VisitBefore } from './visit.ts';

const URL_OF_PAGE = 'http://pictures.example.org/gallery/7';
const JPEG = Buffer.from('ffd8ffe000104a46494600010101', 'hex');
const OTHER_JPEG = Buffer.from('ffd8ffe000104a46494600010102', 'hex');
const WORDS =
  'skogen vid sjön har stigar som leder till en bro över ån där kvarnen en gång malde mjöl åt byarna runt om i dalen'.split(
    ' ',
  );
const LONG = Array.from({ length: 400 }, (_, index) => WORDS[(index * 7 + (index >> 2)) % WORDS.length]).join(' ');

const fresh: VisitBefore = {
  url: URL_OF_PAGE,
  kind: 'unknown',
  fingerprint: undefined,
  lastBecause: undefined,
  key: Buffer.alloc(32, 1),
};

interface Answer {
  status?: number;
  html?: string;
  body?: Uint8Array;
  type?: string;
  finalUrl?: string;
}
function answer({
  status = 200,
  html = '',
  body = Buffer.from(html),
  type = 'text/html',
  finalUrl = URL_OF_PAGE,
}: Answer): FetchOutcome {
  return {
    kind: 'answered',
    status,
    finalUrl,
    body,
    ip: '85.1.2.3',
    hops: [],
    headers: { 'content-type': type },
    contentType: type,
    wireBytes: body.byteLength,
    isTruncated: false,
  };
}
const failed = (reason: Extract<FetchOutcome, { kind: 'failed' }>['reason']): FetchOutcome => ({
  kind: 'failed',
  reason,
  hops: [],
  ip: undefined,
});
const refusedAfter = (
  reason: Extract<FetchOutcome, { kind: 'refused' }>['reason'],
  hopCount: number,
): FetchOutcome => ({
  kind: 'refused',
  reason,
  hops: Array.from({ length: hopCount }, () => ({ url: URL_OF_PAGE, status: 302, ip: '85.1.2.3' })),
});

function said(outcome: FetchOutcome, before: Partial<VisitBefore> = {}, evidence: Evidence = {}): string {
  const { verdict, because } = judgeVisit({ ...fresh, ...before }, outcome, evidence);
  return `${verdict} ${because}`;
}
/** What the item was when it was last seen online. */
function seenAs(first: Answer, evidence: Evidence = {}): Partial<VisitBefore> {
  const { fingerprint, verdict } = judgeVisit(fresh, answer(first), evidence);
  assert.equal(verdict, 'online');
  return { fingerprint, lastBecause: 'first-look' };
}

test('judgeVisit goes by the status when it is not 2xx', () => {
  const expected: Record<string, readonly number[]> = {
    'gone not-found': [404, 410],
    'gone legal': [451],
    'unclear access-denied': [401, 403, 407],
    'unclear server-trouble': [429, 500, 502, 503, 504, 520, 522, 530],
    'unclear other-status': [302, 400, 405, 418, 999 - 500],
    'online not-modified': [304],
  };
  for (const [verdict, statuses] of Object.entries(expected)) {
    for (const status of statuses) assert.equal(said(answer({ status, html: LONG })), verdict, String(status));
  }
});

test('judgeVisit leaves it unclear when the network or our own rules failed', () => {
  for (const reason of [
    'connect',
    'tls',
    'timeout',
    'reset',
    'headers-too-large',
    'bad-http',
    'bad-encoding',
    'aborted',
  ] as const) {
    assert.equal(said(failed(reason)), 'unclear no-answer', reason);
  }
  assert.equal(said(failed('resolver-failed')), 'unclear dns');
  assert.equal(said(failed('no-address')), 'unclear dns');
  assert.equal(said(refusedAfter('forbidden-address', 0)), 'unclear refused-by-rule');
  assert.equal(said(refusedAfter('forbidden-address', 1)), 'unclear refused-by-rule');
  assert.equal(said(refusedAfter('too-many-redirects', 6)), 'unclear redirects-astray');
  assert.equal(said(refusedAfter('scheme', 1)), 'unclear redirects-astray');
  assert.equal(said(refusedAfter('scheme', 0)), 'unclear refused-by-rule');
});

test('judgeVisit takes a missing name for gone only when it was missing the time before', () => {
  assert.equal(said(failed('no-such-name')), 'unclear no-such-name');
  assert.equal(said(failed('no-such-name'), { lastBecause: 'changed' }), 'unclear no-such-name');
  assert.equal(said(failed('no-such-name'), { lastBecause: 'no-such-name' }), 'gone no-such-name');
});

test('judgeVisit calls a page online when it changed, counted or was rewritten, but not when it is an error page', () => {
  const before = seenAs({ html: `<title>Galleri</title><p>${LONG}</p>` });
  assert.equal(said(answer({ html: `<title>Galleri</title><p>${LONG}</p>` }), before), 'online same-bytes');
  assert.equal(
    said(answer({ html: `<title>Galleri</title><p>${LONG}</p><i>sedd 12 gånger</i>` }), before),
    'online same-words',
  );
  assert.equal(said(answer({ html: `<p>${LONG.split(' ').toReversed().join(' ')}</p>` }), before), 'online changed');
  const errorPages: [string, string][] = [
    ['<title>404 Not Found</title>', 'gone says-not-found'],
    ['<h1>Sidan kunde inte hittas</h1>', 'gone says-not-found'],
    ['<p>This content isn’t available right now</p>', 'gone says-removed'],
    ['<p>Bilden har tagits bort</p>', 'gone says-removed'],
    ['<title>Account Suspended</title>', 'gone says-suspended'],
    ['<h1>This domain is for sale</h1>', 'gone is-parked'],
    ['<p>Du måste logga in</p>', 'unclear log-in'],
    ['<title>Just a moment...</title>', 'unclear challenge'],
  ];
  for (const [html, verdict] of errorPages) {
    assert.equal(said(answer({ html }), before), verdict, html);
    assert.equal(said(answer({ html })), verdict, html);
  }
});

test('judgeVisit does not believe a phrase when it stands in long text, beside many pictures, or on the same page as before', () => {
  const longWithPhrase = `<p>${LONG} page not found ${LONG}</p>`;
  assert.equal(said(answer({ html: longWithPhrase })), 'online first-look');
  const disguised = `<title>404 not found</title>${'<img src=a>'.repeat(30)}`;
  assert.equal(said(answer({ html: disguised })), 'unclear notice-beside-media');
  const before = seenAs({ html: `<p>${LONG}</p>` });
  assert.equal(said(answer({ html: `<title>404 not found</title><p>${LONG}</p>` }), before), 'online same-words');
});

test('judgeVisit follows where an address leads', () => {
  const before = seenAs({ html: `<p>${LONG}</p>` });
  const to = (finalUrl: string, html = '<p>Välkommen</p>') => said(answer({ html, finalUrl }), before);
  assert.equal(to('http://pictures.example.org/'), 'gone front-page');
  assert.equal(to('https://www.example.org/index.html'), 'gone front-page');
  assert.equal(to('http://pictures.example.org/404.html'), 'gone error-page');
  assert.equal(to('http://pictures.example.org/account/login?next=/gallery/7'), 'unclear log-in');
  assert.equal(to('http://new.example.net/gallery/7', `<p>${LONG}</p>`), 'online same-bytes');
  assert.equal(to('https://pictures.example.org/gallery/7'), 'online changed');
  assert.equal(to('http://pictures.example.org/gallery/7/renamed'), 'online changed');
});

test('judgeVisit says moved and where when an address leads to another site than before, unless that shows an error or a front page', () => {
  const before = seenAs({ html: `<p>${LONG}</p>` });
  const visit = (finalUrl: string, html = '<p>Välkommen</p>') => {
    const { verdict, because, movedTo } = judgeVisit({ ...fresh, ...before }, answer({ html, finalUrl }));
    return [verdict, because, movedTo];
  };
  const there = 'http://new.example.net/gallery/7';
  assert.deepEqual(visit(there), ['moved', 'moved-elsewhere', there]);
  assert.deepEqual(visit(there, `<p>${LONG}</p>`), ['online', 'same-bytes', there]);
  assert.deepEqual(visit(there, `<p>${LONG}</p><i>ny</i>`), ['online', 'same-words', there]);
  assert.deepEqual(visit(there, '<h1>This domain is for sale</h1>').slice(0, 2), ['gone', 'is-parked']);
  assert.deepEqual(visit('http://new.example.net/').slice(0, 2), ['gone', 'front-page']);
  assert.deepEqual(visit('http://new.example.net/error').slice(0, 2), ['gone', 'error-page']);
  assert.deepEqual(visit('http://new.example.net/login').slice(0, 2), ['unclear', 'log-in']);
  assert.equal(visit('http://www.example.org/gallery/7')[2], undefined, 'its own registrable domain');
});

test('judgeVisit calls a same thing elsewhere moved once only: the new place is the measure from then on', () => {
  const before = seenAs({ html: `<p>${LONG}</p>` });
  const elsewhere = answer({ html: `<p>${LONG}</p>`, finalUrl: 'http://new.example.net/gallery/7' });
  const first = judgeVisit({ ...fresh, ...before }, elsewhere);
  assert.notEqual(first.fingerprint, undefined);
  const second = judgeVisit({ ...fresh, ...before, fingerprint: first.fingerprint }, elsewhere);
  assert.deepEqual([second.verdict, second.movedTo], ['online', undefined]);
});

test('judgeVisit takes a short link for online while it leads to the same site, for moved when it leads to another, and for gone when it leads nowhere', () => {
  const first = judgeVisit(fresh, answer({ html: `<p>${LONG}</p>`, finalUrl: 'http://site.example.net/' }));
  assert.deepEqual([first.verdict, first.because, first.movedTo], ['online', 'first-look', undefined]);
  const { fingerprint } = first;
  const led = (finalUrl: string) => said(answer({ html: '<p>nytt</p>', finalUrl }), { fingerprint });
  assert.equal(led('http://site.example.net/'), 'online changed');
  assert.equal(led('http://third.example.com/a'), 'moved moved-elsewhere');
  assert.equal(led(URL_OF_PAGE), 'gone no-longer-leads');
});

/** Hashes as lib/pdq gives them; the second is 8 bits from the first, the third far from both. */
const [PICTURE, NEAR, FAR] = ['0f'.repeat(32), `f0${'0f'.repeat(31)}`, 'f0'.repeat(32)];
const jpeg = (body: Uint8Array = JPEG, finalUrl = URL_OF_PAGE) => answer({ body, type: 'image/jpeg', finalUrl });

test('judgeVisit watches media by their bytes, and by the picture when the bytes are others', () => {
  const before = { ...seenAs({ body: JPEG, type: 'image/jpeg' }, { picture: PICTURE }), kind: 'media' as const };
  assert.equal(said(jpeg(), before), 'online same-bytes');
  assert.equal(
    said(answer({ body: JPEG, type: 'text/html', finalUrl: 'http://cdn.example.net/x' }), before),
    'online same-bytes',
  );
  assert.equal(said(jpeg(OTHER_JPEG), before, { picture: NEAR }), 'online same-picture');
  assert.equal(said(jpeg(OTHER_JPEG), before, { picture: FAR }), 'unclear media-changed');
  assert.equal(
    said(jpeg(OTHER_JPEG), { ...before, lastBecause: 'media-changed' }, { picture: FAR }),
    'gone media-changed',
  );
  assert.equal(
    said(jpeg(OTHER_JPEG), { ...before, lastBecause: 'no-answer' }, { picture: FAR }),
    'unclear media-changed',
  );
  assert.equal(said(jpeg(OTHER_JPEG), before, { picture: NO_PICTURE }), 'unclear media-not-comparable');
  assert.equal(
    said(jpeg(OTHER_JPEG), { ...before, lastBecause: 'media-not-comparable' }, { picture: NO_PICTURE }),
    'unclear media-not-comparable',
  );
  const near = judgeVisit({ ...fresh, ...before }, jpeg(OTHER_JPEG), { picture: NEAR });
  assert.equal(near.fingerprint?.picture, NEAR);
});

test('judgeVisit calls an error page in place of media gone', () => {
  const before = { ...seenAs({ body: JPEG, type: 'image/jpeg' }, { picture: PICTURE }), kind: 'media' as const };
  assert.equal(said(answer({ html: `<p>${LONG}</p>` }), before), 'gone media-became-page');
  assert.equal(said(answer({ html: `<p>${LONG}</p>` }), { ...before, kind: 'unknown' }), 'gone media-became-page');
  assert.equal(said(answer({ html: `<p>${LONG}</p>` }), { kind: 'media' }), 'gone media-became-page');
  assert.equal(said(answer({ html: '<title>Just a moment...</title>' }), before), 'unclear challenge');
  assert.equal(said(answer({ body: Buffer.alloc(0), type: 'image/jpeg' }), before), 'unclear empty');
  assert.equal(said(answer({ body: JPEG, type: 'text/html' }), { kind: 'media' }), 'online first-look');
});

test('judgeVisit wants a picture’s hash once, and whenever the bytes are others', () => {
  const wants = (outcome: FetchOutcome, before: Partial<VisitBefore> = {}, evidence: Evidence = {}) =>
    judgeVisit({ ...fresh, ...before }, outcome, evidence).wants;
  const hashed = seenAs({ body: JPEG, type: 'image/jpeg' }, { picture: PICTURE });
  const unhashed = seenAs({ body: JPEG, type: 'image/jpeg' });
  assert.equal(wants(jpeg()), 'picture');
  assert.equal(wants(jpeg(), hashed), undefined);
  assert.equal(wants(jpeg(), unhashed), 'picture', 'from before pictures were hashed');
  assert.equal(wants(jpeg(OTHER_JPEG), hashed), 'picture');
  assert.equal(wants(answer({ html: LONG, status: 404 })), undefined);
  assert.deepEqual(judgeVisit({ ...fresh, ...unhashed }, jpeg(), { picture: PICTURE }).fingerprint?.picture, PICTURE);
});

const NO_SUCH = 'http://pictures.example.org/gallery/cannot-exist';
const missingOf = (html: string, askedFor = NO_SUCH): Missing =>
  readMissing(answer({ html, finalUrl: askedFor }), askedFor, fresh.key);
/** Pages of one site share most of their words. */
const FRAME = `<nav>${LONG}</nav>`;
const itemPage = `<title>Album av Anna</title>${FRAME}<p>två bilder från en sjö</p><img src=a><img src=b>`;
const softPage = (address: string) => `<title>Site: ${address}</title>${FRAME}<p>Nummer 17</p>`;

test('judgeVisit calls an item gone when its host answers the same for an address that cannot exist', () => {
  const missing = missingOf(softPage('cannot-exist'));
  const before = seenAs({ html: itemPage }, { missing });
  assert.equal(before.fingerprint?.isDistinct, true);
  const after = answer({ html: softPage('gallery 7') });
  assert.equal(said(after, before), 'online same-words', 'nobody has asked the host');
  assert.equal(said(after, before, { missing }), 'gone soft-404');
  assert.equal(said(after, before, { missing: 'proper' }), 'online same-words');
  assert.equal(said(after, before, { missing: 'unknown' }), 'online same-words');
  const short = missingOf('<title>Oj</title><p>Här var det tomt</p>');
  const empty = answer({ html: '<title>Oj</title><p>Här var det tomt</p><i>7</i>' });
  assert.equal(said(empty, before, { missing: short }), 'gone soft-404', 'short pages too');
});

test('judgeVisit does not take an item for its host’s error page when it shows more, has another title or other words', () => {
  const missing = missingOf(`<title>Galleri</title>${FRAME}`);
  const before = seenAs({ html: `<title>Anna</title><p>${LONG.split(' ').toReversed().join(' ')}</p>` }, { missing });
  const page = (html: string) => said(answer({ html }), before, { missing });
  assert.equal(page(`<title>Galleri</title>${FRAME}`), 'gone soft-404');
  assert.equal(page(`<title>Galleri</title>${FRAME}<img src=a>`), 'online changed');
  assert.equal(page(`<title>Galleri Anna</title>${FRAME}`), 'online changed');
  assert.equal(page(`<title>Galleri</title><p>${LONG.slice(0, 900).replaceAll('a', 'o')}</p>`), 'online changed');
  assert.equal(said(jpeg(), { kind: 'media' }, { missing, picture: PICTURE }), 'online first-look');
});

test('judgeVisit never calls a page gone for being like any other address when it was not told apart from that before', () => {
  const shell = (version: number) =>
    `<title>App</title><div id="root">${FRAME}</div><script src="/app-${version}.js"></script>`;
  const missing = missingOf(shell(1));
  assert.equal(said(answer({ html: shell(1) }), {}, { missing }), 'unclear same-as-missing');
  const bare = '<title>App</title><div id="root"></div><script src="/app.js"></script>';
  assert.equal(said(answer({ html: bare }), {}, { missing: missingOf(bare) }), 'unclear same-as-missing');
  const unasked = seenAs({ html: shell(1) });
  assert.equal(unasked.fingerprint?.isDistinct, false);
  assert.equal(said(answer({ html: shell(2) }), unasked, { missing: missingOf(shell(2)) }), 'online same-words');
  assert.equal(said(answer({ html: bare }), unasked, { missing: missingOf(bare) }), 'unclear same-as-missing');
});

test('judgeVisit remembers once that a page was told apart from its host’s error page', () => {
  const first = seenAs({ html: itemPage }, { missing: 'proper' });
  const second = judgeVisit({ ...fresh, ...first }, answer({ html: `${itemPage}<i>nytt</i>` }), { missing: 'unknown' });
  assert.deepEqual([second.verdict, second.fingerprint?.isDistinct], ['online', true]);
});

test('judgeVisit calls media gone when its host answers with the same placeholder for an address that cannot exist', () => {
  const placeholder = readMissing(jpeg(OTHER_JPEG, NO_SUCH), NO_SUCH, fresh.key, FAR);
  const before = seenAs({ body: JPEG, type: 'image/jpeg' }, { picture: PICTURE });
  assert.equal(said(jpeg(OTHER_JPEG), before, { picture: FAR, missing: placeholder }), 'gone soft-404');
  assert.equal(
    said(jpeg(OTHER_JPEG), {}, { picture: NO_PICTURE, missing: placeholder }),
    'gone soft-404',
    'same bytes',
  );
  const resaved = Buffer.concat([OTHER_JPEG, Buffer.of(1)]);
  assert.equal(said(jpeg(resaved), before, { picture: FAR, missing: placeholder }), 'gone soft-404', 'same picture');
  assert.equal(said(jpeg(), {}, { picture: PICTURE, missing: placeholder }), 'online first-look');
});

test('judgeVisit asks what the host answers for nothing only when that could change the verdict', () => {
  const before = seenAs({ html: `<p>${LONG}</p>` });
  const wants = (outcome: FetchOutcome, known: Partial<VisitBefore> = before) =>
    judgeVisit({ ...fresh, ...known }, outcome).wants;
  assert.equal(wants(answer({ html: `<p>${LONG}</p>` })), 'missing', 'nobody has told it apart so far');
  const apart = seenAs({ html: `<p>${LONG}</p>` }, { missing: 'proper' });
  assert.equal(wants(answer({ html: `<p>${LONG}</p>` }), apart), undefined);
  assert.equal(wants(answer({ html: `<p>${LONG}</p> mer` })), 'missing', 'error pages can have the same words');
  assert.equal(wants(answer({ html: '<p>nytt</p>' })), 'missing');
  assert.equal(wants(answer({ html: '<p>nytt</p>' }), {}), 'missing');
  assert.equal(wants(answer({ html: '<title>404 not found</title>' })), undefined);
  assert.equal(wants(answer({ html: '<p>nytt</p>', finalUrl: 'http://new.example.net/a' })), undefined);
  assert.equal(wants(answer({ status: 503 })), undefined);
});

test('isSameThing holds for the reasons that prove a reappearance, and not for a page that is merely there', () => {
  for (const because of ['same-bytes', 'same-words', 'same-picture', 'not-modified'])
    assert.equal(isSameThing(because), true);
  for (const because of ['changed', 'first-look', 'geo-blocked', 'not-found', ''])
    assert.equal(isSameThing(because), false);
});

test('judgeVisit gives a fingerprint with online only, so that an error page never becomes the measure', () => {
  for (const outcome of [
    answer({ html: '<title>404 Not Found</title>' }),
    answer({ status: 404, html: LONG }),
    answer({ html: '' }),
    failed('timeout'),
  ]) {
    assert.equal(judgeVisit(fresh, outcome).fingerprint, undefined);
  }
  assert.notEqual(judgeVisit(fresh, answer({ html: LONG })).fingerprint, undefined);
});
