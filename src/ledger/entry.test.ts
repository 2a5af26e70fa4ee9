import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeEntry, type LedgerEntry } from './entry.ts';

const entry: LedgerEntry = {
  position: 258,
  id: '00112233-4455-6677-8899-aabbccddeeff',
  happenedAtUs: 1_000_000,
  actor: 'public',
  action: 'tip.received',
  subject: 'tip:å',
  payloadHash: Buffer.alloc(32, 7),
};

test('encodeEntry gives the documented bytes', () => {
  const expected = [
    '01',
    '0000000000000102',
    '00112233445566778899aabbccddeeff',
    '00000000000f4240',
    `00000006${Buffer.from('public').toString('hex')}`,
    `0000000c${Buffer.from('tip.received').toString('hex')}`,
    '00000006' + '7469703ac3a5',
    `00000020${'07'.repeat(32)}`,
  ];
  assert.equal(encodeEntry(entry).toString('hex'), expected.join(''));
});

test('encodeEntry gives different bytes when entries differ in anything', () => {
  const arbitrary = fc.record({
    position: fc.nat(),
    id: fc.uuid(),
    happenedAtUs: fc.integer(),
    actor: fc.string({ maxLength: 4 }),
    action: fc.string({ maxLength: 4 }),
    subject: fc.string({ maxLength: 4 }),
    payloadHash: fc.constant(entry.payloadHash),
  });
  fc.assert(
    fc.property(
      arbitrary,
      arbitrary,
      fc.constantFrom(...(['position', 'id', 'happenedAtUs', 'actor', 'action', 'subject'] as const)),
      (a, b, key) => {
        const mixed = { ...a, [key]: b[key] };
        assert.equal(encodeEntry(a).equals(encodeEntry(mixed)), a[key] === b[key]);
      },
    ),
  );
});

test('encodeEntry keeps the fields apart when letters move from one to the next', () => {
  const one = encodeEntry({ ...entry, actor: 'ab', action: 'c' });
  const two = encodeEntry({ ...entry, actor: 'a', action: 'bc' });
  assert.ok(!one.equals(two));
});
