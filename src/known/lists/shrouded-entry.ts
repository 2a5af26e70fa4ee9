/**
 * Hashes at rest (DESIGN.md, secrecy level 2): one AES-256-GCM box an entry, and keyed digests that find equal ones. The
 * keys are derived from the service key, so that a stolen database yields no hash and confirms no guess.
 *
 * A box holds: flags (1 byte: which hashes follow), list (4), number (4), the hashes in the order of HASH_KINDS, and the PDQ
 * hash's quality (1). List and number tie it to its row: a box that is moved to another row is refused there.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import type { ServiceKey } from '../../platform/service-key.ts';
import { HASH_KINDS, type HashKind } from '../known-hit.ts';
import { HASH_BYTES } from './hash-text.ts';
import type { EntryHashes, ListEntry } from './list-entry.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCES_AT_A_TIME = 4_096;
const HEAD_BYTES = 9;
const QUALITY_FLAG = 1 << HASH_KINDS.length;
const KEY_DIGEST_BYTES = 16;

/** Kinds that are looked up in the database; PDQ hashes are searched by distance, in memory alone. */
export type LookUpKind = Exclude<HashKind, 'pdq'>;

export interface OpenedEntry {
  readonly hashes: EntryHashes;
  readonly pdqQuality: number | undefined;
}

export interface EntryKeys {
  shroud(listId: number, number: number, entry: Pick<ListEntry, 'hashes' | 'pdqQuality'>): Buffer;
  /** @throws Error when the box was altered, is another row's or was made under another key */
  unshroud(listId: number, number: number, box: Uint8Array): OpenedEntry;
  /** 64 bits of a keyed digest, as PostgreSQL's bigint in text. */
  lookUp(kind: LookUpKind, hash: Uint8Array): string;
  /** 128 bits of a keyed digest of whatever makes an entry the same entry. */
  keyDigest(...parts: readonly (string | Uint8Array)[]): Buffer;
}

/** The lists' subkeys. The service key's digest of a label is a key that only this service can derive (a PRF of the label). */
export function entryKeysFrom(serviceKey: ServiceKey): EntryKeys {
  const subkey = (label: string) => createSecretKey(serviceKey.digest('fingerprint', `fyr/v1/known-lists/${label}`));
  const boxKey = subkey('box');
  const keyKey = subkey('key');
  const lookUpKeys = { md5: subkey('md5'), sha1: subkey('sha1'), sha256: subkey('sha256') };
  return {
    shroud: (listId, number, entry) => lock(boxKey, pack(listId, number, entry)),
    unshroud: (listId, number, box) => unpack(listId, number, unlock(boxKey, box)),
    lookUp: (kind, hash) => createHmac('sha256', lookUpKeys[kind]).update(hash).digest().readBigInt64BE(0).toString(),
    keyDigest: (...parts) => {
      const hmac = createHmac('sha256', keyKey);
      // Each part's length before it: no two lists of parts read the same.
      for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
      return hmac.digest().subarray(0, KEY_DIGEST_BYTES);
    },
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

function pack(listId: number, number: number, entry: Pick<ListEntry, 'hashes' | 'pdqQuality'>): Buffer {
  const { hashes, pdqQuality } = entry;
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeInt32BE(listId, 1);
  head.writeInt32BE(number, 5);
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

function unpack(listId: number, number: number, plain: Buffer): OpenedEntry {
  if (plain.length < HEAD_BYTES || plain.readInt32BE(1) !== listId || plain.readInt32BE(5) !== number) {
    throw new Error(`Entry ${number} of known list ${listId} holds another entry's hashes.`);
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
