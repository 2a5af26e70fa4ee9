/** Whole numbers that stand for themselves in every language: what counted and filled texts are tried with. */
const SAMPLES = [71, 72, 73];

/** Every text of a catalogue by its path, as `.form.send`; one that takes parameters as what it makes of 71, 72 and 73. */
export function leavesOf(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return leavesOf(Reflect.apply(value, undefined, SAMPLES), `${path}()`);
  if (typeof value === 'number') return [[path, String(value)]];
  if (typeof value !== 'object' || value === null) return [[path, '']];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, `${path}.${key}`));
}
