import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasHostChanged } from './host-change.ts';

const countries: Readonly<Record<string, string>> = {
  '85.24.180.41': 'SE',
  '85.24.181.40': 'SE',
  '185.107.56.40': 'NL',
};
const countryOf = (ip: string) => countries[ip];
const decided = { ip: '85.24.180.40', country: 'SE' };

test('hasHostChanged is false when the address is among those of now, or in its network and country', () => {
  assert.equal(hasHostChanged(decided, ['185.107.56.40', '85.24.180.40'], countryOf), false);
  assert.equal(hasHostChanged(decided, ['85.24.180.41'], countryOf), false);
  assert.equal(hasHostChanged({ ip: '2001:db8:1:2::5', country: undefined }, ['2001:db8:1:ffff::9'], countryOf), false);
  assert.equal(hasHostChanged({ ip: '::ffff:85.24.180.40', country: 'SE' }, ['85.24.180.40'], countryOf), false);
});

test('hasHostChanged is true when the network or the country is another', () => {
  assert.equal(hasHostChanged(decided, ['85.24.181.40'], countryOf), true);
  assert.equal(hasHostChanged(decided, ['185.107.56.40'], countryOf), true);
  assert.equal(hasHostChanged({ ...decided, country: 'NO' }, ['85.24.180.41'], countryOf), true);
  assert.equal(hasHostChanged(decided, ['2001:db8::1'], countryOf), true);
  assert.equal(hasHostChanged(decided, [], countryOf), true);
});

test('hasHostChanged is false when nobody knew the host at the decision: nothing can be compared', () => {
  assert.equal(hasHostChanged({ ip: undefined, country: undefined }, ['85.24.180.40'], countryOf), false);
});
