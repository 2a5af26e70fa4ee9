/** The ledger's only entrance: put an act on the record, run the sequencer, prove the log. */
export { hashPayload, type Act, type Actor, type ActPayload } from './act.ts';
export { readCheckpointFiles, type CheckpointFile } from './checkpoint-folder.ts';
export {
  formatVerifierKey,
  ledgerSignerFrom,
  noteOf,
  noteSignerFrom,
  openCheckpoint,
  openNote,
  parseVerifierKey,
  type Checkpoint,
  type LedgerSigner,
  type LedgerVerifier,
} from './checkpoint.ts';
export { proveConsistency, proveInclusion, type InclusionProof } from './prove.ts';
export { hashEntry, type LedgerEntry } from './entry.ts';
export { proveSubjects, type SubjectProofs } from './prove-subjects.ts';
export { verifyConsistency, verifyInclusion } from './proof.ts';
export { recordAct, recordActs } from './record-act.ts';
export { LEDGER_USAGE, runLedger, type LedgerCommandDeps } from './run-ledger.ts';
export { LedgerBroken, sequenceOnce, startSequencer, type SequencerDeps } from './sequence-acts.ts';
export { publishOutside, startPublishing, type PublishDeps } from './publish-outside.ts';
export { parseCertificate } from './timestamp.ts';
export { searchActs, type ActPage, type ActWish, type FoundAct } from './search-acts-store.ts';
export { runWitness, WITNESS_USAGE } from './run-witness.ts';
export { describeMisfit, type Misfit } from './misfit.ts';
export { verifyLedger, type LedgerReport, type VerifyOptions } from './verify-ledger.ts';
