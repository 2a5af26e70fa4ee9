import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { RUNGS, type Rung } from '../takedown/rung.ts';
import { isProxyByRule, openContactsFile, parseContacts, ruleFor, type RulePlace } from './contacts-file.ts';
import { parseProxyNetworks, readProxyNetworks } from './proxy-networks.ts';

const contact = (name: string) => ({ name, email: `abuse@${name}.example.org` });
const contacts = parseContacts(
  JSON.stringify({
    version: 1,
    hosts: { 'albums.pictures.example.org': contact('host') },
    domains: { 'example.org': contact('domain') },
    networks: {
      '185.107.0.0/16': contact('wide'),
      '185.107.56.0/24': contact('narrow'),
      '2001:db8::/32': contact('six'),
    },
    countries: { NL: contact('country') },
  }),
);
const nameOf = (host: string, ip?: string, country?: string, rung: Rung = 'hosting') =>
  ruleFor(contacts, rung, { host, ip, country, isBehindProxy: false, asn: undefined, registrarId: undefined })?.name;

test('ruleFor takes the narrowest entry when several fit', () => {
  assert.equal(nameOf('albums.pictures.example.org', '185.107.56.40', 'NL'), 'host');
  assert.equal(nameOf('other.example.org', '185.107.56.40', 'NL'), 'domain');
  assert.equal(nameOf('other.example.net', '185.107.56.40', 'NL'), 'narrow');
  assert.equal(nameOf('other.example.net', '185.107.57.40', 'NL'), 'wide');
  assert.equal(nameOf('other.example.net', '2001:db8::7', 'NL'), 'six');
  assert.equal(nameOf('other.example.net', '94.75.200.10', 'NL'), 'country');
});

test('ruleFor knows nobody when nothing fits, and asks no object for its own words', () => {
  assert.equal(nameOf('other.example.net', '94.75.200.10', 'DE'), undefined);
  assert.equal(nameOf('other.example.net'), undefined);
  for (const host of ['constructor', '__proto__', 'toString']) assert.equal(nameOf(host), undefined);
  assert.equal(nameOf('other.example.net', 'no address'), undefined);
});

test('ruleFor finds a proxy by its network alone', () => {
  assert.equal(nameOf('albums.pictures.example.org', '185.107.56.40', 'NL', 'proxy'), 'narrow');
  assert.equal(nameOf('albums.pictures.example.org', '94.75.200.10', 'NL', 'proxy'), undefined);
});

test('parseContacts names what is wrong', () => {
  const wrong: readonly [object, RegExp][] = [
    [{ version: 2 }, /version/],
    [{ version: 1, hosts: { 'A.example.org': contact('x') } }, /small letters/],
    [{ version: 1, networks: { '185.107.56.0': contact('x') } }, /must be a network/],
    [{ version: 1, countries: { Sweden: contact('x') } }, /country/],
    [{ version: 1, hosts: { 'a.example.org': { name: 'x', email: 'nobody' } } }, /email/],
    [{ version: 1, extra: {} }, /extra/],
  ];
  for (const [file, message] of wrong) assert.throws(() => parseContacts(JSON.stringify(file)), message);
  assert.throws(() => parseContacts('{'), /not JSON/);
});

const all = parseContacts(
  JSON.stringify({
    version: 1,
    owners: {
      'one.pages.example.org': contact('owner-host'),
      'example.org': contact('owner-domain'),
      'github.io': contact('platform'),
    },
    domains: { 'github.io': contact('platform-host'), 'site.github.io': contact('site-host') },
    networks: { '185.107.56.0/24': contact('network') },
    countries: { NL: contact('country') },
    proxies: { '104.16.0.0/13': contact('cdn'), AS13335: contact('cdn-as') },
    upstreams: {
      '185.107.0.0/16': contact('carrier'),
      AS64500: contact('carrier-as'),
      '2a02:4780::/32': contact('carrier-six'),
    },
    registrars: { 'example.org': contact('registrar-domain'), '9999': contact('registrar-id') },
  }),
);
const place: RulePlace = {
  ...{ host: 'one.pages.example.org', ip: '185.107.56.40', country: 'NL', isBehindProxy: false },
  ...{ asn: 64_500, registrarId: '9999' },
};
const named = (rung: Rung, more: Partial<RulePlace> = {}) => ruleFor(all, rung, { ...place, ...more })?.name;

test('ruleFor takes the narrowest entry of each rung', () => {
  const table: readonly [Rung, Partial<RulePlace>, string | undefined][] = [
    ['owner', {}, 'owner-host'],
    ['owner', { host: 'two.pages.example.org' }, 'owner-domain'],
    ['owner', { host: 'site.github.io' }, 'platform'],
    ['owner', { host: 'www.example.net' }, undefined],
    ['hosting', {}, 'network'],
    ['hosting', { host: 'site.github.io' }, 'site-host'],
    ['hosting', { host: 'other.github.io' }, 'platform-host'],
    ['hosting', { ip: '94.75.200.10' }, 'country'],
    ['hosting', { isBehindProxy: true }, undefined],
    ['hosting', { host: 'other.github.io', isBehindProxy: true }, 'platform-host'],
    ['proxy', { ip: '104.18.20.30' }, 'cdn'],
    ['proxy', { ip: '94.75.200.10', asn: 13_335 }, 'cdn-as'],
    ['proxy', {}, 'network'],
    ['proxy', { ip: undefined, asn: undefined }, undefined],
    ['upstream', {}, 'carrier'],
    ['upstream', { ip: '94.75.200.10' }, 'carrier-as'],
    ['upstream', { ip: '2a02:4780:1::7', asn: undefined }, 'carrier-six'],
    ['upstream', { ip: '94.75.200.10', asn: 645 }, undefined],
    ['registrar', {}, 'registrar-domain'],
    ['registrar', { host: 'www.example.net' }, 'registrar-id'],
    ['registrar', { host: 'www.example.net', registrarId: undefined }, undefined],
  ];
  for (const [rung, more, expected] of table)
    assert.equal(named(rung, more), expected, `${rung} ${JSON.stringify(more)}`);
});

test('ruleFor never throws and never names whom the file does not, over any place', () => {
  const names = new Set(
    Object.values(all)
      .flatMap((section) => (typeof section === 'object' ? Object.values(section) : []))
      .map(({ name }) => name),
  );
  const text = fc.oneof(
    fc.string(),
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('__proto__', 'constructor', ''),
  );
  const places = fc.record({
    ...{ host: text, ip: fc.option(text, { nil: undefined }), country: fc.option(text, { nil: undefined }) },
    ...{
      isBehindProxy: fc.boolean(),
      asn: fc.option(fc.integer(), { nil: undefined }),
      registrarId: fc.option(text, { nil: undefined }),
    },
  });
  fc.assert(
    fc.property(places, fc.constantFrom(...RUNGS), (somewhere, rung) => {
      const found = ruleFor(all, rung, somewhere);
      assert.ok(found === undefined || names.has(found.name));
    }),
  );
});

test('isProxyByRule goes by the proxies that the file lists, by network or AS', () => {
  assert.equal(isProxyByRule(all, '104.18.20.30', undefined), true);
  assert.equal(isProxyByRule(all, '94.75.200.10', 13_335), true);
  assert.equal(isProxyByRule(all, '185.107.56.40', 64_500), false);
  assert.equal(isProxyByRule(all, undefined, undefined), false);
});

test('parseContacts takes entries that are reached by an API, and names what is wrong in the new sections', () => {
  const file = (section: string, key: string, entry: object) =>
    JSON.stringify({ version: 1, [section]: { [key]: entry } });
  const api = { channel: 'api', name: 'Big Host', account: 'bighost' };
  assert.deepEqual(parseContacts(file('hosts', 'a.example.org', api)).hosts, { 'a.example.org': api });
  const wrong: readonly [string, string, object, RegExp][] = [
    ['proxies', '64500', contact('x'), /must be a network or an AS/],
    ['upstreams', 'as64500', contact('x'), /must be a network or an AS/],
    ['owners', 'A.example.org', contact('x'), /small letters/],
    ['hosts', 'a.example.org', { channel: 'api', name: 'x' }, /hosts > a\.example\.org > account/],
    ['hosts', 'a.example.org', { channel: 'fax', name: 'x' }, /hosts > a\.example\.org > channel/],
    ['hosts', 'a.example.org', { name: 'x', email: 'a@b.example', extra: 1 }, /extra/],
  ];
  for (const [section, key, entry, message] of wrong)
    assert.throws(() => parseContacts(file(section, key, entry)), message);
});

test('openContactsFile reads anew what has changed, rejects what is not right, and names nobody without a file', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-contacts-file-'));
  const file = path.join(folder, 'contacts.json');
  const read = openContactsFile(file);
  const domains = async () => Object.keys((await read()).domains);
  await writeFile(file, '{"version":1}');
  assert.deepEqual(await domains(), []);
  assert.equal(await read(), await read(), 'not read again while it is the same');
  await writeFile(file, JSON.stringify({ version: 1, domains: { 'example.org': contact('new') } }));
  assert.deepEqual(await domains(), ['example.org']);
  await writeFile(file, '{');
  await assert.rejects(read(), /not JSON/);
  await rm(folder, { recursive: true });
  await assert.rejects(read(), { code: 'ENOENT' });
  assert.deepEqual((await openContactsFile(undefined)()).domains, {});
});

test('the shipped list of proxies knows their networks, IPv4 and IPv6, and their ASes', () => {
  const proxies = readProxyNetworks();
  assert.equal(proxies.has('104.18.20.30', undefined), true);
  assert.equal(proxies.has('2606:4700::6810:1', undefined), true);
  assert.equal(proxies.has('151.101.1.6', undefined), true);
  assert.equal(proxies.has('185.107.56.40', 20_940), true);
  assert.equal(proxies.has('185.107.56.40', 64_500), false);
  assert.equal(proxies.has(undefined, undefined), false);
  assert.equal(proxies.has('no address', undefined), false);
  assert.throws(
    () => parseProxyNetworks('{"version":1,"proxies":[{"name":"x","networks":["1.2.3.4"]}]}'),
    /must be a network/,
  );
});
