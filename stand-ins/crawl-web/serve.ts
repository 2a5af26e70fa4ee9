/**
 * The program of the process that serves a generated web: `node --import ./src/platform/read-sources.ts serve.ts OPTIONS`, options as JSON. It listens
 * on loopback only, writes its ports as one line, keeps its log in memory, and ends when its standard input does, so that it
 * never outlives whoever started it.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { z } from 'zod';
import { webOptionsSchema } from './options.ts';
import type { faultSchema, portsSchema, totalsSchema, ServedVisit } from './protocol.ts';
import { CrawlWebInside, notFound } from './web.ts';

type Fault = z.infer<typeof faultSchema>;

const nowMs = (): number => performance.timeOrigin + performance.now();
const options = webOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const closing = new AbortController();
const visits: ServedVisit[] = [];
const faults: Fault[] = [];
const asked = new Map<string, number>();
let port = 0;
const web = new CrawlWebInside(options, () => port);

const connections = new WeakMap<Socket, number>();
const counts = { connections: 0, open: 0 };
function noteConnection(socket: Socket): void {
  counts.connections += 1;
  counts.open += 1;
  connections.set(socket, counts.connections);
  socket.on('error', () => undefined).on('close', () => (counts.open -= 1));
}

function noteFaults(request: IncomingMessage, host: string, path: string): void {
  const { headers } = request;
  const fault = (kind: Fault['kind']) => void faults.push({ kind, host, path });
  if (headers.cookie !== undefined) fault('cookie');
  if (headers.authorization !== undefined) fault('credentials');
  if ((headers['user-agent'] ?? '') === '') fault('no-user-agent');
  if (request.method !== 'GET' && request.method !== 'HEAD') fault('body');
}

const listener: RequestListener = (request, response) => {
  const at = nowMs();
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const path = request.url ?? '/';
  const connection = connections.get(request.socket) ?? 0;
  const visit: ServedVisit = { at, endedAt: 0, isBrokenOff: false, host, path, status: 0, connection };
  visits.push(visit);
  const end = () => {
    if (visit.endedAt === 0) visit.endedAt = nowMs();
    visit.isBrokenOff = !response.writableFinished;
    visit.status = response.headersSent ? response.statusCode : 0;
  };
  response.on('finish', end).on('close', end);
  noteFaults(request, host, path);
  answer({ request, response, host, path, leaving: () => (visit.endedAt = nowMs()) }).catch(() => response.destroy());
};

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly host: string;
  readonly path: string;
  readonly leaving: () => void;
}

async function answer({ request, response, host, path, leaving }: Asked): Promise<void> {
  const answering = web.find(host);
  if (answering === undefined) {
    const isLiteral = /^[\d.]+$|:|^\[|localhost/.test(host);
    faults.push({ kind: isLiteral ? 'forbidden-address' : 'unknown-host', host, path });
    response.writeHead(421).end();
    return;
  }
  if (answering.isForbidden(path)) faults.push({ kind: 'robots', host, path });
  const key = `${host}${path}`;
  const earlier = asked.get(key) ?? 0;
  asked.set(key, earlier + 1);
  const route = answering.routeOf(path) ?? notFound;
  await route({ request, response, path, earlier, leaving, closing: closing.signal });
}

const admin: RequestListener = (request, response) => {
  const json = (value: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
  const url = new URL(request.url ?? '/', 'http://admin');
  const tell = async (): Promise<unknown> => {
    switch (url.pathname) {
      case '/truth':
        return json(await web.truth());
      case '/prepare':
        await web.prepare();
        return json({});
      case '/file':
        return response.end(await web.plantedFile(url.searchParams.get('url') ?? ''));
      case '/log':
        return json(visits.slice(Number(url.searchParams.get('from') ?? 0)));
      case '/faults':
        return json(faults);
      case '/totals':
        return json({
          ...{ visits: visits.length, faults: faults.length },
          ...{ connections: counts.connections, openConnections: counts.open },
        } satisfies z.infer<typeof totalsSchema>);
      case '/forget':
        for (const list of [visits, faults]) list.length = 0;
        asked.clear();
        return json({});
      default:
        return response.writeHead(404).end();
    }
  };
  tell().catch((error: unknown) => response.writeHead(500).end(String(error)));
};

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const settings = { keepAlive: true, keepAliveTimeout: 60_000, requestTimeout: 0, headersTimeout: 0 };
const plain = createServer(settings, listener).on('connection', noteConnection);
port = await listen(plain);
const { tls } = options;
const secure =
  tls === undefined
    ? undefined
    : createTlsServer({ ...settings, cert: tls.certificate, key: tls.privateKey }, listener).on(
        'secureConnection',
        noteConnection,
      );
const tlsPort = secure === undefined ? undefined : await listen(secure);
const adminPort = await listen(createServer(admin));
const ports: z.input<typeof portsSchema> = { port, adminPort, ...(tlsPort === undefined ? {} : { tlsPort }) };
process.stdout.write(`${JSON.stringify(ports)}\n`);

process.stdin.resume().on('end', () => {
  closing.abort();
  process.exit(0);
});
