/**
 * What the ledger has of a case, with the proofs that it has it: `ledger-proofs.json` of a package. Only a hash of each act's
 * particulars is in it, never content; with the signed checkpoint anybody can check it (RFC 9162, 2.1.3).
 */
import { z } from 'zod';
import {
  hashEntry,
  openCheckpoint,
  parseVerifierKey,
  verifyInclusion,
  type LedgerEntry,
  type SubjectProofs,
} from '../../ledger/door.ts';

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const countSchema = z.number().int().nonnegative();

/** Strict, as everything that goes to the police. Hashes are 64 hexadecimal digits. */
export const ledgerProofsSchema = z.strictObject({
  format: z.literal('fyr-ledger-proofs'),
  version: z.literal(1),
  /** The ledger's verifier key line. */
  ledgerKey: z.string(),
  /** A signed note (c2sp.org/tlog-checkpoint). */
  checkpoint: z.string(),
  entries: z.array(
    z.strictObject({
      position: countSchema,
      id: z.uuid(),
      /** Microseconds since 1970, UTC. */
      happenedAtUs: z.number().int(),
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      payloadHash: hashSchema,
      /** Leaf first. */
      proof: z.array(hashSchema),
    }),
  ),
});
export type LedgerProofs = z.infer<typeof ledgerProofsSchema>;

/** The proofs as the file has them. */
export function ledgerProofsOf(proofs: SubjectProofs, ledgerKey: string): LedgerProofs {
  return {
    ...{ format: 'fyr-ledger-proofs', version: 1, ledgerKey, checkpoint: proofs.checkpoint },
    entries: proofs.entries.map(({ entry, proof }) => {
      const { position, id, happenedAtUs, actor, action, subject } = entry;
      const hashes = {
        payloadHash: entry.payloadHash.toString('hex'),
        proof: proof.map((hash) => hash.toString('hex')),
      };
      return { position, id, happenedAtUs, actor, action, subject, ...hashes };
    }),
  };
}

/** What does not fit; empty when each entry leads to the root of the checkpoint that the ledger's key has signed. */
export function checkLedgerProofs({ ledgerKey, checkpoint, entries }: LedgerProofs): readonly string[] {
  let verifier;
  try {
    verifier = parseVerifierKey(ledgerKey);
  } catch (error) {
    return [error instanceof Error ? error.message : 'The ledger key cannot be read.'];
  }
  const signed = openCheckpoint(verifier, checkpoint);
  if (signed === undefined) return ['The checkpoint is not signed with the ledger key.'];
  return entries.flatMap(({ proof, payloadHash, ...rest }) => {
    const entry: LedgerEntry = { ...rest, payloadHash: Buffer.from(payloadHash, 'hex') };
    const claim = { leafHash: hashEntry(entry), position: entry.position, ...signed };
    const isProved = verifyInclusion(
      claim,
      proof.map((hash) => Buffer.from(hash, 'hex')),
    );
    return isProved ? [] : [`The entry at position ${entry.position} (${entry.action}) is not proved.`];
  });
}
