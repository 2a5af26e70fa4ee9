/**
 * Hashes at rest (DESIGN.md, secrecy level 2): one AES-256-GCM box an entry, and keyed digests that find equal ones. The
 * keys are derived from the service key, so that a stolen database yields no hash and confirms no guess.
 *
 * A box holds: flags (1 byte: which hashes follow), the beginning of its row's key digest (8), the hashes in the order of
 * HASH_KINDS, and the PDQ hash's quality (1). The key ties it to its row and list: a box that is moved to another is refused.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { hmacSha256 } from '../../../lib/seal/door.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { HASH_KINDS, type HashKind } from '../known-hit.ts';
import { HASH_BYTES } from './hash-text.ts';
import type { EntryHashes, ListEntry } from './list-entry.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCES_AT_A_TIME = 4_096;
/** So many bytes of a key digest stand in its box. */
export const KEY_START_BYTES = 8;
const HEAD_BYTES = 1 + KEY_START_BYTES;
const QUALITY_FLAG = 1 << HASH_KINDS.length;
/** 128 bits: two entries of one list that share it by chance are not to be expected. */
export const KEY_DIGEST_BYTES = 16;

/** Kinds that are looked up in the database; PDQ hashes are searched by distance, in memory alone. */
export type LookUpKind = Exclude<HashKind, 'pdq'>;

/** What comes out of a box; held only while something is compared or loaded into the matcher. */
export interface OpenedEntry {
  readonly hashes: EntryHashes;
  readonly pdqQuality: number | undefined;
}

/** Sealing and finding entries under the lists' own subkeys. */
export interface EntryKeys {
  shroud(keyDigest: Buffer, entry: Pick<ListEntry, 'hashes' | 'pdqQuality'>): Buffer;
  /** `keyDigest` may be its beginning alone. @throws Error when the box was altered, is another row's or was made under another key */
  unshroud(keyDigest: Buffer, box: Uint8Array): OpenedEntry;
  /** What the source calls the entry, bound to its row likewise. */
  shroudReference(keyDigest: Buffer, reference: string): Buffer;
  /** @throws Error when the box was altered, is another row's or was made under another key */
  unshroudReference(keyDigest: Buffer, box: Uint8Array): string;
  /** 64 bits of a keyed digest. */
  lookUp(kind: LookUpKind, hash: Uint8Array): bigint;
  /** 128 bits of a keyed digest of whatever makes an entry the same entry. */
  keyDigest(...parts: readonly (string | Uint8Array)[]): Buffer;
}

/** The lists' subkeys. The service key's digest of a label is a key that only this service can derive (a PRF of the label). */
export function entryKeysFrom(serviceKey: ServiceKey): EntryKeys {
  const subkey = (label: string) => serviceKey.digest('fingerprint', `fyr/v1/known-lists/${label}`);
  const boxKey = createSecretKey(subkey('box'));
  const keyKey = subkey('key');
  const lookUpKeys = { md5: subkey('md5'), sha1: subkey('sha1'), sha256: subkey('sha256') };
  return {
    shroud: (keyDigest, entry) => lock(boxKey, pack(keyDigest, entry)),
    unshroud: (keyDigest, box) => unpack(keyDigest, unlock(boxKey, box)),
    lookUp: (kind, hash) => hmacSha256(lookUpKeys[kind], hash).readBigInt64BE(0),
    shroudReference: (keyDigest, reference) =>
      lock(boxKey, Buffer.concat([startOf(keyDigest), Buffer.from(reference)])),
    unshroudReference: (keyDigest, box) => readReference(keyDigest, unlock(boxKey, box)),
    // Each part's length before it: no two lists of parts read the same.
    keyDigest: (...parts) =>
      hmacSha256(
        keyKey,
        ...parts.flatMap((part) => [Buffer.from(`${Buffer.byteLength(part)}:`), Buffer.from(part)]),
      ).subarray(0, KEY_DIGEST_BYTES),
  };
}

/*
 * The boxes of lib/seal's `lock` (`nonce | ciphertext | tag`), for millions at a time: a KeyObject, made once, takes 3
 * microseconds a box and a key in bytes 14; nonces are drawn by the thousand.
 */
let nonces = Buffer.alloc(0);

function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCE_BYTES * NONCES_AT_A_TIME);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

function lock(key: KeyObject, plain: Buffer): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = cipher.update(plain);
  cipher.final();
  return Buffer.concat([nonce, text, cipher.getAuthTag()]);
}

function unlock(key: KeyObject, box: Uint8Array): Buffer {
  if (box.length < NONCE_BYTES + TAG_BYTES) throw new Error('The box of an entry is too short to be whole.');
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  const plain = decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES));
  // Throws when the tag does not fit.
  decipher.final();
  return plain;
}

const startOf = (keyDigest: Buffer): Buffer => keyDigest.subarray(0, KEY_START_BYTES);

function readReference(keyDigest: Buffer, plain: Buffer): string {
  if (!plain.subarray(0, KEY_START_BYTES).equals(startOf(keyDigest)))
    throw new Error("A row of a known list holds another entry's reference.");
  return plain.subarray(KEY_START_BYTES).toString('utf8');
}

function pack(keyDigest: Buffer, entry: Pick<ListEntry, 'hashes' | 'pdqQuality'>): Buffer {
  const { hashes, pdqQuality } = entry;
  const head = Buffer.alloc(HEAD_BYTES);
  keyDigest.copy(head, 1, 0, KEY_START_BYTES);
  const parts: Buffer[] = [head];
  let flags = 0;
  for (const [bit, kind] of HASH_KINDS.entries()) {
    const hash = hashes[kind];
    if (hash === undefined) continue;
    flags |= 1 << bit;
    parts.push(hash);
  }
  if (pdqQuality !== undefined) {
    flags |= QUALITY_FLAG;
    parts.push(Buffer.of(pdqQuality));
  }
  head[0] = flags;
  return Buffer.concat(parts);
}

function unpack(keyDigest: Buffer, plain: Buffer): OpenedEntry {
  if (plain.length < HEAD_BYTES || keyDigest.compare(plain, 1, HEAD_BYTES, 0, KEY_START_BYTES) !== 0) {
    throw new Error("A row of a known list holds another entry's hashes.");
  }
  const flags = plain[0] ?? 0;
  const hashes: Partial<Record<HashKind, Buffer>> = {};
  let at = HEAD_BYTES;
  for (const [bit, kind] of HASH_KINDS.entries()) {
    if ((flags & (1 << bit)) === 0) continue;
    hashes[kind] = plain.subarray(at, at + HASH_BYTES[kind]);
    at += HASH_BYTES[kind];
  }
  return { hashes, pdqQuality: (flags & QUALITY_FLAG) === 0 ? undefined : plain[at] };
}
