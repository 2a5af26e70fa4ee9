/**
 * How names become addresses, and addresses become connections: the system's DNS, or a test network described in JSON.
 *
 * A test network lets tests and the demo use ordinary public-looking names and addresses (which country, which range) while
 * every connection goes to loopback: names that it does not list do not exist, and addresses that it does not list cannot
 * be dialled. So nothing of a test or a demo can leave the machine.
 */
import { Resolver } from 'node:dns/promises';
import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import { isPublicIp } from '../terms/web-address.ts';

/** Where a TCP connection is really made: an IP literal, never a name. */
export interface DialTarget {
  ip: string;
  port: number;
}

/** The only way from a name to a connection, so that a test can put a world of its own in its place. */
export interface Network {
  /**
   * The name's addresses, IPv4 first, as text; at least one.
   * @throws NameNotResolved, or the signal's reason
   */
  resolve(host: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Whether the rules allow a connection to this address at all. Asked for literals and names alike, after resolving. */
  mayDial(ip: string): boolean;
  /** Where a connection to a checked address goes; undefined where this network has no way there. */
  dialTarget(host: string, ip: string, port: number): DialTarget | undefined;
  /** How the TCP connection is made, where it is not straight from this machine (a way out through a proxy). */
  dial?: ((target: DialTarget, signal: AbortSignal) => Promise<Socket>) | undefined;
  /** Certificates in PEM, trusted beside the system's (a test network's own authority). */
  extraCertificates: readonly string[];
}

/** `no-such-name`: NXDOMAIN, an answer about the name; `no-address`: the name exists and has none; `resolver-failed`: no answer, which says nothing about the name. */
export type NameFailure = 'no-such-name' | 'no-address' | 'resolver-failed';

/** A name that did not become an address. The message does not contain the name. */
export class NameNotResolved extends Error {
  readonly code: NameFailure;
  constructor(code: NameFailure) {
    super(`a host name did not resolve: ${code}`);
    this.name = 'NameNotResolved';
    this.code = code;
  }
}

const ip = z.string().refine((text) => ipaddr.isValid(text), 'must be an IP address');
const loopbackTarget = z
  .string()
  .regex(
    /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]):\d{1,5}$/,
    'must be a loopback address and port, as 127.0.0.1:4500',
  )
  .transform((text): DialTarget => {
    const colon = text.lastIndexOf(':');
    return { ip: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
  });

const connectToSchema = z.union([
  loopbackTarget.transform((everyPort) => ({ everyPort, byPort: new Map<number, DialTarget>() })),
  z.record(z.string().regex(/^\d{1,5}$/), loopbackTarget).transform((ports) => ({
    everyPort: undefined,
    byPort: new Map(Object.entries(ports).map(([port, target]) => [Number(port), target])),
  })),
]);
const testHostSchema = z.union([
  z.strictObject({
    ip: z.union([ip.transform((one) => [one]), z.array(ip).min(1)]),
    /** One target for every port, or one for each port. */
    connectTo: connectToSchema,
  }),
  z.strictObject({ fails: z.enum(['no-such-name', 'no-address', 'resolver-failed']) }),
]);

/**
 * A test network, as JSON: `{"hosts": {"pictures.example.org": {"ip": "85.1.2.3", "connectTo": "127.0.0.1:4500"},
 * "lost.example.org": {"fails": "resolver-failed"}}}`. `connectTo` may be `{"80": "127.0.0.1:4500", "443": "127.0.0.1:4501"}`.
 */
export const testNetworkSchema = z.strictObject({
  hosts: z.record(z.string(), testHostSchema),
  /** Lets loopback literals be dialled as well, for servers of tests that have no name. */
  allowLoopback: z.boolean().default(false),
  extraCertificates: z.array(z.string()).default([]),
});
export type TestNetwork = z.output<typeof testNetworkSchema>;

/** Plain data, so that it can come from the environment or a file. */
export type NetworkConfig =
  | {
      kind: 'system';
      /** `address` or `address:port` of resolvers to ask in place of the system's. */
      dnsServers?: readonly string[];
      /** CIDR ranges refused beside the reserved ones: the hotline's own networks. */
      forbiddenRanges?: readonly string[];
    }
  | { kind: 'test'; network: TestNetwork };

/** Opens the network. @throws TypeError when a resolver or a range in the configuration cannot be read */
export function openNetwork(config: NetworkConfig): Network {
  return config.kind === 'system' ? openSystemNetwork(config) : openTestNetwork(config.network);
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

const NAME_FAILURES: Partial<Record<string, NameFailure>> = {
  ENOTFOUND: 'no-such-name',
  ENODATA: 'no-address',
};

function failureOf(error: unknown): NameFailure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NAME_FAILURES[code] ?? 'resolver-failed';
}

/**
 * What two questions (A and AAAA) say together: any address wins; one resolver failure leaves the matter open; a name that
 * exists without addresses is told apart from one that does not exist.
 */
export function addressesOrFailure(
  answers: readonly (readonly string[] | NameFailure)[],
): readonly string[] | NameFailure {
  const addresses = answers.flatMap((answer) => (typeof answer === 'string' ? [] : answer));
  if (addresses.length > 0) return addresses;
  if (answers.includes('resolver-failed')) return 'resolver-failed';
  return answers.length > 0 && answers.every((answer) => answer === 'no-such-name') ? 'no-such-name' : 'no-address';
}

function openSystemNetwork(config: Extract<NetworkConfig, { kind: 'system' }>): Network {
  const forbidden = (config.forbiddenRanges ?? []).map((range) => ipaddr.parseCIDR(range));
  const isForbidden = (address: string) => {
    const parsed = ipaddr.process(address);
    return forbidden.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
  };
  return {
    async resolve(host, signal) {
      signal.throwIfAborted();
      const resolver = new Resolver({ timeout: 3000, tries: 2 });
      if (config.dnsServers !== undefined) resolver.setServers(config.dnsServers);
      const onAbort = () => resolver.cancel();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        const answers = await Promise.all(
          [resolver.resolve4(host), resolver.resolve6(host)].map((question) => question.catch(failureOf)),
        );
        signal.throwIfAborted();
        const result = addressesOrFailure(answers);
        if (typeof result === 'string') throw new NameNotResolved(result);
        return result;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    mayDial: (address) => isPublicIp(address) && !isForbidden(address),
    dialTarget: (_host, address, port) => ({ ip: address, port }),
    extraCertificates: [],
  };
}

function openTestNetwork(network: TestNetwork): Network {
  const hosts = new Map(Object.entries(network.hosts).map(([name, host]) => [name.toLowerCase(), host]));
  const byAddress = new Map(
    [...hosts.values()].flatMap((host) => ('ip' in host ? host.ip.map((one) => [normalised(one), host] as const) : [])),
  );
  return {
    resolve(name, signal) {
      if (signal.aborted) return Promise.reject(new NameNotResolved('resolver-failed'));
      const host = hosts.get(name.toLowerCase());
      if (host === undefined) return Promise.reject(new NameNotResolved('no-such-name'));
      return 'fails' in host ? Promise.reject(new NameNotResolved(host.fails)) : Promise.resolve(host.ip);
    },
    mayDial: (address) => isPublicIp(address) || (network.allowLoopback && isLoopback(address)),
    dialTarget(name, address, port) {
      const host = hosts.get(name.toLowerCase()) ?? byAddress.get(normalised(address));
      if (host !== undefined && 'connectTo' in host) return host.connectTo.byPort.get(port) ?? host.connectTo.everyPort;
      return network.allowLoopback && isLoopback(address) ? { ip: address, port } : undefined;
    },
    extraCertificates: network.extraCertificates,
  };
}

function normalised(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}
