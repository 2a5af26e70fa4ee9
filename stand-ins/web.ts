/**
 * A generated web on loopback: many hosts told apart by the Host header, each resource in a state that a test or the demo
 * sets. `networkFile()` describes it to the safe fetcher, which then resolves and dials nothing else.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo, type Answer } from './web/answer.ts';
import type { PlainStateKind, ResourceState } from './web/resource-state.ts';
import { DEMO_HOSTS, type WebHost } from './web/web-hosts.ts';

export { PLAIN_STATES, type PlainStateKind, type ResourceState } from './web/resource-state.ts';
export { DEMO_HOSTS, type WebHost } from './web/web-hosts.ts';
export { makePicture } from './web/picture.ts';

/** What a host's own access log would show of a visitor, for tests that assert how the crawler presents itself. */
export interface WebVisit {
  readonly at: Date;
  readonly host: string;
  /** Path and query. */
  readonly path: string;
  readonly userAgent: string;
}

/** Everything has a default: the demo's hosts on any free port. */
export interface WebOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** The demo's hosts by default. */
  readonly hosts?: readonly WebHost[];
  readonly now?: () => Date;
}

/** The test network that `src/crawl` reads. */
export interface NetworkFile {
  readonly hosts: Readonly<Record<string, { readonly ip: string; readonly connectTo: string }>>;
}

/** The web in the hands of a test: what stands where, and who has looked. */
export interface GeneratedWeb {
  readonly port: number;
  hosts(): readonly WebHost[];
  /**
   * Sets what a resource does from now on; a path that the site does not have comes into being by it (a picture where it
   * ends in .jpg, .png or .webp). A state set without a query holds for every query that has none of its own.
   * @throws RangeError when the host is not of this web
   */
  setState(url: string, state: PlainStateKind | ResourceState): void;
  /** As setState for every resource of a host that has no state of its own. */
  setHostState(name: string, state: PlainStateKind | ResourceState): void;
  stateOf(url: string): ResourceState | undefined;
  /** True when the host is one of this web's. */
  has(url: string): boolean;
  addHost(name: string, where: { ip: string; country: string; title?: string; language?: 'sv' | 'en' }): void;
  /** The host turns up at another address; a network file made before does not know. */
  moveHost(name: string, where: { ip: string; country: string }): void;
  /** Oldest first; the newest 50,000. */
  log(): readonly WebVisit[];
  networkFile(): NetworkFile;
  close(): Promise<void>;
}

const LOG_LIMIT = 50_000;

/** Opens the web on 127.0.0.1. @throws Error when the port is taken */
export async function startWeb(options: WebOptions = {}): Promise<GeneratedWeb> {
  const now = options.now ?? (() => new Date());
  const site = openSites(options.hosts ?? DEMO_HOSTS);
  const visits: WebVisit[] = [];
  const closing = new AbortController();
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = now();
    const name = hostOf(request);
    const path = request.url ?? '/';
    visits.push({ at, host: name, path, userAgent: request.headers['user-agent'] ?? '' });
    if (visits.length > LOG_LIMIT) visits.splice(0, visits.length - LOG_LIMIT);
    const host = site.find(name);
    if (host === undefined) return void response.writeHead(421, { 'content-type': 'text/plain' }).end('No such host\n');
    const answer = await answerTo({ host, path: path.replace(/\?.*$/s, ''), at, ...site.visit(name, path) });
    if (answer.delayMs > 0) await pause(answer.delayMs, undefined, { signal: closing.signal });
    send(request, response, answer, host);
  }

  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  return {
    ...{ port, hosts: site.hosts, setState: site.setState, setHostState: site.setHostState },
    ...{ stateOf: site.stateOf, has: site.has, addHost: site.addHost, moveHost: site.moveHost },
    log: () => [...visits],
    networkFile: () => ({
      hosts: Object.fromEntries(
        site.hosts().map(({ name, ip }) => [name, { ip, connectTo: `127.0.0.1:${port}` }] as const),
      ),
    }),
    close: async () => {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const hostOf = (request: IncomingMessage): string => (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();

function send(request: IncomingMessage, response: ServerResponse, answer: Answer, host: WebHost): void {
  const headers = {
    ...answer.headers,
    'content-length': answer.body.length,
    ...(host.origin === undefined ? { server: 'generated' } : { server: 'example-cdn', via: '1.1 example-cdn' }),
  };
  response.writeHead(answer.status, headers);
  if (request.method === 'HEAD') {
    response.end();
  } else if (answer.cut) {
    response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => response.destroy());
  } else {
    response.end(answer.body);
  }
}

const stateFrom = (state: PlainStateKind | ResourceState): ResourceState =>
  typeof state === 'string' ? { kind: state } : state;

/** The hosts and the states of their resources. A state's key is `host/path?query`. */
function openSites(initial: readonly WebHost[]) {
  const hosts = new Map(initial.map((one) => [one.name, one]));
  const states = new Map<string, ResourceState>();
  const hostStates = new Map<string, ResourceState>();
  const visitCounts = new Map<string, number>();
  const known = (name: string): WebHost => {
    const found = hosts.get(name);
    if (found === undefined) throw new RangeError(`the generated web has no host ${name}`);
    return found;
  };
  const stateAt = (name: string, path: string): ResourceState | undefined =>
    states.get(`${name}${path}`) ?? states.get(`${name}${path.replace(/\?.*$/s, '')}`) ?? hostStates.get(name);
  const split = (url: string) => {
    const { hostname, pathname, search } = new URL(url);
    return { name: hostname, path: `${pathname}${search}` };
  };
  return {
    hosts: () => [...hosts.values()],
    find: (name: string) => hosts.get(name),
    has: (url: string) => URL.canParse(url) && hosts.has(new URL(url).hostname),
    stateOf: (url: string) => stateAt(split(url).name, split(url).path),
    setState: (url: string, state: PlainStateKind | ResourceState) => {
      const { name, path } = split(url);
      states.set(`${known(name).name}${path}`, stateFrom(state));
    },
    setHostState: (name: string, state: PlainStateKind | ResourceState) => {
      hostStates.set(known(name).name, stateFrom(state));
    },
    addHost: (name: string, where: { ip: string; country: string; title?: string; language?: 'sv' | 'en' }) => {
      hosts.set(name.toLowerCase(), { title: name, language: 'en', ...where, name: name.toLowerCase() });
    },
    moveHost: (name: string, where: { ip: string; country: string }) => {
      hosts.set(name, { ...known(name), ...where });
    },
    visit: (name: string, path: string) => {
      const visitCount = (visitCounts.get(`${name}${path}`) ?? 0) + 1;
      visitCounts.set(`${name}${path}`, visitCount);
      return { state: stateAt(name, path), visitCount };
    },
  };
}
