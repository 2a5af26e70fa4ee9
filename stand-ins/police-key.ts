/**
 * A demo police key. The police own the real one; this one is made on demand, so that a demo user and a test can read what
 * the police would read. It has no passphrase, lives in memory only and protects nothing: never use it outside a demo.
 */
import { createMessage, decrypt, encrypt, generateKey, PublicKey, readKey, readMessage, readPrivateKey } from 'openpgp';
import { z } from 'zod';

/** Both halves, armoured; a real hotline only ever sees the first. */
export interface PoliceKey {
  /** What the hotline is configured with (RFC 9580, ASCII armour). */
  readonly publicKeyArmored: string;
  /** What only the police would hold; without a passphrase. */
  readonly privateKeyArmored: string;
}

/** Makes a fresh key pair: Ed25519 to sign and X25519 to decrypt, in the widely read version 4 form (`curve25519Legacy`). */
export async function makePoliceKey(
  owner: { name: string; email: string } = { name: 'Demo police', email: 'desk@police.example.org' },
): Promise<PoliceKey> {
  const { privateKey, publicKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [owner],
    format: 'armored',
  });
  return { publicKeyArmored: publicKey, privateKeyArmored: privateKey };
}

/** Seals a text to a public key: what any correspondent of the police could do. Returns the armoured message. */
export async function sealForPolice(text: string, publicKeyArmored: string): Promise<string> {
  const key = await readKey({ armoredKey: publicKeyArmored });
  if (!(key instanceof PublicKey)) throw new TypeError('sealing needs a public key');
  const sealed: unknown = await encrypt({ message: await createMessage({ text }), encryptionKeys: key });
  return z.string().parse(sealed);
}

/** Opens an armoured message. @throws Error when it is damaged or not sealed to this key */
export async function openSealed(armoredMessage: string, privateKeyArmored: string): Promise<Buffer> {
  const opened: unknown = await decrypt({
    message: await readMessage({ armoredMessage }),
    decryptionKeys: await readPrivateKey({ armoredKey: privateKeyArmored }),
    format: 'binary',
  });
  return Buffer.from(z.object({ data: z.instanceof(Uint8Array) }).parse(opened).data);
}

/** Whether the message, opened with the first key, carries a good signature of the second. */
export async function isSignedBy(
  armoredMessage: string,
  privateKeyArmored: string,
  signerPublicKeyArmored: string,
): Promise<boolean> {
  const verificationKeys = await readKey({ armoredKey: signerPublicKeyArmored });
  if (!(verificationKeys instanceof PublicKey)) throw new TypeError('a signature is checked with a public key');
  const { signatures } = await decrypt({
    message: await readMessage({ armoredMessage }),
    decryptionKeys: await readPrivateKey({ armoredKey: privateKeyArmored }),
    verificationKeys,
    format: 'binary',
  });
  const results = await Promise.all(signatures.map(({ verified }) => verified.catch(() => false)));
  return results.length > 0 && results.every(Boolean);
}
