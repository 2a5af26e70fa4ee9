/** The web as it really is, second by second: what is up, where, and what an address answers. The house sees it by visits alone. */
import type { Egress } from '../../src/crawl/door.ts';
import { chanceOf, timeOf } from './chance.ts';
import { ipAt, MONTH_START, type Month, type MonthItem } from './month.ts';
import type { RemovedAs } from './tempers.ts';

const MINUTE_MS = 60_000;

/** How one item stands; times are instants in milliseconds, Infinity where there is none. */
export interface ItemTruth {
  removedAtMs: number;
  removedAs: RemovedAs;
  /** Of items that come back. */
  backAtMs: number;
  againRemovedAtMs: number;
}

/** Where a site was before and after it moved. */
interface Move {
  readonly atMs: number;
  readonly provider: number;
}

/** Visits in a hundred that meet an outage, and those in a thousand that meet a 404 which is none. */
const OUTAGES = 0.01;
const FALSE_MISSES = 0.003;
const WORDS = 'hav skog sjö berg väg bro hus torg park stad by kust älv dal fält äng stig lada kvarn hamn'.split(' ');

/** Opens the web of a month. */
export function openWeb(month: Month) {
  const truths = month.items.map((): ItemTruth => ({
    ...{ removedAtMs: Infinity, removedAs: '404', backAtMs: Infinity, againRemovedAtMs: Infinity },
  }));
  const moves = new Map<number, Move>();
  const siteByHost = new Map(month.sites.map((site) => [site.host, site]));
  const truthOf = (item: number): ItemTruth => {
    const truth = truths[item];
    if (truth === undefined) throw new RangeError('No such item in this month.');
    return truth;
  };
  const providerOf = (site: number, atMs: number): number => {
    const move = moves.get(site);
    return move !== undefined && move.atMs <= atMs ? move.provider : (month.sites[site]?.provider ?? 0);
  };
  const isUp = (item: number, atMs: number): boolean => {
    const truth = truthOf(item);
    return atMs < truth.removedAtMs || (atMs >= truth.backAtMs && atMs < truth.againRemovedAtMs);
  };
  return {
    ...{ truthOf, providerOf, isUp, moves },
    /** Somebody will remove it; whoever is first does. One that returns is removed twice. */
    remove: (item: MonthItem, noticedMs: number, atMs: number, as: RemovedAs) => {
      const truth = truthOf(item.n);
      if (noticedMs >= truth.backAtMs) {
        truth.againRemovedAtMs = Math.min(truth.againRemovedAtMs, atMs);
      } else if (noticedMs < truth.removedAtMs && atMs < truth.removedAtMs) {
        truth.removedAtMs = atMs;
        truth.removedAs = as;
        if (item.fate === 'returns') truth.backAtMs = atMs + timeOf(month.returnMs, 0.2, month.seed, 'returns', item.n);
      }
    },
    /** Once a site: to the nearest provider that answers promptly. */
    move: (site: number, atMs: number) => {
      if (moves.has(site)) return;
      const from = month.sites[site]?.provider ?? 0;
      const to = month.providers.find(({ n, temper }) => n > from && temper === 'prompt') ?? month.providers[0];
      if (to !== undefined) moves.set(site, { atMs, provider: to.n });
    },
    resolve: (host: string, now: Date): readonly string[] => {
      const site = siteByHost.get(host);
      return site === undefined ? [] : [ipAt(providerOf(site.n, now.getTime()), site.n)];
    },
    egress: (now: () => Date): Egress => ({
      name: 'simulated',
      isDirect: true,
      fetch: (url) => Promise.resolve(answerTo(month, { siteByHost, providerOf, isUp, truthOf }, url, now())),
    }),
  };
}
export type SimulatedWeb = ReturnType<typeof openWeb>;

type Outcome = Awaited<ReturnType<Egress['fetch']>>;
type Parts = Pick<SimulatedWeb, 'providerOf' | 'isUp' | 'truthOf'> & {
  readonly siteByHost: ReadonlyMap<string, Month['sites'][number]>;
};

function answerTo(month: Month, web: Parts, url: string, now: Date): Outcome {
  const { hostname, pathname } = new URL(url);
  const site = web.siteByHost.get(hostname);
  if (site === undefined) return { kind: 'failed', reason: 'no-such-name', hops: [], ip: undefined };
  const provider = web.providerOf(site.n, now.getTime());
  const ip = ipAt(provider, site.n);
  const n = Number(/^\/album\/(\d+)\.html$/.exec(pathname)?.[1] ?? NaN);
  const minute = Math.floor((now.getTime() - MONTH_START.getTime()) / MINUTE_MS);
  const chance = chanceOf(month.seed, 'trouble', n, minute);
  if (chance < OUTAGES) return { kind: 'failed', reason: 'timeout', hops: [], ip };
  const item = month.items[n];
  const isThere = item?.site === site.n && web.isUp(item.n, now.getTime()) && chance > OUTAGES + FALSE_MISSES;
  if (isThere) return page(url, ip, 200, pageOf(n));
  const temper = month.providers[site.provider]?.temper;
  if (temper === 'soft-404') return page(url, ip, 200, SOFT_PAGE);
  const as = item === undefined ? '404' : web.truthOf(item.n).removedAs;
  return as === 'error-200' ? page(url, ip, 200, REMOVED_PAGE) : page(url, ip, 404, MISSING_PAGE);
}

function page(url: string, ip: string, status: number, html: string): Outcome {
  const body = Buffer.from(html);
  return {
    ...{ kind: 'answered', status, finalUrl: url, body, ip, hops: [], headers: {}, contentType: 'text/html' },
    ...{ wireBytes: body.length, isTruncated: false },
  };
}

const MISSING_PAGE = '<title>404</title><p>Not Found';
const REMOVED_PAGE =
  '<title>Page not found</title><h1>Page not found</h1><p>The page you are looking for does not exist.';
const SOFT_PAGE = `<title>Welcome</title><p>${'A site with many albums of our holidays by the sea and in the woods. '.repeat(6)}`;
/** A page with words of its own. */
function pageOf(n: number): string {
  const words = Array.from({ length: 60 }, (_, place) => WORDS[(n * 31 + place * ((n % 17) + 7) + (place >> 2)) % 20]);
  return `<title>album ${n}</title><p>${words.join(' ')} ${n}</p><img src="/pictures/${n}.jpg">`;
}
