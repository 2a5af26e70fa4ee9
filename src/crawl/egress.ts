/**
 * Ways out to the web: straight from here, or through a proxy elsewhere. Names are resolved and addresses checked at our end
 * in every case; a proxy is only ever asked for a checked address as a literal, and cannot send us anywhere.
 */
import { isIP, type Socket } from 'node:net';
import * as z from 'zod';
import type { DialTarget, Network } from './network.ts';
import { dialStraight } from './safe-connect.ts';
import { fetchSafely, type FetchOptions, type FetchOutcome } from './safe-fetch.ts';

/** `fetchSafely` over one way out, or a simulated web. Never throws. */
export type Fetch = (url: string, options: FetchOptions) => Promise<FetchOutcome>;

/** A way out in use. */
export interface Egress {
  readonly name: string;
  /** Straight from this machine: that it gets no answer says nothing of a proxy. */
  readonly isDirect: boolean;
  readonly fetch: Fetch;
}

const nameSchema = z.string().regex(/^[\w.-]{1,40}$/, 'must be letters, digits, dots, underscores or hyphens');
const addressSchema = z
  .string()
  .regex(/^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]):\d{1,5}$/i, 'must be an IP address and port, as 192.0.2.7:1080')
  .transform((text): DialTarget => {
    const colon = text.lastIndexOf(':');
    return { ip: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
  })
  .refine(({ ip, port }) => isIP(ip) !== 0 && port > 0 && port < 65_536, 'must be an IP address and port');

/** FYR_RECHECK_EGRESS: the ways out, in the order in which they are asked (docs/notices.md). */
export const egressFileSchema = z
  .array(
    z.discriminatedUnion('kind', [
      z.strictObject({ name: nameSchema, kind: z.literal('direct') }),
      z.strictObject({ name: nameSchema, kind: z.literal('socks5'), address: addressSchema }),
      z.strictObject({ name: nameSchema, kind: z.literal('http-connect'), address: addressSchema }),
    ]),
  )
  .min(1)
  .max(8)
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'must have different names');
export type EgressSetting = z.output<typeof egressFileSchema>[number];

/** Straight from this machine: the only way out where none are configured. */
export const directEgress = (network: Network): Egress => ({
  name: 'direct',
  isDirect: true,
  fetch: (url, options) => fetchSafely(network, url, options),
});

/** A configured way out over the network's rules. */
export function openEgress(network: Network, setting: EgressSetting): Egress {
  if (setting.kind === 'direct') return { ...directEgress(network), name: setting.name };
  const { address: proxy } = setting;
  const through = setting.kind === 'socks5' ? throughSocks : throughConnect;
  // The network's own methods stay bound to it.
  const behind: Network = {
    resolve: (host, signal) => network.resolve(host, signal),
    mayDial: (ip) => network.mayDial(ip),
    dialTarget: (host, ip, port) => network.dialTarget(host, ip, port),
    extraCertificates: network.extraCertificates,
    dial: (target, signal) => through(proxy, target, signal),
  };
  return { name: setting.name, isDirect: false, fetch: (url, options) => fetchSafely(behind, url, options) };
}

/** SOCKS 5 (RFC 1928), without authentication, always with an address literal. */
async function throughSocks(proxy: DialTarget, target: DialTarget, signal: AbortSignal): Promise<Socket> {
  const socket = await dialStraight(proxy, signal);
  const onAbort = () => socket.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    // Loaded for those who have such a proxy: most have none.
    const { SocksClient } = await import('socks');
    await SocksClient.createConnection({
      proxy: { host: proxy.ip, port: proxy.port, type: 5 },
      command: 'connect',
      destination: { host: target.ip, port: target.port },
      existing_socket: socket,
    });
    signal.throwIfAborted();
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const MAX_HEAD_BYTES = 8192;

/** HTTP CONNECT (RFC 9110, 9.3.6). */
async function throughConnect(proxy: DialTarget, target: DialTarget, signal: AbortSignal): Promise<Socket> {
  const socket = await dialStraight(proxy, signal);
  const onAbort = () => socket.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const authority = `${isIP(target.ip) === 6 ? `[${target.ip}]` : target.ip}:${target.port}`;
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
    const head = await readHead(socket);
    if (!/^HTTP\/1\.[01] 2\d\d /.test(head)) throw new Error('the proxy did not connect');
    signal.throwIfAborted();
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** The answer's head. Nothing may follow it: behind the proxy nobody speaks before we do. */
function readHead(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const finish = (settle: () => void) => {
      socket.off('readable', onReadable).off('error', onEnd).off('close', onEnd);
      settle();
    };
    const onEnd = () => finish(() => reject(new Error('the proxy ended the connection')));
    const onReadable = () => {
      const chunk: unknown = socket.read();
      if (!(chunk instanceof Buffer)) return;
      read = Buffer.concat([read, chunk]);
      const end = read.indexOf('\r\n\r\n');
      if (end < 0 && read.length <= MAX_HEAD_BYTES) return;
      const isWhole = end === read.length - 4;
      finish(() => (isWhole ? resolve(read.toString('latin1')) : reject(new Error('not the answer of a proxy'))));
    };
    socket.on('readable', onReadable).once('error', onEnd).once('close', onEnd);
  });
}
