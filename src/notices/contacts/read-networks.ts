/**
 * The networks of hosts, as registries said when they were asked whom to tell. Nobody is asked here, and what was never asked, or
 * was asked so long ago that it is forgotten, is not known.
 */
import ipaddr from 'ipaddr.js';
import type { AsNetwork } from '../../crawl/door.ts';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { isPublicIp } from '../../terms/web-address.ts';
import { sharedKeysOf } from './keep-registries.ts';
import { readLookups, type LookupKey } from './lookup-store.ts';
import type { Registration } from './registration.ts';

/**
 * The AS that announces each of these addresses, by the address as it was given. By its registration (ARIN names the AS), else by
 * RIPEstat's view of the routing table; the order in which the ladder takes them.
 */
export async function readAnnouncedNetworks(
  db: Db,
  serviceKey: ServiceKey,
  ips: readonly string[],
): Promise<ReadonlyMap<string, AsNetwork>> {
  const questions = [...new Set(ips)].filter(isPublicIp).map((ip) => ({ ip, keys: keysOf(ip) }));
  if (questions.length === 0) return new Map();
  const kept = await readLookups(
    db,
    serviceKey,
    questions.flatMap(({ keys }) => keys),
  );
  const found = questions.flatMap(({ ip, keys }) => {
    const asn = keys.map((key) => registrationIn(kept, key)?.asns[0]).find((each) => each !== undefined);
    return asn === undefined ? [] : [{ ip, asn }];
  });
  const names = await readLookups(
    db,
    serviceKey,
    [...new Set(found.map(({ asn }) => asn))].map((asn): LookupKey => `rdap-asn AS${asn}`),
  );
  return new Map(
    found.map(({ ip, asn }) => {
      const registration = registrationIn(names, `rdap-asn AS${asn}`);
      return [ip, { asn, name: (registration?.abuse ?? registration?.other)?.name }];
    }),
  );
}

function keysOf(ip: string): readonly LookupKey[] {
  const usual = ipaddr.process(ip).toString();
  return [`rdap-ip ${usual}`, ...sharedKeysOf(usual), `ripe-origin ${usual}`];
}

function registrationIn(kept: Awaited<ReturnType<typeof readLookups>>, key: LookupKey): Registration | undefined {
  const answer = kept.get(key)?.answer;
  return answer?.kind === 'found' ? answer.value : undefined;
}
