/** One chunk of an age payload: ChaCha20-Poly1305 (RFC 8439) in the STREAM construction of the age specification. */
import { createCipheriv, createDecipheriv } from 'node:crypto';

/** What a chunk holds of the plaintext; only the last holds less. */
export const CHUNK_BYTES = 65_536;
/** What encryption adds to each. */
export const TAG_BYTES = 16;

/** STREAM: the nonce is an 11-byte counter and a byte that is 1 for the last chunk. */
export function chunkNonce(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Ciphertext with its tag after it. */
export function encryptChunk(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The other way round. @throws Error when the bytes, key or nonce are not the ones */
export function decryptChunk(key: Uint8Array, nonce: Uint8Array, box: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  return Buffer.concat([decipher.update(box.subarray(0, box.length - TAG_BYTES)), decipher.final()]);
}
