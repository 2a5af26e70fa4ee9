/**
 * X25519 keys (RFC 7748) as age identities and recipients. A key is 32 raw bytes with its OpenSSL handle beside it, so
 * that a recipient used for every tip is parsed once.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeBech32, encodeBech32 } from './bech32.ts';

/** The public half: anybody may seal to it. */
export interface Recipient {
  readonly bytes: Uint8Array;
  readonly key: KeyObject;
}

/** The private half: opens what was sealed to its recipient. Never written anywhere unless sealed itself. */
export interface Identity {
  readonly secret: Uint8Array;
  readonly key: KeyObject;
  readonly recipient: Recipient;
}

const KEY_BYTES = 32;
/** RFC 8410: DER prefixes of an X25519 private key (PKCS #8) and public key (SPKI); the 32 raw bytes follow. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/** A fresh key pair from the system's random source. */
export function generateIdentity(): Identity {
  const pair = generateKeyPairSync('x25519');
  const secret = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length);
  return { secret, key: pair.privateKey, recipient: recipientFromKey(pair.publicKey) };
}

/** The identity with these 32 secret bytes, which must come from a random source or a key derivation. @throws RangeError */
export function identityFromSecret(secret: Uint8Array): Identity {
  requireKeyBytes(secret, 'An identity');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: 'der', type: 'pkcs8' });
  return { secret, key, recipient: recipientFromKey(createPublicKey(key)) };
}

/** The recipient with these 32 public bytes. @throws RangeError */
export function recipientFromBytes(bytes: Uint8Array): Recipient {
  requireKeyBytes(bytes, 'A recipient');
  return { bytes, key: createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: 'der', type: 'spki' }) };
}

/** `age1...`, the spelling that other age programs read. */
export const recipientToText = (recipient: Recipient): string => encodeBech32('age', recipient.bytes);
/** `AGE-SECRET-KEY-1...` */
export const identityToText = (identity: Identity): string =>
  encodeBech32('age-secret-key-', identity.secret).toUpperCase();
/** Reads `age1...`. @throws SyntaxError when it is not one. */
export const recipientFromText = (text: string): Recipient => recipientFromBytes(decodeBech32('age', text));
/** Reads `AGE-SECRET-KEY-1...`. @throws SyntaxError when it is not one. */
export const identityFromText = (text: string): Identity =>
  identityFromSecret(decodeBech32('age-secret-key-', text.toLowerCase()));

function recipientFromKey(key: KeyObject): Recipient {
  return { bytes: key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length), key };
}

function requireKeyBytes(bytes: Uint8Array, what: string): void {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`${what} is ${KEY_BYTES} bytes, not ${bytes.length}.`);
}
