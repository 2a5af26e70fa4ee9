import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { credentialIdIn, isCounterBehind, relyingPartyOf, verifyNewPasskey, verifyPasskey } from './passkey.ts';

test('relyingPartyOf knows the sites on which browsers have passkeys, and no others', () => {
  const of = (url: string | undefined) => relyingPartyOf({ url, port: 8081 });
  assert.deepEqual(of('https://console.example.org'), {
    id: 'console.example.org',
    origin: 'https://console.example.org',
  });
  assert.deepEqual(of('https://console.example.org:8443/'), {
    id: 'console.example.org',
    origin: 'https://console.example.org:8443',
  });
  assert.deepEqual(of(undefined), { id: 'localhost', origin: 'http://localhost:8081' });
  for (const url of [
    'http://console.example.org',
    'https://192.0.2.1',
    'https://[2001:db8::1]',
    'http://127.0.0.1:8081',
  ])
    assert.equal(of(url), undefined, url);
});

test('isCounterBehind is false only when the counter grew, or none is kept', () => {
  const counter = fc.nat(1_000_000);
  fc.assert(
    fc.property(counter, counter, (stored, answered) => {
      assert.equal(isCounterBehind(stored, answered), !(answered > stored || (stored === 0 && answered === 0)));
    }),
  );
  assert.equal(isCounterBehind(0, 0), false);
  assert.equal(isCounterBehind(5, 0), true);
  assert.equal(isCounterBehind(5, 5), true);
});

test('whatever is no answer of a passkey proves nothing, and is no error', async () => {
  const site = { id: 'localhost', origin: 'http://localhost:8081' };
  const passkey = { credentialId: Buffer.alloc(16, 1), publicKey: Buffer.alloc(70, 2), counter: 0 };
  const shaped = {
    ...{ id: 'AQ', rawId: 'AQ', type: 'public-key', clientExtensionResults: {} },
    response: { clientDataJSON: 'e30', attestationObject: 'oA', authenticatorData: 'AA', signature: 'AA' },
  };
  for (const text of ['', '{', 'null', '[]', '{"id":1}', JSON.stringify(shaped)]) {
    const answer = { text, challenge: Buffer.alloc(32), site };
    assert.equal(await verifyNewPasskey(answer), undefined, text);
    assert.equal(await verifyPasskey(answer, passkey), undefined, text);
  }
  assert.equal(credentialIdIn('nothing'), undefined);
  assert.deepEqual(credentialIdIn(JSON.stringify(shaped)), Buffer.from([1]));
});
