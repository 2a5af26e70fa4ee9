/**
 * A session: 12 hours at most. Its cookie is the only key to the person's own key.
 *
 * | state  | what is there                                                       | leaves it by                               |
 * |--------|---------------------------------------------------------------------|--------------------------------------------|
 * | open   | the person's key, wrapped under a key that only the cookie yields   | a while without a request, or by hand: locked |
 * | locked | no key: neither the cookie nor the database opens anything          | the password (unlock-session.ts): open     |
 * | over   | nothing: after 12 hours, by log-out, or ended by somebody who may   |                                            |
 */
import { createHash, randomBytes } from 'node:crypto';
import { deriveKey, type Identity } from '../../lib/seal/door.ts';
import type { Tx } from '../platform/db.ts';
import type { DeskKeyId, StaffId } from '../terms/ids.ts';
import type { Role } from './staff-member.ts';

/** From log-in, whatever happens: a working day and some. */
export const SESSION_MAX_MS = 12 * 3_600_000;
/** Since the last request, where the settings say nothing else (FYR_LOCK_MINUTES): a screen left alone locks itself. */
export const LOCK_AFTER_MS = 15 * 60_000;

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
  /**
   * The desk keys this person has, opened with the cookie for this request alone. `within` a transaction they are read through it, as no
   * request holds two connections.
   */
  deskIdentities(within?: Tx): Promise<ReadonlyMap<DeskKeyId, Identity>>;
  /** The person's own key, opened with the cookie for this request alone. */
  ownIdentity(): Identity;
  /** What `LockedSession.keepDraft` sealed in this session; undefined for anything else. */
  readDraft(sealed: string): string | undefined;
}

/** A session whose person has to give their password before anything opens. */
export interface LockedSession {
  readonly id: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly login: string;
  /** The same as before it was locked: a form that was open then is still this session's. */
  readonly formToken: string;
  /** Seals what was sent to a locked session, so that the page may carry it until the password is given. */
  keepDraft(text: string): string;
}

/** A session as its owner sees it in the list. */
export interface SessionSummary {
  readonly id: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly isLocked: boolean;
}

/** Whether nobody has used a session for so long that it locks. */
export const isLeftAlone = (session: { readonly seenAt: Date }, now: Date, lockAfterMs: number): boolean =>
  now.getTime() >= session.seenAt.getTime() + lockAfterMs;

const TOKEN_BYTES = 32;

/** 32 random bytes in base64url: a session's cookie, an invitation's token. */
export const freshToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** What is stored of a token, and names it. undefined when the text is not a token in its one canonical spelling. */
export function digestOfToken(token: string): Buffer | undefined {
  const bytes = bytesOfToken(token);
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest();
}

/** A key that only who has the token can derive (HKDF-SHA-256, RFC 5869). @throws RangeError when it is not a token. */
export function keyFromToken(token: string, purpose: 'session' | 'form' | 'draft' | 'invitation'): Buffer {
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
