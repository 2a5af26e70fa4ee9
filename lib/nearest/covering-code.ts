/**
 * Columns of parity-check matrices. Under c tag bits: lists of what each bit above the lowest c contributes to the tag
 * (the lowest c bits contribute themselves). Found by hill climbing for a width (that of the list and the tag) and
 * a radius: the fewest lines that the ball around a value falls into, on average. See
 * docs/decisions/nearest-lines-by-code.md.
 */
const columns: readonly (readonly (readonly number[])[])[] = [
  [[]],
  [[]],
  [[0, 2, 1, 1, 0, 2, 0, 1, 3, 0, 1, 1, 3, 1, 3, 1, 1, 0, 2, 0, 0, 3]],
  [
    [6, 3, 6, 1, 7, 3, 2, 7, 2, 1, 0, 3, 0, 0, 0, 5, 2, 0, 0, 2],
    [0, 2, 6, 5, 3, 4, 7, 4, 3, 4, 4, 6, 0, 3, 0, 5, 5, 7, 7, 0, 0],
  ],
  [[6, 5, 3, 0, 11, 10, 7, 0, 4, 14, 0, 4, 0, 15, 8, 13, 12, 9, 8, 4]],
  [
    [9, 20, 24, 5, 31, 17, 11, 21, 15, 7, 29, 27, 25, 23, 28, 12, 14, 30, 13],
    [18, 17, 24, 27, 23, 3, 19, 30, 15, 7, 14, 25, 20, 9, 12, 26, 13, 29, 11, 10],
  ],
  [
    [19, 23, 7, 3, 21, 20, 18, 17, 54, 6, 38, 37, 22, 53, 5, 39, 59],
    [10, 40, 41, 33, 38, 9, 35, 15, 39, 43, 46, 7, 34, 47, 3, 11, 42, 28],
    [43, 11, 50, 19, 48, 10, 27, 57, 9, 3, 40, 51, 33, 49, 34, 18, 26, 17, 24, 58],
  ],
  [
    [60, 93, 125, 65, 14, 28, 96, 33, 59, 97, 29, 55, 124, 82, 92, 115, 61],
    [100, 19, 47, 0, 94, 21, 3, 6, 5, 23, 11, 18, 25, 122, 28, 20, 17, 7, 14, 22],
  ],
];

/** Most tag bits that a code is known for; a tag byte has one bit more. */
export const maxTagBits = columns.length - 1;

/** Lines of 64 bytes in a MiB, and the most parts: see `partBits` of a code. */
const partLineBits = 14;
const maxPartBits = 6;

/** What one kind of slot needs to find lines and tags; assembly/slot.ts reads it, in this order of fields. */
export interface CoveringCode {
  /** For batches the lines are divided into 2 ** partBits parts of a MiB (or more) by the top bits of their number. */
  readonly partBits: number;
  /** Three times 256: what each byte of the line bits of a value adds to its tag. */
  readonly spread: Uint8Array;
  /** For each tag, the line bits of its coset leader. */
  readonly leaders: Uint32Array;
  /** For each tag and part of lines, the first probe, and once more the end: indexes into the next two. */
  readonly starts: Uint32Array;
  /** Exclusive-or from the query's line to a line to look at, times 64 bytes; ascending within a tag. */
  readonly deltas: Uint32Array;
  /** For each probe, the tag bytes near enough in that line: byte b is bit b >> 4 of byte b & 15. */
  readonly tagSets: Uint8Array;
}

/** Every number of `width` bits with at most `radius` ones, fewest ones first, then ascending. */
function ball(width: number, radius: number): number[] {
  let shell = [0];
  const all = [0];
  for (let weight = 1; weight <= radius; weight++) {
    shell = shell.flatMap((word) => {
      const above = 32 - Math.clz32(word);
      return Array.from({ length: Math.max(0, width - above) }, (_, at) => word | (1 << (above + at)));
    });
    shell.sort((a, b) => a - b);
    all.push(...shell);
  }
  return all;
}

/** Tag (syndrome) of each bit of a value: the low bits stand for themselves. */
function bitTags(tagBits: number, lineBits: number): number[] {
  const lists = columns[tagBits];
  const known = lists?.find((list) => list.length >= lineBits) ?? lists?.at(-1);
  if (known === undefined) throw new RangeError(`no code has ${tagBits} tag bits; at most ${maxTagBits}`);
  const high = Array.from({ length: lineBits }, (_, at) => known[at] ?? 0);
  return [...Array.from({ length: tagBits }, (_, at) => 1 << at), ...high];
}

function tagOf(value: number, tags: readonly number[]): number {
  return tags.reduce((sum, tag, bit) => ((value >>> bit) & 1 ? sum ^ tag : sum), 0);
}

/** For each tag the lightest value that has it; ties go to the first in the order of `ball`. */
function cosetLeaders(tags: readonly number[], tagBits: number): number[] {
  const leaders = new Map<number, number>();
  for (const value of ball(tags.length, Math.min(tagBits, 4))) {
    const tag = tagOf(value, tags);
    if (!leaders.has(tag)) leaders.set(tag, value);
    if (leaders.size === 1 << tagBits) break;
  }
  return Array.from({ length: 1 << tagBits }, (_, tag) => leaders.get(tag) ?? tag);
}

function addTag(set: Uint8Array, tag: number, tagBits: number): void {
  // The bits of a tag byte above the tag belong to the id and may be anything.
  for (let byte = tag; byte < 128; byte += 1 << tagBits) set[byte & 15] = (set[byte & 15] ?? 0) | (1 << (byte >> 4));
}

/** Lines to look at for a query with this tag, and the tags that count there. */
function probesOf(tag: number, tags: readonly number[], leaders: readonly number[], tagBits: number, radius: number) {
  const sets = new Map<number, Uint8Array>();
  const leader = leaders[tag] ?? 0;
  for (const error of ball(tags.length, radius)) {
    const other = tag ^ tagOf(error, tags);
    const delta = (error ^ leader ^ (leaders[other] ?? 0)) >>> tagBits;
    const set = sets.get(delta) ?? new Uint8Array(16);
    addTag(set, other, tagBits);
    sets.set(delta, set);
  }
  return [...sets].sort(([a], [b]) => a - b);
}

/**
 * The tables for slots of `tagBits` + `lineBits` bits searched within `radius`. With no tag bits, a line is a value.
 * Throws RangeError where no code is known or a line number would not fit.
 */
export function coveringCode(tagBits: number, lineBits: number, radius: number): CoveringCode {
  if (lineBits < 1 || lineBits > 24) throw new RangeError(`${lineBits} line bits; from 1 to 24`);
  const tags = bitTags(tagBits, lineBits);
  const leaders = cosetLeaders(tags, tagBits);
  const partBits = Math.max(0, Math.min(maxPartBits, lineBits - partLineBits));
  const starts: number[] = [];
  const deltas: number[] = [];
  const sets: Uint8Array[] = [];
  for (let tag = 0; tag < 1 << tagBits; tag++) {
    const probes = probesOf(tag, tags, leaders, tagBits, radius);
    for (let part = 0; part <= 1 << partBits; part++) {
      starts.push(deltas.length + probes.filter(([delta]) => delta >>> (lineBits - partBits) < part).length);
    }
    for (const [delta, set] of probes) {
      deltas.push(delta << 6);
      sets.push(set);
    }
  }
  return {
    partBits,
    spread: Uint8Array.from({ length: 768 }, (_, at) => tagOf(((at & 255) << (8 * (at >> 8))) << tagBits, tags)),
    leaders: Uint32Array.from(leaders, (leader) => leader >>> tagBits),
    starts: Uint32Array.from(starts),
    deltas: Uint32Array.from(deltas),
    tagSets: Uint8Array.from({ length: sets.length * 16 }, (_, at) => sets[at >> 4]?.[at & 15] ?? 0),
  };
}
