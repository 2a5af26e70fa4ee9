/**
 * Addresses, encrypted by the batch. Each is encrypted with AES-256 in counter mode under an initial vector that is the MAC of
 * what is encrypted: the construction of Rogaway and Shrimpton (SIV, 2006; RFC 5297), with HMAC-SHA-256 for the MAC. It is
 * authenticated, it needs no random nonce, and equal texts give equal boxes, which tells no more than that a table has each once.
 *
 * One cipher object lives as long as the process and turns the counters of a whole batch into key stream in one call: a cipher
 * object for each address, as GCM needs it, costs twenty times as much as everything else that is done with one.
 */
import { createCipheriv, hash, timingSafeEqual, type Cipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;
const HMAC_BLOCK_BYTES = 64;
const HASH_BYTES = 32;
/** Of the MAC: the rest of a counter block counts. */
const VECTOR_BYTES = 12;

/** HMAC-SHA-256 (RFC 2104) under one key, its padded blocks made once. */
export class KeyedDigest {
  readonly #inner: Buffer;
  readonly #outer: Buffer;

  /** `key`: at most 64 bytes. */
  constructor(key: Uint8Array) {
    this.#inner = Buffer.alloc(HMAC_BLOCK_BYTES, 0x36);
    this.#outer = Buffer.alloc(HMAC_BLOCK_BYTES + HASH_BYTES, 0x5c);
    key.forEach((byte, at) => {
      this.#inner[at] = byte ^ 0x36;
      this.#outer[at] = byte ^ 0x5c;
    });
  }

  /** 32 bytes, of a text of Latin-1 characters. */
  of(text: string): Buffer {
    const message = Buffer.allocUnsafe(HMAC_BLOCK_BYTES + text.length);
    this.#inner.copy(message);
    message.write(text, HMAC_BLOCK_BYTES, 'latin1');
    hash('sha256', message, 'buffer').copy(this.#outer, HMAC_BLOCK_BYTES);
    return hash('sha256', this.#outer, 'buffer');
  }
}

/** AES-256 of counter blocks, whole batches at a time. */
export class CounterCipher {
  readonly #cipher: Cipheriv;

  /** `key`: 32 bytes. */
  constructor(key: Uint8Array) {
    // Single blocks of counters are what counter mode (NIST SP 800-38A, 6.5) encrypts; there is nothing to chain.
    this.#cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  }

  /** XORs the key stream of each vector over the bytes beside it, in place: it encrypts and decrypts. */
  apply(vectors: readonly Uint8Array[], texts: readonly Buffer[]): void {
    let blocks = 0;
    for (const text of texts) blocks += Math.ceil(text.length / BLOCK_BYTES);
    const counters = Buffer.alloc(blocks * BLOCK_BYTES);
    let at = 0;
    texts.forEach((text, n) => {
      const vector = vectors[n];
      for (let counter = 0; counter * BLOCK_BYTES < text.length; counter += 1) {
        if (vector !== undefined) counters.set(vector.subarray(0, VECTOR_BYTES), at);
        counters.writeUInt32BE(counter, at + VECTOR_BYTES);
        at += BLOCK_BYTES;
      }
    });
    const stream = this.#cipher.update(counters);
    let start = 0;
    for (const text of texts) {
      for (let n = 0; n < text.length; n += 1) text[n] = (text[n] ?? 0) ^ (stream[start + n] ?? 0);
      start += Math.ceil(text.length / BLOCK_BYTES) * BLOCK_BYTES;
    }
  }
}

/** @throws Error when the MAC is another: the bytes were altered, or belong to another key */
export function checkMac(found: Uint8Array, expected: Uint8Array): void {
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) {
    throw new Error('An address of the frontier was altered, or its key is another.');
  }
}
