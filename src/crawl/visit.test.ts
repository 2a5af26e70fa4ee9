import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FetchOutcome } from './safe-fetch.ts';
import { judgeVisit, type VisitBefore } from './visit.ts';

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

function said(outcome: FetchOutcome, before: Partial<VisitBefore> = {}): string {
  const { verdict, because } = judgeVisit({ ...fresh, ...before }, outcome);
  return `${verdict} ${because}`;
}
/** What the item was when it was last seen online. */
function seenAs(first: Answer): Partial<VisitBefore> {
  const { fingerprint, verdict } = judgeVisit(fresh, answer(first));
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
  assert.equal(to('http://parking.example.net/landing'), 'gone moved-elsewhere');
  assert.equal(to('http://new.example.net/gallery/7', `<p>${LONG}</p>`), 'online same-bytes');
  assert.equal(to('https://pictures.example.org/gallery/7'), 'online changed');
  assert.equal(to('http://pictures.example.org/gallery/7/renamed'), 'online changed');
  const moved = judgeVisit(
    { ...fresh, ...before },
    answer({ html: 'x', finalUrl: 'http://parking.example.net/landing' }),
  );
  assert.equal(moved.movedTo, 'http://parking.example.net/landing');
});

test('judgeVisit takes a short link for online while it leads to the same site, and for moved when it leads to another', () => {
  const first = judgeVisit(fresh, answer({ html: `<p>${LONG}</p>`, finalUrl: 'http://site.example.net/' }));
  assert.deepEqual([first.verdict, first.because, first.movedTo], ['online', 'first-look', 'http://site.example.net/']);
  const { fingerprint } = first;
  assert.equal(
    said(answer({ html: '<p>nytt</p>', finalUrl: 'http://site.example.net/' }), { fingerprint }),
    'online changed',
  );
  assert.equal(
    said(answer({ html: '<p>nytt</p>', finalUrl: 'http://third.example.com/' }), { fingerprint }),
    'gone moved-elsewhere',
  );
  assert.equal(said(answer({ html: '<p>nytt</p>' }), { fingerprint }), 'gone moved-elsewhere');
});

test('judgeVisit watches media by their bytes', () => {
  const before = { ...seenAs({ body: JPEG, type: 'image/jpeg' }), kind: 'media' as const };
  assert.equal(said(answer({ body: JPEG, type: 'image/jpeg' }), before), 'online same-bytes');
  assert.equal(
    said(answer({ body: JPEG, type: 'text/html', finalUrl: 'http://cdn.example.net/x' }), before),
    'online same-bytes',
  );
  assert.equal(said(answer({ body: OTHER_JPEG, type: 'image/jpeg' }), before), 'unclear media-changed');
  assert.equal(said(answer({ html: `<p>${LONG}</p>` }), before), 'gone media-became-page');
  assert.equal(said(answer({ html: `<p>${LONG}</p>` }), { ...before, kind: 'unknown' }), 'gone media-became-page');
  assert.equal(said(answer({ html: `<p>${LONG}</p>` }), { kind: 'media' }), 'gone media-became-page');
  assert.equal(said(answer({ html: '<title>Just a moment...</title>' }), before), 'unclear challenge');
  assert.equal(said(answer({ body: Buffer.alloc(0), type: 'image/jpeg' }), before), 'unclear empty');
  assert.equal(said(answer({ body: JPEG, type: 'text/html' }), { kind: 'media' }), 'online first-look');
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
