// Filling the lines.
import { CHUNK_COUNTS, PAIRS, PAIRS_BYTES, isRemoved, recordsAddress } from './memory';
import { HIGH, recordAddress } from './record';
import { bitOffset, lineBits, lineOf, linesAddress, slotAddress, tagBits, tagOf } from './slot';
import { clearLines, insert } from './line';

/** Where the 64-bit word with this number lies in a record, from its low half. */
@inline function wordOffset(word: u32): usize {
  return word < 2 ? <usize>word << 3 : HIGH + (<usize>(word - 2) << 3);
}

/** Entries wait in 64 buckets of neighbouring lines, so that those of one bucket go to lines that fit the cache. */
const BUCKET_BITS: u32 = 6;
const BUCKET_CAPACITY: u32 = <u32>(PAIRS_BYTES >> BUCKET_BITS >> 3);

/**
 * Clears the lines of a slot and enters every record below `count` that is not removed. False where the memory is at
 * its end. Overflow lines are taken one after the other, so slots must be filled in order and by one thread, whose
 * region serves for the buckets.
 */
export function fillSlot(region: usize, slot: u32, count: u32): bool {
  const s = slotAddress(slot);
  clearLines(linesAddress(s), 1 << lineBits(s));
  memory.fill(region + CHUNK_COUNTS, 0, 4 << BUCKET_BITS);
  const records = recordsAddress();
  const bits = tagBits(s);
  const offset = bitOffset(s);
  const shift = <u64>(offset & 63);
  const first = wordOffset(offset >> 6);
  const second = wordOffset(min<u32>(3, (offset >> 6) + 1));
  const mask: u32 = (1 << (bits + lineBits(s))) - 1;
  const bucketShift = lineBits(s) - BUCKET_BITS;
  for (let id: u32 = 0; id < count; id++) {
    if (isRemoved(id)) continue;
    const record = recordAddress(records, id);
    // Two shifts to the left because one by 64 would be none.
    const value = <u32>((load<u64>(record + first) >> shift) | ((load<u64>(record + second) << 1) << (63 - shift))) & mask;
    const tag = tagOf(s, value);
    const line = lineOf(s, value, tag);
    const bucket = line >> bucketShift;
    const counter = region + CHUNK_COUNTS + (<usize>bucket << 2);
    const waiting = load<u32>(counter);
    const pair = region + PAIRS + (<usize>(bucket * BUCKET_CAPACITY + waiting) << 3);
    store<u32>(pair, (line << 8) | tag | ((id >> 24) << bits));
    store<u32>(pair, id, 4);
    store<u32>(counter, waiting + 1);
    if (waiting + 1 == BUCKET_CAPACITY && !empty(region, s, bucket)) return false;
  }
  for (let bucket: u32 = 0; bucket < 1 << BUCKET_BITS; bucket++) if (!empty(region, s, bucket)) return false;
  return true;
}

/** Enters what waits in a bucket, in the order in which it came. */
function empty(region: usize, slot: usize, bucket: u32): bool {
  const lines = linesAddress(slot);
  const counter = region + CHUNK_COUNTS + (<usize>bucket << 2);
  let pair = region + PAIRS + (<usize>(bucket * BUCKET_CAPACITY) << 3);
  const end = pair + (<usize>load<u32>(counter) << 3);
  store<u32>(counter, 0);
  for (; pair < end; pair += 8) {
    const key = load<u32>(pair);
    if (!insert(lines + (<usize>(key >> 8) << 6), <u8>key, load<u32>(pair, 4))) return false;
  }
  return true;
}
