/**
 * Whether an offered address belongs to a crawl. Pure: the rules are data, the counts come in. The first row that fits decides:
 *
 * | what is met                                                                   | out because                 |
 * |-------------------------------------------------------------------------------|-----------------------------|
 * | the run's own rules deny it                                                   | `denied`                    |
 * | a name without a dot, or an IP address outside the public ranges              | `private-host`              |
 * | a page deeper than the run goes (media are looked at wherever they were found) | `too-deep`                  |
 * | a page of no allowed host, in a run that keeps to them                        | `not-allowed`               |
 * | a host of an excluded kind (`config/crawl-exclusions.json`), unless allowed   | the kind                    |
 * | an address that looks endless (`findTrap`)                                    | `trap-…`                    |
 * | a host that makes ever more addresses for the same few documents              | `trap-growth`               |
 * | a host that has had its budget of pages, a new host beyond the run's number   | `host-budget`, `host-count` |
 */
import { isPrivateHost } from '../../terms/web-address.ts';
import { kindOfHost, type ExclusionCategory, type Exclusions } from './exclusions.ts';
import { findTrap, type TrapKind } from './traps.ts';

/** The second column of the table above. */
export type OutReason =
  | 'denied'
  | 'private-host'
  | 'too-deep'
  | 'not-allowed'
  | ExclusionCategory
  | TrapKind
  | 'trap-growth'
  | 'host-budget'
  | 'host-count';

/** What a run may visit. `allow` and `deny` name domains (`example.org`, subdomains included) or parts of them (`example.org/forum/`). */
export interface ScopeRules {
  /** Links followed from a seed, which has depth 0. */
  readonly maxDepth: number;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** True: pages of allowed places only; false: wherever links lead. */
  readonly keepsToAllowed: boolean;
  readonly maxPagesPerHost: number;
  readonly maxHosts: number;
  /** Test networks only: private hosts are not out. Every connection is checked again (`safe-connect.ts`). */
  readonly mayVisitPrivateHosts?: boolean;
}

/** What is known of the offered address's host, and of the run. */
export interface HostCounts {
  /** Pages of this host visited in this run. */
  readonly visited: number;
  /** Different content marks among them. */
  readonly distinct: number;
  /** Hosts of this run so far, and whether this one is among them. */
  readonly hosts: number;
  readonly isKnownHost: boolean;
}

/** The part of an offer that the scope looks at. */
export interface ScopedOffer {
  readonly url: string;
  readonly kind: 'page' | 'media' | 'sitemap';
  readonly depth: number;
}

/** Rules made ready for many questions (`openScope`). */
export interface Scope {
  readonly rules: ScopeRules;
  readonly allow: PlaceSet;
  readonly deny: PlaceSet;
  readonly exclusions: Exclusions;
  readonly year: number;
  /** Hosts are few beside addresses: what only depends on the host is judged once. Bounded. */
  readonly hosts: Map<string, HostJudgement>;
}

interface HostJudgement {
  readonly isPrivate: boolean;
  readonly category: ExclusionCategory | undefined;
}

type PlaceSet = ReadonlyMap<string, readonly string[]>;

/** Verdict on one offer. */
export type ScopeVerdict = 'in' | { readonly out: OutReason };

/** From this many pages on a host's growth is judged: it must show a new document at least every tenth page. */
const GROWTH_MIN_VISITED = 100;
const GROWTH_MIN_SHARE = 0.1;
const MAX_REMEMBERED_HOSTS = 20_000;
const OUT: Readonly<Record<OutReason, { readonly out: OutReason }>> = {
  denied: { out: 'denied' },
  'private-host': { out: 'private-host' },
  'too-deep': { out: 'too-deep' },
  'not-allowed': { out: 'not-allowed' },
  'search-engine': { out: 'search-engine' },
  archive: { out: 'archive' },
  proxy: { out: 'proxy' },
  translator: { out: 'translator' },
  generated: { out: 'generated' },
  'trap-repeats': { out: 'trap-repeats' },
  'trap-depth': { out: 'trap-depth' },
  'trap-calendar': { out: 'trap-calendar' },
  'trap-session': { out: 'trap-session' },
  'trap-query': { out: 'trap-query' },
  'trap-growth': { out: 'trap-growth' },
  'host-budget': { out: 'host-budget' },
  'host-count': { out: 'host-count' },
};

/**
 * Prepares rules. `now` tells calendars' years.
 * @throws TypeError for a place in `allow` or `deny` that is neither a domain nor a domain with a path
 */
export function openScope(rules: ScopeRules, exclusions: Exclusions, now: Date): Scope {
  return {
    rules,
    allow: placesOf(rules.allow, 'allow'),
    deny: placesOf(rules.deny, 'deny'),
    exclusions,
    year: now.getUTCFullYear(),
    hosts: new Map(),
  };
}

function placesOf(places: readonly string[], list: 'allow' | 'deny'): PlaceSet {
  const set = new Map<string, string[]>();
  for (const place of places) {
    const slash = place.indexOf('/');
    const host = (slash === -1 ? place : place.slice(0, slash)).toLowerCase();
    // An address with a scheme would match nothing, silently: it is refused.
    if (!/^[a-z0-9_.:[\]-]+$/.test(host) || place.includes('://'))
      throw new TypeError(`scope: ${list} takes domains or parts of them, as example.org or example.org/forum/.`);
    set.set(host, [...(set.get(host) ?? []), slash === -1 ? '/' : place.slice(slash)]);
  }
  return set;
}

/** Whether a host with a path lies in one of the places: the host itself or a domain above it. */
function isIn(places: PlaceSet, host: string, path: string): boolean {
  if (places.size === 0) return false;
  for (let name = host; ; name = name.slice(name.indexOf('.') + 1)) {
    if (places.get(name)?.some((prefix) => path.startsWith(prefix)) === true) return true;
    if (!name.includes('.')) return false;
  }
}

function judgementOf(scope: Scope, host: string): HostJudgement {
  const known = scope.hosts.get(host);
  if (known !== undefined) return known;
  const judged = { isPrivate: isPrivateHost(host), category: kindOfHost(scope.exclusions, host) };
  if (scope.hosts.size >= MAX_REMEMBERED_HOSTS) scope.hosts.clear();
  scope.hosts.set(host, judged);
  return judged;
}

/** Host without port or brackets, and path with query, of a canonical address. */
function partsOf(url: string): { host: string; path: string } {
  const start = url.indexOf('//') + 2;
  const slash = url.indexOf('/', start);
  const end = slash === -1 ? url.length : slash;
  const authority = url.slice(start, end);
  const host = authority.startsWith('[')
    ? authority.slice(1, authority.indexOf(']'))
    : authority.includes(':')
      ? authority.slice(0, authority.indexOf(':'))
      : authority;
  return { host, path: slash === -1 ? '/' : url.slice(slash) };
}

/** Judges one offer by the table at the top of this file. */
export function judgeScope(scope: Scope, offer: ScopedOffer, counts: HostCounts): ScopeVerdict {
  const { rules } = scope;
  const { host, path } = partsOf(offer.url);
  if (isIn(scope.deny, host, path)) return OUT.denied;
  const { isPrivate, category } = judgementOf(scope, host);
  if (isPrivate && rules.mayVisitPrivateHosts !== true) return OUT['private-host'];
  const isMedia = offer.kind === 'media';
  if (!isMedia && offer.depth > rules.maxDepth) return OUT['too-deep'];
  const isAllowed = isIn(scope.allow, host, path);
  if (rules.keepsToAllowed && !isMedia && !isAllowed) return OUT['not-allowed'];
  if (category !== undefined && !isAllowed) return OUT[category];
  const trap = findTrap(offer.url, scope.year);
  if (trap !== undefined) return OUT[trap];
  if (isMedia) return 'in';
  if (counts.visited >= GROWTH_MIN_VISITED && counts.distinct < counts.visited * GROWTH_MIN_SHARE)
    return OUT['trap-growth'];
  if (counts.visited >= rules.maxPagesPerHost) return OUT['host-budget'];
  return !counts.isKnownHost && counts.hosts >= rules.maxHosts ? OUT['host-count'] : 'in';
}
