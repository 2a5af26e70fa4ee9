/** Whether an item's host is another one than when it was decided (DOMAIN.md: then nothing is sent). Pure. */
import ipaddr from 'ipaddr.js';

/** Where the item was hosted when an analyst decided, to hold against where it is hosted at the time of sending. */
export interface HostDecidedOn {
  /** Undefined: nobody knew then, so that nothing can be compared. */
  readonly ip: string | undefined;
  readonly country: string | undefined;
}

/** Prefix lengths of what is commonly one operator's network: the smallest that are routed on the internet. */
const NETWORK_BITS = { ipv4: 24, ipv6: 48 } as const;

/**
 * True unless the address decided on is among those of now, or one of now lies in its network (/24, /48) and country:
 * load balancing moves an item within a network, a new host moves it out.
 */
export function hasHostChanged(
  decided: HostDecidedOn,
  ipsNow: readonly string[],
  countryOf: (ip: string) => string | undefined,
): boolean {
  const { ip, country } = decided;
  if (ip === undefined) return false;
  const same = ipsNow.map(normalised).includes(normalised(ip));
  if (same) return false;
  return !ipsNow.some((now) => isSameNetwork(ip, now) && (country === undefined || countryOf(now) === country));
}

const normalised = (ip: string): string => (ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : ip);

function isSameNetwork(one: string, other: string): boolean {
  if (!ipaddr.isValid(one) || !ipaddr.isValid(other)) return false;
  const [a, b] = [ipaddr.process(one), ipaddr.process(other)];
  return a.kind() === b.kind() && b.match(a, NETWORK_BITS[a.kind()]);
}
