import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decrypter, Encrypter } from 'age-encryption';
import fc from 'fast-check';
import {
  generateIdentity,
  identityFromText,
  identityToText,
  open,
  recipientFromText,
  recipientToText,
  seal,
  SealError,
} from './door.ts';

const sizes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 131_072).map((n) => new Uint8Array(n).fill(7)),
);

test('open gives back what seal took, for any bytes and any of the recipients', () => {
  const identities = [generateIdentity(), generateIdentity(), generateIdentity()];
  const recipients = identities.map((identity) => identity.recipient);
  fc.assert(
    fc.property(sizes, fc.nat(2), (bytes, who) => {
      const identity = identities[who];
      assert.ok(identity);
      assert.deepEqual(Uint8Array.from(open(seal(bytes, recipients), [identity])), bytes);
    }),
    { numRuns: 60 },
  );
});

test('another age implementation opens what seal wrote', async () => {
  const identity = generateIdentity();
  for (const size of [0, 12, 65_536, 70_000]) {
    const bytes = new Uint8Array(size).fill(size % 251);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identityToText(identity));
    assert.deepEqual(
      await decrypter.decrypt(Uint8Array.from(seal(bytes, [generateIdentity().recipient, identity.recipient]))),
      bytes,
    );
  }
});

test('open reads what another age implementation wrote', async () => {
  const identity = generateIdentity();
  for (const size of [0, 12, 65_536, 70_000]) {
    const bytes = new Uint8Array(size).fill(size % 251);
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipientToText(identity.recipient));
    assert.deepEqual(Uint8Array.from(open(await encrypter.encrypt(bytes), [identity])), bytes);
  }
});

test('open refuses every single-byte change and every cut', () => {
  const identity = generateIdentity();
  const box = seal(Buffer.from('ordinary text'), [identity.recipient]);
  for (let i = 0; i < box.length; i += 1) {
    const altered = Buffer.from(box);
    altered[i] = (altered[i] ?? 0) ^ 1;
    assert.throws(() => open(altered, [identity]), SealError, `byte ${i} altered`);
    assert.throws(() => open(box.subarray(0, i), [identity]), SealError, `cut at ${i}`);
  }
});

test('open says not-for-us when no identity fits', () => {
  const box = seal(Buffer.from('x'), [generateIdentity().recipient]);
  assert.throws(() => open(box, [generateIdentity()]), { code: 'not-for-us' });
});

test('open never throws anything but SealError on arbitrary bytes', () => {
  const identity = generateIdentity();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.string().map((text) => Buffer.from(`age-encryption.org/v1\n-> X25519 ${text}\n`)),
      ),
      (bytes) => {
        assert.throws(() => open(bytes, [identity]), SealError);
      },
    ),
  );
});

test('seal refuses an empty list of recipients', () => {
  assert.throws(() => seal(Buffer.from('x'), []), RangeError);
});

test('key texts round-trip and a mistyped letter is caught', () => {
  const identity = generateIdentity();
  assert.deepEqual(Buffer.from(identityFromText(identityToText(identity)).secret), identity.secret);
  const text = recipientToText(identity.recipient);
  assert.deepEqual(Buffer.from(recipientFromText(text).bytes), identity.recipient.bytes);
  for (let i = 4; i < text.length; i += 1) {
    const wrong = text.slice(0, i) + (text[i] === 'q' ? 'p' : 'q') + text.slice(i + 1);
    assert.throws(() => recipientFromText(wrong), SyntaxError);
  }
});
