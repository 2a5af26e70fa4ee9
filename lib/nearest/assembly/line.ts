// A line is 64 bytes, one cache line, with up to 16 entries: 16 tag bytes, then the ids' bits 16 to 23 (16 bytes), then
// their bits 0 to 15 (16 u16). A tag byte is EMPTY, LINK, or tag | (bits 24 and up of the id) << tagBits, below 128.
// A full line that gets another entry moves its last one to an overflow line of the same shape, and its place 15
// becomes a LINK whose id is the number of that line. Of a chain only the newest line, the one linked first, has room.
import { ensure, overflowAddress, overflowCount, setOverflowCount } from './memory';

const EMPTY: u8 = 0x80;
const LINK: u8 = 0x81;
const LAST: usize = 15;

@inline function put(line: usize, place: usize, tag: u8, id: u32): void {
  store<u16>(line + (place << 1), <u16>id, 32);
  store<u8>(line + place, <u8>(id >> 16), 16);
  store<u8>(line + place, tag);
}
@inline function shortId(line: usize, place: usize): u32 {
  return <u32>load<u16>(line + (place << 1), 32) | (<u32>load<u8>(line + place, 16) << 16);
}

/** Id of the entry at a place. */
@inline export function idAt(line: usize, place: usize, tagBits: u32): u32 {
  return shortId(line, place) | ((<u32>load<u8>(line + place) >> tagBits) << 24);
}
/** Whether the entries go on elsewhere. */
@inline export function isLinked(line: usize): bool {
  return load<u8>(line + LAST) == LINK;
}
/** The line that the entries go on in. */
@inline export function nextLine(line: usize): usize {
  return overflowAddress() + (<usize>shortId(line, LAST) << 6);
}

/** Empties `count` lines. */
export function clearLines(address: usize, count: u32): void {
  const empty = i8x16.splat(<i8>EMPTY);
  for (let at: u32 = 0; at < count; at++, address += 64) v128.store(address, empty);
}

@inline function freePlaces(line: usize): i32 {
  return i8x16.bitmask(i8x16.eq(v128.load(line), i8x16.splat(<i8>EMPTY)));
}

/** Address of a new, empty overflow line, or 0 where the memory is at its end. */
function newOverflowLine(): usize {
  const number = overflowCount();
  const address = <u64>overflowAddress() + (<u64>number << 6);
  if (number >= 0x1000000 || !ensure(address + 64)) return 0;
  setOverflowCount(number + 1);
  clearLines(<usize>address, 1);
  return <usize>address;
}

function insertInChain(line: usize, tag: u8, id: u32): bool {
  if (isLinked(line)) {
    const newest = nextLine(line);
    const free = freePlaces(newest);
    if (free != 0) {
      put(newest, <usize>ctz(free), tag, id);
      return true;
    }
  }
  const added = newOverflowLine();
  if (added == 0) return false;
  // The last place holds an entry or the link to the older overflow lines. A new line keeps either in its own last
  // place, so a chain has no gap and its order does not depend on anything but the order of insertion.
  put(added, LAST, load<u8>(line + LAST), shortId(line, LAST));
  put(added, 0, tag, id);
  put(line, LAST, LINK, overflowCount() - 1);
  return true;
}

/** Adds an entry. False where the memory is at its end. Never while another thread searches. */
@inline export function insert(line: usize, tag: u8, id: u32): bool {
  const free = freePlaces(line);
  if (free == 0) return insertInChain(line, tag, id);
  put(line, <usize>ctz(free), tag, id);
  return true;
}

/**
 * Places (as bits) whose tag is in the set, and place 15 where the line is linked. The set has the bit of tag byte b at
 * bit b >> 4 of byte b & 15: one shuffle picks the byte, another the bit. EMPTY and LINK pick no byte at all.
 */
@inline export function matchingPlaces(line: usize, set: v128): i32 {
  const tags = v128.load(line);
  const bytes = i8x16.swizzle(set, v128.and(tags, i8x16.splat(<i8>0x8f)));
  const bits = i8x16.swizzle(
    i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128),
    v128.and(i16x8.shr_u(tags, 4), i8x16.splat(7)),
  );
  const links = i8x16.eq(tags, i8x16.splat(<i8>LINK));
  return i8x16.bitmask(v128.or(i8x16.eq(v128.and(bytes, bits), bits), links));
}
