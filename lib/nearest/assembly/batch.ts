// Many queries at once. Slot by slot and part by part, all queries probe the same eighth of a slot's lines, which stay
// in the cache meanwhile; candidates wait in buffers, one for each 65,536 ids, and are verified a buffer at a time.
import {
  CANDIDATES,
  CHUNK_COUNTS,
  HITS,
  MAX_CANDIDATES,
  MAX_RESULTS,
  PAIRS,
  PAIRS_BYTES,
  PERMUTED,
  QUERY_COUNTS,
  indexedCount,
  wasRemoved,
  recordsAddress,
} from './memory';
import { highDistance, lowDistance, recordAddress } from './record';
import { partBits, deltas, lineBits, lineOf, linesAddress, probeStart, slotAddress, slotValue, tagBits, tagOf, tagSets } from './slot';
import { idAt, isLinked, matchingPlaces, nextLine } from './line';
import { emit } from './scan';
import { isNearBefore, slotsFor } from './search';

/** A chunk of ids is a block of records. */
const CHUNK_BITS: u32 = 16;
const CHUNK_MASK: u32 = (1 << CHUNK_BITS) - 1;
/** So many candidates in a chunk touch most of its cache lines. */
const DENSE_CHUNK: u32 = 0x3000;
/** A query count from here on means: too many candidates, to be searched by itself. */
const TOO_MANY: u32 = 0x80000000;
/** Queries that probe before their hits are collected. */
const GROUP: i32 = 32;

let found: i32 = 0;
let capacity: u32 = 0;
let mostCandidates: u32 = 0;

/**
 * Answers among what is indexed for `count` permuted queries (at most 4,096) at PERMUTED of `region`; those of queries
 * whose `wasTooMany` is true are not complete and must be ignored. Returns the number of answers in RESULTS, or -1
 * where it is too small: ask fewer queries at once.
 */
export function searchMany(region: usize, count: i32, radius: i32): i32 {
  const chunks = (indexedCount() >> CHUNK_BITS) + 1;
  found = 0;
  capacity = (<u32>PAIRS_BYTES >> 2) / chunks;
  mostCandidates = min<u32>(MAX_CANDIDATES, max<u32>(1024, indexedCount() >> 4));
  memory.fill(region + QUERY_COUNTS, 0, <usize>count << 2);
  memory.fill(region + CHUNK_COUNTS, 0, <usize>chunks << 2);
  const slots = slotsFor(radius);
  for (let slot: u32 = 0; slot < slots; slot++) {
    locate(region, slot, count);
    const s = slotAddress(slot);
    const parts: u32 = 1 << partBits(s);
    const partBytes = <usize>(64 << (lineBits(s) - partBits(s)));
    // Reading a part in order is quicker than fetching most of its lines one by one.
    const isDense = <u32>count * (probeStart(s, 1, 0) - probeStart(s, 0, 0)) > (1 << lineBits(s)) >> 2;
    for (let part: u32 = 0; part < parts; part++) {
      if (isDense) touch(linesAddress(s) + <usize>part * partBytes, partBytes);
      for (let query = 0; query < count; query += GROUP) {
        const end = probePart(region, slot, part, query, min(count, query + GROUP));
        collect(region, end, slot, radius);
        if (found < 0) return -1;
      }
    }
  }
  for (let chunk: u32 = 0; chunk < chunks && found >= 0; chunk++) verifyChunk(region, chunk, radius);
  return found;
}

/** Brings memory into the cache. */
function touch(address: usize, sizeBytes: usize): void {
  let sum = i64x2.splat(0);
  for (const end = address + sizeBytes; address < end; address += 64) sum = v128.or(sum, v128.load(address));
  touched |= i64x2.extract_lane(sum, 0);
}
/** Keeps the loads of `touch` from being optimised away. */
let touched: i64 = 0;

/** Whether this query of the last batch has to be searched by itself. */
export function wasTooMany(region: usize, query: i32): bool {
  return load<u32>(region + QUERY_COUNTS + (<usize>query << 2)) >= TOO_MANY;
}

/** Tag and line of every query in this slot, to CANDIDATES. */
function locate(region: usize, slot: u32, count: i32): void {
  const s = slotAddress(slot);
  for (let query = 0; query < count; query++) {
    const value = slotValue(s, region + PERMUTED + (<usize>query << 5));
    const tag = tagOf(s, value);
    const target = region + CANDIDATES + (<usize>query << 3);
    store<u32>(target, tag);
    store<u32>(target, lineOf(s, value, tag), 4);
  }
}

/** As `probe` of search.ts, for some queries and one part; lists (line, places, probe, query). */
function probePart(region: usize, slot: u32, part: u32, from: i32, to: i32): usize {
  const s = slotAddress(slot);
  const home = linesAddress(s);
  const partShift = lineBits(s) - partBits(s);
  let hits = region + HITS;
  for (let query = from; query < to; query++) {
    const located = region + CANDIDATES + (<usize>query << 3);
    const tag = load<u32>(located);
    const line0 = load<u32>(located, 4);
    const difference = part ^ (line0 >> partShift);
    const end = probeStart(s, tag, difference + 1);
    for (let at = probeStart(s, tag, difference); at < end; at++) {
      const line = home + <usize>((line0 << 6) ^ load<u32>(deltas(s) + (<usize>at << 2)));
      const places = matchingPlaces(line, v128.load(tagSets(s) + (<usize>at << 4)));
      store<u64>(hits, (<u64>places << 32) | <u64>line);
      store<u64>(hits, (<u64>query << 32) | <u64>at, 8);
      hits += <usize>(places != 0) << 4;
    }
  }
  return hits;
}

/** Puts the ids of the matching entries into the buffers of their chunks. */
function collect(region: usize, hitsEnd: usize, slot: u32, radius: i32): void {
  const s = slotAddress(slot);
  const bits = tagBits(s);
  for (let hit = region + HITS; hit < hitsEnd; hit += 16) {
    let line = <usize>load<u32>(hit);
    let places = load<u32>(hit, 4);
    const query = load<u32>(hit, 12);
    const counter = region + QUERY_COUNTS + (<usize>query << 2);
    const key = (slot << 28) | (query << 16);
    while (load<u32>(counter) < TOO_MANY) {
      const linked = (places & 0x8000) != 0 && isLinked(line);
      if (linked) places &= 0x7fff;
      // A line of a chain counts as two candidates, or a chain of others' hashes would never end a query.
      const sofar = load<u32>(counter) + popcnt(places) + (<u32>linked << 1);
      store<u32>(counter, sofar > mostCandidates ? TOO_MANY : sofar);
      for (; places != 0; places &= places - 1) push(region, key, idAt(line, <usize>ctz(places), bits), radius);
      if (!linked) break;
      line = nextLine(line);
      places = matchingPlaces(line, v128.load(tagSets(s) + (<usize>load<u32>(hit, 8) << 4)));
    }
  }
}

@inline function push(region: usize, key: u32, id: u32, radius: i32): void {
  const chunk = id >> CHUNK_BITS;
  const counter = region + CHUNK_COUNTS + (<usize>chunk << 2);
  const count = load<u32>(counter);
  store<u32>(region + PAIRS + (<usize>(chunk * capacity + count) << 2), key | (id & CHUNK_MASK));
  store<u32>(counter, count + 1);
  if (count + 1 == capacity) verifyChunk(region, chunk, radius);
}

/** Verifies what waits in the buffer of one chunk of ids, and empties it. */
function verifyChunk(region: usize, chunk: u32, radius: i32): void {
  const counter = region + CHUNK_COUNTS + (<usize>chunk << 2);
  let pair = region + PAIRS + (<usize>(chunk * capacity) << 2);
  const end = pair + (<usize>load<u32>(counter) << 2);
  const records = recordsAddress();
  if (load<u32>(counter) > DENSE_CHUNK) touchChunk(chunk);
  store<u32>(counter, 0);
  for (; pair < end; pair += 4) {
    const key = load<u32>(pair);
    const query = region + PERMUTED + (<usize>((key >> 16) & 0xfff) << 5);
    const id = (chunk << CHUNK_BITS) | (key & CHUNK_MASK);
    const record = recordAddress(records, id);
    const low = lowDistance(record, load<u64>(query), load<u64>(query, 8));
    if (low > radius || found < 0) continue;
    const all = low + highDistance(record, query);
    if (all > radius || wasRemoved(id) || isNearBefore(region, key >> 28, query, record)) continue;
    if (found >= MAX_RESULTS) {
      found = -1;
      return;
    }
    emit(region, found++, (key >> 16) & 0xfff, id, all);
  }
}

/** The low halves of a chunk of records. */
function touchChunk(chunk: u32): void {
  const first = chunk << CHUNK_BITS;
  const end = min(indexedCount(), first + (1 << CHUNK_BITS));
  touch(recordAddress(recordsAddress(), first), <usize>(end - first) << 4);
}
