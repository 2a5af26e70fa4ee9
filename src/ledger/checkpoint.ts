/**
 * Checkpoints: "the log had this many entries and this root", signed, in formats that other logs' tools and witnesses read:
 * c2sp.org/tlog-checkpoint in a c2sp.org/signed-note, Ed25519 (RFC 8032).
 *
 *     fyr-ledger/3f0a...      origin: this log and no other
 *     1234                    size
 *     CsUYap...               root, base64
 *
 *     — fyr-ledger/3f0a... Az3grlgtz...
 */
import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import { HASH_BYTES } from './merkle.ts';
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

/** Who may be believed: a name and the public key that goes with it. All that checking the ledger needs. */
export interface LedgerVerifier {
  /** The log's origin, also the key's name. */
  readonly origin: string;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Buffer;
}

/** Only the sequencer needs it; everybody else checks with the public half. */
export interface LedgerSigner extends LedgerVerifier {
  readonly sign: (text: string) => Buffer;
}

/** What is signed: `root` is the Merkle root over the first `size` entries, 32 bytes. */
export interface Checkpoint {
  readonly size: number;
  readonly root: Buffer;
}

const ED25519 = 0x01;
/** More than 16 signatures of any kind we may meet; a longer text is not a checkpoint. */
const NOTE_MAX_LENGTH = 100_000;

const noteKeyOf = ({ origin, publicKey }: LedgerVerifier): NoteKey => ({ name: origin, publicKey });

/** The signer of an Ed25519 seed (32 bytes). The origin is made of the public key, so no setting can change it by mistake. */
export const ledgerSignerFrom = (seed: Uint8Array): LedgerSigner => noteSignerFrom('fyr-ledger', seed);

/** The same for other notes that this house signs: `kind` begins the signer's name, so that keys are not mistaken for each other. */
export function noteSignerFrom(kind: string, seed: Uint8Array): LedgerSigner {
  const { key, publicKey } = keyPairOf(seed);
  const digest = createHash('sha256').update(publicKey).digest('hex');
  return { origin: `${kind}/${digest.slice(0, 16)}`, publicKey, sign: (text) => sign(null, Buffer.from(text), key) };
}

/** The line that a second body needs to check checkpoints: `<name>+<key id>+<base64 of 0x01 and the public key>`. */
export const formatVerifierKey = (verifier: LedgerVerifier): string => formatKey(ED25519, noteKeyOf(verifier));

/** Reads a verifier key line. @throws SyntaxError saying what is wrong with it. */
export function parseVerifierKey(line: string): LedgerVerifier {
  const { name, publicKey } = parseKey(ED25519, line, { what: 'verifier key', holds: 'an Ed25519 key' });
  return { origin: name, publicKey };
}

/** The signed note of a checkpoint. */
export function signCheckpoint(signer: LedgerSigner, checkpoint: Checkpoint): string {
  const text = `${signer.origin}\n${checkpoint.size}\n${checkpoint.root.toString('base64')}\n`;
  return noteOf(signer, text);
}

/** A text, which ends in a newline and holds no empty line at its end, as a signed note. */
export const noteOf = (signer: LedgerSigner, text: string): string => `${text}\n${signNote(signer, text)}\n`;

/** The signature line under a note's text, which ends in a newline. */
export function signNote(signer: LedgerSigner, text: string): string {
  return formatSignature(signer.origin, Buffer.concat([keyIdOf(ED25519, noteKeyOf(signer)), signer.sign(text)]));
}

/** The checkpoint that a note holds, when it is one of this log and its signature is good; undefined otherwise. */
export function openCheckpoint(verifier: LedgerVerifier, note: string): Checkpoint | undefined {
  const text = openNote(verifier, note);
  const [, origin, size, base64] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n/.exec(text ?? '') ?? [];
  if (origin !== verifier.origin || base64 === undefined) return undefined;
  const root = Buffer.from(base64, 'base64');
  const isCanonical = root.length === HASH_BYTES && root.toString('base64') === base64;
  return isCanonical && Number.isSafeInteger(Number(size)) ? { size: Number(size), root } : undefined;
}

/** The text of a signed note, when this key signed it. Lines of other keys (witnesses) are passed over, as the format asks. */
export function openNote(verifier: LedgerVerifier, note: string): string | undefined {
  if (note.length > NOTE_MAX_LENGTH || /[\0-\x09\x0b-\x1f]/.test(note)) return undefined;
  const parts = splitNote(note);
  if (parts === undefined) return undefined;
  const { text } = parts;
  const keyId = keyIdOf(ED25519, noteKeyOf(verifier));
  const signatures: Buffer[] = [];
  for (const line of parts.signatures) {
    const signature = parseSignature(line);
    if (signature === undefined) return undefined;
    const { name, bytes } = signature;
    if (name === verifier.origin && bytes.subarray(0, KEY_ID_BYTES).equals(keyId)) signatures.push(bytes);
  }
  const key = publicKeyObject(verifier.publicKey);
  const isSigned = signatures.length > 0 && signatures.every((bytes) => isGoodSignature(key, text, bytes));
  return isSigned ? text : undefined;
}

function isGoodSignature(key: KeyObject, text: string, bytes: Buffer): boolean {
  return (
    bytes.length === KEY_ID_BYTES + SIGNATURE_BYTES &&
    verify(null, Buffer.from(text), key, bytes.subarray(KEY_ID_BYTES))
  );
}
