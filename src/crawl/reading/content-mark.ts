/**
 * A short mark of what a document names: equal marks mean that nothing was added or removed since the last visit, whatever dates
 * and counters its text shows. Seeded and of 64 bits: it tells change, and proves nothing about which page it was.
 */

/** Two lanes of 32 bits. */
export interface Mark {
  one: number;
  other: number;
}

/** `seed`: a secret 32-bit number of the installation. */
export function newMark(seed: number): Mark {
  return { one: (seed ^ 0x811c9dc5) | 0, other: (Math.imul(seed, 0x9e3779b1) ^ 0x7ee3623b) | 0 };
}

/** Adds one text; the order and the borders between texts count. */
export function mixInto(mark: Mark, text: string): void {
  let { one, other } = mark;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    one = Math.imul(one ^ c, 0x01000193);
    other = Math.imul(other ^ c, 0x85ebca6b) ^ (other >>> 15);
  }
  mark.one = Math.imul(one ^ 0x10001, 0x01000193);
  mark.other = Math.imul(other ^ 0x10001, 0xc2b2ae35);
}

/** 16 hex digits. */
export function contentMarkOf({ one, other }: Mark): string {
  const hex = (lane: number) => (finished(lane) >>> 0).toString(16).padStart(8, '0');
  return hex(one) + hex(other);
}

/** MurmurHash3's finaliser: every bit of a lane reaches every other. */
function finished(lane: number): number {
  let h = lane ^ (lane >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
