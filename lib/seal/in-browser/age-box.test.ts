import assert from 'node:assert/strict';
import { createCipheriv, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { test } from 'node:test';
import { Decrypter } from 'age-encryption';
import fc from 'fast-check';
import { generateIdentity, identityToText, open } from '../door.ts';
import { sealInBrowser } from './age-box.ts';
import { encryptAndTag } from './chacha20-poly1305.ts';
import { BASE_POINT, x25519 } from './x25519.ts';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('x25519 gives the outputs of RFC 7748', () => {
  const cases = [
    [
      'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
      'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
      'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
    ],
    [
      '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
      'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
      '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
    ],
  ] as const;
  for (const [scalar, point, expected] of cases)
    assert.deepEqual(x25519(bytesOf(scalar), bytesOf(point)), bytesOf(expected));
});

test('x25519 agrees with OpenSSL on any two secrets', () => {
  const privateKey = (secret: Uint8Array) =>
    createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]),
      format: 'der',
      type: 'pkcs8',
    });
  fc.assert(
    fc.property(key, key, (a, b) => {
      const theirs = diffieHellman({ privateKey: privateKey(a), publicKey: createPublicKey(privateKey(b)) });
      assert.deepEqual(Buffer.from(x25519(a, x25519(b, BASE_POINT))), theirs);
    }),
    { numRuns: 12 },
  );
});

test('x25519 refuses what is not 32 bytes', () => {
  assert.throws(() => x25519(new Uint8Array(31), BASE_POINT), RangeError);
});

test('encryptAndTag agrees with OpenSSL for any key, nonce and text', () => {
  fc.assert(
    fc.property(
      key,
      fc.uint8Array({ minLength: 12, maxLength: 12 }),
      fc.uint8Array({ maxLength: 300 }),
      (k, n, text) => {
        const cipher = createCipheriv('chacha20-poly1305', k, n, { authTagLength: 16 });
        const expected = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
        assert.deepEqual(Buffer.from(encryptAndTag(k, n, text)), expected);
      },
    ),
  );
});

test('lib/seal and another age implementation open what sealInBrowser wrote, at every size of chunk', async () => {
  const identity = generateIdentity();
  for (const size of [0, 1, 1_024, 65_536, 65_537]) {
    const bytes = new Uint8Array(size).fill(size % 251);
    const box = await sealInBrowser(bytes, identity.recipient.bytes);
    assert.deepEqual(Uint8Array.from(open(box, [identity])), bytes);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identityToText(identity));
    assert.deepEqual(await decrypter.decrypt(box), bytes);
  }
});

test('sealInBrowser makes another box each time, and none for a recipient that is no key', async () => {
  const { recipient } = generateIdentity();
  const seal = () => sealInBrowser(Buffer.from('ordinary text'), recipient.bytes);
  assert.notDeepEqual(await seal(), await seal());
  await assert.rejects(sealInBrowser(new Uint8Array(), new Uint8Array(32)), RangeError);
});
