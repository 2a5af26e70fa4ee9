/** Quick numbers that are the same for the same seed: a web of tens of thousands of pages draws millions of them. */

/** Numbers from 0 to under 1: mulberry32 over an FNV-1a hash of the seed. */
export function numbersFrom(seed: string): () => number {
  let state = 2_166_136_261;
  for (let at = 0; at < seed.length; at += 1) state = Math.imul(state ^ seed.charCodeAt(at), 16_777_619) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to under `count`. */
export const below = (random: () => number, count: number): number => Math.floor(random() * count);
