/** A site or app that hands tips over for people: what is known of it, and its public key as it is written down. Pure. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

export interface SitePartner {
  readonly id: string;
  readonly name: string;
  /** How its signatures name it: `keyid` of RFC 9421. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
  readonly addedAt: Date;
  /** From then on nothing of it is taken. */
  readonly revokedAt: Date | undefined;
}

/** RFC 8410: DER prefix of an Ed25519 public key; the 32 raw bytes follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** A public key of 32 bytes. @throws Error when it is none */
export const keyFromBytes = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: 'der', type: 'spki' });

/** Its 32 bytes. */
export const keyBytesOf = (key: KeyObject): Buffer =>
  key.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);

/** A key's name: the beginning of its SHA-256, 22 letters of base64url. */
export const keyIdOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 22);

/**
 * Reads an Ed25519 public key as PEM, as `openssl pkey -pubout` writes it, its line ends kept or lost in a field; undefined for anything else,
 * private keys above all.
 */
export function readPublicKey(text: string): KeyObject | undefined {
  const base64 = /^-----BEGIN PUBLIC KEY-----([\sA-Za-z0-9+/=]+)-----END PUBLIC KEY-----$/.exec(text.trim())?.[1];
  if (base64 === undefined) return undefined;
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** What a supervisor writes down. */
export const newSitePartnerSchema = z.object({
  name: z.string().trim().min(1).max(80),
  key: z.string().transform((text, context) => {
    const key = readPublicKey(text);
    if (key !== undefined) return key;
    context.addIssue('not an Ed25519 public key');
    return z.NEVER;
  }),
});
