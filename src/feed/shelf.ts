/**
 * The feed in memory: every listed hash in order, packed, with the version that it came with. A shelf is never changed; a version makes
 * the next one. Pure.
 */
import { encodeSorted, prefixOf, PrefixSet, type UpdateAnswer } from '../../lib/feed-client/door.ts';

const HASH_BYTES = 32;

/** The hotline's categories that are listed, by their number in memory. */
export const FEED_CATEGORIES = ['illegal-baseline', 'illegal-national'] as const;
export type FeedCategory = (typeof FEED_CATEGORIES)[number];

/** An entry as it comes or goes: its SHA-256, the version that brought it, and the one that took it away. */
export interface FeedEntry {
  readonly hash: Buffer;
  readonly category: FeedCategory;
  readonly since: number;
  readonly until: number | undefined;
}

interface Ended {
  readonly prefix: number;
  readonly since: number;
  readonly until: number;
}

/** What a version is made of. */
export class Shelf {
  static readonly EMPTY = new Shelf(0, Buffer.alloc(0), new Uint32Array(0), new Uint8Array(0), []);
  readonly version: number;
  readonly prefixes: PrefixSet;
  readonly checksum: string;
  readonly #hashes: Buffer;
  readonly #since: Uint32Array;
  readonly #categories: Uint8Array;
  readonly #ended: readonly Ended[];
  #full: string | undefined;

  private constructor(
    version: number,
    hashes: Buffer,
    since: Uint32Array,
    categories: Uint8Array,
    ended: readonly Ended[],
  ) {
    this.version = version;
    this.#hashes = hashes;
    this.#since = since;
    this.#categories = categories;
    this.#ended = ended;
    this.prefixes = new PrefixSet(uniquePrefixes(hashes));
    this.checksum = this.prefixes.checksum();
  }

  get size(): number {
    return this.#since.length;
  }

  /** The shelf at `version`, given every entry that came or went after this one. */
  after(version: number, entries: readonly FeedEntry[]): Shelf {
    if (version === this.version) return this;
    const come = entries.filter(({ since, until }) => since > this.version && until === undefined);
    const gone = entries.filter((entry): entry is FeedEntry & { until: number } => entry.until !== undefined);
    // By prefix first: comparing numbers is many times quicker than comparing bytes.
    come.sort((a, b) => prefixOf(a.hash) - prefixOf(b.hash) || a.hash.compare(b.hash));
    const left = new Map<string, number>();
    for (const { hash, since } of gone) {
      if (since > this.version) continue;
      const key = `${hash.toString('base64')} ${since}`;
      left.set(key, (left.get(key) ?? 0) + 1);
    }
    const packed = this.#merge(come, left);
    const ended = gone.map(({ hash, since, until }) => ({ prefix: prefixOf(hash), since, until }));
    return new Shelf(version, packed.hashes, packed.since, packed.categories, [...this.#ended, ...ended]);
  }

  /** The listed hashes that begin with a prefix. */
  find(prefix: number): readonly { readonly hash: Buffer; readonly category: FeedCategory }[] {
    const found: { hash: Buffer; category: FeedCategory }[] = [];
    for (let at = this.#lowerBound(prefix); at < this.size && this.#prefixAt(at) === prefix; at += 1) {
      const hash = this.#hashAt(at);
      const category = FEED_CATEGORIES[this.#categories[at] ?? 0] ?? 'illegal-national';
      if (found.at(-1)?.hash.equals(hash) !== true) found.push({ hash, category });
    }
    return found;
  }

  /** What has changed since a version that this shelf remembers, or all of it. */
  answer(since: number | undefined, state: string, waitSeconds: number): UpdateAnswer | string {
    const common = { state, checksum: this.checksum, waitSeconds };
    const none = encodeSorted(new Uint32Array(0));
    if (since === this.version) return { kind: 'same', ...common, removals: none, additions: none };
    if (since === undefined) {
      this.#full ??= JSON.stringify({
        kind: 'full',
        ...common,
        removals: none,
        additions: encodeSorted(this.prefixes.sorted),
      });
      return this.#full;
    }
    const { additions, removals } = this.#changes(since);
    return { kind: 'delta', ...common, removals: encodeSorted(removals), additions: encodeSorted(additions) };
  }

  #changes(version: number): { readonly additions: Uint32Array; readonly removals: Uint32Array } {
    const touched = new Set<number>();
    for (let at = 0; at < this.size; at += 1) if ((this.#since[at] ?? 0) > version) touched.add(this.#prefixAt(at));
    const then = new Set<number>();
    for (const { prefix, since, until } of this.#ended) {
      if (until <= version) continue;
      touched.add(prefix);
      if (since <= version) then.add(prefix);
    }
    const wasThere = (prefix: number): boolean => {
      if (then.has(prefix)) return true;
      for (let at = this.#lowerBound(prefix); at < this.size && this.#prefixAt(at) === prefix; at += 1)
        if ((this.#since[at] ?? 0) <= version) return true;
      return false;
    };
    const changed = [...touched].filter((prefix) => this.prefixes.has(prefix) !== wasThere(prefix));
    const sortedOf = (isThere: boolean) =>
      Uint32Array.from(changed.filter((prefix) => this.prefixes.has(prefix) === isThere)).sort();
    return { additions: sortedOf(true), removals: sortedOf(false) };
  }

  #merge(come: readonly FeedEntry[], left: Map<string, number>) {
    const most = this.size + come.length;
    const hashes = Buffer.alloc(most * HASH_BYTES);
    const since = new Uint32Array(most);
    const categories = new Uint8Array(most);
    let count = 0;
    const put = (hash: Buffer, version: number, category: number) => {
      hash.copy(hashes, count * HASH_BYTES);
      since[count] = version;
      categories[count] = category;
      count += 1;
    };
    let next = 0;
    const putUpTo = (limit: Buffer | undefined) => {
      for (; next < come.length; next += 1) {
        const entry = come[next];
        if (entry === undefined || (limit !== undefined && entry.hash.compare(limit) > 0)) return;
        put(entry.hash, entry.since, FEED_CATEGORIES.indexOf(entry.category));
      }
    };
    for (let at = 0; at < this.size; at += 1) {
      const hash = this.#hashAt(at);
      if (next < come.length) putUpTo(hash);
      if (left.size > 0 && takeOne(left, `${hash.toString('base64')} ${this.#since[at] ?? 0}`)) continue;
      put(hash, this.#since[at] ?? 0, this.#categories[at] ?? 0);
    }
    putUpTo(undefined);
    return {
      hashes: hashes.subarray(0, count * HASH_BYTES),
      since: since.subarray(0, count),
      categories: categories.subarray(0, count),
    };
  }

  #hashAt(at: number): Buffer {
    return this.#hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
  }

  #prefixAt(at: number): number {
    return this.#hashes.readUInt32BE(at * HASH_BYTES);
  }

  /** The first place whose prefix is not below this one. */
  #lowerBound(prefix: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#prefixAt(middle) < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function takeOne(left: Map<string, number>, key: string): boolean {
  const count = left.get(key);
  if (count === undefined) return false;
  if (count === 1) left.delete(key);
  else left.set(key, count - 1);
  return true;
}

function uniquePrefixes(hashes: Buffer): Uint32Array {
  const count = hashes.length / HASH_BYTES;
  const prefixes = new Uint32Array(count);
  let unique = 0;
  for (let at = 0; at < count; at += 1) {
    const prefix = hashes.readUInt32BE(at * HASH_BYTES);
    if (unique === 0 || prefixes[unique - 1] !== prefix) prefixes[unique++] = prefix;
  }
  return prefixes.subarray(0, unique);
}
