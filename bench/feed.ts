/**
 * The feed for providers at a million addresses: how much a provider fetches the first time and each day, beside a list of full
 * SHA-256 hashes; how long the hotline takes to build it, and how fast a client looks up.
 */
import { createHash, randomBytes } from 'node:crypto';
import { canonicalise, decodeSorted, expressionsOf, openFeed, PrefixSet } from '../lib/feed-client/door.ts';
import { Shelf } from '../src/feed/door.ts';

const COUNT = Number(process.env['FYR_BENCH_COUNT'] ?? 1_000_000);
/** New and gone in a day. */
const CHURN = Math.round(COUNT / 100);
const LOOK_UPS = 200_000;

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (from: number): number => (performance.now() - from) / 1000;
const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

const entriesOf = (count: number, since: number) =>
  Array.from({ length: count }, () => ({
    ...{ hash: createHash('sha256').update(randomBytes(16)).digest(), category: 'illegal-baseline' as const, since },
    until: undefined,
  }));

/** Both sides in one run. */
export function run(): Promise<void> {
  const first = entriesOf(COUNT, 1);
  let from = performance.now();
  const shelf = Shelf.EMPTY.after(1, first);
  const buildSeconds = seconds(from);
  from = performance.now();
  const full = shelf.answer(undefined, 's', 60);
  const encodeSeconds = seconds(from);
  const fullBytes = Buffer.byteLength(typeof full === 'string' ? full : JSON.stringify(full));
  const plainBytes = COUNT * 32;

  from = performance.now();
  const gone = first.slice(0, CHURN).map((entry) => ({ ...entry, until: 2 }));
  const next = shelf.after(2, [...entriesOf(CHURN, 2), ...gone]);
  const deltaBytes = Buffer.byteLength(JSON.stringify(next.answer(1, 's', 60)));
  const stepSeconds = seconds(from);

  from = performance.now();
  const sent = shelf.answer(0, 's', 60);
  if (typeof sent === 'string') throw new Error('a delta is no text');
  const set = new PrefixSet(decodeSorted(sent.additions));
  if (set.checksum() !== shelf.checksum) throw new Error('the two sides differ');
  const decodeSeconds = seconds(from);
  const feed = openFeed(
    { url: 'http://127.0.0.1/', id: '', secret: '' },
    { snapshot: { state: '', sorted: set.sorted }, fetch: () => Promise.reject(new Error('no network')) },
  );
  const urls = Array.from(
    { length: LOOK_UPS },
    (_, at) => `https://host${at % 977}.example.org/a/b/${at}.jpg?size=${at % 5}`,
  );
  from = performance.now();
  const maybe = urls.filter((url) => feed.glance(url) === 'maybe').length;
  const lookSeconds = seconds(from);
  const expressions = urls.reduce((sum, url) => {
    const address = canonicalise(url);
    return sum + (address === undefined ? 0 : expressionsOf(address).length);
  }, 0);

  write(
    `${COUNT.toLocaleString('en')} addresses: built in ${buildSeconds.toFixed(2)} s, coded in ${encodeSeconds.toFixed(2)} s`,
  );
  write(
    `first update ${mega(fullBytes)} (${((fullBytes * 8) / shelf.prefixes.size).toFixed(1)} bits a prefix on the wire); full SHA-256 hashes ${mega(plainBytes)}`,
  );
  write(
    `a day with ${CHURN.toLocaleString('en')} new and as many gone: ${mega(deltaBytes)}, made in ${stepSeconds.toFixed(2)} s; hashes of both ${mega(CHURN * 64)}`,
  );
  write(
    `client: decoded and checked in ${decodeSeconds.toFixed(2)} s; ${Math.round(LOOK_UPS / lookSeconds).toLocaleString('en')} look-ups/s (${(expressions / LOOK_UPS).toFixed(1)} expressions each), hotline asked for 1 in ${Math.round(LOOK_UPS / Math.max(1, maybe)).toLocaleString('en')}`,
  );
  write(`ratio ${(plainBytes / fullBytes).toFixed(1)}`);
  return Promise.resolve();
}
