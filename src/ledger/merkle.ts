/**
 * The Merkle tree of RFC 9162, section 2.1, kept as peaks: the roots of the perfect subtrees that the log's size splits
 * into (13 = 8 + 4 + 1), largest first. They are all that appending and the root need: at most 53 hashes, however long the log.
 */
import { createHash } from 'node:crypto';

/** SHA-256, the hash of RFC 9162. */
export const HASH_BYTES = 32;

/** The log up to some size: nothing of the entries but what going on from here takes. */
export interface TreeHead {
  readonly size: number;
  /** One hash for each bit set in `size`, from the highest bit down. */
  readonly peaks: readonly Buffer[];
}

/** Where every log begins, and what a verifier starts recomputing from. */
export const EMPTY_TREE: TreeHead = { size: 0, peaks: [] };

/** SHA-256(0x00 || entry): the prefix keeps a leaf from ever passing for a node (RFC 9162, 2.1.1). */
export function hashLeaf(entry: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF_PREFIX).update(entry).digest();
}

/** SHA-256(0x01 || left || right). */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE_PREFIX).update(left).update(right).digest();
}

const LEAF_PREFIX = Buffer.from([0]);
const NODE_PREFIX = Buffer.from([1]);

/** The tree with one leaf more. */
export function appendLeaf(tree: TreeHead, leafHash: Buffer): TreeHead {
  const peaks = [...tree.peaks];
  let node = leafHash;
  // Each 1 at the end of the size, in binary, is a subtree as large as `node` has become: the two are siblings.
  for (let rest = tree.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = peaks.pop();
    if (left === undefined) throw new RangeError(`A tree of ${tree.size} leaves has too few peaks.`);
    node = hashNode(left, node);
  }
  peaks.push(node);
  return { size: tree.size + 1, peaks };
}

/** The Merkle tree hash, MTH in the RFC; of no leaves it is the hash of nothing. */
export function rootOf(tree: TreeHead): Buffer {
  const root = tree.peaks.reduceRight<Buffer | undefined>(
    (right, left) => (right === undefined ? left : hashNode(left, right)),
    undefined,
  );
  return root ?? createHash('sha256').digest();
}

/** The peaks in one byte string, as `ledger_checkpoint.peaks` keeps them. */
export function encodePeaks(tree: TreeHead): Buffer {
  return Buffer.concat(tree.peaks);
}

/** Reads `encodePeaks` back. @throws RangeError when the bytes are not the peaks of a tree of that size. */
export function decodePeaks(size: number, bytes: Uint8Array): TreeHead {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is no size of a log.`);
  const count = size.toString(2).replaceAll('0', '').length;
  if (bytes.length !== count * HASH_BYTES)
    throw new RangeError(`A log of ${size} entries has ${count} peaks, but ${bytes.length} bytes of them are stored.`);
  const all = Buffer.from(bytes);
  return {
    size,
    peaks: Array.from({ length: count }, (_, at) => all.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  };
}

/** The largest power of two that is smaller than `count` (`k` in the RFC): where a tree of two leaves or more is split. */
export function splitOf(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}
