/**
 * The same boxes as box.ts writes (age v1, X25519 recipients), written in a browser: what a person types is sealed before it leaves their
 * machine. It seals and cannot open. Hashes and random bytes are the browser's own (WebCrypto, so only over HTTPS, an onion service
 * or on this machine itself); the rest is in the two files beside it.
 */
import { encryptAndTag } from './chacha20-poly1305.ts';
import { BASE_POINT, KEY_BYTES, x25519 } from './x25519.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const VERSION = 'age-encryption.org/v1';
const CHUNK_BYTES = 65_536;
const NO_NONCE = new Uint8Array(12);
const NO_SALT = new Uint8Array(32);

/** Seals `plaintext` to one recipient (32 bytes). @throws RangeError when it is no X25519 key */
export async function sealInBrowser(plaintext: Uint8Array, recipient: Uint8Array): Promise<Bytes> {
  const fileKey = randomBytes(16);
  const ephemeral = randomBytes(KEY_BYTES);
  const share = x25519(ephemeral, BASE_POINT);
  const shared = x25519(ephemeral, recipient);
  if (shared.every((byte) => byte === 0)) throw new RangeError('The recipient is no X25519 key.');
  const wrapKey = await deriveKey(shared, join(share, recipient), `${VERSION}/X25519`);
  const wrapped = encryptAndTag(wrapKey, NO_NONCE, fileKey);
  const header = `${VERSION}\n-> X25519 ${toBase64(share)}\n${toBase64(wrapped)}\n---`;
  const mac = await hmac(await deriveKey(fileKey, NO_SALT, 'header'), ascii(header));
  const nonce = randomBytes(16);
  const payloadKey = await deriveKey(fileKey, nonce, 'payload');
  return join(ascii(`${header} ${toBase64(mac)}\n`), nonce, ...encryptChunks(payloadKey, plaintext));
}

/** STREAM: chunks of 64 KiB, the nonce an 11-byte counter and a byte that is 1 for the last. */
function encryptChunks(key: Bytes, plaintext: Uint8Array): Bytes[] {
  const count = Math.max(1, Math.ceil(plaintext.length / CHUNK_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setUint32(7, index);
    nonce[11] = index === count - 1 ? 1 : 0;
    return encryptAndTag(key, nonce, plaintext.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES));
  });
}

/** HKDF-SHA-256 (RFC 5869), one block. */
async function deriveKey(secret: Bytes, salt: Bytes, info: string): Promise<Bytes> {
  return hmac(await hmac(salt, secret), join(ascii(info), Uint8Array.of(1)));
}

async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
}

const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count));
const ascii = (text: string): Bytes => new TextEncoder().encode(text);

function join(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** age's base64 has no padding. */
const toBase64 = (bytes: Uint8Array): string => base64Of(bytes).replaceAll('=', '');

/** Bytes in base64 (RFC 4648, 4), with padding. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
