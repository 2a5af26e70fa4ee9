/**
 * A hotline's public keys as a text that people hand to each other: which body it is, the Ed25519 key that signs (RFC 8032) and the
 * X25519 recipient that cases are sealed to. Two people compare its fingerprint aloud.
 */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { recipientFromText, type Recipient } from '../../lib/seal/door.ts';

/** What a key text says. */
export interface PeerKey {
  /** 32 hexadecimal digits; the same through all of a hotline's keys. */
  readonly body: string;
  readonly text: string;
  /** How a signature names it. */
  readonly keyId: string;
  readonly verifyKey: KeyObject;
  readonly recipient: Recipient;
}

const PATTERN = /^fyr-exchange-1:([0-9a-f]{32}):([A-Za-z0-9_-]{43}):(age1[02-9ac-hj-np-z]{58})$/;
/** RFC 8410: DER prefix of an Ed25519 public key; the 32 raw bytes follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const GROUPS = 12;

/** Writes a key text. `signKey` is 32 raw bytes. */
export const formatPeerKey = (body: string, signKey: Uint8Array, recipient: string): string =>
  `fyr-exchange-1:${body}:${Buffer.from(signKey).toString('base64url')}:${recipient}`;

/** Reads a key text; undefined when it is not one. */
export function parsePeerKey(given: string): PeerKey | undefined {
  const text = given.trim();
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, body = '', sign = '', seal = ''] = match;
  try {
    const der = Buffer.concat([SPKI_PREFIX, Buffer.from(sign, 'base64url')]);
    const verifyKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return { body, text, keyId: keyIdOf(text), verifyKey, recipient: recipientFromText(seal) };
  } catch {
    return undefined;
  }
}

/** Twelve groups of five digits, some 199 bits: to be read aloud over the telephone. */
export function fingerprintOf(text: string): string {
  const digest = createHash('sha512').update(text).digest();
  const groups = Array.from({ length: GROUPS }, (_, at) => digest.readUIntBE(at * 5, 5) % 100_000);
  return groups.map((group) => String(group).padStart(5, '0')).join(' ');
}

const keyIdOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
