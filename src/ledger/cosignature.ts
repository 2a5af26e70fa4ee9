/**
 * A second body's signature under a checkpoint: "at this time this was the newest log that I saw, and it only added to what I saw
 * before". Format: c2sp.org/tlog-cosignature, cosignature/v1, Ed25519 (RFC 8032).
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Who is believed to have watched: a name and a key of its own, never the log's. */
export interface WitnessVerifier {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
}

/** The witness itself. */
export interface WitnessSigner extends WitnessVerifier {
  readonly key: KeyObject;
}

const COSIGNATURE = 0x04;
const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** The fixed DER heads of RFC 8410 for an Ed25519 seed (PKCS#8) and public key (SPKI). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const NAME = /^[^\s+]{1,200}$/;

/** The signer of an Ed25519 seed (32 bytes). @throws RangeError for a name with spaces or `+` */
export function witnessSignerFrom(name: string, seed: Uint8Array): WitnessSigner {
  if (!NAME.test(name))
    throw new RangeError('A witness has a name without spaces and without +, as example.org/witness.');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD.length);
  return { name, publicKey, key };
}

/** The line to hand to whoever shall check: `<name>+<key id>+<base64 of 0x04 and the public key>`. */
export function formatWitnessKey(witness: WitnessVerifier): string {
  const key = Buffer.concat([Buffer.from([COSIGNATURE]), witness.publicKey]);
  return `${witness.name}+${keyIdOf(witness).toString('hex')}+${key.toString('base64')}`;
}

/** Reads such a line. @throws SyntaxError saying what is wrong with it */
export function parseWitnessKey(line: string): WitnessVerifier {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(line.trim()) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || bytes[0] !== COSIGNATURE || bytes.length !== 1 + PUBLIC_KEY_BYTES)
    throw new SyntaxError('A witness key has the form NAME+KEYID+BASE64 and holds a key of cosignature/v1.');
  const witness = { name, publicKey: bytes.subarray(1) };
  if (keyIdOf(witness).toString('hex') !== id)
    throw new SyntaxError('The key id in the witness key does not fit its name and key: it was mistyped or cut.');
  return witness;
}

/** A note's text and its signature lines; undefined when it is no note. */
export function splitNote(note: string): { readonly text: string; readonly signatures: readonly string[] } | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  return { text: note.slice(0, end + 1), signatures: note.slice(end + 2, -1).split('\n') };
}

/** The note with this witness's signature added. @throws SyntaxError when it is no note */
export function cosign(witness: WitnessSigner, note: string, at: Date): string {
  const parts = splitNote(note);
  if (parts === undefined) throw new SyntaxError('This is no signed note.');
  const seconds = BigInt(Math.floor(at.getTime() / 1000));
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(seconds);
  const signature = sign(null, Buffer.from(signedText(seconds, parts.text)), witness.key);
  return `${note}\u2014 ${witness.name} ${Buffer.concat([keyIdOf(witness), time, signature]).toString('base64')}\n`;
}

/** When this witness signed the note; undefined when it did not. */
export function readCosignature(witness: WitnessVerifier, note: string): Date | undefined {
  const parts = splitNote(note);
  for (const line of parts?.signatures ?? []) {
    const [, name, base64 = ''] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
    const bytes = Buffer.from(base64, 'base64');
    const isOurs = name === witness.name && bytes.subarray(0, KEY_ID_BYTES).equals(keyIdOf(witness));
    if (!isOurs || bytes.length !== KEY_ID_BYTES + TIME_BYTES + SIGNATURE_BYTES) continue;
    const seconds = bytes.readBigUInt64BE(KEY_ID_BYTES);
    const text = Buffer.from(signedText(seconds, parts?.text ?? ''));
    if (verify(null, text, publicKeyOf(witness), bytes.subarray(KEY_ID_BYTES + TIME_BYTES)))
      return new Date(Number(seconds) * 1000);
  }
  return undefined;
}

const signedText = (seconds: bigint, text: string): string => `cosignature/v1\ntime ${seconds}\n${text}`;

function keyIdOf({ name, publicKey }: WitnessVerifier): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([COSIGNATURE]))
    .update(publicKey)
    .digest()
    .subarray(0, KEY_ID_BYTES);
}

const publicKeyOf = ({ publicKey }: WitnessVerifier): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' });
