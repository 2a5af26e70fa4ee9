import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shippedExclusions } from './exclusions.ts';
import { judgeScope, openScope, type HostCounts, type ScopedOffer, type ScopeRules } from './scope.ts';

const now = new Date('2026-11-26T00:00:00Z');
const rules: ScopeRules = {
  maxDepth: 3,
  allow: [],
  deny: [],
  keepsToAllowed: false,
  maxPagesPerHost: 1000,
  maxHosts: 50,
};
const counts: HostCounts = { visited: 0, distinct: 0, hosts: 1, isKnownHost: true };
const exclusions = shippedExclusions();

function judge(
  url: string,
  more: { rules?: Partial<ScopeRules>; counts?: Partial<HostCounts>; offer?: Partial<ScopedOffer> } = {},
): string {
  const scope = openScope({ ...rules, ...more.rules }, exclusions, now);
  const verdict = judgeScope(scope, { url, kind: 'page', depth: 1, ...more.offer }, { ...counts, ...more.counts });
  return verdict === 'in' ? 'in' : verdict.out;
}

test('judgeScope lets in an ordinary page, and what is deeper than the run goes only when it is media', () => {
  assert.equal(judge('https://example.org/forum/thread-1'), 'in');
  assert.equal(judge('https://example.org/a', { offer: { depth: 3 } }), 'in');
  assert.equal(judge('https://example.org/a', { offer: { depth: 4 } }), 'too-deep');
  assert.equal(judge('https://example.org/a', { offer: { depth: 4, kind: 'sitemap' } }), 'too-deep');
  assert.equal(judge('https://example.org/a.jpg', { offer: { depth: 4, kind: 'media' } }), 'in');
});

test('judgeScope covers subdomains and parts of paths, and denying wins over allowing', () => {
  const keeps = {
    allow: ['example.org', 'example.net/forum/'],
    deny: ['private.example.org', 'example.org/shop/'],
    keepsToAllowed: true,
  };
  const cases: [string, string][] = [
    ['https://example.org/', 'in'],
    ['https://www.example.org/a', 'in'],
    ['http://deep.sub.example.org:8080/a', 'in'],
    ['https://notexample.org/', 'not-allowed'],
    ['https://example.org.example.com/', 'not-allowed'],
    ['https://example.net/forum/1', 'in'],
    ['https://example.net/forums/1', 'not-allowed'],
    ['https://example.net/', 'not-allowed'],
    ['https://private.example.org/a', 'denied'],
    ['https://a.private.example.org/a', 'denied'],
    ['https://example.org/shop/1', 'denied'],
    ['https://www.example.org/shop/1', 'denied'],
    ['https://example.org/shopping', 'in'],
  ];
  for (const [url, expected] of cases) assert.equal(judge(url, { rules: keeps }), expected, url);
  const media: Partial<ScopedOffer> = { kind: 'media' };
  assert.equal(judge('https://cdn.example.com/a.jpg', { rules: keeps, offer: media }), 'in');
  assert.equal(judge('https://private.example.org/a.jpg', { rules: keeps, offer: media }), 'denied');
});

test('openScope refuses places that would match nothing', () => {
  for (const place of ['https://example.org', 'example.org example.net', '', '*.example.org', '/forum/'])
    assert.throws(() => openScope({ ...rules, deny: [place] }, exclusions, now), /deny takes domains/, place);
});

test('judgeScope leaves out hosts inside networks unless a test allows them', () => {
  for (const url of [
    'http://localhost/',
    'http://router/',
    'http://10.0.0.1/',
    'http://127.0.0.1:8080/',
    'http://[::1]/',
    'http://a.internal/',
    'http://169.254.169.254/',
  ]) {
    assert.equal(judge(url), 'private-host', url);
    assert.equal(judge(url, { rules: { mayVisitPrivateHosts: true } }), 'in', url);
  }
  assert.equal(judge('http://85.1.2.3/'), 'in');
  assert.equal(judge('http://[2606:4700::1]:8080/a'), 'in');
});

test('judgeScope leaves out search, archives, proxies, translators and generated spaces, unless the run allows them', () => {
  const cases: [string, string][] = [
    ['https://www.google.com/search?q=x', 'search-engine'],
    ['https://images.google.co.uk/', 'search-engine'],
    ['https://bing.com/images', 'search-engine'],
    ['https://yandex.com.tr/', 'search-engine'],
    ['https://searx.example.org/', 'search-engine'],
    ['https://web.archive.org/web/2020/http://example.org/', 'archive'],
    ['https://archive.ph/abc', 'archive'],
    ['https://example-org.translate.goog/', 'translator'],
    ['https://a.b.onion.ws/', 'proxy'],
    ['https://placehold.co/600x400', 'generated'],
    ['https://sites.google.com/view/a', 'in'],
    ['https://archive.org/details/a', 'in'],
    ['https://notbing.com/', 'in'],
    ['https://bing.example.org/', 'in'],
  ];
  for (const [url, expected] of cases) assert.equal(judge(url), expected, url);
  assert.equal(judge('https://web.archive.org/web/1', { rules: { allow: ['web.archive.org'] } }), 'in');
  assert.equal(judge('https://encrypted-tbn0.gstatic.com/a.jpg', { offer: { kind: 'media' } }), 'search-engine');
});

test('judgeScope leaves a host that repeats itself, has had its budget, or is one too many', () => {
  const url = 'https://example.org/a';
  assert.equal(judge(url, { counts: { visited: 99, distinct: 1 } }), 'in');
  assert.equal(judge(url, { counts: { visited: 100, distinct: 9 } }), 'trap-growth');
  assert.equal(judge(url, { counts: { visited: 100, distinct: 10 } }), 'in');
  assert.equal(judge(url, { counts: { visited: 1000, distinct: 900 } }), 'host-budget');
  assert.equal(judge(url, { counts: { hosts: 50, isKnownHost: false } }), 'host-count');
  assert.equal(judge(url, { counts: { hosts: 50, isKnownHost: true } }), 'in');
  assert.equal(judge(url, { counts: { hosts: 49, isKnownHost: false } }), 'in');
  assert.equal(judge(`${url}.jpg`, { offer: { kind: 'media' }, counts: { visited: 1000, distinct: 1 } }), 'in');
});

test('judgeScope gives a verdict for any address, the same each time', () => {
  const scope = openScope(rules, exclusions, now);
  const piece = fc.constantFrom('/', 'a', '.', 'calendar', '2099', '?', '&', '=', 'sid', 'x'.repeat(20), '%20', ';');
  const host = fc.constantFrom(
    'example.org',
    '10.0.0.1',
    '[::1]',
    '[2606:4700::1]:8080',
    'a.b.example.net:81',
    'www.google.com',
    'localhost',
  );
  const anyUrl = fc
    .tuple(host, fc.array(piece, { maxLength: 30 }))
    .map(([name, pieces]) => `http://${name}/${pieces.join('')}`);
  fc.assert(
    fc.property(anyUrl, fc.nat(10), (url, depth) => {
      const offer: ScopedOffer = { url, kind: 'page', depth };
      assert.deepEqual(judgeScope(scope, offer, counts), judgeScope(scope, offer, counts));
    }),
  );
});
