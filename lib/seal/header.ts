/** The head of an age box: for whom it is, and the key of what follows, once for each recipient (see box.ts). */
import { diffieHellman, generateKeyPairSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { decryptChunk, encryptChunk, TAG_BYTES } from './chunk.ts';
import { hmacSha256 } from './hmac.ts';
import { deriveKey } from './lock.ts';
import { SealError } from './seal-error.ts';
import { recipientFromBytes, type Identity, type Recipient } from './keys.ts';

const VERSION = 'age-encryption.org/v1';
const FILE_KEY_BYTES = 16;
const NONCE_BYTES = 16;
const MAC_BYTES = 32;
const NO_NONCE = Buffer.alloc(12);
const SPKI_HEADER_BYTES = 12;
const MAX_STANZAS = 64;
/** A stanza of another kind may be long; more than this is no header. */
const HEADER_MAX_BYTES = 64 * 1024;

/** The header with the payload's nonce after it, and the key of the payload's chunks. @throws RangeError without recipients */
export function makeHeader(recipients: readonly Recipient[]): { readonly bytes: Buffer; readonly key: Buffer } {
  if (recipients.length === 0) throw new RangeError('A box is sealed to at least one recipient.');
  const fileKey = randomBytes(FILE_KEY_BYTES);
  const stanzas = recipients.map((recipient) => stanzaFor(recipient, fileKey)).join('');
  const header = `${VERSION}\n${stanzas}---`;
  const nonce = randomBytes(NONCE_BYTES);
  const bytes = Buffer.concat([Buffer.from(`${header} ${toBase64(macOf(header, fileKey))}\n`), nonce]);
  return { bytes, key: deriveKey(fileKey, 'payload', nonce) };
}

/**
 * Opens the header at the beginning of `bytes` with whichever identity fits; undefined while more bytes are needed to
 * tell. `length` is that of header and nonce. @throws SealError `not-for-us` or `damaged`
 */
export function readHeader(
  bytes: Buffer,
  identities: readonly Identity[],
): { readonly length: number; readonly key: Buffer } | undefined {
  const parsed = parseHeader(bytes);
  if (parsed === undefined) {
    if (bytes.length > HEADER_MAX_BYTES) throw damaged();
    return undefined;
  }
  const { header, stanzas, mac, length } = parsed;
  if (bytes.length < length + NONCE_BYTES) return undefined;
  const fileKey = findFileKey(stanzas, identities);
  const expected = macOf(header, fileKey);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw damaged();
  const nonce = bytes.subarray(length, length + NONCE_BYTES);
  return { length: length + NONCE_BYTES, key: deriveKey(fileKey, 'payload', nonce) };
}

/** Whether bytes are built as a box is. It says nothing of who can open it, or whether anybody can. */
export function isBox(bytes: Uint8Array): boolean {
  try {
    const parsed = parseHeader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (parsed === undefined || parsed.stanzas.length === 0 || parsed.mac.length !== MAC_BYTES) return false;
    return bytes.length >= parsed.length + NONCE_BYTES + TAG_BYTES;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

/** The one way in which every box says that it is not whole. */
export const damaged = () => new SealError('damaged', 'The box is not what was sealed: it was cut or altered.');

function stanzaFor(recipient: Recipient, fileKey: Uint8Array): string {
  const ephemeral = generateKeyPairSync('x25519');
  const share = ephemeral.publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_HEADER_BYTES);
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient.key });
  const wrapKey = wrapKeyOf(shared, share, recipient);
  return `-> X25519 ${toBase64(share)}\n${toBase64(encryptChunk(wrapKey, NO_NONCE, fileKey))}\n`;
}

interface Stanza {
  readonly share: Buffer;
  readonly body: Buffer;
}

interface ParsedHeader {
  /** What the MAC covers. */
  readonly header: string;
  readonly stanzas: readonly Stanza[];
  readonly mac: Buffer;
  readonly length: number;
}

function parseHeader(box: Buffer): ParsedHeader | undefined {
  const lines: string[] = [];
  let at = 0;
  for (;;) {
    if (lines.length >= 2 + 2 * MAX_STANZAS) throw damaged();
    const end = box.indexOf(10, at);
    if (end < 0) return undefined;
    const line = box.toString('latin1', at, end);
    at = end + 1;
    lines.push(line);
    if (lines[0] !== VERSION) throw damaged();
    if (line.startsWith('---')) break;
  }
  const last = lines.pop() ?? '';
  lines.shift();
  if (!last.startsWith('--- ')) throw damaged();
  const header = box.toString('latin1', 0, at - last.length - 1) + '---';
  return { header, stanzas: parseStanzas(lines), mac: fromBase64(last.slice(4)), length: at };
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
    return decryptChunk(wrapKeyOf(shared, ephemeral.bytes, identity.recipient), NO_NONCE, body);
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

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  // Only the one canonical spelling is accepted, as the specification asks.
  if (toBase64(bytes) !== text) throw damaged();
  return bytes;
}
