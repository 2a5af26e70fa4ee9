import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  canonicaliseUrl,
  canonicalUrlSchema,
  isPrivateHost,
  isPublicIp,
  MAX_ADDRESSES,
  recogniseAddresses,
  registrarDomainOf,
} from './web-address.ts';
import { processorMs } from '../platform/processor-time-for-tests.ts';

function canonical(text: string): string {
  const result = canonicaliseUrl(text);
  return result.ok ? result.address.canonical : `(${result.reasonCode})`;
}
function keyOf(text: string): string {
  const result = canonicaliseUrl(text);
  assert.ok(result.ok);
  return result.address.sameThingKey;
}
const found = (text: string) => recogniseAddresses(text).addresses.map((address) => address.canonical);
const refused = (text: string) =>
  recogniseAddresses(text).rejected.map(({ line, column, reasonCode }) => `${line}:${column} ${reasonCode}`);

test('canonicaliseUrl gives the stated form for each of its rules', () => {
  const cases: [string, string][] = [
    ['HTTP://Pictures.Example.ORG', 'http://pictures.example.org/'],
    ['https://example.org:443/a', 'https://example.org/a'],
    ['http://example.org:443/a', 'http://example.org:443/a'],
    ['http://example.org./a', 'http://example.org/a'],
    ['http://example.org../a', '(not-an-address)'],
    ['http://a..example.org/', '(not-an-address)'],
    ['http://blåbär.example/å', 'http://xn--blbr-noae.example/%C3%A5'],
    ['http://example.org/%7euser/%41%2f%c3%a5', 'http://example.org/~user/A%2F%C3%A5'],
    ['http://example.org/a/./b/../c/%2e%2E/d', 'http://example.org/a/d'],
    ['http://example.org/50%', 'http://example.org/50%25'],
    ['http://example.org/%%32e', 'http://example.org/%252e'],
    ['http://example.org?', 'http://example.org/'],
    ['http://example.org/?b=2&a=1&b=2', 'http://example.org/?b=2&a=1&b=2'],
    ['http://example.org/?utm_source=x&id=7&fbclid=y&UTM%5FMedium=z', 'http://example.org/?id=7'],
    ['http://example.org/?gclid=1', 'http://example.org/'],
    ['http://example.org/?q=utm_source', 'http://example.org/?q=utm_source'],
    ['http://example.org/a#part', 'http://example.org/a'],
    ['http://example.org/a#!/gallery/%41', 'http://example.org/a#!/gallery/A'],
    ['http://example.org/a#!', 'http://example.org/a'],
    ['http://user:pa%20ss@example.org/', 'http://example.org/'],
    ['http://2130706433/', 'http://127.0.0.1/'],
    ['http://[2A00:1450::0001]:8080/', 'http://[2a00:1450::1]:8080/'],
    ['ftp://example.org/', '(scheme-not-handled)'],
    ['javascript:alert(1)', '(scheme-not-handled)'],
    ['example.org', '(not-an-address)'],
    ['http://exa$mple.org/', '(not-an-address)'],
    ['http://short.onion/', '(not-an-address)'],
    [`http://${'a'.repeat(56)}.onion`, `http://${'a'.repeat(56)}.onion/`],
    [`http://example.org/${'a'.repeat(2048)}`, '(too-long)'],
    [`http://example.org/${'å'.repeat(400)}`, '(too-long)'],
  ];
  for (const [text, expected] of cases) assert.equal(canonical(text), expected, text);
});

test('canonicaliseUrl reports host, port, registrable domain and credentials apart', () => {
  const result = canonicaliseUrl('https://anna:s%C3%A4ng@www.foo.github.io:8443/x');
  assert.ok(result.ok);
  assert.deepEqual(result.address, {
    canonical: 'https://www.foo.github.io:8443/x',
    host: 'www.foo.github.io',
    hostKind: 'name',
    port: 8443,
    registrableDomain: 'foo.github.io',
    sameThingKey: 'foo.github.io:8443/x',
    credentials: { username: 'anna', password: 'säng' },
  });
  assert.equal(registrarDomainOf('www.foo.github.io'), 'github.io');
  assert.equal(registrarDomainOf('85.1.2.3'), undefined);
});

test('sameThingKey joins schemes and www but keeps other hosts, ports and queries apart', () => {
  assert.equal(keyOf('http://www.example.org/a?x=1'), keyOf('https://example.org/a?x=1'));
  assert.notEqual(keyOf('http://example.org/a'), keyOf('http://example.org:8080/a'));
  assert.notEqual(keyOf('http://example.org/a'), keyOf('http://example.org/a?x=1'));
  assert.notEqual(keyOf('http://img.example.org/a'), keyOf('http://example.org/a'));
  assert.equal(keyOf('http://www.com/a'), 'www.com/a');
});

test('canonicalUrlSchema takes only what is canonical already', () => {
  assert.equal(canonicalUrlSchema.safeParse('http://example.org/a').success, true);
  assert.equal(canonicalUrlSchema.safeParse('http://EXAMPLE.org/a').success, false);
  assert.equal(canonicalUrlSchema.safeParse('words').success, false);
});

const messyUrl = fc
  .tuple(
    fc.constantFrom('http://', 'https://', 'HTTP:', 'http:\\\\', ''),
    fc.constantFrom(
      'example.org',
      'www.Example.org.',
      '[::ffff:1.2.3.4]',
      '0x7f.1',
      'u:p@exämple.org:80',
      'a..b.',
      '1.2.3.4..',
    ),
    fc.string({ unit: fc.constantFrom(...Array.from('/.%2eE5Cu?&=#!;~ \t\\\'"|{}^utm_gclid=å🎈%')), maxLength: 60 }),
  )
  .map((parts) => parts.join(''));

test('canonicaliseUrl changes nothing the second time, for any text', () => {
  let takenCount = 0;
  fc.assert(
    fc.property(
      fc.oneof(messyUrl, fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()),
      (text) => {
        const first = canonicaliseUrl(text);
        if (!first.ok) return;
        takenCount += 1;
        const second = canonicaliseUrl(first.address.canonical);
        assert.ok(second.ok);
        assert.deepEqual({ ...second.address, credentials: undefined }, { ...first.address, credentials: undefined });
        assert.equal(second.address.credentials, undefined);
      },
    ),
    { numRuns: 3000 },
  );
  assert.ok(takenCount > 1000, `only ${takenCount} of 3000 texts were addresses`);
});

test('recogniseAddresses finds addresses however they are wrapped, defused or cut', () => {
  const cases: [string, string[]][] = [
    ['http://example.org/a', ['http://example.org/a']],
    ['example.org/a', ['http://example.org/a']],
    ['www.example.org', ['http://www.example.org/']],
    ['pictures.example.test:8080/x', ['http://pictures.example.test:8080/x']],
    ['hxxp://example[.]org/a', ['http://example.org/a']],
    ['hXXps://pictures[.]example(dot)org/a.jpg', ['https://pictures.example.org/a.jpg']],
    ['hxxps[:]//example{.}org', ['https://example.org/']],
    ['hxxp[://]example[.]org', ['http://example.org/']],
    ['example [.] org', ['http://example.org/']],
    ['h**ps://example.org/a', ['https://example.org/a']],
    ['ttps://example.org/a', ['https://example.org/a']],
    ['http：//example.org/a', ['http://example.org/a']],
    ['https:/example.org/a', ['https://example.org/a']],
    ['<http://example.org/a>', ['http://example.org/a']],
    ['"http://example.org/a".', ['http://example.org/a']],
    ['(se http://example.org/a_(b)!)', ['http://example.org/a_(b)']],
    ['Jag såg den på http://example.org/a, sedan.', ['http://example.org/a']],
    ['URL:http://example.org/a', ['http://example.org/a']],
    ['[länk](http://example.org/a)', ['http://example.org/a']],
    ['<a href="http://example.org/a">x</a>', ['http://example.org/a']],
    [
      'http://a.example/1,http://b.example/2;hxxp://c.example/3',
      ['http://a.example/1', 'http://b.example/2', 'http://c.example/3'],
    ],
    ['example.org/go?to=http://b.example/', ['http://example.org/go?to=http://b.example/']],
    ['http://exa\u200bmple.org/\u00ada', ['http://example.org/a']],
    ['<http://example.org/long/\n  path/more>', ['http://example.org/long/path/more']],
    ['http://example.org/list\n?page=2\n&size=4', ['http://example.org/list?page=2&size=4']],
    [
      'http://example.org/1\nexample.net/2\r\n\r\nhttp://example.org/1',
      ['http://example.org/1', 'http://example.net/2'],
    ],
    [`${'b'.repeat(56)}.onion/x`, [`http://${'b'.repeat(56)}.onion/x`]],
    ['85.1.2.3/a', ['http://85.1.2.3/a']],
    ['räksmörgås.example', ['http://xn--rksmrgs-5wao1o.example/']],
  ];
  for (const [text, expected] of cases) assert.deepEqual(found(text), expected, text);
});

test('recogniseAddresses says where and why it took nothing', () => {
  const cases: [string, string[]][] = [
    ['http://example.org/\n\n  jag vet inte\n', ['3:3 not-an-address']],
    ['anna@example.org', ['1:1 not-an-address']],
    ['mailto:anna@example.org', ['1:1 scheme-not-handled']],
    ['se ftp://example.org/a', ['1:4 scheme-not-handled']],
    ['blob:https://example.org/1', ['1:1 scheme-not-handled']],
    ['http://127.0.0.1/', ['1:1 private-host']],
    ['http://0x7f.1/', ['1:1 private-host']],
    ['192.168.0.1/a', ['1:1 private-host']],
    ['http://[::1]/', ['1:1 private-host']],
    ['http://intranet/a http://nas.local', ['1:1 private-host', '1:19 private-host']],
    [`http://example.org/${'a'.repeat(2100)}`, ['1:1 too-long']],
    ['http://', ['1:1 not-an-address']],
    ['kl. 23.15 den 12.11.24 i fil.jpg', ['1:1 not-an-address']],
    ['', []],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(refused(text), expected, text);
  }
});

test('recogniseAddresses stops at the most it takes and says so', () => {
  const lines = Array.from({ length: MAX_ADDRESSES + 5 }, (_, index) => `http://example.org/${index}`).join('\n');
  const result = recogniseAddresses(lines);
  assert.equal(result.addresses.length, MAX_ADDRESSES);
  assert.deepEqual(result.rejected, [{ line: MAX_ADDRESSES + 1, column: 1, reasonCode: 'too-many' }]);
});

test('recogniseAddresses never throws and gives only canonical addresses, for any text', () => {
  const piece = fc.oneof(
    messyUrl,
    fc.string(),
    fc.constantFrom('\n', ' ', '<', '>', 'hxxp://a[.]example', '(dot)', ','),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      for (const address of recogniseAddresses(pieces.join('')).addresses) {
        assert.equal(canonical(address.canonical), address.canonical);
        assert.equal(isPrivateHost(address.host), false);
      }
    }),
    { numRuns: 2000 },
  );
});

test('recogniseAddresses stays quick when a text is built to be slow', () => {
  const hostile = [
    '[.]'.repeat(30_000),
    ' '.repeat(90_000),
    'a.'.repeat(45_000),
    '<http:'.repeat(15_000),
    ')'.repeat(90_000),
    'h'.repeat(90_000),
    '.'.repeat(90_000),
  ];
  for (const text of hostile) {
    const startedAt = processorMs();
    recogniseAddresses(text);
    assert.ok(processorMs() - startedAt < 1000, text.slice(0, 8));
  }
});

test('isPublicIp says no to every reserved, mapped or translated form and yes to ordinary hosts', () => {
  for (const ip of ['85.1.2.3', '::ffff:85.1.2.3', '2606:4700::1111', '2001:67c::1'])
    assert.equal(isPublicIp(ip), true, ip);
  const not = [
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::5501:203',
    '2002:5501:203::1',
    '2001::1',
    'fe80::1%eth0',
    '2606:4700::1%eth0',
    '4000::1',
    '',
    'x',
  ];
  for (const ip of not) assert.equal(isPublicIp(ip), false, ip);
});
