import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPlaces } from './place.ts';

const places = openPlaces();

test('countryOf finds the country when an address is registered, in any spelling', () => {
  assert.equal(places.countryOf('193.0.6.139'), 'NL');
  assert.equal(places.countryOf('::ffff:193.0.6.139'), 'NL');
  assert.equal(places.countryOf('192.36.148.17'), 'SE');
  assert.equal(places.countryOf('2001:67c:2e8:22::c100:68b'), 'NL');
});

test('countryOf answers undefined when an address is reserved or no address', () => {
  for (const ip of ['127.0.0.1', '10.0.0.1', '::1', '203.0.113.9', '', 'example.org', '1.2.3.4.5']) {
    assert.equal(places.countryOf(ip), undefined, ip);
  }
});

test('builtAt tells the age of the database', () => {
  assert.ok(places.builtAt().getUTCFullYear() >= 2026);
});
