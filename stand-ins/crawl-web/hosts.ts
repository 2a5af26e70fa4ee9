/**
 * The hosts of a generated web: reserved names (RFC 2606) of many registrable domains, each with a public-looking address
 * that lies in its country by the offline country database (a test proves it). Nothing is ever sent to these addresses.
 */
import type { WebOptions } from './options.ts';

/** A host as the network file and the truth describe it. */
export interface CrawlHost {
  readonly name: string;
  readonly ip: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly scheme: 'http' | 'https';
}

const NETWORKS: readonly (readonly [string, string])[] = [
  ['85.24.180', 'SE'],
  ['185.107.56', 'NL'],
  ['88.198.60', 'DE'],
  ['23.92.20', 'US'],
  ['153.120.30', 'JP'],
  ['81.2.240', 'CZ'],
  ['94.75.200', 'NL'],
  ['5.9.120', 'DE'],
  ['45.33.70', 'US'],
  ['14.225.200', 'VN'],
  ['41.204.160', 'KE'],
  ['194.71.11', 'SE'],
];
const WORDS = 'album brygga dal eko fjord glas hav isle jord klippa lund moln norr ort park ro sjo torg udde vik'.split(
  ' ',
);
const ENDINGS = ['example', 'test'];
/** Every so many ordinary hosts speak TLS, where a certificate is given. */
const TLS_EVERY = 6;

function whereabouts(index: number): Pick<CrawlHost, 'ip' | 'country'> {
  const [network, country] = NETWORKS[index % NETWORKS.length] ?? ['85.24.180', 'SE'];
  return { ip: `${network}.${1 + (Math.floor(index / NETWORKS.length) % 250)}`, country };
}

const isTlsIndex = (index: number): boolean => index % TLS_EVERY === 4;

/** The ordinary host of this number. One in eight is a `www.` of its domain. */
export function ordinaryHost(index: number, hasTls: boolean): CrawlHost {
  const domain = `${WORDS[index % WORDS.length] ?? 'ort'}${index}.${ENDINGS[index % 2] ?? 'test'}`;
  return {
    name: index % 8 === 5 ? `www.${domain}` : domain,
    ...whereabouts(index),
    scheme: hasTls && isTlsIndex(index) ? 'https' : 'http',
  };
}

/** A special host: `calendar` becomes `calendar-site.test`. Their addresses follow those of the ordinary hosts. */
export function specialHost(label: string, order: number, hosts: number, scheme: CrawlHost['scheme']): CrawlHost {
  return { name: label.includes('.') ? label : `${label}-site.test`, ...whereabouts(hosts + order), scheme };
}

/** The names that a certificate for this web must carry. */
export function tlsNamesOf(options: Pick<WebOptions, 'hosts'>): readonly string[] {
  return Array.from({ length: options.hosts }, (_, index) => ordinaryHost(index, true))
    .filter(({ scheme }) => scheme === 'https')
    .map(({ name }) => name);
}

/** The address of a path on a host. */
export const addressOn = (host: Pick<CrawlHost, 'name' | 'scheme'>, path: string): string =>
  `${host.scheme}://${host.name}${path}`;
