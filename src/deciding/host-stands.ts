/**
 * Where items are hosted, as far as the house has it on record: routing's facts of hosts, and what is sent of them. Nobody is asked; what
 * is known of IP addresses lies in files and in earlier answers.
 *
 * | on record                                                    | `proxy`            | the country that counts |
 * |--------------------------------------------------------------|--------------------|-------------------------|
 * | no known proxy's address, and nobody said otherwise          | `none`             | the item's own          |
 * | a known proxy's, and nobody has said anything of the origin  | `origin-unknown`   | none                    |
 * | an analyst named the origin, and it has been looked up       | `origin-known`     | the origin's            |
 * | the origin's host is still being looked up, or leads to a known proxy again | `origin-unknown` | none       |
 * | an analyst said that it could not be found                   | `origin-not-found` | none                    |
 *
 * Where a proxy stands says nothing of who hosts: its country is nobody's.
 */
import {
  standingOrigin,
  type FoundOrigin,
  type Item,
  type Location,
  type Origin,
  type StandingOrigin,
} from '../cases/door.ts';
import { hasHostChanged, readSights, type Sight } from '../notices/door.ts';
import type { Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { ItemFacts, ProxyStand } from '../routing/door.ts';
import type { CountryCode } from '../terms/countries.ts';
import type { ItemId } from '../terms/ids.ts';

/** What is known of IP addresses without asking anybody. */
export interface AddressKnowledge {
  /** Those that are known to be a CDN's or a proxy's. */
  readonly proxiesAmong: (ips: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly countryOf: (ip: string) => CountryCode | undefined;
}

export interface HostStandDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly addresses: AddressKnowledge;
}

/** An item as its host was last looked up. */
export type HostedItem = Pick<Item, 'id' | 'ip' | 'country' | 'locatedAt'>;

/** How an item's host stands. */
export interface HostStand {
  readonly proxy: ProxyStand;
  /** Of where the item is kept; undefined where that is not known. */
  readonly country: CountryCode | undefined;
  /** The same, its IP address. */
  readonly ip: string | undefined;
  /** For `origin-known`: what the analyst found. */
  readonly origin: Extract<StandingOrigin, FoundOrigin> | undefined;
  /** The item's address is a known proxy's. */
  readonly isKnownProxy: boolean;
  /** The origin that was named is a known proxy's address itself. */
  readonly isOriginProxy: boolean;
  /** Where the newest visit met it, when that is another network or country than before; undefined: it has not moved. */
  readonly movedTo: Location | undefined;
}

/** How the hosts of these items stand. `origins`: the analysts' newest words about them. */
export async function readHostStands(
  { db, serviceKey, addresses }: HostStandDeps,
  items: readonly HostedItem[],
  origins: ReadonlyMap<ItemId, Origin>,
): Promise<ReadonlyMap<ItemId, HostStand>> {
  const standing = new Map(items.map(({ id, locatedAt }) => [id, standingOrigin(origins.get(id), locatedAt)]));
  const named = [...standing.values()].flatMap((origin) => (origin?.said === 'found' ? (origin.ip ?? []) : []));
  const [sights, proxies] = await Promise.all([
    readSights(
      db,
      serviceKey,
      items.map(({ id }) => id),
    ),
    addresses.proxiesAmong([...items.flatMap(({ ip }) => ip ?? []), ...named]),
  ]);
  return new Map(
    items.map((item) => {
      const place = placeOf(item, standing.get(item.id), proxies);
      return [item.id, { ...place, movedTo: moveOf(item, sights.get(item.id), addresses) }];
    }),
  );
}

function placeOf(
  { ip, country }: HostedItem,
  origin: StandingOrigin | undefined,
  proxies: ReadonlySet<string>,
): Omit<HostStand, 'movedTo'> {
  const isKnownProxy = ip !== undefined && proxies.has(ip);
  const nowhere = { ip: undefined, country: undefined, origin: undefined, isOriginProxy: false, isKnownProxy };
  if (origin === undefined)
    return isKnownProxy ? { ...nowhere, proxy: 'origin-unknown' } : { ...nowhere, proxy: 'none', ip, country };
  if (origin.said === 'not-found') return { ...nowhere, proxy: 'origin-not-found' };
  const isOriginProxy = origin.ip !== undefined && proxies.has(origin.ip);
  if (isOriginProxy || origin.locationCode === undefined) return { ...nowhere, proxy: 'origin-unknown', isOriginProxy };
  return { ...nowhere, proxy: 'origin-known', ip: origin.ip, country: origin.country, origin };
}

/** By the same rule as the last look before a notice leaves; what was looked up after the visit says more than it. */
function moveOf(
  { ip, country, locatedAt }: HostedItem,
  sight: Pick<Sight, 'at' | 'ips'> | undefined,
  { countryOf }: AddressKnowledge,
): Location | undefined {
  const [met] = sight?.ips ?? [];
  if (sight === undefined || met === undefined || (locatedAt !== undefined && sight.at <= locatedAt)) return undefined;
  if (!hasHostChanged({ ip, country }, sight.ips, countryOf)) return undefined;
  return { code: 'found', ip: met, country: countryOf(met) };
}

const UNKNOWN: HostStand = {
  ...{ proxy: 'none', country: undefined, ip: undefined, origin: undefined },
  ...{ isKnownProxy: false, isOriginProxy: false, movedTo: undefined },
};

/** One item's; of an item that was not asked for nothing is known. */
export const standOf = (stands: ReadonlyMap<ItemId, HostStand>, id: ItemId): HostStand => stands.get(id) ?? UNKNOWN;

/** What routing is told of it. */
export const hostFactsOf = ({
  proxy,
  country,
  movedTo,
}: HostStand): Pick<ItemFacts, 'proxy' | 'hostCountry' | 'hostChanged'> => ({
  ...{ proxy, hostCountry: country, hostChanged: movedTo !== undefined },
});
