/**
 * A demo police key. The police own the real one; this one is made on demand, so that a demo user and a test can read what
 * the police would read. It has no passphrase, lives in memory only and protects nothing: never use it outside a demo.
 */
import { generateKey } from 'openpgp';

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
