// The one map of the index's memory, shared by all threads. Everything up to DATA has a fixed place; what follows DATA
// is placed by the host (see ../layout.ts, which must agree with every number here) and is what a snapshot holds.
// All addresses are bytes.

/** Counts and addresses, u32 each; see the functions below. The first kilobyte stays empty. */
const STATE: usize = 1024;
/** Up to 16 slots of SLOT_STRIDE bytes; see slot.ts. */
export const SLOTS: usize = 2048;
export const SLOT_STRIDE: usize = 64;
/** The bit permutation: for each of 64 nibbles and its 16 values the 32 bytes it turns into. */
export const PERMUTATION: usize = 4096;
/** Removed ids, one bit each, for at most 20,000,000 ids. */
export const REMOVED: usize = 0x400000;
/** A thread's own region takes 32 MiB; its address is handed to every function that needs it. Offsets into it: */
/** Permuted queries, 32 bytes each, and eight spare bytes. */
export const PERMUTED: usize = 0x20000;
/** Lines with something in them: pairs or quadruples of u32. */
export const HITS: usize = 0x80000;
/** Ids to verify (u32); in a batch: tags and lines of the queries in one slot. */
export const CANDIDATES: usize = 0x100000;
/** Answers: triples of u32 (query, id, distance). */
export const RESULTS: usize = 0x200000;
/** For a batch: candidates so far of each query, then pairs so far in each chunk. */
export const QUERY_COUNTS: usize = 0x500000;
export const CHUNK_COUNTS: usize = 0x510000;
/**
 * For a batch: (slot, query, id within its chunk) packed into u32, grouped by chunks of ids. While slots are filled:
 * (line and tag, id) pairs, grouped by lines. Also where the host puts hashes to be stored, and queries.
 */
export const PAIRS: usize = 0x600000;
export const PAIRS_BYTES: usize = 0x1800000;

/** Most answers that fit into RESULTS. */
export const MAX_RESULTS: i32 = 0x40000;
/** Most candidates of one query before a scan of everything is cheaper. CANDIDATES holds these and one line more. */
export const MAX_CANDIDATES: i32 = 0x10000;

/** Ids below this are in the lines and in RECORDS; the others in DELTA. Fixed once the index is built. */
@inline export function indexedCount(): u32 {
  return load<u32>(STATE);
}
/** All ids ever given. Grows while other threads search. */
@inline export function totalCount(): u32 {
  return atomic.load<u32>(STATE, 4);
}
@inline export function slotCount(): u32 {
  return load<u32>(STATE, 8);
}
@inline export function recordsAddress(): usize {
  return <usize>load<u32>(STATE, 12);
}
@inline export function deltaAddress(): usize {
  return <usize>load<u32>(STATE, 16);
}
@inline export function overflowAddress(): usize {
  return <usize>load<u32>(STATE, 20);
}
@inline export function overflowCount(): u32 {
  return load<u32>(STATE, 24);
}
@inline export function setOverflowCount(count: u32): void {
  store<u32>(STATE, count, 24);
}

/**
 * Whether a record that was just read is removed. Only asked of answers, never of candidates. The owner marks an id
 * before it erases the bits, and bits that were read erased must be seen as marked: a read-modify-write cannot move
 * ahead of the loads before it, as a load could on some processors. (asc 0.28 makes no valid `atomic.fence`.)
 */
@inline export function wasRemoved(id: u32): bool {
  return ((atomic.or<u32>(REMOVED + <usize>((id >> 5) << 2), 0) >> (id & 31)) & 1) != 0;
}
/** Whether this id is removed. */
@inline export function isRemoved(id: u32): bool {
  return ((atomic.load<u32>(REMOVED + <usize>((id >> 5) << 2)) >> (id & 31)) & 1) != 0;
}

/** Makes sure that `end` (a byte address) can be written. False where the memory may not grow that far. */
export function ensure(end: u64): bool {
  const missing = <i64>((end + 0xffff) >> 16) - <i64>(<u32>memory.size());
  return missing <= 0 || (missing <= 65536 && memory.grow(<i32>missing) >= 0);
}
