/**
 * What all that is signed here has in common: c2sp.org/signed-note with Ed25519 keys (RFC 8032), the log's own and its witnesses'.
 * `type` is the byte that says what a key signs, so that one kind of signature is never taken for another.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** A name and the public half (32 bytes) that goes with it. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: Buffer;
}

export const KEY_ID_BYTES = 4;
export const SIGNATURE_BYTES = 64;
const PUBLIC_KEY_BYTES = 32;
/** The fixed DER heads of RFC 8410 for an Ed25519 seed (PKCS#8) and public key (SPKI). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** Both halves of an Ed25519 seed (32 bytes). */
export function keyPairOf(seed: Uint8Array): { readonly key: KeyObject; readonly publicKey: Buffer } {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD.length);
  return { key, publicKey };
}

/** The 32 bytes as `node:crypto` takes them. */
export const publicKeyObject = (publicKey: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' });

/** The first bytes of a signature: whose it is. */
export function keyIdOf(type: number, { name, publicKey }: NoteKey): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([type]))
    .update(publicKey)
    .digest()
    .subarray(0, KEY_ID_BYTES);
}

/** The line to hand to whoever shall check: `<name>+<key id>+<base64 of the type and the public key>`. */
export function formatKey(type: number, key: NoteKey): string {
  const bytes = Buffer.concat([Buffer.from([type]), key.publicKey]);
  return `${key.name}+${keyIdOf(type, key).toString('hex')}+${bytes.toString('base64')}`;
}

/** Reads such a line; `words` name it in the message. @throws SyntaxError saying what is wrong with it */
export function parseKey(
  type: number,
  line: string,
  words: { readonly what: string; readonly holds: string },
): NoteKey {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(line.trim()) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || bytes[0] !== type || bytes.length !== 1 + PUBLIC_KEY_BYTES)
    throw new SyntaxError(`A ${words.what} has the form NAME+KEYID+BASE64 and holds ${words.holds}.`);
  const key = { name, publicKey: bytes.subarray(1) };
  if (keyIdOf(type, key).toString('hex') !== id)
    throw new SyntaxError(`The key id in the ${words.what} does not fit its name and key: it was mistyped or cut.`);
  return key;
}

/** A note's text and its signature lines; undefined when it is no note. */
export function splitNote(note: string): { readonly text: string; readonly signatures: readonly string[] } | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  return { text: note.slice(0, end + 1), signatures: note.slice(end + 2, -1).split('\n') };
}

/** The line under a note: whose it is, then the bytes, which begin with the key id. */
export const formatSignature = (name: string, bytes: Buffer): string => `\u2014 ${name} ${bytes.toString('base64')}`;

/** Reads it; undefined when the line is no signature. */
export function parseSignature(line: string): { readonly name: string; readonly bytes: Buffer } | undefined {
  const [, name, base64] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
  return name === undefined || base64 === undefined ? undefined : { name, bytes: Buffer.from(base64, 'base64') };
}
