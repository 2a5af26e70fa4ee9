/**
 * Shrouding (DESIGN.md, secrecy level 2): reported addresses, hosts and hashes are encrypted at rest under a service key
 * that is not in the database, and found again through a keyed digest. A stolen database yields no address.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN_VERSION = 1;

/** What is shrouded, so that a value of one kind cannot be moved to another column and read there. */
export type ShroudPurpose = 'url' | 'host' | 'ip' | 'totp' | 'payload' | 'contact' | 'note';
/** What a keyed digest is for; digests of different purposes never coincide. */
export type DigestPurpose = 'url' | 'host' | 'mailbox' | 'submission' | 'fingerprint' | 'import-row' | 'token';

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
}

/** Derives all subkeys from 32 secret bytes (HKDF-SHA-256, RFC 5869). @throws RangeError for another length. */
export function serviceKeyFrom(secret: Uint8Array): ServiceKey {
  if (secret.length !== KEY_BYTES) throw new RangeError(`The service key is ${KEY_BYTES} bytes, not ${secret.length}.`);
  const subkeys = new Map<string, Buffer>();
  const subkey = (info: string): Buffer => {
    const known = subkeys.get(info);
    if (known !== undefined) return known;
    const made = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `fyr/v1/${info}`, KEY_BYTES));
    subkeys.set(info, made);
    return made;
  };
  return {
    shroud: (purpose, text) => encrypt(subkey(`shroud/${purpose}`), Buffer.from(text, 'utf8')),
    unshroud: (purpose, box) => decrypt(subkey(`shroud/${purpose}`), box).toString('utf8'),
    digest: (purpose, input) =>
      createHmac('sha256', subkey(`digest/${purpose}`))
        .update(input)
        .digest(),
    issueToken: (kind, payload, expiresAt) => {
      const head = Buffer.alloc(9);
      head[0] = TOKEN_VERSION;
      head.writeBigUInt64BE(BigInt(expiresAt.getTime()), 1);
      return encrypt(subkey(`token/${kind}`), Buffer.concat([head, payload])).toString('base64url');
    },
    readToken: (kind, token, now) => readToken(subkey(`token/${kind}`), token, now),
    ledgerSeed: subkey('ledger'),
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

/** AES-256-GCM, `nonce | ciphertext | tag`, for a key used for fewer than 2^32 boxes (random nonces, NIST SP 800-38D). */
export function encrypt(key: Uint8Array, plaintext: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `encrypt` made. @throws Error when it was altered or the key is another. */
export function decrypt(key: Uint8Array, box: Uint8Array): Buffer {
  if (box.length < NONCE_BYTES + TAG_BYTES) throw new RangeError('An encrypted value is too short to be whole.');
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES)), decipher.final()]);
}

function readToken(key: Uint8Array, token: string, now: Date): Buffer | undefined {
  let plain: Buffer;
  try {
    plain = decrypt(key, Buffer.from(token, 'base64url'));
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
