/**
 * Keys of the check API: an id (the user name of HTTP Basic, RFC 7617) and a secret of 256 random bits, shown once. A plain
 * SHA-256 is kept: nothing can be guessed from it, as it could of a password that somebody chose.
 */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** `check`: media and hashes against the lists. `feed`: the feed for providers (src/feed). One key opens one of them. */
export const keyUseSchema = z.enum(['check', 'feed']);
export type KeyUse = z.infer<typeof keyUseSchema>;

/** A key as its owner's supervisor sees it. */
export interface ApiKey {
  readonly id: string;
  readonly use: KeyUse;
  readonly name: string;
  /** Units; a media or an address costs one, a batch of hashes one for each hundred begun. */
  readonly quotaPerMinute: number;
  readonly quotaPerDay: number;
  readonly createdAt: Date;
  readonly revokedAt: Date | undefined;
}

/** What a new key is made of. */
export const newKeySchema = z.strictObject({
  use: keyUseSchema.default('check'),
  name: z.string().trim().min(1, 'must not be empty').max(80, 'must be at most 80 characters'),
  quotaPerMinute: z.number().int('must be a whole number').min(1).max(1_000_000).default(600),
  quotaPerDay: z.number().int('must be a whole number').min(1).max(1_000_000_000).default(100_000),
});
export type NewKey = z.input<typeof newKeySchema>;

/** What an API client sends. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

const ID = /^fyr-[0-9a-f]{16}$/;
const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** `Basic ` and the base64 of the longest credentials that we give out are far below this. */
const MAX_HEADER_LENGTH = 200;

/** Fresh credentials. */
export function makeCredentials(): Credentials {
  return { id: `fyr-${randomBytes(8).toString('hex')}`, secret: randomBytes(32).toString('base64url') };
}

/** What is kept of a secret: SHA-256 over both, so that one key's digest is of no use for another. */
export function digestCredentials({ id, secret }: Credentials): Buffer {
  return createHash('sha256').update(`fyr check key\n${id}\n${secret}`).digest();
}

/** The credentials of an `Authorization` header; undefined for anything that cannot be ours. */
export function parseBasic(header: string | undefined): Credentials | undefined {
  if (header === undefined || header.length > MAX_HEADER_LENGTH) return undefined;
  const match = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header);
  if (match?.[1] === undefined) return undefined;
  const text = Buffer.from(match[1], 'base64').toString('latin1');
  const colon = text.indexOf(':');
  const credentials = { id: text.slice(0, Math.max(0, colon)), secret: text.slice(colon + 1) };
  return ID.test(credentials.id) && SECRET.test(credentials.secret) ? credentials : undefined;
}
