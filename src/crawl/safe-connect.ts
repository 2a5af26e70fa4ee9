/**
 * The one place where a connection to the outside is made. undici asks this connector for a socket on every hop, for names
 * and literals alike; it resolves, checks every address and dials a checked address itself, as a literal. There is no second
 * look-up between check and use, so a name that changes its answer (DNS rebinding) gains nothing.
 */
import { connect as dialSocket, type OnReadOpts, type Socket } from 'node:net';
import type * as Tls from 'node:tls';
import ipaddr from 'ipaddr.js';
import type { buildConnector } from 'undici';
import type { DialTarget, Network } from './network.ts';

/** Why no connection was attempted. */
export type ConnectRefusal = 'forbidden-address' | 'forbidden-port' | 'onion-not-reachable' | 'no-route';

/** Thrown when the rules forbid a connection; nothing was sent anywhere but to the resolver. Names no host. */
export class ConnectionRefusedByRule extends Error {
  readonly code: ConnectRefusal;
  constructor(code: ConnectRefusal) {
    super(`connection refused by rule: ${code}`);
    this.name = 'ConnectionRefusedByRule';
    this.code = code;
  }
}

/** Thrown when an allowed connection did not come about. `stage` tells TCP from TLS. Names no host. */
export class ConnectionFailed extends Error {
  readonly stage: 'connect' | 'tls';
  constructor(stage: 'connect' | 'tls', cause: unknown) {
    super(`connection failed at ${stage}`, { cause });
    this.name = 'ConnectionFailed';
    this.stage = stage;
  }
}

/** Ports that browsers refuse for HTTP, because another protocol's server listens there (Fetch Standard, "port blocking"). */
const FORBIDDEN_PORTS: ReadonlySet<number> = new Set(
  (
    '0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 ' +
    '137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 ' +
    '1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'
  )
    .split(' ')
    .map(Number),
);
/** Addresses of one name that are tried in turn. */
const MAX_ATTEMPTS = 3;

/** For one fetch: every hop of it has the same deadline and the same listener. */
export interface SafeConnectOptions {
  /** Ends resolving, connecting and the handshake; does not touch a connection that is already made. */
  signal: AbortSignal;
  /** Told the checked address just before it is dialled. */
  onDial?: (ip: string) => void;
  /** Takes what a plain connection receives, in place of its `data` events; over TLS it is of no effect. */
  onread?: OnReadOpts;
}

/** A connector for undici's `Client`, `Pool` or `Agent`. Its errors are `NameNotResolved`, `ConnectionRefusedByRule`, `ConnectionFailed` or the signal's reason. */
export function safeConnector(network: Network, options: SafeConnectOptions): buildConnector.connector {
  return ({ hostname, protocol, port, servername }, callback) => {
    openSocket(network, { hostname, protocol, port, servername }, options).then(
      (socket) => callback(null, socket),
      (error: unknown) =>
        callback(error instanceof Error ? error : new Error('connect failed', { cause: error }), null),
    );
  };
}

interface Destination {
  hostname: string;
  protocol: string;
  port: string;
  servername: string | undefined;
}

async function openSocket(network: Network, to: Destination, options: SafeConnectOptions): Promise<Socket> {
  const isTls = to.protocol === 'https:';
  const port = to.port === '' ? (isTls ? 443 : 80) : Number(to.port);
  if (FORBIDDEN_PORTS.has(port)) throw new ConnectionRefusedByRule('forbidden-port');
  const host = to.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  // Before anything is dialled: a connection that waited for it would have nobody to hear that it broke.
  const tls = isTls ? await import('node:tls') : undefined;

  let lastError: unknown;
  for (const ip of await allowedAddresses(network, host, options.signal)) {
    const target = network.dialTarget(host, ip, port);
    if (target === undefined) throw new ConnectionRefusedByRule('no-route');
    options.onDial?.(ip);
    try {
      const socket = await dial(network, target, options, isTls);
      return tls === undefined ? socket : await secured(tls, network, { socket, host, signal: options.signal });
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof ConnectionFailed && error.stage === 'tls') throw error;
      lastError = error;
    }
  }
  throw new ConnectionFailed('connect', lastError);
}

/**
 * The addresses that may be dialled for a host. A name with both allowed and forbidden addresses keeps the allowed ones:
 * else anybody could hide from rechecks by adding a private record. With none left the whole is refused.
 */
async function allowedAddresses(network: Network, host: string, signal: AbortSignal): Promise<readonly string[]> {
  if (host.endsWith('.onion')) throw new ConnectionRefusedByRule('onion-not-reachable');
  const isLocalName = host === 'localhost' || host.endsWith('.localhost');
  const addresses = ipaddr.isValid(host)
    ? [ipaddr.process(host).toString()]
    : isLocalName
      ? ['127.0.0.1']
      : await network.resolve(host, signal);
  const allowed = addresses.filter((ip) => network.mayDial(ip));
  if (allowed.length === 0) throw new ConnectionRefusedByRule('forbidden-address');
  return allowed.slice(0, MAX_ATTEMPTS);
}

async function dial(
  network: Network,
  target: DialTarget,
  options: SafeConnectOptions,
  isTls: boolean,
): Promise<Socket> {
  const { signal } = options;
  if (network.dial === undefined) return dialStraight(target, signal, isTls ? undefined : options.onread);
  try {
    return await network.dial(target, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ConnectionFailed ? error : new ConnectionFailed('connect', error);
  }
}

/** A TCP connection from this machine. The caller has checked the address. @throws ConnectionFailed, or the signal's reason */
export function dialStraight(
  target: DialTarget,
  signal: AbortSignal,
  onread?: SafeConnectOptions['onread'],
): Promise<Socket> {
  const socket = dialSocket({
    host: target.ip,
    port: target.port,
    autoSelectFamily: false,
    noDelay: true,
    ...(onread === undefined ? {} : { onread }),
  });
  return settled(socket, 'connect', 'connect', signal);
}

function secured(
  tls: typeof Tls,
  network: Network,
  { socket, host, signal }: { readonly socket: Socket; readonly host: string; readonly signal: AbortSignal },
): Promise<Socket> {
  const context = trustOf(tls, network);
  const secure = tls.connect({
    socket,
    host,
    // SNI carries names only (RFC 6066, 3); the certificate is then checked against `host`, name or address.
    servername: ipaddr.isValid(host) ? '' : host,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
    ...(context === undefined ? {} : { secureContext: context }),
  });
  return settled(secure, 'secureConnect', 'tls', signal);
}

const contexts = new WeakMap<Network, Tls.SecureContext>();

/** The default trust store, or that and the network's own certificates; built once, as it takes some 50 ms. */
function trustOf(tls: typeof Tls, network: Network): Tls.SecureContext | undefined {
  if (network.extraCertificates.length === 0) return undefined;
  const known = contexts.get(network);
  if (known !== undefined) return known;
  const context = tls.createSecureContext({ ca: [...tls.getCACertificates('default'), ...network.extraCertificates] });
  contexts.set(network, context);
  return context;
}

function settled<S extends Socket>(
  socket: S,
  readyEvent: 'connect' | 'secureConnect',
  stage: ConnectionFailed['stage'],
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      socket.off('error', onError).off('close', onClose).off(readyEvent, onReady);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      finish();
      // A late error of a socket that is being thrown away must not end the process.
      socket.on('error', () => undefined).destroy();
      reject(error instanceof Error ? error : new ConnectionFailed(stage, error));
    };
    const onReady = () => {
      finish();
      resolve(socket);
    };
    const onError = (error: Error) => fail(new ConnectionFailed(stage, error));
    const onClose = () => fail(new ConnectionFailed(stage, undefined));
    const onAbort = () => fail(signal.reason);
    socket.once('error', onError).once('close', onClose).once(readyEvent, onReady);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
