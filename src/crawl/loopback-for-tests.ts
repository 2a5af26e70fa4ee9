/** Loopback servers for the crawl room's tests: a counting trap, HTTP and raw TCP servers that end with the test. */
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface LoopbackServer {
  port: number;
  /** Sockets accepted so far. */
  acceptedCount(): number;
}

async function listening(t: TestContext, server: Server, host: string, port = 0): Promise<LoopbackServer> {
  let count = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return { port: address.port, acceptedCount: () => count };
}

/** An HTTP server on 127.0.0.1. */
export function serveHttp(t: TestContext, listener: RequestListener): Promise<LoopbackServer> {
  return listening(t, createHttpServer(listener), '127.0.0.1');
}

/** A server that speaks bytes, on 127.0.0.1. */
export function serveRaw(t: TestContext, onSocket: (socket: Socket) => void): Promise<LoopbackServer> {
  return listening(t, createServer(onSocket), '127.0.0.1');
}

/** Any server of node's, such as a TLS one, on 127.0.0.1. */
export function serve(t: TestContext, server: Server): Promise<LoopbackServer> {
  return listening(t, server, '127.0.0.1');
}

/** A listener on every IPv4 and IPv6 address of loopback that answers and counts: whoever reaches it has got past the rules. */
export async function layTrap(t: TestContext): Promise<LoopbackServer> {
  const answer: RequestListener = (_request, response) => response.end('reached');
  const onV4 = await listening(t, createHttpServer(answer), '0.0.0.0');
  const onV6 = await listening(t, createHttpServer(answer), '::1', onV4.port).catch(() => undefined);
  return { port: onV4.port, acceptedCount: () => onV4.acceptedCount() + (onV6?.acceptedCount() ?? 0) };
}
