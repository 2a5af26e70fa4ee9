/**
 * Proves the ledger whole: one pass over all entries in order, recomputing every root that was ever signed, in the database
 * and in the files outside it. It trusts nothing in the database, only the public key.
 *
 * What it cannot find: an act removed while it still waited (half a second), and a log rewritten by somebody who has the
 * service key and every copy of the checkpoint files. Hence copies elsewhere.
 */
import type { Db } from '../platform/db.ts';
import type { CheckpointFile } from './checkpoint-folder.ts';
import { openCheckpoint, type Checkpoint, type LedgerVerifier } from './checkpoint.ts';
import { hashEntry } from './entry.ts';
import {
  countWaitingActs,
  streamCheckpoints,
  streamEntries,
  withSnapshot,
  type StoredCheckpoint,
  type StoredEntry,
} from './ledger-store.ts';
import { appendLeaf, EMPTY_TREE, encodePeaks, rootOf, type TreeHead } from './merkle.ts';
import { firstPositionOf, type Misfit, type SignedSource } from './misfit.ts';

/** The public key is the only thing that is believed; bring it from outside the machine where it matters. */
export interface VerifyOptions {
  readonly db: Db;
  readonly verifier: LedgerVerifier;
  /** Read them before calling: a file that is younger than the look at the database would seem to be ahead of it. */
  readonly checkpointFiles: readonly CheckpointFile[];
}

/** What was looked at and what does not fit: enough to be read aloud to an auditor. */
export interface LedgerReport {
  readonly isWhole: boolean;
  readonly entries: number;
  readonly checkpoints: number;
  readonly files: number;
  /** Acts that have no place yet; they are no fault. */
  readonly waiting: number;
  /** In order of position, those of checkpoints alone last. */
  readonly misfits: readonly Misfit[];
  /** The first position that does not fit, when entries are concerned. */
  readonly firstMisfit: number | undefined;
}

/** Reads everything once (memory does not grow with the log) and says what does not fit. */
export async function verifyLedger(options: VerifyOptions): Promise<LedgerReport> {
  return await withSnapshot(options.db, async (snapshot) => {
    const check = new LedgerCheck();
    const claims = openClaims(options, streamCheckpoints(snapshot), check);
    let claim = await claims.next();
    for await (const entry of streamEntries(snapshot)) {
      check.addEntry(entry);
      for (; claim.done !== true && claim.value.size <= check.size; claim = await claims.next())
        check.addClaim(claim.value);
    }
    for (; claim.done !== true; claim = await claims.next()) check.addClaim(claim.value);
    const misfits = check.finish();
    return {
      isWhole: misfits.length === 0,
      entries: check.entries,
      checkpoints: check.checkpoints,
      files: options.checkpointFiles.length,
      waiting: await countWaitingActs(snapshot),
      misfits,
      firstMisfit: firstPositionOf(misfits),
    };
  });
}

/** Something signed about the log at one size. */
interface Claim extends Checkpoint {
  readonly source: SignedSource;
  /** What the database keeps for it; undefined for a file whose checkpoint is not in the database. */
  readonly stored: StoredCheckpoint | undefined;
}

/** Signed claims by size, from the table and the files together; whatever is not signed is noted and passed over. */
async function* openClaims(
  options: VerifyOptions,
  stored: AsyncGenerator<StoredCheckpoint>,
  check: LedgerCheck,
): AsyncGenerator<Claim> {
  const files = options.checkpointFiles
    .flatMap((file): Claim[] => {
      const source: SignedSource = { kind: 'file', name: file.name };
      const signed = openCheckpoint(options.verifier, file.note);
      if (signed === undefined) check.note({ kind: 'bad-checkpoint', source });
      return signed === undefined ? [] : [{ ...signed, source, stored: undefined }];
    })
    .sort((a, b) => a.size - b.size);
  for await (const row of stored) {
    for (; files[0] !== undefined && files[0].size < row.size; files.shift()) yield files[0];
    const source: SignedSource = { kind: 'stored', size: row.size };
    check.checkpoints += 1;
    const signed = openCheckpoint(options.verifier, row.note);
    const isAsSigned = signed?.size === row.size && signed.root.equals(row.root);
    if (isAsSigned) yield { ...signed, source, stored: row };
    else check.note({ kind: 'bad-checkpoint', source });
    for (; files[0]?.size === row.size; files.shift()) yield { ...files[0], stored: isAsSigned ? row : undefined };
  }
  yield* files;
}

/** The pass: two trees side by side, of what is stored and of the leaf hashes, so that an edit can be told from a rewrite. */
class LedgerCheck {
  entries = 0;
  checkpoints = 0;
  readonly #misfits: Misfit[] = [];
  #tree: TreeHead = EMPTY_TREE;
  #leafTree: TreeHead = EMPTY_TREE;
  /** Signed, and the entries up to here fit. */
  #provenSize = 0;
  /** The first entry since `#provenSize` whose leaf hash is another. */
  #firstOddLeaf: number | undefined;
  /** Past the first gap or wrong root nothing can come out right: one report says it. */
  #isBroken = false;

  get size(): number {
    return this.#tree.size;
  }

  note(misfit: Misfit): void {
    this.#misfits.push(misfit);
  }

  addEntry(entry: StoredEntry): void {
    this.entries += 1;
    if (this.#isBroken) return;
    if (entry.position < this.size) {
      this.note({ kind: 'stray', position: entry.position });
      return;
    }
    if (entry.position > this.size) {
      this.#break({ kind: 'missing', position: this.size });
      return;
    }
    const leafHash = hashEntry(entry);
    if (!leafHash.equals(entry.leafHash)) this.#firstOddLeaf ??= entry.position;
    this.#tree = appendLeaf(this.#tree, leafHash);
    this.#leafTree = appendLeaf(this.#leafTree, entry.leafHash);
  }

  addClaim(claim: Claim): void {
    if (this.#isBroken) return;
    const { size, root, source, stored } = claim;
    if (size > this.size) {
      this.#break({ kind: 'cut', position: this.size, size, source });
      return;
    }
    if (!root.equals(rootOf(this.#tree))) {
      this.#break(this.#wrongRoot(claim));
      return;
    }
    if (stored === undefined) this.note({ kind: 'unknown-file', source, size });
    else if (!stored.peaks.equals(encodePeaks(this.#tree))) this.note({ kind: 'bad-checkpoint', source });
    if (this.#firstOddLeaf !== undefined) this.note({ kind: 'leaf-changed', position: this.#firstOddLeaf });
    this.#firstOddLeaf = undefined;
    this.#provenSize = size;
  }

  finish(): readonly Misfit[] {
    if (!this.#isBroken && this.#provenSize < this.size) this.note({ kind: 'uncovered', position: this.#provenSize });
    const order = (misfit: Misfit): number => ('position' in misfit ? misfit.position : Infinity);
    return this.#misfits.toSorted((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
  }

  /** If the leaf hashes give the signed root, they are true, and the first entry that differs from its own is the one. */
  #wrongRoot({ size, root, source }: Claim): Misfit {
    const areLeavesTrue = root.equals(rootOf(this.#leafTree));
    if (areLeavesTrue && this.#firstOddLeaf !== undefined) return { kind: 'changed', position: this.#firstOddLeaf };
    return { kind: 'rewritten', position: this.#provenSize, to: size, source };
  }

  #break(misfit: Misfit): void {
    this.#isBroken = true;
    this.note(misfit);
  }
}
