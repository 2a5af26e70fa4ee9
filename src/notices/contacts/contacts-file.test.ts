import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findContact, parseContacts } from './contacts-file.ts';

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
const nameOf = (host: string, ip?: string, country?: string, target: 'host' | 'proxy' = 'host') =>
  findContact(contacts, { host, ip, country }, target)?.name;

test('findContact takes the narrowest entry when several fit', () => {
  assert.equal(nameOf('albums.pictures.example.org', '185.107.56.40', 'NL'), 'host');
  assert.equal(nameOf('other.example.org', '185.107.56.40', 'NL'), 'domain');
  assert.equal(nameOf('other.example.net', '185.107.56.40', 'NL'), 'narrow');
  assert.equal(nameOf('other.example.net', '185.107.57.40', 'NL'), 'wide');
  assert.equal(nameOf('other.example.net', '2001:db8::7', 'NL'), 'six');
  assert.equal(nameOf('other.example.net', '94.75.200.10', 'NL'), 'country');
});

test('findContact knows nobody when nothing fits, and asks no object for its own words', () => {
  assert.equal(nameOf('other.example.net', '94.75.200.10', 'DE'), undefined);
  assert.equal(nameOf('other.example.net'), undefined);
  for (const host of ['constructor', '__proto__', 'toString']) assert.equal(nameOf(host), undefined);
  assert.equal(nameOf('other.example.net', 'no address'), undefined);
});

test('findContact finds a proxy by its network alone', () => {
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
