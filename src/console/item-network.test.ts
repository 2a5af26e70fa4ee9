import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameNetwork, networkFrom } from './item-network.ts';

const example = { asn: 64_500, name: 'Example Hosting' };
const other = { asn: 64_501, name: 'Another' };

test('networkFrom lets the registries outrank the table, and says where the two differ', () => {
  assert.equal(networkFrom(undefined, undefined), undefined);
  assert.deepEqual(networkFrom(undefined, other), { ...other, otherwise: undefined });
  assert.deepEqual(networkFrom(example, undefined), { ...example, otherwise: undefined });
  assert.deepEqual(networkFrom(example, other), { ...example, otherwise: other });
});

test('networkFrom takes the table’s name for the same network where the registries have none', () => {
  const nameless = { asn: example.asn, name: undefined };
  assert.deepEqual(networkFrom(nameless, example), { ...example, otherwise: undefined });
  assert.deepEqual(networkFrom(example, { ...example, name: 'As it was called' }), {
    ...example,
    otherwise: undefined,
  });
  assert.deepEqual([nameNetwork(example), nameNetwork(nameless)], ['AS64500 Example Hosting', 'AS64500']);
});
