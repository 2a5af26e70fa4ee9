/**
 * Registration data on loopback: several RDAP registries (RFC 9082, RFC 9083, RFC 9224), each in a manner of the real ones, told
 * apart by the Host header, and RIPE's abuse contact services. `networkHosts()` leads a test network to them, and
 * `writeFiles()` writes the bootstrap files that lead a client.
 */
import { setTimeout as pause } from 'node:timers/promises';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { filesFor, writeFiles } from './rdap/files.ts';
import { openRecords, type RdapRecords } from './rdap/records.ts';
import { IANA_HOST, REGISTRIES, RIPE_HOSTS, type RdapRegistry } from './rdap/registries.ts';
import { answerTo, ERROR_404, type Honest } from './rdap/serve.ts';

export { type RdapAutnum, type RdapDomain, type RdapNetwork } from './rdap/records.ts';

/**
 * | kind          | what the client meets                                                     |
 * |---------------|---------------------------------------------------------------------------|
 * | ok            | the honest answer                                                         |
 * | slow          | the honest answer, `delayMs` later                                        |
 * | hang          | no answer                                                                 |
 * | status        | this status, with Retry-After where it is given                           |
 * | not-json      | 200 with a page of HTML                                                   |
 * | wrong-type    | the honest answer as `text/html`                                          |
 * | wrong-shape   | 200 with JSON that is no RDAP                                             |
 * | wrong-class   | 200 with an RDAP object of another class                                  |
 * | error-in-200  | 200 with an error object that says 404                                    |
 * | cut           | half of the answer, and the connection is cut                             |
 * | huge          | an answer of 5 MB                                                         |
 * | loop          | a redirect to itself                                                      |
 * | no-roles      | the honest answer, with every role left out                               |
 */
export type RdapBehaviour = (
  | {
      readonly kind:
        | 'ok'
        | 'hang'
        | 'not-json'
        | 'wrong-type'
        | 'wrong-shape'
        | 'wrong-class'
        | 'error-in-200'
        | 'cut'
        | 'huge'
        | 'loop'
        | 'no-roles';
    }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
) & {
  /** After so many requests that met it the server is well again; for ever by default. */
  readonly times?: number;
  /** Only requests to this host meet it; all by default. */
  readonly host?: string;
};

/** Registration data in the hands of a test. */
export interface Rdap extends Pick<RdapRecords, 'putDomain' | 'putNetwork' | 'putAutnum'> {
  readonly port: number;
  registries(): readonly RdapRegistry[];
  behave(behaviour: RdapBehaviour): void;
  /** `host path`, oldest first, with the status that each got; the newest 50,000. */
  requests(): readonly { readonly host: string; readonly path: string; readonly status: number }[];
  /** Hosts for a test network's file. */
  networkHosts(): Readonly<Record<string, { readonly ip: string; readonly connectTo: string }>>;
  /** Writes `dns.json`, `ipv4.json`, `ipv6.json`, `asn.json` and `ripe.json` into a folder. */
  writeFiles(folder: string): Promise<void>;
  close(): Promise<void>;
}

/** Another set of registries, where a test needs one. */
export interface RdapOptions {
  readonly port?: number;
  readonly registries?: readonly RdapRegistry[];
  /** When the bootstrap files say that they were published; now by default. */
  readonly published?: Date;
}

const LOG_LIMIT = 50_000;
const HUGE_BYTES = 5 * 1024 * 1024;
const RDAP_TYPE = 'application/rdap+json';

/** Opens the servers on 127.0.0.1. @throws Error when the port is taken */
export async function startRdap(options: RdapOptions = {}): Promise<Rdap> {
  const registries = options.registries ?? REGISTRIES;
  const records = openRecords();
  const files = filesFor(registries, options.published ?? new Date());
  const requests: { host: string; path: string; status: number }[] = [];
  const closing = new AbortController();
  const turns = openTurns();
  const http = Fastify({ logger: false, forceCloseConnections: true });
  http.addHook('onResponse', (request, reply, done) => {
    requests.push({ host: hostOf(request), path: request.url, status: reply.statusCode });
    if (requests.length > LOG_LIMIT) requests.splice(0, requests.length - LOG_LIMIT);
    done();
  });
  http.get('/*', async (request, reply) => {
    const turn = turns.take(hostOf(request));
    if (turn.kind === 'slow') await pause(turn.delayMs, undefined, { signal: closing.signal });
    const honest = answerTo(hostOf(request), request.url, registries, records, files);
    return send(request, reply, turn, honest);
  });
  await http.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    ...{ putDomain: records.putDomain, putNetwork: records.putNetwork, putAutnum: records.putAutnum },
    registries: () => registries,
    behave: turns.set,
    requests: () => [...requests],
    networkHosts: () =>
      Object.fromEntries(
        [...registries, RIPE_HOSTS.stat, RIPE_HOSTS.database, IANA_HOST].map(({ host, ip }) => [
          host,
          { ip, connectTo: `127.0.0.1:${port}` },
        ]),
      ),
    writeFiles: (folder) => writeFiles(folder, files),
    close: async () => {
      closing.abort();
      await http.close();
    },
  };
}

const hostOf = (request: FastifyRequest): string => (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();

/** What each request meets, turn by turn. */
function openTurns() {
  let behaviour: RdapBehaviour = { kind: 'ok' };
  return {
    set: (next: RdapBehaviour) => {
      behaviour = next;
    },
    take: (host: string): RdapBehaviour => {
      const now = behaviour;
      if (now.host !== undefined && now.host !== host) return { kind: 'ok' };
      if (now.times !== undefined) behaviour = now.times > 1 ? { ...now, times: now.times - 1 } : { kind: 'ok' };
      return now;
    },
  };
}

function send(request: FastifyRequest, reply: FastifyReply, turn: RdapBehaviour, honest: Honest): FastifyReply {
  const type = honest.isPlain === true ? 'application/json' : RDAP_TYPE;
  const text = JSON.stringify(honest.body ?? {});
  const well = (body = text, as = type) => reply.status(200).type(as).send(body);
  switch (turn.kind) {
    case 'status':
      if (turn.retryAfter !== undefined) void reply.header('retry-after', turn.retryAfter);
      return reply.status(turn.status).type(RDAP_TYPE).send({ errorCode: turn.status, title: 'No' });
    case 'not-json':
      return well('<!doctype html><title>Busy</title><p>Busy.', 'text/html');
    case 'wrong-shape':
      return well('{"hello": ["world", {"roles": 7, "entities": "none"}]}');
    case 'wrong-class':
      return well('{"objectClassName": "nameserver", "ldhName": "ns1.example.net", "entities": []}');
    case 'error-in-200':
      return well(JSON.stringify(ERROR_404));
    case 'huge':
      return well(JSON.stringify({ objectClassName: 'domain', filler: 'x'.repeat(HUGE_BYTES) }));
    case 'hang':
      return reply.hijack();
    case 'loop':
      return reply.status(302).header('location', request.url).send();
    case 'cut':
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
      reply.raw.write(text.slice(0, text.length / 2), () => reply.raw.destroy());
      return reply;
    case 'ok':
    case 'slow':
    case 'wrong-type':
    case 'no-roles':
      if (honest.location !== undefined) return reply.status(honest.status).header('location', honest.location).send();
      return reply
        .status(honest.status)
        .type(turn.kind === 'wrong-type' ? 'text/html' : type)
        .send(turn.kind === 'no-roles' ? text.replaceAll(/"roles":\[[^\]]*\]/g, '"roles":[]') : text);
  }
}
