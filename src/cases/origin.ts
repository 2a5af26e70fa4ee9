/**
 * The origin of an item: where it is really hosted, where a CDN or proxy answers in the host's place. An analyst says it. Pure.
 *
 * | said       | meaning                                          | moves to                                              |
 * |------------|--------------------------------------------------|-------------------------------------------------------|
 * | (nothing)  | nobody has looked                                | found; not-found                                      |
 * | found      | a host or IP address, and how it was found       | found (another); not-found; taken-back; out of date   |
 * | not-found  | somebody looked, and it could not be found       | found; taken-back; out of date                        |
 * | taken-back | what was said before was wrong: nobody has looked | found; not-found                                      |
 *
 * What was said is out of date once the item's own host has been looked up anew: whoever looks again confirms or corrects it.
 */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { CountryCode } from '../terms/countries.ts';
import type { StaffId } from '../terms/ids.ts';
import { canonicaliseUrl, isPrivateHost } from '../terms/web-address.ts';

/**
 * How an origin was found. `registry`: a registry's or the domain's registration data. `provider`: the CDN's or proxy's answer.
 * `history`: certificates or the DNS of before.
 */
export const ORIGIN_WAYS = ['registry', 'provider', 'history', 'other'] as const;
/** For forms and rows read back. */
export const originWaySchema = z.enum(ORIGIN_WAYS);
export type OriginWay = z.infer<typeof originWaySchema>;

/** For rows read back. */
export const originSaidSchema = z.enum(['found', 'not-found', 'taken-back']);
export type OriginSaid = z.infer<typeof originSaidSchema>;

/** What an analyst says. `host`: a host name or an IP address, as `readOriginHost` gives it. */
export type OriginWord =
  | { readonly said: 'found'; readonly host: string; readonly way: OriginWay }
  | { readonly said: 'not-found' | 'taken-back' };

/** A place that was found, in clear: in memory alone. */
export interface FoundOrigin {
  readonly said: 'found';
  readonly way: OriginWay;
  /** A host name, or the IP address itself. */
  readonly host: string;
  readonly ip: string | undefined;
  readonly country: CountryCode | undefined;
  /** How the search for its IP address ended: `found`, or a reason why not; undefined while it goes on. */
  readonly locationCode: string | undefined;
}

interface OriginBy {
  /** Which word it is: each has a higher one than those before. */
  readonly number: number;
  readonly staffId: StaffId;
  readonly notedAt: Date;
}

/** What counts: a place, or that none could be found. */
export type StandingOrigin = OriginBy & (FoundOrigin | { readonly said: 'not-found' });
/** An analyst's newest word about an item's origin. */
export type Origin = StandingOrigin | (OriginBy & { readonly said: 'taken-back' });

/** What still counts of it: nothing after it was taken back, or once the item's host has been looked up anew. */
export function standingOrigin(origin: Origin | undefined, locatedAt: Date | undefined): StandingOrigin | undefined {
  if (origin === undefined || origin.said === 'taken-back') return undefined;
  return locatedAt !== undefined && locatedAt > origin.notedAt ? undefined : origin;
}

/** Where an item is kept: at its origin where one was found, nowhere that is known where it could not be, else where it answers. */
export function keptAt(
  { ip, country, locatedAt }: Pick<FoundOrigin, 'ip' | 'country'> & { readonly locatedAt: Date | undefined },
  word: Origin | undefined,
): Pick<FoundOrigin, 'ip' | 'country'> {
  const origin = standingOrigin(word, locatedAt);
  if (origin === undefined) return { ip, country };
  return origin.said === 'found' ? origin : { ip: undefined, country: undefined };
}

const MOST_HOST = 300;

/**
 * The host in what somebody typed: a host name, an IP address, or a whole web address, of which the host is taken. Lower-case ASCII
 * without port; an IP address in its usual spelling. Undefined for anything else, and for what lies inside somebody's own network.
 */
export function readOriginHost(text: string): string | undefined {
  const typed = text.trim();
  if (typed === '' || typed.length > MOST_HOST) return undefined;
  if (ipaddr.isValid(typed) && !typed.includes('%')) return publicHost(ipaddr.process(typed).toString());
  const read = canonicaliseUrl(/^https?:\/\//i.test(typed) ? typed : `http://${typed}`);
  if (!read.ok) return undefined;
  const { host } = read.address;
  return publicHost(ipaddr.isValid(host) ? ipaddr.process(host).toString() : host);
}

const publicHost = (host: string): string | undefined => (isPrivateHost(host) ? undefined : host);
