/**
 * NCMEC's CyberTipline as a registered body meets it, over HTTP on loopback: `status`, `xsd`, `submit`, `fileinfo`, `finish`, `retract`, with
 * Basic authentication, the schema's order, and codes of its own inside HTTP 200. `upload` is there and refuses: Fyr must never call it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { writeXml } from '../src/platform/xml.ts';
export type { FiledTip } from './cybertip/book.ts';
import { openBook, type BookAnswer, type FiledTip } from './cybertip/book.ts';
import { publishedSchema } from './cybertip/schema.ts';

/**
 * | kind      | what the client meets                                              | is the work done? |
 * |-----------|--------------------------------------------------------------------|-------------------|
 * | ok        | the honest answer                                                  | yes               |
 * | slow      | the honest answer, `delayMs` later                                 | yes, at once      |
 * | late      | the work is done `delayMs` later, then the honest answer           | yes, later        |
 * | status    | this HTTP status and no document (503 ...)                         | no                |
 * | code      | HTTP 200 and this code (1000, 2000, 3000 ...)                      | no                |
 * | malformed | 200 with a page of HTML                                            | yes               |
 * | cut       | the connection is cut in place of the answer                       | no                |
 * | half-done | the same                                                           | yes               |
 * | chance    | one of those above that are at once, in `share` of the requests   | as above          |
 * | duplicate | a proxy has sent it on twice: the answer is the second one's       | twice             |
 */
export type CybertipBehaviour = (
  | { readonly kind: 'ok' | 'malformed' | 'cut' | 'half-done' | 'duplicate' }
  | { readonly kind: 'slow' | 'late'; readonly delayMs: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'chance'; readonly share: number; readonly random: () => number }
) & {
  /** One call alone: `submit`, `fileinfo`, `finish`, `retract`, `status`, `xsd`. */
  readonly only?: string;
  /** After so many requests that met it the server is well again; for ever by default. */
  readonly times?: number;
};

/** The far side in the hands of a test. */
export interface Cybertip {
  /** `http://127.0.0.1:PORT/ispws`: what `/submit` is appended to. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Everything that was opened, oldest first. */
  reports(): readonly FiledTip[];
  /** Calls asked, oldest first: `submit` and so on. */
  calls(): readonly string[];
  behave(behaviour: CybertipBehaviour): void;
  close(): Promise<void>;
}

export interface CybertipOptions {
  readonly port?: number;
  /** Details of a file that was never uploaded are taken; else 5002. True by default (by agreement with NCMEC, so an inference). */
  readonly takesFileDetails?: boolean;
  /** The published schema has other places for the elements of a report. */
  readonly hasTurnedSchema?: boolean;
  /** The account may not submit: 3000. */
  readonly isForbidden?: boolean;
  /** Its clock; a skewed one is a test's way to have a report vanish. */
  readonly now?: () => Date;
}

const USER = 'fyr';
const PASSWORD = 'stand-in only';
const PREFIX = '/ispws';

/** Opens the service on 127.0.0.1. @throws Error when the port is taken */
export async function startCybertip(options: CybertipOptions = {}): Promise<Cybertip> {
  const { now = () => new Date(), takesFileDetails = true, hasTurnedSchema = false, isForbidden = false } = options;
  const book = openBook(now, takesFileDetails);
  const turns = openTurns();
  const calls: string[] = [];
  const closing = new AbortController();
  const http = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: 8 << 20 });
  http.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  http.addHook('onRequest', async (request, reply) => {
    calls.push(callOf(request));
    const wanted = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
    if (request.headers.authorization === wanted) return;
    return reply.status(401).header('www-authenticate', 'Basic realm="ispws"').send();
  });
  const route = (method: 'GET' | 'POST', call: string, work: (body: string) => BookAnswer) =>
    http.route({
      method,
      url: `${PREFIX}/${call}`,
      handler: async (request, reply) => {
        const turn = turns.take(call);
        const body = typeof request.body === 'string' ? request.body : '';
        const act = () => (isForbidden && method === 'POST' ? { code: 3000, words: 'Not authorized' } : work(body));
        return meet(reply, turn, call, act, closing.signal);
      },
    });
  route('GET', 'status', () => ({ code: 0, words: 'Remote User : fyr' }));
  route('POST', 'submit', (body) => book.submit(body));
  route('POST', 'fileinfo', (body) => book.fileInfo(body));
  route('POST', 'upload', () => ({ code: 4200, words: 'This stand-in takes no files' }));
  for (const [call, state] of [
    ['finish', 'finished'],
    ['retract', 'retracted'],
  ] as const)
    route('POST', call, (body) => book.end(new URLSearchParams(body).get('id') ?? '', state));
  http.get(`${PREFIX}/xsd`, (_request, reply) => xml(reply, writeXml(publishedSchema(hasTurnedSchema))));
  await http.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...{ url: `http://127.0.0.1:${port}${PREFIX}`, user: USER, password: PASSWORD, behave: turns.set },
    reports: () => book.reports(),
    calls: () => [...calls],
    close: async () => {
      closing.abort();
      await http.close();
    },
  };
}

const callOf = (request: FastifyRequest): string => request.url.slice(PREFIX.length + 1);

async function meet(
  reply: FastifyReply,
  turn: CybertipBehaviour,
  call: string,
  act: () => BookAnswer,
  closing: AbortSignal,
): Promise<FastifyReply> {
  switch (turn.kind) {
    case 'status':
      return reply.status(turn.status).send();
    case 'code':
      return tell(reply, call, { code: turn.code, words: 'Unwell' });
    case 'cut':
      return cut(reply);
    case 'half-done':
      act();
      return cut(reply);
    case 'malformed':
      act();
      return reply.type('text/html').send('<!doctype html><title>Busy</title><p>Busy.');
    case 'duplicate':
      act();
      return tell(reply, call, act());
    case 'late':
      await pause(turn.delayMs, undefined, { signal: closing });
      return tell(reply, call, act());
    case 'slow': {
      const answer = act();
      await pause(turn.delayMs, undefined, { signal: closing });
      return tell(reply, call, answer);
    }
    case 'chance':
    case 'ok':
      return tell(reply, call, act());
  }
}

function cut(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

/** `finish` has a document of its own; a refusal has the other one everywhere (inferred). */
function tell(reply: FastifyReply, call: string, { code, words, reportId }: BookAnswer): FastifyReply {
  const isDone = call === 'finish' && code === 0;
  const leaf = (name: string, text: string) => ({ name, text });
  const children = [
    leaf('responseCode', String(code)),
    ...(isDone ? [] : [leaf('responseDescription', words)]),
    ...(reportId === undefined ? [] : [leaf('reportId', reportId)]),
    ...(isDone ? [{ name: 'files' }] : []),
  ];
  return xml(reply, writeXml({ name: isDone ? 'reportDoneResponse' : 'reportResponse', children }));
}

const xml = (reply: FastifyReply, document: string): FastifyReply =>
  reply.type('text/xml;charset=utf-8').send(document);

const FAULTS: readonly CybertipBehaviour[] = [
  { kind: 'status', status: 503 },
  { kind: 'code', code: 1000 },
  { kind: 'malformed' },
  { kind: 'cut' },
  { kind: 'half-done' },
  { kind: 'duplicate' },
];

const drawn = (share: number, random: () => number): CybertipBehaviour =>
  (random() < share ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined) ?? { kind: 'ok' };

/** What each request meets, turn by turn. */
function openTurns() {
  let behaviour: CybertipBehaviour = { kind: 'ok' };
  return {
    set: (next: CybertipBehaviour) => {
      behaviour = next;
    },
    take: (call: string): CybertipBehaviour => {
      const current = behaviour;
      if (current.only !== undefined && current.only !== call) return { kind: 'ok' };
      if (current.kind === 'chance') return drawn(current.share, current.random);
      if (current.times !== undefined)
        behaviour = current.times > 1 ? { ...current, times: current.times - 1 } : { kind: 'ok' };
      return current;
    },
  };
}
