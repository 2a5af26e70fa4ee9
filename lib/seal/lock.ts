/**
 * Boxes under a key that both sides have: AES-256-GCM (NIST SP 800-38D), `nonce (12) | ciphertext | tag (16)`. For what is
 * locked by whoever can open it anyway; `seal` is for what its writer must not be able to read.
 */
import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { hmacSha256 } from './hmac.ts';
import { SealError } from './seal-error.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HASH_BYTES = 32;

/**
 * Locks bytes under a 32-byte key. Random nonces: a key locks fewer than 2^32 boxes. A key that is used again and again comes
 * as a `KeyObject`: the runtime makes one of plain bytes at each call, which takes twice as long as the rest.
 */
export function lock(key: Uint8Array | KeyObject, plaintext: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `lock` made. @throws SealError `damaged` when it was altered or cut, or the key is another */
export function unlock(key: Uint8Array | KeyObject, box: Uint8Array): Buffer {
  if (box.length < NONCE_BYTES + TAG_BYTES) throw new SealError('damaged', 'The box is too short to be whole.');
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealError('damaged', 'The box was altered, or its key is another.');
  }
}

const NO_SALT = Buffer.alloc(HASH_BYTES);
const FIRST_BLOCK = Buffer.from([1]);

/** A 32-byte key for one use, from secret bytes: HKDF-SHA-256 (RFC 5869), one block; the salt is zeros where none is given. */
export function deriveKey(secret: Uint8Array, info: string, salt: Uint8Array = NO_SALT): Buffer {
  return hmacSha256(hmacSha256(salt, secret), Buffer.from(info, 'utf8'), FIRST_BLOCK);
}
