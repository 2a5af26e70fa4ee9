/** The month: who hosts what, and what is decided when. The same for the same seed and size. */
import { chanceOf } from './chance.ts';
import { SHARES, TEMPERS, type Temper } from './tempers.ts';

const MINUTE_MS = 60_000;
/** A Monday. */
export const MONTH_START = new Date('2026-03-02T00:00:00Z');
const MOST_PROVIDERS = 500;
const SITES_EACH = 4;
const CARRIERS = 40;
const REGISTRARS = 20;
/** One site in fifty is visited over a socket, by the hotline's own fetcher; those that may move to another address are not. */
const SERVED_EACH = 50;

/** Runs machines; one /24 each. */
export interface MonthProvider {
  readonly n: number;
  readonly temper: Temper;
  readonly mailbox: string;
  readonly cidr: string;
  readonly carrier: number;
}

/** A host with a domain of its own. */
export interface MonthSite {
  readonly n: number;
  readonly host: string;
  /** Where it is at first. */
  readonly provider: number;
  readonly registrar: number;
  /** One site in eight has an owner whom the hotline has written down. */
  readonly ownerMailbox: string | undefined;
  /** Its pages are served on loopback (served-sites.ts). */
  readonly isServed: boolean;
}

/**
 * `held`: the police ask to wait, for ten hours. `rejudged`: an analyst says after seven hours that it is not illegal.
 * `returns`: once removed, it is back after some days.
 */
export type Fate = 'plain' | 'held' | 'rejudged' | 'returns';

/** One item, with its decision. */
export interface MonthItem {
  readonly n: number;
  readonly url: string;
  readonly site: number;
  readonly decidedAt: Date;
  readonly isUrgent: boolean;
  readonly fate: Fate;
}

/** What a month is drawn from. */
export interface MonthSize {
  readonly items: number;
  readonly seed: number;
  /** Decisions fall into so many of its first days; 7 by default. */
  readonly arrivalDays?: number | undefined;
  /** About so long after their removal items come back that do; 72 by default. */
  readonly returnHours?: number | undefined;
}

/** Everything that is given. */
export interface Month {
  readonly seed: number;
  readonly returnMs: number;
  readonly providers: readonly MonthProvider[];
  readonly sites: readonly MonthSite[];
  /** In the order of their decisions. */
  readonly items: readonly MonthItem[];
}

export const carrierMailbox = (n: number): string => `abuse@carrier-${n}.example`;
export const registrarMailbox = (n: number): string => `abuse@registrar-${n}.example`;
/** Of a site on a provider's network. */
export const ipAt = (provider: number, site: number): string =>
  `85.${10 + Math.floor(provider / 250)}.${provider % 250}.${10 + (site % 200)}`;

/** Draws the month. */
export function planMonth(size: MonthSize): Month {
  const { seed } = size;
  const count = Math.min(MOST_PROVIDERS, Math.max(100, Math.ceil(size.items / 10)));
  const providers = Array.from({ length: count }, (_, n): MonthProvider => {
    const cidr = ipAt(n, 0).replace(/\.\d+$/, '.0/24');
    const carrier = Math.floor(chanceOf(seed, 'carrier', n) * CARRIERS);
    return { n, temper: temperOf(n), mailbox: `abuse@hosting-${n}.example`, cidr, carrier };
  });
  const sites = Array.from({ length: count * SITES_EACH }, (_, n): MonthSite => {
    const registrar = Math.floor(chanceOf(seed, 'registrar', n) * REGISTRARS);
    const hasOwner = chanceOf(seed, 'owner', n) < 0.125;
    const ownerMailbox = hasOwner ? `abuse@owner-${n}.example` : undefined;
    const isServed = n % SERVED_EACH === 0 && providers[n % count]?.temper !== 'moving';
    return { n, host: `site-${n}.example`, provider: n % count, registrar, ownerMailbox, isServed };
  });
  const decided = decisionTimes(size.items, size.arrivalDays ?? 7);
  const items = decided.map((decidedAt, n): MonthItem => {
    const site = Math.floor(chanceOf(seed, 'site', n) * sites.length);
    const scheme = sites[site]?.isServed === true ? 'http' : 'https';
    const url = `${scheme}://site-${site}.example/album/${n}.html`;
    const isUrgent = chanceOf(seed, 'urgent', n) < 0.03;
    return { n, url, site, decidedAt, isUrgent, fate: fateOf(chanceOf(seed, 'fate', n)) };
  });
  return { seed, providers, sites, items, returnMs: (size.returnHours ?? 72) * 60 * MINUTE_MS };
}

/** By quota: a hundred providers hold every temper in its share, and neighbours differ. */
function temperOf(n: number): Temper {
  let place = (n * 37) % 100;
  for (const temper of TEMPERS) {
    if (place < SHARES[temper]) return temper;
    place -= SHARES[temper];
  }
  return 'prompt';
}

function fateOf(chance: number): Fate {
  if (chance < 0.02) return 'held';
  if (chance < 0.03) return 'rejudged';
  return chance < 0.07 ? 'returns' : 'plain';
}

/** A hotline's week: most is decided from 7 to 16 UTC on working days, some in the evening and at the weekend. */
function weightOf(hour: number, day: number): number {
  if (day >= 5) return hour >= 8 && hour < 16 ? 0.15 : 0.02;
  if (hour >= 7 && hour < 16) return 1;
  return hour >= 16 && hour < 22 ? 0.2 : 0.02;
}

function decisionTimes(count: number, days: number): readonly Date[] {
  const hours = Array.from({ length: days * 24 }, (_, hour) => weightOf(hour % 24, Math.floor(hour / 24)));
  const total = hours.reduce((sum, weight) => sum + weight, 0);
  const times: Date[] = [];
  let behind = 0;
  hours.forEach((weight, hour) => {
    const until = Math.round((count * (behind + weight)) / total);
    const from = times.length;
    while (times.length < until) {
      const part = (times.length - from + 0.5) / (until - from);
      times.push(new Date(MONTH_START.getTime() + Math.floor((hour + part) * 60) * MINUTE_MS));
    }
    behind += weight;
  });
  return times;
}
