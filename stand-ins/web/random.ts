/** Numbers that look random and are the same for the same seed, so that every run generates the same web. */
import { createHash } from 'node:crypto';

/** A source of numbers from 0 to under 1, by SHA-256 of the seed and a counter. */
export function seededRandom(seed: string): () => number {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${seed}#${count}`).digest().readUInt32BE(0) / 2 ** 32;
  };
}

/** One of the choices. @throws RangeError when there is none */
export function pick<T>(random: () => number, choices: readonly T[]): T {
  const [first] = choices;
  const picked = choices[Math.floor(random() * choices.length)] ?? first;
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}
