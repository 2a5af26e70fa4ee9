/**
 * What a witness is given and what it decides: pure. The request is that of c2sp.org/tlog-witness (add-checkpoint), so that any witness
 * of that kind can watch this log:
 *
 *     old 1234                what the witness saw last
 *     <base64 hash>           consistency proof (RFC 9162, 2.1.4), one hash a line
 *
 *     <signed checkpoint>
 */
import { openCheckpoint, type Checkpoint, type LedgerVerifier } from './checkpoint.ts';
import { HASH_BYTES } from './merkle.ts';
import { verifyConsistency } from './proof.ts';

export interface WitnessRequest {
  readonly oldSize: number;
  readonly proof: readonly Buffer[];
  readonly note: string;
}

/** As a file or a body. */
export function formatWitnessRequest({ oldSize, proof, note }: WitnessRequest): string {
  return `old ${oldSize}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${note}`;
}

/** No proof of a log that fits in a number is longer. */
const PROOF_MOST = 63;

/** @throws SyntaxError when the text is no such request */
export function parseWitnessRequest(text: string): WitnessRequest {
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const [, size] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  const isProof = proof.every((hash, at) => hash.length === HASH_BYTES && hash.toString('base64') === lines[at]);
  if (size === undefined || !isProof || proof.length > PROOF_MOST)
    throw new SyntaxError('This is no request to a witness: it begins with "old SIZE" and proof lines.');
  return { oldSize: Number(size), proof, note: text.slice(end + 2) };
}

/** Why a witness does not sign; `seen` is what it saw last. */
export type WitnessRefusal =
  | { readonly kind: 'not-signed' }
  | { readonly kind: 'another-start'; readonly seen: number }
  | { readonly kind: 'smaller'; readonly seen: number }
  | { readonly kind: 'rewritten'; readonly seen: number };

const EMPTY: Checkpoint = { size: 0, root: Buffer.alloc(0) };

/** Signed by the log, and only adding to what this witness saw? Then the new checkpoint, to be kept before it is signed. */
export function judgeCheckpoint(
  request: WitnessRequest,
  log: LedgerVerifier,
  seen: Checkpoint = EMPTY,
): { readonly checkpoint: Checkpoint } | { readonly refusal: WitnessRefusal } {
  const checkpoint = openCheckpoint(log, request.note);
  if (checkpoint === undefined) return { refusal: { kind: 'not-signed' } };
  if (request.oldSize !== seen.size) return { refusal: { kind: 'another-start', seen: seen.size } };
  if (checkpoint.size < seen.size) return { refusal: { kind: 'smaller', seen: seen.size } };
  // What a witness sees first it cannot compare with anything.
  const isSound = seen.size === 0 ? request.proof.length === 0 : verifyConsistency(seen, checkpoint, request.proof);
  return isSound ? { checkpoint } : { refusal: { kind: 'rewritten', seen: seen.size } };
}

/** The refusal as a sentence for whoever runs the witness. */
export function describeRefusal(refusal: WitnessRefusal): string {
  switch (refusal.kind) {
    case 'not-signed':
      return 'The checkpoint is not signed by this log.';
    case 'another-start':
      return `This witness saw ${refusal.seen} entries last: ask for a proof from there ("fyr ledger prove ${refusal.seen}").`;
    case 'smaller':
      return `The log is smaller than the ${refusal.seen} entries that this witness saw: it was cut or restored from an old copy. Keep both checkpoints.`;
    case 'rewritten':
      return `The log does not begin with the ${refusal.seen} entries that this witness saw: it was rewritten. Keep both checkpoints, and tell everybody.`;
  }
}
