/** What stands in the registries, as a test or a benchmark writes it. */
import ipaddr from 'ipaddr.js';

/** A domain, its registrant's public contacts, and who sold it. */
export interface RdapDomain {
  readonly name: string;
  readonly registrar?: { readonly name: string; readonly ianaId?: string; readonly abuseEmail?: string };
  readonly ownerAbuseEmail?: string;
  readonly technicalEmail?: string;
}

/** An address block and whose it is. */
export interface RdapNetwork {
  readonly cidr: string;
  readonly name: string;
  readonly country: string;
  /** Undefined: nobody is named for abuse. */
  readonly abuseEmail?: string;
  readonly technicalEmail?: string;
  /** Only in the words of a remark, as older entries have it. */
  readonly isInRemarks?: boolean;
  /** Shown to those who ask RIPEstat; in registration data by `nested` registries alone. */
  readonly originAs?: number;
  /** Only RIPE's services name it. */
  readonly ripeAbuseEmail?: string;
}

/** An AS and whose it is. */
export interface RdapAutnum {
  readonly asn: number;
  readonly name: string;
  readonly country: string;
  readonly abuseEmail?: string;
  readonly ripeAbuseEmail?: string;
}

/** Everything that is registered. The smallest block of an address answers for it. */
export interface RdapRecords {
  readonly putDomain: (domain: RdapDomain) => void;
  readonly putNetwork: (network: RdapNetwork) => void;
  readonly putAutnum: (autnum: RdapAutnum) => void;
  domain(name: string): RdapDomain | undefined;
  networkOf(ip: string): RdapNetwork | undefined;
  autnum(asn: number): RdapAutnum | undefined;
  /** Who holds a block or an AS, all of them. */
  holders(): readonly (RdapNetwork | RdapAutnum)[];
}

/** Empty registries. */
export function openRecords(): RdapRecords {
  const domains = new Map<string, RdapDomain>();
  const networks = new Map<string, RdapNetwork>();
  const autnums = new Map<number, RdapAutnum>();
  return {
    putDomain: (domain) => void domains.set(domain.name.toLowerCase(), domain),
    putNetwork: (network) => void networks.set(keyOf(network.cidr), network),
    putAutnum: (autnum) => void autnums.set(autnum.asn, autnum),
    domain: (name) => domains.get(name.toLowerCase()),
    networkOf: (ip) => {
      for (let bits = ipaddr.parse(ip).kind() === 'ipv4' ? 32 : 128; bits >= 0; bits -= 1) {
        const found = networks.get(keyOf(`${ip}/${bits}`));
        if (found !== undefined) return found;
      }
      return undefined;
    },
    autnum: (asn) => autnums.get(asn),
    holders: () => [...networks.values(), ...autnums.values()],
  };
}

const keyOf = (cidr: string): string => {
  const [base, bits] = ipaddr.parseCIDR(cidr);
  return `${firstOf(cidr, base.kind()).toString()}/${bits}`;
};

const firstOf = (cidr: string, kind: 'ipv4' | 'ipv6') =>
  kind === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);

/** First and last address of a block. */
export function rangeOf(cidr: string): { readonly start: string; readonly end: string } {
  const [base] = ipaddr.parseCIDR(cidr);
  const isV4 = base.kind() === 'ipv4';
  const start = firstOf(cidr, base.kind());
  const end = isV4 ? ipaddr.IPv4.broadcastAddressFromCIDR(cidr) : ipaddr.IPv6.broadcastAddressFromCIDR(cidr);
  return { start: start.toString(), end: end.toString() };
}
