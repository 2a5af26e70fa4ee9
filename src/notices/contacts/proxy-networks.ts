/**
 * Networks and ASes that are known to belong to a CDN or a proxy: what answers there is not where the item is kept. Data
 * (`config/proxy-networks.json`), as these operators publish their ranges and change them.
 */
import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const fileSchema = z.strictObject({
  version: z.literal(1),
  proxies: z.array(
    z.strictObject({
      name: z.string().min(1),
      networks: z.array(z.string().refine((text) => ipaddr.isValidCIDR(text), 'must be a network')).default([]),
      asns: z.array(z.number().int().min(1).max(4_294_967_295)).default([]),
    }),
  ),
});

/** Says whose an address is. */
export interface ProxyNetworks {
  /** Whether the IP, or the AS that announces it, is a known proxy's. */
  has(ip: string | undefined, asn: number | undefined): boolean;
}

const SHIPPED = new URL('../../../config/proxy-networks.json', import.meta.url);

/** Reads the list that is shipped, or another of its shape. @throws Error when it is not right */
export function readProxyNetworks(file: URL | string = SHIPPED): ProxyNetworks {
  return parseProxyNetworks(readFileSync(file, 'utf8'));
}

/** Reads a list's text. @throws Error when it is not right */
export function parseProxyNetworks(json: string): ProxyNetworks {
  const { proxies } = fileSchema.parse(JSON.parse(json));
  const asns = new Set(proxies.flatMap((proxy) => proxy.asns));
  const networks = proxies.flatMap((proxy) => proxy.networks.map((cidr) => ipaddr.parseCIDR(cidr)));
  return {
    has: (ip, asn) => {
      if (asn !== undefined && asns.has(asn)) return true;
      if (ip === undefined || !ipaddr.isValid(ip)) return false;
      const address = ipaddr.process(ip);
      return networks.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
    },
  };
}
