/**
 * A provider's side of the feed: keeps the prefixes up to date, and says of an address whether it is listed. Only a prefix of four
 * bytes ever leaves, and only of an address whose prefix is on the list: by chance one in thousands of others.
 */
import { canonicalise, exactExpression, expressionsOf } from './canonical-address.ts';
import { fullHash, prefixOf, PrefixSet } from './prefix-set.ts';
import { decodeSorted, FeedDamaged } from './rice.ts';
import { readFullHashes, readUpdate, type FullHash } from './wire.ts';

/** Where the hotline serves its feed, and the key that it gave out. */
export interface FeedAccess {
  /** With a slash at its end; `v1/update` and `v1/full-hashes` are appended. */
  readonly url: string;
  readonly id: string;
  readonly secret: string;
}

/** For tests, and for those who keep the set over a restart. */
export interface FeedOptions {
  readonly fetch?: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly snapshot?: FeedSnapshot;
  /** For one request. Default 20,000. */
  readonly timeoutMs?: number;
}

/** What to keep over a restart. */
export interface FeedSnapshot {
  readonly state: string;
  readonly sorted: Uint32Array;
}

/** `listed`: act on it. `clear`: it is not on the list as this client has it. */
export type Verdict =
  { readonly kind: 'clear' } | { readonly kind: 'listed'; readonly category: string; readonly expression: string };

/** An open feed; it begins empty, or with a snapshot. */
export interface Feed {
  /** Asks for what has changed. @returns seconds to wait before the next call. @throws FeedDamaged, or an Error with the status */
  update(): Promise<number>;
  /** Whether an address is listed. Asks the hotline only when a prefix is. @throws Error when that question fails */
  lookUp(address: string): Promise<Verdict>;
  /** The same without asking: `maybe` where the hotline would be asked. */
  glance(address: string): 'clear' | 'maybe';
  snapshot(): FeedSnapshot;
}

interface Cached {
  readonly hashes: readonly FullHash[];
  readonly until: number;
}

/** Answers kept at most. */
const MOST_CACHED = 100_000;

/** Opens a feed. Nothing is asked before the first `update`. */
export function openFeed(access: FeedAccess, options: FeedOptions = {}): Feed {
  const ask = asker(access, options);
  const now = options.now ?? Date.now;
  const cache = new Map<number, Cached>();
  let state = options.snapshot?.state ?? '';
  let set = options.snapshot === undefined ? PrefixSet.EMPTY : new PrefixSet(options.snapshot.sorted);
  return {
    update: async () => {
      const answer = readUpdate(await ask('v1/update', { state }));
      if (answer.kind === 'same') return answer.waitSeconds;
      const base = answer.kind === 'full' ? PrefixSet.EMPTY : set;
      const next = base.changed(decodeSorted(answer.additions), decodeSorted(answer.removals));
      if (next.checksum() !== answer.checksum) {
        // The next question is for all of it.
        state = '';
        throw new FeedDamaged('The set does not come to what the hotline has.');
      }
      [set, state] = [next, answer.state];
      return answer.waitSeconds;
    },
    lookUp: async (address) => {
      const met = metBy(set, address);
      if (met.length === 0) return { kind: 'clear' };
      await fill(cache, ask, now, [...new Set(met.map(({ prefix }) => prefix))]);
      return verdictOf(cache, met);
    },
    glance: (address) => (metBy(set, address).length === 0 ? 'clear' : 'maybe'),
    snapshot: () => ({ state, sorted: set.sorted }),
  };
}

interface Met {
  readonly expression: string;
  readonly hash: Buffer;
  readonly prefix: number;
  readonly isExact: boolean;
}

/** The expressions of an address whose prefixes are listed. */
function metBy(set: PrefixSet, text: string): readonly Met[] {
  const address = canonicalise(text);
  if (address === undefined || set.size === 0) return [];
  const exact = exactExpression(address);
  return expressionsOf(address).flatMap((expression) => {
    const hash = fullHash(expression);
    const prefix = prefixOf(hash);
    return set.has(prefix) ? [{ expression, hash, prefix, isExact: expression === exact }] : [];
  });
}

async function fill(
  cache: Map<number, Cached>,
  ask: (path: string, body: unknown) => Promise<unknown>,
  now: () => number,
  prefixes: readonly number[],
): Promise<void> {
  const asked = prefixes.filter((prefix) => (cache.get(prefix)?.until ?? 0) <= now());
  if (asked.length === 0) return;
  const { hashes, cacheSeconds } = readFullHashes(await ask('v1/full-hashes', { prefixes: asked.map(toText) }));
  if (cache.size > MOST_CACHED) cache.clear();
  for (const prefix of asked) {
    const own = hashes.filter(({ hash }) => prefixOf(Buffer.from(hash, 'base64')) === prefix);
    cache.set(prefix, { hashes: own, until: now() + cacheSeconds * 1000 });
  }
}

const toText = (prefix: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(prefix);
  return bytes.toString('base64');
};

function verdictOf(cache: ReadonlyMap<number, Cached>, met: readonly Met[]): Verdict {
  for (const { expression, hash, prefix, isExact } of met) {
    const listed = cache
      .get(prefix)
      ?.hashes.find((each) => each.hash === hash.toString('base64') && (isExact || each.scope === 'below'));
    if (listed !== undefined) return { kind: 'listed', category: listed.category, expression };
  }
  return { kind: 'clear' };
}

function asker(access: FeedAccess, options: FeedOptions) {
  const send = options.fetch ?? fetch;
  const authorization = `Basic ${Buffer.from(`${access.id}:${access.secret}`).toString('base64')}`;
  return async (path: string, body: unknown): Promise<unknown> => {
    const response = await send(new URL(path, access.url), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? 20_000),
    });
    if (!response.ok) throw new Error(`The feed answered with status ${response.status}.`);
    return response.json();
  };
}
