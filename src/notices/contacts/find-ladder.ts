import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { isPublicIp, registrarDomainOf } from '../../terms/web-address.ts';
import type { HostPlace, Ladder } from '../takedown/rung.ts';
import { isProxyByRule, type Contacts } from './contacts-file.ts';
import { buildLadder, NO_FACTS, NO_NETWORK, type LadderFacts, type NamedContact, type NetworkFacts } from './ladder.ts';
import type { ProxyNetworks } from './proxy-networks.ts';
import { readAnnouncedNetworks } from './read-networks.ts';
import type { Looked, Registration, Registries, RegistryQuestion } from './registration.ts';

/** Where contacts come from. */
export interface ContactDeps {
  /** The contacts file as it is now. */
  readonly readRules: () => Promise<Contacts>;
  /** Networks that are known to be a CDN's or a proxy's. */
  readonly proxies: ProxyNetworks;
  /** Undefined: nothing is asked, the rules alone decide. */
  readonly registries: Registries | undefined;
}

/** What says whose an address is without asking anybody. */
export interface ProxyDeps extends Pick<ContactDeps, 'readRules' | 'proxies'> {
  /** The AS that announces an IP by a local table, where there is one. */
  readonly asOf?: ((ip: string) => number | undefined) | undefined;
}

/**
 * Which of these IP addresses are known to be a CDN's or a proxy's: by the list that comes with Fyr, the hotline's own contacts file, and
 * the AS that announces them, as far as an earlier answer of a registry or the local table says it. Nobody is asked.
 * @throws Error when the contacts file cannot be read or is not right, or the database is away
 */
export async function proxiesAmong(
  { db, serviceKey, ...deps }: ProxyDeps & { readonly db: Db; readonly serviceKey: ServiceKey },
  ips: readonly string[],
): Promise<ReadonlySet<string>> {
  const contacts = await deps.readRules();
  const distinct = [...new Set(ips)];
  const byNetwork = new Set(distinct.filter((ip) => isProxy(deps, contacts, ip, undefined)));
  const others = distinct.filter((ip) => !byNetwork.has(ip));
  const announced = await readAnnouncedNetworks(db, serviceKey, others);
  const asOf = (ip: string) => announced.get(ip)?.asn ?? deps.asOf?.(ip);
  return new Set([...byNetwork, ...others.filter((ip) => isProxy(deps, contacts, ip, asOf(ip)))]);
}

const isProxy = (
  { proxies }: Pick<ContactDeps, 'proxies'>,
  contacts: Contacts,
  ip: string | undefined,
  asn: number | undefined,
): boolean => proxies.has(ip, asn) || isProxyByRule(contacts, ip, asn);

/**
 * Whom to tell about an item, the nearest first. Asks rules by hand, then registration data, in the cache or at its source;
 * a source in trouble is named in `silent`, and the ladder is made of the rest.
 * @throws Error when the contacts file cannot be read or is not right, or the database is away
 */
export async function findLadder(deps: ContactDeps, where: HostPlace, now: Date): Promise<Ladder> {
  const place = isIP(where.host) === 0 ? where : { ...where, ip: where.host };
  const contacts = await deps.readRules();
  const silent = new Set<string>();
  const asking = (registries: Registries): Asking => ({ registries, now, silent });
  const { registries } = deps;
  const facts = registries === undefined ? NO_FACTS : await askAll(asking(registries), place);
  const { origin } = place;
  const behind =
    origin === undefined || registries === undefined ? undefined : await askNetwork(asking(registries), origin);
  const isBehindProxy = place.isBehindProxy || origin !== undefined || isProxy(deps, contacts, place.ip, facts.asn);
  return {
    rungs: buildLadder(
      contacts,
      { ...place, isBehindProxy },
      { ...facts, origin: origin && (behind ?? NO_NETWORK) },
      now,
    ),
    silent: [...silent].sort(),
  };
}

/** One item's questions: what is found of a source, and a note in `silent` where it says nothing. */
interface Asking {
  readonly registries: Registries;
  readonly now: Date;
  readonly silent: Set<string>;
}

async function askAll(asking: Asking, place: HostPlace): Promise<Omit<LadderFacts, 'origin'>> {
  const [domain, network] = await Promise.all([askDomain(asking, place.host), askNetwork(asking, place)]);
  return { ...domain, ...network };
}

async function askDomain(
  asking: Asking,
  host: string,
): Promise<Pick<LadderFacts, 'owner' | 'registrar' | 'registrarId'>> {
  const nobody = { owner: undefined, registrar: undefined, registrarId: undefined };
  const name = host.endsWith('.onion') || ipaddr.isValid(host) ? undefined : registrarDomainOf(host);
  if (name === undefined) return nobody;
  const looked = heard(asking, 'rdap-domain', await asking.registries.rdap({ kind: 'domain', name }, asking.now));
  if (looked === undefined) return nobody;
  const { registration } = looked;
  return {
    owner: named(looked, 'rdap', registration.abuse ?? registration.other),
    registrar: named(looked, 'rdap', registration.registrar),
    registrarId: registration.registrarId,
  };
}

async function askNetwork(asking: Asking, place: Pick<HostPlace, 'ip'>): Promise<NetworkFacts> {
  if (place.ip === undefined || !isPublicIp(place.ip)) return NO_NETWORK;
  const question = { kind: 'ip', ip: ipaddr.process(place.ip).toString() } as const;
  const { contact, registration } = await askContact(asking, 'rdap-ip', question);
  const asn = registration?.asns[0] ?? (await askOrigin(asking, question));
  if (asn === undefined) return { asn, network: contact, upstream: undefined };
  const upstream = await askContact(asking, 'rdap-asn', { kind: 'asn', asn });
  return { asn, network: contact, upstream: upstream.contact };
}

/** The registry's abuse contact; else RIPE's; else whoever the registry names instead. */
async function askContact(
  asking: Asking,
  source: string,
  question: Exclude<RegistryQuestion, { kind: 'domain' }>,
): Promise<{ contact: NamedContact | undefined; registration: Registration | undefined }> {
  const { registries, now } = asking;
  const looked = heard(asking, source, await registries.rdap(question, now));
  const registration = looked?.registration;
  const abuse = looked === undefined ? undefined : named(looked, 'rdap', registration?.abuse);
  if (abuse !== undefined) return { contact: abuse, registration };
  const ripe = heard(asking, 'ripe', await registries.ripeAbuse(question, now));
  const byRipe = ripe === undefined ? undefined : named(ripe, 'ripe', ripe.registration.abuse);
  const other = looked === undefined ? undefined : named(looked, 'rdap', registration?.other);
  return { contact: byRipe ?? other, registration };
}

async function askOrigin(
  asking: Asking,
  question: Extract<RegistryQuestion, { kind: 'ip' }>,
): Promise<number | undefined> {
  return heard(asking, 'ripe', await asking.registries.ripeOrigin(question, asking.now))?.registration.asns[0];
}

type Found = Extract<Looked, { kind: 'found' }>;

function heard(asking: Asking, source: string, looked: Looked): Found | undefined {
  if (looked.kind === 'silent') asking.silent.add(source);
  return looked.kind === 'found' ? looked : undefined;
}

const named = (
  looked: Found,
  source: NamedContact['source'],
  contact: Registration['abuse'],
): NamedContact | undefined => (contact === undefined ? undefined : { contact, source, fetchedAt: looked.fetchedAt });
