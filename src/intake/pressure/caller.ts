import ipaddr from 'ipaddr.js';

/**
 * Whom a connection comes from, as far as counting goes: an IPv4 address, the first 56 bits of an IPv6 one (what a household gets; RFC
 * 6177). Undefined for this machine itself and for what is no address: behind a proxy or an onion service all callers look alike,
 * and nobody is to bear for all.
 */
export function callerOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.range() === 'loopback') return undefined;
  return Buffer.from(parsed.kind() === 'ipv6' ? parsed.toByteArray().slice(0, 7) : parsed.toByteArray()).toString(
    'hex',
  );
}
