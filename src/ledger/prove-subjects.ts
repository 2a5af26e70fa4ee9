import type { Db } from '../platform/db.ts';
import { hashNode, splitOf } from './merkle.ts';
import { verifyInclusion } from './proof.ts';
import { listEntriesAbout, readLeafHashes, readNewestCheckpoint, type StoredEntry } from './ledger-store.ts';

/** Entries with the proofs that they are in the log of one signed checkpoint. */
export interface SubjectProofs {
  /** The checkpoint's signed note (c2sp.org/tlog-checkpoint). */
  readonly checkpoint: string;
  readonly size: number;
  /** By position. `proof` is in RFC 9162's order, leaf first. */
  readonly entries: readonly { readonly entry: StoredEntry; readonly proof: readonly Buffer[] }[];
}

/**
 * All that the log says of these things under its newest checkpoint, each entry proved; undefined before the first checkpoint.
 * Reads the log once in a process' life, then only what is new and what lies around the entries.
 * @throws Error when a stored hash does not lead to the signed root: the log was altered
 */
export async function proveSubjects(db: Db, subjects: readonly string[]): Promise<SubjectProofs | undefined> {
  const newest = await readNewestCheckpoint(db);
  if (newest === undefined) return undefined;
  const { size, root, note } = newest;
  const found = await listEntriesAbout(db, subjects, size);
  const roots = openRoots(db, size);
  const entries = [];
  for (const entry of found) {
    const proof = await proofOf(roots, entry.position, size);
    if (!verifyInclusion({ leafHash: entry.leafHash, position: entry.position, size, root }, proof))
      throw new Error(`The entry at position ${entry.position} does not lead to the signed root.`);
    entries.push({ entry, proof });
  }
  return { checkpoint: note, size, entries };
}

/** The root over positions `from` up to, not including, `to`: a subtree as RFC 9162 splits the log. */
type Roots = (from: number, to: number) => Promise<Buffer>;

async function proofOf(roots: Roots, position: number, size: number): Promise<readonly Buffer[]> {
  const proof: Buffer[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const isLeft = position < middle;
    proof.push(await (isLeft ? roots(middle, to) : roots(from, middle)));
    if (isLeft) to = middle;
    else from = middle;
  }
  return proof.reverse();
}

/** Leaves whose common root is kept: a whole tile never changes again. */
const TILE = 4_096;
const keptRoots = new WeakMap<Db, Buffer[]>();

function openRoots(db: Db, size: number): Roots {
  const tiles = new Map<number, readonly Buffer[]>();
  const leavesOf = async (tile: number) => {
    const known = tiles.get(tile);
    if (known !== undefined) return known;
    const read = await readLeafHashes(db, tile * TILE, Math.min(size, (tile + 1) * TILE));
    tiles.set(tile, read);
    return read;
  };
  const roots: Roots = async (from, to) => {
    if (to - from <= TILE) {
      const tile = Math.floor(from / TILE);
      if (to - from === TILE) return (await wholeTiles(db, tile + 1))[tile] ?? missing(tile);
      return rootOfLeaves((await leavesOf(tile)).slice(from - tile * TILE, to - tile * TILE));
    }
    const middle = from + splitOf(to - from);
    return hashNode(await roots(from, middle), await roots(middle, to));
  };
  return roots;
}

/** The roots of the first `count` tiles; all of them are whole. */
async function wholeTiles(db: Db, count: number): Promise<readonly Buffer[]> {
  const kept = keptRoots.get(db) ?? [];
  keptRoots.set(db, kept);
  while (kept.length < count) {
    const tile = kept.length;
    const root = rootOfLeaves(await readLeafHashes(db, tile * TILE, (tile + 1) * TILE));
    // Another call may have been quicker in the meantime: the same root then.
    if (kept.length === tile) kept.push(root);
  }
  return kept;
}

function rootOfLeaves(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) throw new RangeError('A subtree has at least one leaf.');
  if (leaves.length === 1) return first;
  const middle = splitOf(leaves.length);
  return hashNode(rootOfLeaves(leaves.slice(0, middle)), rootOfLeaves(leaves.slice(middle)));
}

function missing(tile: number): never {
  throw new RangeError(`Tile ${tile} of the log is missing.`);
}
