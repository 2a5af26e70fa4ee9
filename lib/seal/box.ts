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
import {
  createCipheriv,
  createDecipheriv,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { hmacSha256 } from './hmac.ts';
import { deriveKey } from './lock.ts';
import { SealError } from './seal-error.ts';
import { recipientFromBytes, type Identity, type Recipient } from './keys.ts';

const VERSION = 'age-encryption.org/v1';
const FILE_KEY_BYTES = 16;
const NONCE_BYTES = 16;
const TAG_BYTES = 16;
const MAC_BYTES = 32;
const CHUNK_BYTES = 65_536;
const NO_NONCE = Buffer.alloc(12);
const SPKI_HEADER_BYTES = 12;
const MAX_STANZAS = 64;

/** Seals `plaintext` so that any one of `recipients` (at least one) can open it. @throws RangeError when there is none. */
export function seal(plaintext: Uint8Array, recipients: readonly Recipient[]): Buffer {
  if (recipients.length === 0) throw new RangeError('A box is sealed to at least one recipient.');
  const fileKey = randomBytes(FILE_KEY_BYTES);
  const stanzas = recipients.map((recipient) => stanzaFor(recipient, fileKey)).join('');
  const header = `${VERSION}\n${stanzas}---`;
  const nonce = randomBytes(NONCE_BYTES);
  const chunks = encryptChunks(plaintext, deriveKey(fileKey, 'payload', nonce));
  return Buffer.concat([Buffer.from(`${header} ${toBase64(macOf(header, fileKey))}\n`), nonce, ...chunks]);
}

/** Opens a box with whichever of `identities` fits. @throws SealError `not-for-us` or `damaged`. */
export function open(box: Uint8Array, identities: readonly Identity[]): Buffer {
  const { header, stanzas, mac, payload } = parseHeader(Buffer.from(box.buffer, box.byteOffset, box.byteLength));
  const fileKey = findFileKey(stanzas, identities);
  const expected = macOf(header, fileKey);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw damaged();
  if (payload.length < NONCE_BYTES + TAG_BYTES) throw damaged();
  return decryptChunks(payload.subarray(NONCE_BYTES), deriveKey(fileKey, 'payload', payload.subarray(0, NONCE_BYTES)));
}

/** Whether bytes are built as a box is. It says nothing of who can open it, or whether anybody can. */
export function isBox(bytes: Uint8Array): boolean {
  try {
    const { stanzas, mac, payload } = parseHeader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return stanzas.length > 0 && mac.length === MAC_BYTES && payload.length >= NONCE_BYTES + TAG_BYTES;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

function stanzaFor(recipient: Recipient, fileKey: Uint8Array): string {
  const ephemeral = generateKeyPairSync('x25519');
  const share = ephemeral.publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_HEADER_BYTES);
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient.key });
  const wrapKey = wrapKeyOf(shared, share, recipient);
  return `-> X25519 ${toBase64(share)}\n${toBase64(encrypt(wrapKey, NO_NONCE, fileKey))}\n`;
}

interface Stanza {
  readonly share: Buffer;
  readonly body: Buffer;
}

function parseHeader(box: Buffer): { header: string; stanzas: Stanza[]; mac: Buffer; payload: Buffer } {
  const lines: string[] = [];
  let at = 0;
  while (lines.length < 2 + 2 * MAX_STANZAS) {
    const end = box.indexOf(10, at);
    if (end < 0) throw damaged();
    const line = box.toString('latin1', at, end);
    at = end + 1;
    lines.push(line);
    if (line.startsWith('---')) break;
  }
  const last = lines.pop() ?? '';
  if (!last.startsWith('--- ') || lines.shift() !== VERSION) throw damaged();
  const header = box.toString('latin1', 0, at - last.length - 1) + '---';
  return { header, stanzas: parseStanzas(lines), mac: fromBase64(last.slice(4)), payload: box.subarray(at) };
}

/** Stanzas of other kinds (a passphrase, a plugin) are stepped over: their recipients are not ours. */
function parseStanzas(lines: readonly string[]): Stanza[] {
  const stanzas: Stanza[] = [];
  for (let i = 0; i < lines.length;) {
    const line = lines[i] ?? '';
    if (!line.startsWith('-> ')) throw damaged();
    const [, kind, share = ''] = line.split(' ');
    let body = '';
    let part: string;
    do {
      i += 1;
      part = lines[i] ?? '';
      body += part;
    } while (part.length === 64);
    i += 1;
    if (kind === 'X25519') stanzas.push({ share: fromBase64(share), body: fromBase64(body) });
  }
  return stanzas;
}

function findFileKey(stanzas: readonly Stanza[], identities: readonly Identity[]): Buffer {
  for (const { share, body } of stanzas) {
    if (share.length !== 32 || body.length !== FILE_KEY_BYTES + TAG_BYTES) throw damaged();
    const ephemeral = recipientFromBytes(share);
    for (const identity of identities) {
      const fileKey = tryUnwrap(ephemeral, body, identity);
      if (fileKey !== undefined) return fileKey;
    }
  }
  throw new SealError('not-for-us', 'None of the keys at hand opens this box.');
}

function tryUnwrap(ephemeral: Recipient, body: Buffer, identity: Identity): Buffer | undefined {
  try {
    const shared = diffieHellman({ privateKey: identity.key, publicKey: ephemeral.key });
    return decrypt(wrapKeyOf(shared, ephemeral.bytes, identity.recipient), NO_NONCE, body);
  } catch {
    return undefined;
  }
}

function wrapKeyOf(shared: Uint8Array, share: Uint8Array, recipient: Recipient): Buffer {
  return deriveKey(shared, `${VERSION}/X25519`, Buffer.concat([share, recipient.bytes]));
}

function macOf(header: string, fileKey: Uint8Array): Buffer {
  return hmacSha256(deriveKey(fileKey, 'header'), Buffer.from(header, 'latin1'));
}

/** STREAM: the nonce is an 11-byte counter and a byte that is 1 for the last chunk. */
function chunkNonce(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function encryptChunks(plaintext: Uint8Array, key: Uint8Array): Buffer[] {
  const count = Math.max(1, Math.ceil(plaintext.length / CHUNK_BYTES));
  return Array.from({ length: count }, (_, i) =>
    encrypt(key, chunkNonce(i, i === count - 1), plaintext.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
  );
}

function decryptChunks(payload: Buffer, key: Uint8Array): Buffer {
  const step = CHUNK_BYTES + TAG_BYTES;
  const count = Math.ceil(payload.length / step);
  const chunks: Buffer[] = [];
  for (let i = 0; i < count; i += 1) {
    const chunk = payload.subarray(i * step, (i + 1) * step);
    // The specification forbids an empty last chunk unless the whole payload is empty.
    if (chunk.length < TAG_BYTES || (i > 0 && chunk.length === TAG_BYTES)) throw damaged();
    try {
      chunks.push(decrypt(key, chunkNonce(i, i === count - 1), chunk));
    } catch {
      throw damaged();
    }
  }
  return Buffer.concat(chunks);
}

function encrypt(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, nonce: Uint8Array, box: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
  return Buffer.concat([decipher.update(box.subarray(0, box.length - TAG_BYTES)), decipher.final()]);
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  // Only the one canonical spelling is accepted, as the specification asks.
  if (toBase64(bytes) !== text) throw damaged();
  return bytes;
}

const damaged = () => new SealError('damaged', 'The box is not what was sealed: it was cut or altered.');
