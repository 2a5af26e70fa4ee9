/**
 * A second body's signature under a checkpoint: "at this time this was the newest log that I saw, and it only added to what I saw
 * before". Format: c2sp.org/tlog-cosignature, cosignature/v1, Ed25519 (RFC 8032).
 */
import { sign, verify, type KeyObject } from 'node:crypto';
import {
  formatKey,
  formatSignature,
  KEY_ID_BYTES,
  keyIdOf,
  keyPairOf,
  parseKey,
  parseSignature,
  publicKeyObject,
  SIGNATURE_BYTES,
  splitNote,
  type NoteKey,
} from './signed-note.ts';

/** Who is believed to have watched: a name and a key of its own, never the log's. */
export type WitnessVerifier = NoteKey;

/** The witness itself. */
export interface WitnessSigner extends WitnessVerifier {
  readonly key: KeyObject;
}

const COSIGNATURE = 0x04;
const TIME_BYTES = 8;
const NAME = /^[^\s+]{1,200}$/;

/** The signer of an Ed25519 seed (32 bytes). @throws RangeError for a name with spaces or `+` */
export function witnessSignerFrom(name: string, seed: Uint8Array): WitnessSigner {
  if (!NAME.test(name))
    throw new RangeError('A witness has a name without spaces and without +, as example.org/witness.');
  return { name, ...keyPairOf(seed) };
}

/** The line to hand to whoever shall check: `<name>+<key id>+<base64 of 0x04 and the public key>`. */
export const formatWitnessKey = (witness: WitnessVerifier): string => formatKey(COSIGNATURE, witness);

/** Reads such a line. @throws SyntaxError saying what is wrong with it */
export const parseWitnessKey = (line: string): WitnessVerifier =>
  parseKey(COSIGNATURE, line, { what: 'witness key', holds: 'a key of cosignature/v1' });

/** The note with this witness's signature added. @throws SyntaxError when it is no note */
export function cosign(witness: WitnessSigner, note: string, at: Date): string {
  const parts = splitNote(note);
  if (parts === undefined) throw new SyntaxError('This is no signed note.');
  const seconds = BigInt(Math.floor(at.getTime() / 1000));
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(seconds);
  const signature = sign(null, Buffer.from(signedText(seconds, parts.text)), witness.key);
  const bytes = Buffer.concat([keyIdOf(COSIGNATURE, witness), time, signature]);
  return `${note}${formatSignature(witness.name, bytes)}\n`;
}

/** When this witness signed the note; undefined when it did not. */
export function readCosignature(witness: WitnessVerifier, note: string): Date | undefined {
  const parts = splitNote(note);
  for (const line of parts?.signatures ?? []) {
    const signature = parseSignature(line);
    if (signature?.name !== witness.name) continue;
    const { bytes } = signature;
    const isOurs = bytes.subarray(0, KEY_ID_BYTES).equals(keyIdOf(COSIGNATURE, witness));
    if (!isOurs || bytes.length !== KEY_ID_BYTES + TIME_BYTES + SIGNATURE_BYTES) continue;
    const seconds = bytes.readBigUInt64BE(KEY_ID_BYTES);
    const text = Buffer.from(signedText(seconds, parts?.text ?? ''));
    if (verify(null, text, publicKeyObject(witness.publicKey), bytes.subarray(KEY_ID_BYTES + TIME_BYTES)))
      return new Date(Number(seconds) * 1000);
  }
  return undefined;
}

const signedText = (seconds: bigint, text: string): string => `cosignature/v1\ntime ${seconds}\n${text}`;
