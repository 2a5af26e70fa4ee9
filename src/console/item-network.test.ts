import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameNetwork, networkFrom, networkMove } from './item-network.ts';

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

test('networkMove tells another network from the same one, and from one that nobody knows', () => {
  const at = new Date('2026-11-24T12:00:00Z');
  assert.deepEqual(networkMove(example, [other], at), { at, from: example, to: other });
  assert.equal(networkMove(example, [{ ...example, name: 'Renamed' }], at), undefined);
  assert.equal(networkMove(example, [other, example], at), undefined, 'one of its addresses is there still');
  for (const unknown of [[], [undefined], [other, undefined]])
    assert.equal(networkMove(example, unknown, at), undefined);
  assert.equal(networkMove(undefined, [other], at), undefined);
});
