// Entropy-coded data, made ready for reading: stuffed zeros and restart markers are taken out, and the bytes are laid
// down in reverse, the first at the highest address. A plain little-endian load then yields the next 64 bits in the
// order in which JPEG writes them.
import { SOURCE } from './memory';

/** Zero bytes after the data. A decoder that runs past the end is caught at the next MCU, long before their end. */
export const SLACK: usize = 16384;

/** Address of the first byte of the scan; byte i lies at `firstByte - i`. */
export let firstByte: usize = 0;
/** Length of the scan's data in bits. */
export let endBit: u32 = 0;
/** Number of restart markers met. The bit at which each following interval starts is at `restarts`, u32. */
export let restartCount: i32 = 0;
export let restarts: usize = 0;

/** Bytes needed behind a source of `sourceBytes`: restart positions, slack, data. */
@inline
export function streamBytes(sourceBytes: usize): usize {
  return 2 * sourceBytes + 64 + SLACK + sourceBytes + 64;
}

/** The 57 or more bits from `position` on, at the head of a word. */
@inline
export function bitsAt(position: u32): u64 {
  return load<u64>(firstByte - 7 - <usize>(position >> 3)) << <u64>(position & 7);
}

@inline
function reversed(bytes: v128): v128 {
  return v128.shuffle<u8>(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/**
 * Lays out the scan that starts `from` bytes into a source of `sourceBytes`. Returns the offset of the marker that ends
 * it (or `sourceBytes`), or -1 where restart markers do not count upwards.
 */
export function openStream(from: usize, sourceBytes: usize): i32 {
  restarts = (SOURCE + sourceBytes + 63) & ~(<usize>15);
  firstByte = restarts + 2 * sourceBytes + SLACK + sourceBytes;
  restartCount = 0;
  const end = SOURCE + sourceBytes;
  let read = SOURCE + from;
  let write = firstByte;
  while (read < end) {
    if (read + 16 <= end) {
      const bytes = v128.load(read);
      v128.store(write - 15, reversed(bytes));
      const marks = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(-1)));
      const plain: usize = marks == 0 ? 16 : <usize>ctz(marks);
      read += plain;
      write -= plain;
      if (marks == 0) continue;
    }
    const byte = load<u8>(read);
    if (byte != 0xff) {
      store<u8>(write--, byte);
      read++;
      continue;
    }
    const next: u8 = read + 1 < end ? load<u8>(read, 1) : 0xd9;
    if (next == 0) {
      store<u8>(write--, 0xff);
      read += 2;
    } else if (next == 0xff) {
      read++;
    } else if ((next & 0xf8) == 0xd0) {
      if ((next & 7) != (restartCount & 7)) return -1;
      store<u32>(restarts + (<usize>restartCount << 2), <u32>(firstByte - write) << 3);
      restartCount++;
      read += 2;
    } else {
      break;
    }
  }
  endBit = <u32>(firstByte - write) << 3;
  memory.fill(write - SLACK + 1, 0, SLACK);
  return <i32>(read - SOURCE);
}
