// One query: probe the lines of each slot, collect the entries whose tag is near, verify these records. The three are
// separate loops over short lists in memory, because the first and the last then have no branch that depends on what
// was loaded, and many cache misses are under way at once.
import {
  CANDIDATES,
  HITS,
  MAX_CANDIDATES,
  MAX_RESULTS,
  deltaAddress,
  indexedCount,
  wasRemoved,
  recordsAddress,
  slotCount,
  totalCount,
} from './memory';
import { highDistance, lowDistance, recordAddress, HIGH } from './record';
import {
  deltas,
  lineOf,
  linesAddress,
  partBits,
  probeStart,
  slotAddress,
  slotRadius,
  slotValue,
  tagBits,
  tagOf,
  tagSets,
} from './slot';
import { idAt, isLinked, matchingPlaces, nextLine } from './line';
import { emit, scan } from './scan';

/** Lines looked at in chains during this query. */
let chained: i32 = 0;

/** How many slots are needed so that one of them must hold everything within `radius`: their (radius + 1) add up. */
export function slotsFor(radius: i32): u32 {
  let covered = 0;
  let slot: u32 = 0;
  for (; slot < slotCount() && covered <= radius; slot++) covered += slotRadius(slotAddress(slot)) + 1;
  return slot;
}

/**
 * Answers of the permuted query at `query` into RESULTS of `region`. Returns their number, or -1 where RESULTS is too
 * small: then scan in pieces.
 */
export function search(region: usize, query: usize, radius: i32): i32 {
  let found = 0;
  if (indexedCount() > 0) {
    found = searchIndexed(region, query, radius);
    if (found < 0) found = scan(region, recordsAddress(), 0, indexedCount(), 0, query, radius, 0);
  }
  return found < 0 ? found : searchDelta(region, query, radius, found);
}

/** Answers among what was added since the index was built. */
export function searchDelta(region: usize, query: usize, radius: i32, found: i32): i32 {
  const indexed = indexedCount();
  return scan(region, deltaAddress(), 0, totalCount() - indexed, indexed, query, radius, found);
}

/** -1 where there are so many candidates that a scan is cheaper, or too many answers. */
function searchIndexed(region: usize, query: usize, radius: i32): i32 {
  const slots = slotsFor(radius);
  // A candidate costs some four times a step of the scan, a line of a chain some eight.
  const most = min<u32>(MAX_CANDIDATES, max<u32>(1024, indexedCount() >> 4));
  const mostChained = <i32>max<u32>(512, indexedCount() >> 7);
  const first = region + CANDIDATES;
  const limit = first + ((<usize>most) << 2);
  const ends = region;
  let next = first;
  chained = 0;
  for (let slot: u32 = 0; slot < slots; slot++) {
    const s = slotAddress(slot);
    const value = slotValue(s, query);
    const tag = tagOf(s, value);
    const hitsEnd = probe(region + HITS, s, value, tag);
    next = collect(region + HITS, hitsEnd, s, tag, next, limit, mostChained);
    if (next > limit || chained > mostChained) return -1;
    store<u32>(ends + ((<usize>slot) << 2), <u32>next);
  }
  let found = 0;
  let from = first;
  for (let slot: u32 = 0; slot < slots && found >= 0; slot++) {
    const to = <usize>load<u32>(ends + ((<usize>slot) << 2));
    found = verify(region, from, to, slot, query, radius, found);
    from = to;
  }
  return found;
}

/** Looks at every line that may hold a value near `value`; lists those with matches as (line, places | probe << 16). */
function probe(hits: usize, slot: usize, value: u32, tag: u32): usize {
  const home = linesAddress(slot);
  const offset = lineOf(slot, value, tag) << 6;
  const first = probeStart(slot, tag, 0);
  const count = probeStart(slot, tag, 1 << partBits(slot)) - first;
  const delta = deltas(slot) + ((<usize>first) << 2);
  const set = tagSets(slot) + ((<usize>first) << 4);
  for (let at: u32 = 0; at < count; at++) {
    const line = home + <usize>(offset ^ load<u32>(delta + ((<usize>at) << 2)));
    const places = matchingPlaces(line, v128.load(set + ((<usize>at) << 4)));
    store<u64>(hits, ((<u64>((at << 16) | places)) << 32) | (<u64>line));
    hits += (<usize>(places != 0)) << 3;
  }
  return hits;
}

/** Ids of the matching entries of the lines listed, and of the lines chained to them. Stops soon after `limit`. */
function collect(
  hit: usize,
  hitsEnd: usize,
  slot: usize,
  tag: u32,
  next: usize,
  limit: usize,
  mostChained: i32,
): usize {
  const bits = tagBits(slot);
  const sets = tagSets(slot) + ((<usize>probeStart(slot, tag, 0)) << 4);
  for (; hit < hitsEnd && next <= limit; hit += 8) {
    let line = <usize>load<u32>(hit);
    let places = load<u32>(hit, 4) & 0xffff;
    let linked = (places & 0x8000) != 0 && isLinked(line);
    if (linked) places &= 0x7fff;
    for (; places != 0; places &= places - 1, next += 4) store<u32>(next, idAt(line, <usize>ctz(places), bits));
    while (linked && next <= limit && ++chained <= mostChained) {
      line = nextLine(line);
      places = matchingPlaces(line, v128.load(sets + ((<usize>(load<u32>(hit, 4) >> 16)) << 4)));
      linked = isLinked(line);
      if (linked) places &= 0x7fff;
      for (; places != 0; places &= places - 1, next += 4) store<u32>(next, idAt(line, <usize>ctz(places), bits));
    }
  }
  return next;
}

/** Answers among the candidates [from, to) of one slot. */
function verify(region: usize, from: usize, to: usize, slot: u32, query: usize, radius: i32, found: i32): i32 {
  const q0 = load<u64>(query);
  const q1 = load<u64>(query, 8);
  const records = recordsAddress();
  for (; from < to; from += 4) {
    const id = load<u32>(from);
    const record = recordAddress(records, id);
    const low = lowDistance(record, q0, q1);
    if (low > radius) continue;
    const all = low + highDistance(record, query);
    if (all > radius || wasRemoved(id) || isNearBefore(region, slot, query, record)) continue;
    if (found >= MAX_RESULTS) return -1;
    emit(region, found++, 0, id, all);
  }
  return found;
}

/** Whether a slot before this one has found the record already: so that each answer is given once. */
export function isNearBefore(region: usize, slot: u32, query: usize, record: usize): bool {
  const difference = region + 64;
  v128.store(difference, v128.xor(v128.load(record), v128.load(query)));
  v128.store(difference, v128.xor(v128.load(record + HIGH), v128.load(query, 16)), 16);
  for (let before: u32 = 0; before < slot; before++) {
    const s = slotAddress(before);
    if (<u32>popcnt(slotValue(s, difference)) <= slotRadius(s)) return true;
  }
  return false;
}
