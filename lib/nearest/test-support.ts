import type { Neighbour } from './searcher.ts';

/** Deterministic numbers in [0, 1) for tests and benchmarks (mulberry32), so that every run meets the same hashes. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` hashes of random bits. */
export function randomHashes(count: number, random: () => number): Uint8Array {
  const words = Uint32Array.from({ length: count * 8 }, () => Math.floor(random() * 2 ** 32));
  return new Uint8Array(words.buffer);
}

/** One of many hashes. */
export function hashAt(hashes: Uint8Array, at: number): Uint8Array {
  return hashes.subarray(at * 32, at * 32 + 32);
}

/** A copy with exactly `bits` different bits flipped. */
export function flipped(hash: Uint8Array, bits: number, random: () => number): Uint8Array {
  const copy = Uint8Array.from(hash);
  const order = Array.from({ length: 256 }, (_, bit) => bit);
  for (let at = 0; at < bits; at++) {
    const other = at + Math.floor(random() * (256 - at));
    const bit = order[other] ?? 0;
    order[other] = order[at] ?? 0;
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }
  return copy;
}

/** Hashes one behind the other. */
export function concatenated(hashes: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(hashes.length * 32);
  hashes.forEach((hash, at) => all.set(hash, at * 32));
  return all;
}

const bitCounts = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** What the index must answer, by looking at every hash, byte by byte. */
export function scanPlainly(
  hashes: Uint8Array,
  query: Uint8Array,
  radius: number,
  isGone: (id: number) => boolean = () => false,
): Neighbour[] {
  const found: Neighbour[] = [];
  for (let id = 0; id < hashes.length / 32; id++) {
    let distance = 0;
    for (let at = 0; at < 32 && distance <= radius; at++) {
      distance += bitCounts[(hashes[id * 32 + at] ?? 0) ^ (query[at] ?? 0)] ?? 0;
    }
    if (distance <= radius && !isGone(id)) found.push({ id, distance });
  }
  return found.sort((a, b) => a.distance - b.distance || a.id - b.id);
}
