/** A session: 12 hours at most, over after 30 minutes without a request. Its cookie is the only key to the person's own key. */
import { createHash, randomBytes } from 'node:crypto';
import { deriveKey, type Identity } from '../../lib/seal/door.ts';
import type { DeskKeyId, StaffId } from '../terms/ids.ts';
import type { Role } from './staff-member.ts';

/** From log-in, whatever happens: a working day and some. */
export const SESSION_MAX_MS = 12 * 3_600_000;
/** Since the last request: a screen left alone closes itself. */
export const SESSION_IDLE_MS = 30 * 60_000;

/** An open session of a person who is let in. */
export interface Session {
  /** Names the session without opening it. */
  readonly id: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: Date;
  /** The token that every form of this session carries (double submit, bound to the cookie, stored nowhere). */
  readonly formToken: string;
  /** The desk keys this person has, opened with the cookie for this request alone. */
  deskIdentities(): Promise<ReadonlyMap<DeskKeyId, Identity>>;
  /** The person's own key, opened with the cookie for this request alone. */
  ownIdentity(): Identity;
}

/** A session as its owner sees it in the list. */
export interface SessionSummary {
  readonly id: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** Whether a session has ended by itself. */
export function isSessionOver(session: { readonly seenAt: Date; readonly expiresAt: Date }, now: Date): boolean {
  return now >= session.expiresAt || now.getTime() >= session.seenAt.getTime() + SESSION_IDLE_MS;
}

const TOKEN_BYTES = 32;

/** 32 random bytes in base64url: a session's cookie, an invitation's token. */
export const freshToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** What is stored of a token, and names it. undefined when the text is not a token in its one canonical spelling. */
export function digestOfToken(token: string): Buffer | undefined {
  const bytes = bytesOfToken(token);
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest();
}

/** A key that only who has the token can derive (HKDF-SHA-256, RFC 5869). @throws RangeError when it is not a token. */
export function keyFromToken(token: string, purpose: 'session' | 'form' | 'invitation'): Buffer {
  const bytes = bytesOfToken(token);
  if (bytes === undefined) throw new RangeError('Not a token of 32 bytes in base64url.');
  return deriveKey(bytes, `fyr/v1/staff/${purpose}`);
}

function bytesOfToken(token: string): Buffer | undefined {
  const bytes = Buffer.from(token, 'base64url');
  return bytes.length === TOKEN_BYTES && bytes.toString('base64url') === token ? bytes : undefined;
}

/** The first half of a digest in hexadecimal: an id that may stand in a page and in the ledger. */
export const idOfDigest = (digest: Uint8Array): string => Buffer.from(digest).toString('hex').slice(0, 32);
