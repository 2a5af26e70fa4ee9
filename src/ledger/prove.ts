/** Proofs made from the stored leaf hashes, in one pass over the part of the log that they are about. */
import type { Db } from '../platform/db.ts';
import { streamEntries, withSnapshot, type StoredEntry } from './ledger-store.ts';
import { collectRoots, consistencyRanges, inclusionRanges, type LeafRange } from './proof.ts';

/**
 * With a signed checkpoint of `size`, whoever holds the public key can check it alone. `proof` is in RFC 9162's order,
 * leaf first.
 */
export interface InclusionProof {
  readonly entry: StoredEntry;
  readonly size: number;
  readonly proof: readonly Buffer[];
}

/** That an entry is in the log of `size`. @throws RangeError when the position is not in it, or the log is shorter. */
export async function proveInclusion(db: Db, position: number, size: number): Promise<InclusionProof> {
  let found: StoredEntry | undefined;
  const proof = await collectFrom(db, size, inclusionRanges(position, size), (entry) => {
    if (entry.position === position) found = entry;
  });
  if (found === undefined) throw new RangeError(`There is no entry at position ${position}.`);
  return { entry: found, size, proof };
}

/** That the log of `newSize` begins with the one of `oldSize`. @throws RangeError when the log is shorter than `newSize`. */
export async function proveConsistency(db: Db, oldSize: number, newSize: number): Promise<readonly Buffer[]> {
  return await collectFrom(db, newSize, consistencyRanges(oldSize, newSize), () => undefined);
}

async function collectFrom(
  db: Db,
  size: number,
  ranges: readonly LeafRange[],
  see: (entry: StoredEntry) => void,
): Promise<readonly Buffer[]> {
  const collector = collectRoots(ranges);
  await withSnapshot(db, async (snapshot) => {
    for await (const entry of streamEntries(snapshot)) {
      if (entry.position >= size) break;
      collector.add(entry.position, entry.leafHash);
      see(entry);
    }
  });
  return collector.roots();
}
