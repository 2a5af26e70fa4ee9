// Filling the lines.
import { SLOTS, isRemoved, overflowCount, recordsAddress } from './memory';
import { HIGH, recordAddress } from './record';
import { bitOffset, lineBits, lineOf, linesAddress, slotAddress, tagBits, tagOf } from './slot';
import { clearLines, insert } from './line';

/** Where the 64-bit word with this number lies in a record, from its low half. */
@inline function wordOffset(word: u32): usize {
  return word < 2 ? <usize>word << 3 : HIGH + (<usize>(word - 2) << 3);
}

/**
 * Clears the lines of a slot and enters every record below `count` that is not removed. False where the memory is at
 * its end. Overflow lines are taken one after the other, so slots must be filled in order and by one thread.
 */
export function fillSlot(slot: u32, count: u32): bool {
  const s = slotAddress(slot);
  const lines = linesAddress(s);
  clearLines(lines, 1 << lineBits(s));
  const records = recordsAddress();
  const bits = tagBits(s);
  const offset = bitOffset(s);
  const shift = <u64>(offset & 63);
  const first = wordOffset(offset >> 6);
  const second = wordOffset(min<u32>(3, (offset >> 6) + 1));
  const mask: u32 = (1 << (bits + lineBits(s))) - 1;
  for (let id: u32 = 0; id < count; id++) {
    if (isRemoved(id)) continue;
    const record = recordAddress(records, id);
    // Two shifts to the left because one by 64 would be none.
    const value = <u32>((load<u64>(record + first) >> shift) | ((load<u64>(record + second) << 1) << (63 - shift))) & mask;
    const tag = tagOf(s, value);
    const line = lines + (<usize>lineOf(s, value, tag) << 6);
    if (!insert(line, <u8>(tag | ((id >> 24) << bits)), id)) return false;
  }
  return true;
}
