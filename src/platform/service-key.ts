/**
 * Shrouding (DESIGN.md, secrecy level 2): reported addresses, hosts and hashes are encrypted at rest under a service key
 * that is not in the database, and found again through a keyed digest. A stolen database yields no address.
 */
import { createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { deriveKey, hmacSha256, lock, unlock } from '../../lib/seal/door.ts';

const KEY_BYTES = 32;
const TOKEN_VERSION = 1;

/** What is shrouded, so that a value of one kind cannot be moved to another column and read there. */
export type ShroudPurpose = 'url' | 'host' | 'ip' | 'totp' | 'payload' | 'contact' | 'note' | 'mail-key' | 'feed';

/** What a keyed digest is for; digests of different purposes never coincide. */
export type DigestPurpose =
  'url' | 'host' | 'mailbox' | 'submission' | 'fingerprint' | 'import-row' | 'token' | 'contact';

/** Every use has its own subkey, so that what one part of the house reads or compares means nothing to another. */
export interface ServiceKey {
  /** AES-256-GCM under a subkey of the purpose: `nonce (12) | ciphertext | tag (16)`. */
  shroud(purpose: ShroudPurpose, text: string): Buffer;
  /** @throws Error when the bytes were altered, or shrouded under another key or for another purpose. */
  unshroud(purpose: ShroudPurpose, box: Uint8Array): string;
  /** HMAC-SHA-256 under a subkey of the purpose, 32 bytes: equal inputs are found without the input being there. */
  digest(purpose: DigestPurpose, input: string | Uint8Array): Buffer;
  /** A string that only this service can make and read back until `expiresAt`; carries state in a page instead of a cookie. */
  issueToken(kind: string, payload: Uint8Array, expiresAt: Date): string;
  /** The payload of a token of this kind; undefined when it is foreign, altered, of another kind or expired. */
  readToken(kind: string, token: string, now: Date): Buffer | undefined;
  /** An Ed25519 seed for signing checkpoints of the ledger. */
  readonly ledgerSeed: Buffer;
  /** An Ed25519 seed for signing case packages. */
  readonly packageSeed: Buffer;
}

/** Derives all subkeys from 32 secret bytes (HKDF-SHA-256, RFC 5869). @throws RangeError for another length. */
export function serviceKeyFrom(secret: Uint8Array): ServiceKey {
  if (secret.length !== KEY_BYTES) throw new RangeError(`The service key is ${KEY_BYTES} bytes, not ${secret.length}.`);
  const subkeys = new Map<string, Buffer>();
  const subkey = (info: string): Buffer => {
    const known = subkeys.get(info);
    if (known !== undefined) return known;
    const made = deriveKey(secret, `fyr/v1/${info}`);
    subkeys.set(info, made);
    return made;
  };
  const shrouds = new Map<ShroudPurpose, KeyObject>();
  const shroudKey = (purpose: ShroudPurpose): KeyObject => {
    const known = shrouds.get(purpose);
    if (known !== undefined) return known;
    const made = createSecretKey(subkey(`shroud/${purpose}`));
    shrouds.set(purpose, made);
    return made;
  };
  return {
    shroud: (purpose, text) => lock(shroudKey(purpose), Buffer.from(text, 'utf8')),
    unshroud: (purpose, box) => unlock(shroudKey(purpose), box).toString('utf8'),
    digest: (purpose, input) => hmacSha256(subkey(`digest/${purpose}`), Buffer.from(input)),
    issueToken: (kind, payload, expiresAt) => {
      const head = Buffer.alloc(9);
      head[0] = TOKEN_VERSION;
      head.writeBigUInt64BE(BigInt(expiresAt.getTime()), 1);
      return lock(subkey(`token/${kind}`), Buffer.concat([head, payload])).toString('base64url');
    },
    readToken: (kind, token, now) => readToken(subkey(`token/${kind}`), token, now),
    ledgerSeed: subkey('ledger'),
    packageSeed: subkey('package'),
  };
}

/**
 * Reads the service key from its file (32 bytes as 64 hexadecimal digits), making it at the first start.
 * The file is written whole and synced before anything is encrypted under it. @throws Error naming the file when it is not a key.
 */
export async function loadServiceKey(file: string): Promise<ServiceKey> {
  if (!existsSync(file)) await createKeyFile(file);
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new Error(`The service key file ${file} must hold 64 hexadecimal digits and nothing else.`);
  return serviceKeyFrom(Buffer.from(text, 'hex'));
}

async function createKeyFile(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(fresh, 'wx', 0o600);
  await handle.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`);
  await handle.sync();
  await handle.close();
  // link() never replaces: if another process was first, its key stands.
  await link(fresh, file).catch((error: unknown) => {
    if (!existsSync(file)) throw error;
  });
  await unlink(fresh);
  const folder = await open(path.dirname(file));
  await folder.sync();
  await folder.close();
}

function readToken(key: Uint8Array, token: string, now: Date): Buffer | undefined {
  let plain: Buffer;
  try {
    plain = unlock(key, Buffer.from(token, 'base64url'));
  } catch {
    return undefined;
  }
  if (plain[0] !== TOKEN_VERSION || plain.readBigUInt64BE(1) < BigInt(now.getTime())) return undefined;
  return plain.subarray(9);
}

/** Compares two secrets in time that depends on their lengths alone. */
export function isSameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
