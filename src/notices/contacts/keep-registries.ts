/**
 * The registries with a memory: an answer is asked for once, kept in the database for all processes, and used while its
 * source is silent (`lookup-age.ts`). Two who ask the same at the same time ask once.
 *
 * An IP's answer holds for its whole address block where that is at most a /24 (IPv4) or a /48 (IPv6). In a larger block
 * another address may be registered more closely, so that its answer holds for that one address.
 */
import ipaddr from 'ipaddr.js';
import { transact, type Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { afterAsking, isDue, usable, type Heard } from './lookup-age.ts';
import { readLookups, writeLookup, type LookupKey, type LookupSource } from './lookup-store.ts';
import type { Looked, Registration, Registries, RegistryQuestion } from './registration.ts';

/** The sources themselves. They never throw: what cannot be used is `silent`. */
export interface RegistrySource {
  rdap(question: RegistryQuestion): Promise<Heard<Registration>>;
  ripeAbuse(question: Exclude<RegistryQuestion, { kind: 'domain' }>): Promise<Heard<Registration>>;
  ripeOrigin(question: Extract<RegistryQuestion, { kind: 'ip' }>): Promise<Heard<Registration>>;
}

/** What the memory needs. */
export interface KeepDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly source: RegistrySource;
}

const WIDEST_SHARED_BITS = { ipv4: 24, ipv6: 48 } as const;
const CLOSEST_SHARED_BITS = { ipv4: 32, ipv6: 64 } as const;
/** Answers that this process need not even read again; more than any day's hosts. */
const MOST_REMEMBERED = 20_000;

/** Puts the memory before the sources. */
export function keepRegistries(deps: KeepDeps): Registries {
  const remembered = new Map<LookupKey, { readonly looked: Looked; readonly until: Date }>();
  const underWay = new Map<LookupKey, Promise<Looked>>();

  const look = (
    source: LookupSource,
    question: RegistryQuestion,
    now: Date,
    ask: () => Promise<Heard<Registration>>,
  ) => {
    const key: LookupKey = `${source} ${nameOf(question)}`;
    const known = remembered.get(key);
    if (known !== undefined && known.until > now) return Promise.resolve(known.looked);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const started = lookUp(
      deps,
      key,
      question.kind === 'ip' && source === 'rdap-ip' ? sharedKeysOf(question.ip) : [],
      now,
      ask,
    )
      .then(({ looked, until }) => {
        if (remembered.size >= MOST_REMEMBERED) remembered.clear();
        if (until !== undefined) remembered.set(key, { looked, until });
        return looked;
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
  return {
    rdap: (question, now) => look(`rdap-${question.kind}`, question, now, () => deps.source.rdap(question)),
    ripeAbuse: (question, now) => look('ripe-abuse', question, now, () => deps.source.ripeAbuse(question)),
    ripeOrigin: (question, now) => look('ripe-origin', question, now, () => deps.source.ripeOrigin(question)),
  };
}

const nameOf = (question: RegistryQuestion): string => {
  switch (question.kind) {
    case 'domain':
      return question.name;
    case 'ip':
      return question.ip;
    case 'asn':
      return `AS${question.asn}`;
  }
};

async function lookUp(
  deps: KeepDeps,
  key: LookupKey,
  shared: readonly LookupKey[],
  now: Date,
  ask: () => Promise<Heard<Registration>>,
): Promise<{ looked: Looked; until: Date | undefined }> {
  const kept = await readLookups(deps.db, deps.serviceKey, [key, ...shared]);
  const current = [key, ...shared].map((one) => kept.get(one)).find((one) => one !== undefined && !isDue(one, now));
  if (current !== undefined) return toLooked(current, now);
  const before = kept.get(key) ?? shared.map((one) => kept.get(one)).find((one) => one !== undefined);
  const heard = await ask();
  const after = afterAsking(before, heard, now);
  const home = heard.kind === 'found' ? (homeOf(shared, heard.value) ?? key) : key;
  await transact(deps.db, (tx) => writeLookup(tx, deps.serviceKey, home, after, now));
  return toLooked(after, now);
}

function toLooked(kept: Parameters<typeof usable<Registration>>[0], now: Date) {
  const { kind, ...more } = usable(kept, now);
  const until = kind === 'silent' ? undefined : kept.askAt;
  if ('value' in more) {
    const looked: Looked = { kind: 'found', registration: more.value, fetchedAt: more.fetchedAt };
    return { looked, until };
  }
  const looked: Looked = kind === 'none' ? { kind } : { kind: 'silent' };
  return { looked, until };
}

/** The names under which an answer for the IP's block may be kept, the closest block first. */
export function sharedKeysOf(ip: string): readonly LookupKey[] {
  const kind = ipaddr.parse(ip).kind();
  const keys: LookupKey[] = [];
  for (let bits = CLOSEST_SHARED_BITS[kind]; bits >= WIDEST_SHARED_BITS[kind]; bits -= 1)
    keys.push(`rdap-ip ${blockOf(ip, bits)}`);
  return keys;
}

/** The block of an answer, where it is one that may be shared and that the asked address lies in. */
const homeOf = (shared: readonly LookupKey[], registration: Registration): LookupKey | undefined =>
  registration.networks
    .filter((cidr) => ipaddr.isValidCIDR(cidr))
    .map((cidr): LookupKey => {
      const [base, bits] = ipaddr.parseCIDR(cidr);
      return `rdap-ip ${blockOf(base.toString(), bits)}`;
    })
    .find((key) => shared.includes(key));

function blockOf(ip: string, bits: number): string {
  const address = ipaddr.parse(ip);
  const first =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${ip}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${ip}/${bits}`);
  return `${first.toString()}/${bits}`;
}
