/**
 * A network that reaches this machine alone, for test mode: what a test network leads to loopback is reached, everything else
 * does not exist, and no resolver is asked about it.
 */
import ipaddr from 'ipaddr.js';
import { NameNotResolved, type Network } from '../../crawl/door.ts';

/** A public address that names nobody: it only asks the network where it would go (RFC 5737). */
const PROBE_IP = '192.0.2.1';
const PROBE_PORTS = [443, 80];

/** Narrows a network to loopback. */
export function loopbackOnly(network: Network): Network {
  const target: Network['dialTarget'] = (host, ip, port) => {
    const found = network.dialTarget(host, ip, port);
    return found !== undefined && isLoopback(found.ip) ? found : undefined;
  };
  return {
    ...network,
    dialTarget: target,
    resolve: (host, signal) =>
      PROBE_PORTS.some((port) => target(host, PROBE_IP, port) !== undefined)
        ? network.resolve(host, signal)
        : Promise.reject(new NameNotResolved('no-address')),
  };
}

/** Whether the network leads this address to this machine. */
export function leadsToLoopback(network: Network, url: string): boolean {
  const { hostname, port, protocol } = new URL(url);
  const portNumber = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const found = network.dialTarget(hostname.replace(/^\[|\]$/g, ''), PROBE_IP, portNumber);
  return found !== undefined && isLoopback(found.ip);
}

const isLoopback = (ip: string): boolean => ipaddr.isValid(ip) && ipaddr.process(ip).range() === 'loopback';
