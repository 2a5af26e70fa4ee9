import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readKey } from 'openpgp';
import { makePoliceKey, openSealed, sealForPolice } from './police-key.ts';

test('makePoliceKey gives a pair of which the private half opens what the public half sealed', async () => {
  const key = await makePoliceKey();
  const sealed = await sealForPolice('Påhittad text', key.publicKeyArmored);
  assert.match(sealed, /^-----BEGIN PGP MESSAGE-----/);
  assert.equal((await openSealed(sealed, key.privateKeyArmored)).toString(), 'Påhittad text');
});

test('openSealed refuses when the message was sealed to another key, since makePoliceKey makes another pair each time', async () => {
  const [one, other] = [await makePoliceKey(), await makePoliceKey()];
  const sealed = await sealForPolice('Invented text', one.publicKeyArmored);
  await assert.rejects(openSealed(sealed, other.privateKeyArmored));
});

test('makePoliceKey publishes no private material and names the owner asked for', async () => {
  const key = await makePoliceKey({ name: 'Demo desk', email: 'desk@example.net' });
  const published = await readKey({ armoredKey: key.publicKeyArmored });
  assert.equal(published.isPrivate(), false);
  assert.deepEqual(published.getUserIDs(), ['Demo desk <desk@example.net>']);
});
