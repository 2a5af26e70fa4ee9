/**
 * Sealed boxes in the age v1 format (https://age-encryption.org/v1), X25519 recipients only. Written on node:crypto because
 * intake seals every tip several times: OpenSSL does it many times faster than JavaScript (see README.md). What this file
 * writes, every age program opens with the right identity, and the other way round; the tests hold it against another one.
 *
 *     age-encryption.org/v1
 *     -> X25519 <ephemeral share>          one stanza a recipient
 *     <file key, encrypted to that recipient>
 *     --- <HMAC-SHA256 of all above>
 *     <16-byte nonce><payload in 64 KiB chunks, each ChaCha20-Poly1305>
 */
import { CHUNK_BYTES, chunkNonce, decryptChunk, encryptChunk, TAG_BYTES } from './chunk.ts';
import { damaged, makeHeader, readHeader } from './header.ts';
import type { Identity, Recipient } from './keys.ts';

/** Seals `plaintext` so that any one of `recipients` (at least one) can open it. @throws RangeError when there is none. */
export function seal(plaintext: Uint8Array, recipients: readonly Recipient[]): Buffer {
  const { bytes, key } = makeHeader(recipients);
  return Buffer.concat([bytes, ...encryptChunks(plaintext, key)]);
}

/** Opens a box with whichever of `identities` fits. @throws SealError `not-for-us` or `damaged`. */
export function open(box: Uint8Array, identities: readonly Identity[]): Buffer {
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength);
  const header = readHeader(bytes, identities);
  if (header === undefined || bytes.length < header.length + TAG_BYTES) throw damaged();
  return decryptChunks(bytes.subarray(header.length), header.key);
}

function encryptChunks(plaintext: Uint8Array, key: Uint8Array): Buffer[] {
  const count = Math.max(1, Math.ceil(plaintext.length / CHUNK_BYTES));
  return Array.from({ length: count }, (_, i) =>
    encryptChunk(key, chunkNonce(i, i === count - 1), plaintext.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
  );
}

function decryptChunks(payload: Buffer, key: Uint8Array): Buffer {
  const step = CHUNK_BYTES + TAG_BYTES;
  const count = Math.ceil(payload.length / step);
  const chunks: Buffer[] = [];
  for (let i = 0; i < count; i += 1)
    chunks.push(openChunk(payload.subarray(i * step, (i + 1) * step), key, i, i === count - 1));
  return Buffer.concat(chunks);
}

/** One chunk of a payload. @throws SealError `damaged`, also for an empty last one, which the specification forbids after others */
export function openChunk(chunk: Buffer, key: Uint8Array, index: number, isLast: boolean): Buffer {
  if (chunk.length < TAG_BYTES || (index > 0 && chunk.length === TAG_BYTES)) throw damaged();
  try {
    return decryptChunk(key, chunkNonce(index, isLast), chunk);
  } catch {
    throw damaged();
  }
}
