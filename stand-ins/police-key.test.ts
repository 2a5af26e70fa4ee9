import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMessage, decrypt, encrypt, readKey, readMessage, readPrivateKey } from 'openpgp';
import { makePoliceKey } from './police-key.ts';

test('makePoliceKey gives a pair of which the private half opens what the public half sealed', async () => {
  const key = await makePoliceKey();
  const sealed = await encrypt({
    message: await createMessage({ text: 'Invented text för polisen' }),
    encryptionKeys: await readKey({ armoredKey: key.publicKeyArmored }),
  });
  assert.ok(!sealed.includes('Invented'));
  const opened = await decrypt({
    message: await readMessage({ armoredMessage: sealed }),
    decryptionKeys: await readPrivateKey({ armoredKey: key.privateKeyArmored }),
  });
  assert.equal(opened.data, 'Invented text för polisen');
});

test('makePoliceKey makes another pair each time', async () => {
  const [one, other] = [await makePoliceKey(), await makePoliceKey()];
  await assert.rejects(async () =>
    decrypt({
      message: await readMessage({
        armoredMessage: await encrypt({
          message: await createMessage({ text: 'Invented text' }),
          encryptionKeys: await readKey({ armoredKey: one.publicKeyArmored }),
        }),
      }),
      decryptionKeys: await readPrivateKey({ armoredKey: other.privateKeyArmored }),
    }),
  );
});

test('makePoliceKey publishes no private material and the owner asked for', async () => {
  const key = await makePoliceKey({ name: 'Demo desk', email: 'desk@example.net' });
  const published = await readKey({ armoredKey: key.publicKeyArmored });
  assert.equal(published.isPrivate(), false);
  assert.deepEqual(published.getUserIDs(), ['Demo desk <desk@example.net>']);
});
