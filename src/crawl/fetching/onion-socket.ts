/**
 * Connections to `.onion` names through a SOCKS5 proxy of the operator's own, which resolves them (RFC 7686: such a name is never
 * asked of the DNS). Every other name goes the checked way of `safe-connect.ts`: the proxy is no way around the rules.
 */
import type { Socket } from 'node:net';
import { ConnectionFailed } from '../safe-connect.ts';

/** Where the proxy listens; an IP literal, so that no name can lead elsewhere. */
export interface OnionProxy {
  readonly ip: string;
  readonly port: number;
}

/** Version 3 addresses, the only ones that still exist (Tor's rend-spec-v3), with or without labels before them. */
const ONION_NAME = /^(?:[a-z0-9_-]{1,63}\.)*[a-z2-7]{56}\.onion$/;

/** Whether a host is an onion address. */
export function isOnion(hostname: string): boolean {
  return ONION_NAME.test(hostname);
}

/**
 * Opens a connection to an onion address.
 * @throws ConnectionFailed, or the signal's reason
 */
export async function openOnionSocket(
  proxy: OnionProxy,
  to: { hostname: string; port: number; isTls: boolean },
  signal: AbortSignal,
): Promise<Socket> {
  if (!isOnion(to.hostname)) throw new TypeError('the onion proxy takes onion addresses only');
  // Before anything is dialled: a connection that waited for it would have nobody to hear that it broke.
  const tls = to.isTls ? await import('node:tls') : undefined;
  const socket = await throughProxy(proxy, to, signal);
  if (tls === undefined) return socket;
  return new Promise((resolve, reject) => {
    const secure = tls.connect({ socket, servername: to.hostname, ALPNProtocols: ['http/1.1'] });
    const fail = (error: unknown) => {
      secure.on('error', () => undefined).destroy();
      reject(new ConnectionFailed('tls', error));
    };
    secure.once('error', fail).once('secureConnect', () => {
      secure.off('error', fail);
      resolve(secure);
    });
  });
}

async function throughProxy(
  proxy: OnionProxy,
  to: { hostname: string; port: number },
  signal: AbortSignal,
): Promise<Socket> {
  // Loaded for those who have such a proxy: most have none.
  const { SocksClient } = await import('socks');
  const opening = SocksClient.createConnection({
    proxy: { host: proxy.ip, port: proxy.port, type: 5 },
    command: 'connect',
    destination: { host: to.hostname, port: to.port },
  });
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  // A connection that comes after nobody waits for it any more is closed.
  const late = () => void opening.then(({ socket }) => socket.destroy()).catch(() => undefined);
  try {
    const { socket } = await Promise.race([opening, aborted]);
    return socket;
  } catch (error) {
    late();
    signal.throwIfAborted();
    throw new ConnectionFailed('connect', error);
  }
}
