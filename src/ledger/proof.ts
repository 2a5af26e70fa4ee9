/**
 * Proofs of RFC 9162: that an entry is in a log (2.1.3), and that a later log only added to an earlier one (2.1.4).
 * What a proof holds is first worked out as ranges of positions, so that whoever keeps the leaves finds all hashes in one
 * pass over them (`rootsOfRanges`) and nothing needs a table of inner nodes.
 */
import { appendLeaf, EMPTY_TREE, hashNode, rootOf, splitOf, type TreeHead } from './merkle.ts';

/** Positions `from` up to, not including, `to`. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** The subtrees whose roots prove that `position` is in a log of `size`, in the order of the proof. @throws RangeError */
export function inclusionRanges(position: number, size: number): readonly LeafRange[] {
  requireSize(size);
  if (!Number.isSafeInteger(position) || position < 0 || position >= size)
    throw new RangeError(`Position ${position} is not in a log of ${size} entries.`);
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (position < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** The subtrees whose roots prove that a log of `newSize` begins with the one of `oldSize`. @throws RangeError */
export function consistencyRanges(oldSize: number, newSize: number): readonly LeafRange[] {
  requireSize(newSize);
  if (!Number.isSafeInteger(oldSize) || oldSize < 0 || oldSize > newSize)
    throw new RangeError(`A log of ${newSize} entries has no earlier state of ${oldSize}.`);
  if (oldSize === 0 || oldSize === newSize) return [];
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = newSize;
  while (to !== oldSize) {
    const middle = from + splitOf(to - from);
    if (oldSize <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // What is left is a subtree of the old log; whoever checks knows its root only if it is the whole old log.
  if (from !== 0) ranges.push({ from, to });
  return ranges.reverse();
}

/** Collects the roots of ranges while leaves pass by in order of position: `add` each, then `roots`. */
export function collectRoots(ranges: readonly LeafRange[]): {
  add: (position: number, leafHash: Buffer) => void;
  roots: () => Buffer[];
} {
  const trees: TreeHead[] = ranges.map(() => EMPTY_TREE);
  return {
    add: (position, leafHash) => {
      for (const [at, range] of ranges.entries()) {
        const tree = trees[at];
        if (tree === undefined || position < range.from || position >= range.to) continue;
        if (position !== range.from + tree.size) throw new RangeError(`Position ${position} is out of order.`);
        trees[at] = appendLeaf(tree, leafHash);
      }
    },
    roots: () =>
      ranges.map((range, at) => {
        const tree = trees[at];
        if (tree?.size !== range.to - range.from)
          throw new RangeError(`Not all of the positions ${range.from} to ${range.to - 1} were given.`);
        return rootOf(tree);
      }),
  };
}

/** Does this proof show that the leaf is at `position` of the log with this root and size? (RFC 9162, 2.1.3.2) */
export function verifyInclusion(
  claim: { readonly leafHash: Buffer; readonly position: number; readonly size: number; readonly root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (claim.position < 0 || claim.position >= claim.size) return false;
  let at = claim.position;
  let last = claim.size - 1;
  let hash = claim.leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      hash = hashNode(sibling, hash);
      [at, last] = skipLevelsWithoutSibling(at, last);
    } else {
      hash = hashNode(hash, sibling);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && hash.equals(claim.root);
}

/** Does this proof show that the new log begins with the whole old one? (RFC 9162, 2.1.4.2) */
export function verifyConsistency(
  older: { readonly size: number; readonly root: Buffer },
  newer: { readonly size: number; readonly root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0 && older.root.equals(rootOf(EMPTY_TREE));
  // An old log that is one perfect subtree is not repeated in the proof: its root is the known one.
  const [first, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let at = older.size - 1;
  let last = newer.size - 1;
  while (isOdd(at)) {
    at = half(at);
    last = half(last);
  }
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      oldHash = hashNode(sibling, oldHash);
      newHash = hashNode(sibling, newHash);
      [at, last] = skipLevelsWithoutSibling(at, last);
    } else {
      newHash = hashNode(newHash, sibling);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && oldHash.equals(older.root) && newHash.equals(newer.root);
}

/** A node at the right edge without a sibling rises unchanged to the level where it has one. */
function skipLevelsWithoutSibling(at: number, last: number): [number, number] {
  while (!isOdd(at) && at !== 0) {
    at = half(at);
    last = half(last);
  }
  return [at, last];
}

const isOdd = (n: number): boolean => n % 2 === 1;
const isPowerOfTwo = (n: number): boolean => n === 1 || splitOf(n) * 2 === n;
const half = (n: number): number => Math.floor(n / 2);

function requireSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is no size of a log.`);
}
