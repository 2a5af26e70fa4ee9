/**
 * Shrouding (DESIGN.md, secrecy level 2): reported addresses, hosts and hashes are encrypted at rest under a service key
 * that is not in the database, and found again through a keyed digest. A stolen database yields no address.
 */
import { createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { deriveKey, hmacSha256, lock, unlock } from '../../lib/seal/door.ts';
import { openKeyRing, RING_LOOK_MS, type HeldKey, type KeyRing, type KeySource } from './key-source.ts';

const KEY_BYTES = 32;
const TOKEN_VERSION = 1;

/** What is shrouded, so that a value of one kind cannot be moved to another column and read there. */
export type ShroudPurpose = (typeof SHROUD_PURPOSES)[number];
const SHROUD_PURPOSES = [
  'url',
  'host',
  'ip',
  'totp',
  'payload',
  'contact',
  'note',
  'mail-key',
  'feed',
  'secret',
] as const;

/** What a keyed digest is for; digests of different purposes never coincide. */
export type DigestPurpose =
  'url' | 'host' | 'mailbox' | 'submission' | 'fingerprint' | 'import-row' | 'token' | 'contact';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * What tokens are for, and how long the longest of each kind lives. One that was made under a key that has been retired since is read for so
 * long and no longer: whoever stole that key makes none that is good.
 */
export const TOKEN_LIVES_MS = {
  'oidc-proof': 5 * MINUTE_MS,
  'oidc-trip': 10 * MINUTE_MS,
  mailbox: 30 * MINUTE_MS,
  'passkey-challenge': 60 * MINUTE_MS,
  'totp-set-up': 60 * MINUTE_MS,
  'provider-form': DAY_MS,
  'tip-form': 7 * DAY_MS,
  receipt: 30 * DAY_MS,
  'notice-stop': 400 * DAY_MS,
} as const;
export type TokenKind = keyof typeof TOKEN_LIVES_MS;

/** So long a retired key is kept: nothing that was made with it is good after that. */
export const KEEP_RETIRED_MS = Math.max(...Object.values(TOKEN_LIVES_MS));

/** Every use has its own subkey, so that what one part of the house reads or compares means nothing to another. */
export interface ServiceKey {
  /** AES-256-GCM under a subkey of the purpose: `nonce (12) | ciphertext | tag (16)`. */
  shroud(purpose: ShroudPurpose, text: string): Buffer;
  /** @throws Error when the bytes were altered, or shrouded under another key or for another purpose. */
  unshroud(purpose: ShroudPurpose, box: Uint8Array): string;
  /** The same text shrouded under the newest key, of a box that an older key opens; undefined when none of those does. */
  reshroud(box: Uint8Array): Buffer | undefined;
  /** HMAC-SHA-256 under a subkey of the purpose, 32 bytes: equal inputs are found without the input being there. */
  digest(purpose: DigestPurpose, input: string | Uint8Array): Buffer;
  /** A string that only this service can make and read back until `expiresAt`; carries state in a page instead of a cookie. */
  issueToken(kind: TokenKind, payload: Uint8Array, expiresAt: Date): string;
  /** The payload of a token of this kind; undefined when it is foreign, altered, of another kind, expired, or of a key retired too long ago. */
  readToken(kind: TokenKind, token: string, now: Date): Buffer | undefined;
  /** The oldest key at hand: what a house from before there was a lasting secret has in its place. */
  readonly oldest: Buffer;
  /** The same keys with this secret, 32 bytes, for what must stay as it is when keys change: digests and signatures. */
  holding(lasting: Uint8Array): ServiceKey;
  /** An Ed25519 seed for signing checkpoints of the ledger. */
  readonly ledgerSeed: Buffer;
  /** An Ed25519 seed for signing case packages. */
  readonly packageSeed: Buffer;
}

/** Derives all subkeys from 32 secret bytes (HKDF-SHA-256, RFC 5869). @throws RangeError for another length. */
export function serviceKeyFrom(secret: Uint8Array): ServiceKey {
  if (secret.length !== KEY_BYTES) throw new RangeError(`The service key is ${KEY_BYTES} bytes, not ${secret.length}.`);
  const keys = [{ secret: Buffer.from(secret), retiredAt: undefined }];
  return serviceKeyOf({ keys: () => keys, refresh: () => false });
}

/** Reads the service key of a file or of another source; a file is made at the first start. @throws Error naming what is wrong with it */
export async function loadServiceKey(source: string | KeySource): Promise<ServiceKey> {
  return serviceKeyOf(await openKeyRing(typeof source === 'string' ? { kind: 'file', file: source } : source));
}

/** One key's subkeys, each derived when it is first asked for. */
interface Subkeys {
  readonly of: (info: string) => Buffer;
  readonly shroud: (purpose: ShroudPurpose) => KeyObject;
}

function subkeysOf(secret: Uint8Array): Subkeys {
  const derived = new Map<string, Buffer>();
  const shrouds = new Map<ShroudPurpose, KeyObject>();
  const of = (info: string): Buffer => {
    const known = derived.get(info);
    if (known !== undefined) return known;
    const made = deriveKey(secret, `fyr/v1/${info}`);
    derived.set(info, made);
    return made;
  };
  return {
    of,
    shroud: (purpose) => {
      const known = shrouds.get(purpose);
      if (known !== undefined) return known;
      const made = createSecretKey(of(`shroud/${purpose}`));
      shrouds.set(purpose, made);
      return made;
    },
  };
}

/** Since other processes may have written with it for a moment after another took its place. */
const LATE_MS = 2 * RING_LOOK_MS;

const isReadable = (kind: TokenKind, { retiredAt }: HeldKey, now: Date): boolean =>
  retiredAt === undefined || now.getTime() <= retiredAt.getTime() + LATE_MS + TOKEN_LIVES_MS[kind];

/** Shrouds with the ring's newest key and reads with all; whatever must stay the same for good hangs on `lastingSecret`. */
function serviceKeyOf(ring: KeyRing, lastingSecret?: Uint8Array): ServiceKey {
  const known = new Map<string, Subkeys>();
  const subkeys = ({ secret }: HeldKey): Subkeys => {
    const name = secret.toString('hex');
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = subkeysOf(secret);
    known.set(name, made);
    return made;
  };
  const [newest, oldest] = [() => ring.keys()[0], ring.keys().at(-1)];
  if (oldest === undefined) throw new RangeError('A key ring holds one key at least.');
  const lasting = lastingSecret === undefined ? subkeys(oldest) : subkeysOf(lastingSecret);
  const current = () => subkeys(newest() ?? oldest);
  const tryAll = <T>(read: (keys: Subkeys) => T, isGood: (key: HeldKey) => boolean = () => true): T => {
    const all = () => ring.keys().filter(isGood).map(subkeys);
    try {
      return firstThatReads(all(), read);
    } catch (error) {
      if (!ring.refresh()) throw error;
      return firstThatReads(all(), read);
    }
  };
  return {
    shroud: (purpose, text) => lock(current().shroud(purpose), Buffer.from(text, 'utf8')),
    unshroud: (purpose, box) => tryAll((keys) => unlock(keys.shroud(purpose), box)).toString('utf8'),
    reshroud: (box) => reshroud(ring.keys().map(subkeys), box),
    digest: (purpose, input) => hmacSha256(lasting.of(`digest/${purpose}`), Buffer.from(input)),
    issueToken: (kind, payload, expiresAt) => {
      const head = Buffer.alloc(9);
      head[0] = TOKEN_VERSION;
      head.writeBigUInt64BE(BigInt(expiresAt.getTime()), 1);
      return lock(current().of(`token/${kind}`), Buffer.concat([head, payload])).toString('base64url');
    },
    readToken: (kind, token, now) => {
      try {
        return readToken(
          tryAll(
            (keys) => unlock(keys.of(`token/${kind}`), Buffer.from(token, 'base64url')),
            (key) => isReadable(kind, key, now),
          ),
          now,
        );
      } catch {
        return undefined;
      }
    },
    oldest: oldest.secret,
    holding: (secret) => serviceKeyOf(ring, secret),
    ledgerSeed: lasting.of('ledger'),
    packageSeed: lasting.of('package'),
  };
}

function firstThatReads<T>(all: readonly Subkeys[], read: (keys: Subkeys) => T): T {
  let last: unknown;
  for (const keys of all) {
    try {
      return read(keys);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Which key and which purpose a box is of, its own tag says: a wrong one never opens it. */
function reshroud([current, ...older]: readonly Subkeys[], box: Uint8Array): Buffer | undefined {
  if (current === undefined) return undefined;
  for (const keys of older) {
    for (const purpose of SHROUD_PURPOSES) {
      try {
        return lock(current.shroud(purpose), unlock(keys.shroud(purpose), box));
      } catch {
        // Of another key or purpose.
      }
    }
  }
  return undefined;
}

function readToken(plain: Buffer, now: Date): Buffer | undefined {
  if (plain[0] !== TOKEN_VERSION || plain.readBigUInt64BE(1) < BigInt(now.getTime())) return undefined;
  return plain.subarray(9);
}

/** Compares two secrets in time that depends on their lengths alone. */
export function isSameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
