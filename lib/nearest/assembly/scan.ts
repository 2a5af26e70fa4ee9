// The linear scan: for what is not indexed yet, for queries whose candidates are too many, and to compare with.
import { MAX_RESULTS, RESULTS, wasRemoved } from './memory';
import { HIGH, highDistance, lowDistance, recordAddress } from './record';

@inline export function emit(region: usize, at: i32, query: i32, id: u32, distance: i32): void {
  const target = region + RESULTS + <usize>at * 12;
  store<u32>(target, query);
  store<u32>(target, id, 4);
  store<u32>(target, distance, 8);
}

/**
 * Answers among the records [from, to) of `base`, written behind the `found` answers already there; the id of record 0
 * is `firstId`. `from` is a multiple of four. Returns how many answers there are now, or -1 where RESULTS is too small.
 */
export function scan(region: usize, base: usize, from: u32, to: u32, firstId: u32, query: usize, radius: i32, found: i32): i32 {
  const q0 = load<u64>(query);
  const q1 = load<u64>(query, 8);
  const limit = <i64>radius;
  for (let at = from; at < to; ) {
    // Within a block, four records a step and one branch: all four differences negative in almost every step.
    const end = min(to, (at | 0xffff) + 1);
    let record = recordAddress(base, at);
    for (; at + 4 <= end; at += 4, record += 64) {
      const a = limit - <i64>(popcnt(load<u64>(record) ^ q0) + popcnt(load<u64>(record, 8) ^ q1));
      const b = limit - <i64>(popcnt(load<u64>(record, 16) ^ q0) + popcnt(load<u64>(record, 24) ^ q1));
      const c = limit - <i64>(popcnt(load<u64>(record, 32) ^ q0) + popcnt(load<u64>(record, 40) ^ q1));
      const d = limit - <i64>(popcnt(load<u64>(record, 48) ^ q0) + popcnt(load<u64>(record, 56) ^ q1));
      if ((a & b & c & d) >= 0) found = check(region, record, 4, firstId + at, query, q0, q1, radius, found);
    }
    if (at < end) found = check(region, record, end - at, firstId + at, query, q0, q1, radius, found);
    at = end;
    if (found < 0) return -1;
  }
  return found;
}

/** The whole distance of `count` neighbouring records. */
function check(region: usize, record: usize, count: u32, id: u32, query: usize, q0: u64, q1: u64, radius: i32, found: i32): i32 {
  if (found < 0) return -1;
  for (const end = id + count; id < end; id++, record += 16) {
    const low = lowDistance(record, q0, q1);
    if (low > radius) continue;
    const all = low + highDistance(record, query);
    if (all > radius || wasRemoved(id)) continue;
    if (found >= MAX_RESULTS) return -1;
    emit(region, found++, 0, id, all);
  }
  return found;
}
