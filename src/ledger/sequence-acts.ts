/**
 * The sequencer: gives waiting acts their places, one batch and one signed checkpoint a transaction.
 *
 * An act's `arrival` is drawn before its transaction commits, so a slow transaction's act can turn up after later ones were
 * placed. That is no loss: the sequencer deletes what it takes, so whatever is there has no place yet. Order in the log is
 * the order of sequencing; `happened_at` tells the time.
 */
import type { Clock } from '../platform/clock.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import { codeOf, type Log } from '../platform/log.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import { publishCheckpoint, readLargestCheckpointFile } from './checkpoint-folder.ts';
import { openCheckpoint, signCheckpoint, type LedgerSigner } from './checkpoint.ts';
import { hashEntry } from './entry.ts';
import {
  hasWaitingActs,
  insertCheckpoint,
  lockSequencer,
  lockWaitingActs,
  placeActs,
  readNewestCheckpoint,
  readNextPosition,
  type StoredCheckpoint,
} from './ledger-store.ts';
import { appendLeaf, decodePeaks, EMPTY_TREE, encodePeaks, rootOf, type TreeHead } from './merkle.ts';

/** The folder matters as much as the database: a database that is behind its checkpoints is refused. */
export interface SequencerDeps {
  readonly db: Db;
  readonly signer: LedgerSigner;
  readonly clock: Clock;
  /** Where each newest checkpoint goes outside the database. */
  readonly checkpointFolder: string;
  /** Acts a transaction; 2,000 by default. */
  readonly batchSize?: number;
}

/**
 * The log is not what its checkpoints say. Signing on would give a false history this log's signature, so acts wait until a
 * person has looked (`ledger verify` says what does not fit).
 */
export class LedgerBroken extends Error {
  override readonly name = 'LedgerBroken';
  readonly code = 'LEDGER_BROKEN';
}

/**
 * Places at most one batch of waiting acts and says how many. Any number of processes may call it at once: they take turns.
 * Publishing the file comes after the commit, so the file is never ahead; one left out by a crash is made up for next time.
 * @throws LedgerBroken
 */
export async function sequenceOnce(deps: SequencerDeps): Promise<number> {
  const { db, clock, checkpointFolder } = deps;
  const now = clock.now();
  const placed = (await hasWaitingActs(db)) ? await transact(db, (tx) => sequenceBatch(tx, deps, now)) : 0;
  const newest = await readNewestCheckpoint(db);
  if (newest === undefined) return placed;
  const published = await readPublished(deps);
  if (published === undefined || published.size < newest.size) await publishCheckpoint(checkpointFolder, newest, now);
  return placed;
}

async function sequenceBatch(tx: Tx, deps: SequencerDeps, now: Date): Promise<number> {
  await lockSequencer(tx);
  let tree = await readTrustedTree(tx, deps);
  const acts = await lockWaitingActs(tx, deps.batchSize ?? 2_000);
  if (acts.length === 0) return 0;
  const places = acts.map((act) => {
    const position = tree.size;
    const leafHash = hashEntry({ ...act, position });
    tree = appendLeaf(tree, leafHash);
    return { id: act.id, position, leafHash };
  });
  await placeActs(tx, places);
  const root = rootOf(tree);
  const note = signCheckpoint(deps.signer, { size: tree.size, root });
  await insertCheckpoint(tx, { size: tree.size, root, peaks: encodePeaks(tree), note }, now);
  return acts.length;
}

/** Where to go on from, if the database is what this log signed last and not behind what it published. */
async function readTrustedTree(tx: Tx, deps: SequencerDeps): Promise<TreeHead> {
  const newest = await readNewestCheckpoint(tx);
  const tree = newest === undefined ? EMPTY_TREE : readTree(newest, deps.signer);
  const next = await readNextPosition(tx);
  if (next !== tree.size)
    throw new LedgerBroken(`The newest checkpoint covers ${tree.size} entries, but the last entry is at ${next - 1}.`);
  const published = await readPublished(deps);
  if (published !== undefined && published.size > tree.size)
    throw new LedgerBroken(
      `A checkpoint of ${published.size} entries was published, but the database has ${tree.size} only: it was cut or restored from an old copy.`,
    );
  if (published?.size === tree.size && !published.root.equals(rootOf(tree)))
    throw new LedgerBroken(`The published checkpoint of ${tree.size} entries has another root than the database's.`);
  return tree;
}

function readTree(stored: StoredCheckpoint, signer: LedgerSigner): TreeHead {
  const signed = openCheckpoint(signer, stored.note);
  if (signed?.size !== stored.size) throw new LedgerBroken('The newest checkpoint is not signed by this ledger.');
  const tree = readPeaks(stored);
  if (tree === undefined || !rootOf(tree).equals(signed.root))
    throw new LedgerBroken('The newest checkpoint does not have the root that was signed.');
  return tree;
}

function readPeaks(stored: StoredCheckpoint): TreeHead | undefined {
  try {
    return decodePeaks(stored.size, stored.peaks);
  } catch {
    return undefined;
  }
}

async function readPublished(deps: SequencerDeps): Promise<{ size: number; root: Buffer } | undefined> {
  const file = await readLargestCheckpointFile(deps.checkpointFolder);
  return file === undefined ? undefined : openCheckpoint(deps.signer, file.note);
}

const PAUSE_MS = 500;
const PAUSE_AFTER_FAILURE_MS = 5_000;

/** Sequences until stopped: about twice a second, and without a pause while batches are full. */
export function startSequencer(deps: SequencerDeps & { readonly log: Log; readonly pauseMs?: number }): Loop {
  const { log, batchSize = 2_000, pauseMs = PAUSE_MS } = deps;
  return startLoop(async () => ((await sequenceOnce({ ...deps, batchSize })) < batchSize ? 'rest' : 'more'), {
    pauseMs,
    failurePauseMs: PAUSE_AFTER_FAILURE_MS,
    onFailure: (error) => log.error('ledger.stopped', { code: codeOf(error) }),
  });
}
