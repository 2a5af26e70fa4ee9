// Records: hashes with their bits permuted, in blocks of 65,536: first the low 16 bytes of all, then the high 16 bytes
// of all. A candidate is nearly always refused by its low half, so half the memory is touched;
// blocks of a MiB because the processor reads ahead twice as fast in them as in blocks of 64 KiB.
import { PERMUTATION } from './memory';

/** From a record's low half to its high half. */
export const HIGH: usize = 0x100000;

/** Address of the low half of record `at`. */
@inline export function recordAddress(base: usize, at: u32): usize {
  return base + (<usize>at << 4) + (<usize>(at >> 16) << 20);
}

/** Permutes 32 bytes at `source` into `low` and `high`, a nibble at a time. */
@inline function permute(source: usize, low: usize, high: usize): void {
  let a = i64x2.splat(0);
  let b = i64x2.splat(0);
  let table = PERMUTATION;
  for (let at: usize = 0; at < 32; at++) {
    const byte = <usize>load<u8>(source + at);
    const first = table + ((byte & 15) << 5);
    const second = table + 512 + ((byte >> 4) << 5);
    a = v128.or(a, v128.or(v128.load(first), v128.load(second)));
    b = v128.or(b, v128.or(v128.load(first, 16), v128.load(second, 16)));
    table += 1024;
  }
  v128.store(low, a);
  v128.store(high, b);
}

/** Permutes `count` queries of 32 bytes. */
export function permuteQueries(source: usize, target: usize, count: i32): void {
  for (let at = 0; at < count; at++, source += 32, target += 32) permute(source, target, target + 16);
}

/** Stores `count` hashes of 32 bytes as records from `first` on. The memory must already reach that far. */
export function storeRecords(source: usize, base: usize, first: u32, count: u32): void {
  for (let at: u32 = 0; at < count; at++, source += 32) {
    const low = recordAddress(base, first + at);
    permute(source, low, low + HIGH);
  }
}

/** Bits in which a record differs from a permuted query. */
@inline export function distance(record: usize, query: usize): i32 {
  return lowDistance(record, load<u64>(query), load<u64>(query, 8)) + highDistance(record, query);
}
@inline export function lowDistance(record: usize, q0: u64, q1: u64): i32 {
  return <i32>(popcnt(load<u64>(record) ^ q0) + popcnt(load<u64>(record, 8) ^ q1));
}
@inline export function highDistance(record: usize, query: usize): i32 {
  return <i32>(
    popcnt(load<u64>(record + HIGH) ^ load<u64>(query, 16)) + popcnt(load<u64>(record + HIGH, 8) ^ load<u64>(query, 24))
  );
}
