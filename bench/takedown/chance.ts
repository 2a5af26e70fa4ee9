/** Chance without dice: what happens depends on the seed and on names alone, never on the order in which things are asked. */
import { mulberry32 } from '../../stand-ins/tips.ts';

const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A number from 0 to 1 that is the same for the same keys. Both sides of the comparison draw the same. */
export function chanceOf(...keys: readonly (string | number)[]): number {
  let hash = FNV_START;
  for (const letter of keys.join('|')) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), FNV_PRIME);
  return mulberry32(hash)();
}

/** A log-normal time in milliseconds: half of all draws are below `medianMs`; `spread` is the logarithm's deviation. */
export function timeOf(medianMs: number, spread: number, ...keys: readonly (string | number)[]): number {
  const [a, b] = [chanceOf(...keys, 'a'), chanceOf(...keys, 'b')];
  const normal = Math.sqrt(-2 * Math.log(Math.max(a, 1e-12))) * Math.cos(2 * Math.PI * b);
  return Math.round(medianMs * Math.exp(spread * normal));
}
