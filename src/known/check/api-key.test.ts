import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestCredentials, makeCredentials, newKeySchema, parseBasic } from './api-key.ts';
import { basic } from './check-for-tests.ts';

test('parseBasic gives back the credentials that were made', () => {
  const made = makeCredentials();
  assert.deepEqual(parseBasic(basic(made.id, made.secret)), made);
  assert.deepEqual(parseBasic(basic(made.id, made.secret).replace('Basic', 'bAsIc')), made);
});

test('parseBasic gives nothing when the header is foreign, cut or too long', () => {
  const { id, secret } = makeCredentials();
  const foreign = [
    undefined,
    '',
    'Basic',
    'Basic ',
    `Bearer ${secret}`,
    basic(id, ''),
    basic('', secret),
    basic(id, `${secret}x`),
    basic(id.toUpperCase(), secret),
    basic(`${id}\n`, secret),
    basic(id, secret).slice(0, -8),
    `Basic ${'A'.repeat(100_000)}`,
    `Basic ${Buffer.from(id).toString('base64')}`,
  ];
  for (const header of foreign) assert.equal(parseBasic(header), undefined, header?.slice(0, 60));
  fc.assert(
    fc.property(fc.string(), (text) => parseBasic(`Basic ${Buffer.from(text).toString('base64')}`) === undefined),
  );
});

test('digestCredentials differs when the id or the secret does', () => {
  const [a, b] = [makeCredentials(), makeCredentials()];
  assert.notDeepEqual(digestCredentials(a), digestCredentials({ ...a, secret: b.secret }));
  assert.notDeepEqual(digestCredentials(a), digestCredentials({ ...a, id: b.id }));
  assert.deepEqual(digestCredentials(a), digestCredentials({ ...a }));
});

test('newKeySchema refuses an empty name and a quota that is no positive whole number', () => {
  const given = [
    { name: '  ' },
    { name: 'x'.repeat(81) },
    { name: 'x', quotaPerMinute: 0 },
    { name: 'x', quotaPerDay: 1.5 },
    { name: 'x', quotaPerDay: -1 },
  ];
  for (const one of given) assert.equal(newKeySchema.safeParse(one).success, false, JSON.stringify(one));
  assert.equal(newKeySchema.parse({ name: ' Example platform ' }).name, 'Example platform');
});
