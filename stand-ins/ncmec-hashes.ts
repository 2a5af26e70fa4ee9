/**
 * NCMEC Hash Sharing v2 as a reading member meets it, over HTTP on loopback: `/v2/status` and `/v2/entries?from&to` with
 * paging, deletions and updates, never in the order of time; members, and feedback on entries. Entries are invented digests.
 */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import Fastify, { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { openFeedbackBook, type GivenFeedback } from './ncmec-feedback.ts';

/** An entry as its member shares it. Digests are invented; no list is behind them. */
export interface NcmecEntry {
  readonly medium: 'image' | 'video';
  /** The member that shares it; members number their entries each for themselves. */
  readonly member: number;
  readonly id: string;
  /** When it was shared, changed or deleted last. */
  readonly at: Date;
  readonly isDeleted?: boolean;
  readonly classification?: string | undefined;
  /** By element name: md5, sha1, pdna, pdq ... */
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly hasFeedback?: boolean;
}

/**
 * | kind         | what the client meets                                             |
 * |--------------|-------------------------------------------------------------------|
 * | ok           | the honest answer                                                 |
 * | slow         | the honest answer, `delayMs` later                                |
 * | status       | this status and no page (429, 500, 503, 401 ...)                  |
 * | malformed    | 200 with a page of HTML                                           |
 * | cut          | 200, half of the page, and the connection is cut                  |
 * | half         | 200 and half of the page, as if it were whole                     |
 * | lost-cursor  | 400 for every page but the first                                  |
 */
export type NcmecBehaviour = (
  | { readonly kind: 'ok' | 'malformed' | 'cut' | 'half' | 'lost-cursor' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'status'; readonly status: number }
) & {
  /** After so many requests that met it the server is well again; for ever by default. */
  readonly times?: number;
  /** Honest requests before it begins. */
  readonly after?: number;
};

/** The far side in the hands of a test: what is shared, what was asked, and how it fails. */
export interface NcmecHashes {
  /** `http://127.0.0.1:PORT/hashsharing`: what `/v2/...` is appended to. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Shares, changes or deletes entries; the newest by member, medium and id stands. */
  put(...entries: readonly NcmecEntry[]): void;
  /** Paths asked, oldest first, with the status that each got. */
  requests(): readonly { readonly path: string; readonly status: number }[];
  behave(behaviour: NcmecBehaviour): void;
  /** What we have said of entries, as it stands now. */
  feedback(): readonly GivenFeedback[];
  close(): Promise<void>;
}

/** A small page makes paging happen with few entries. */
export interface NcmecHashesOptions {
  /** Entries a page; 1,000 by default, which is also the most. */
  readonly pageSize?: number;
  readonly port?: number;
  /** Reasons that a no may have; two by default. */
  readonly reasons?: readonly string[];
}

const MAX_PAGE = 1_000;
const PREFIX = '/hashsharing';
const NAMESPACE = 'https://hashsharing.ncmec.org/hashsharing/v2';
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const querySchema = z.strictObject({
  from: instant,
  to: instant,
  start: z.coerce.number().int().min(1).optional(),
  size: z.coerce.number().int().min(1).max(MAX_PAGE).optional(),
  max: z.coerce.number().int().min(1).optional(),
});

const USER = 'fyr';
const PASSWORD = 'stand-in only';

/** Opens the service on 127.0.0.1. @throws Error when the port is taken */
export async function startNcmecHashes(options: NcmecHashesOptions = {}): Promise<NcmecHashes> {
  const entries = new Map<string, NcmecEntry>();
  const requests: { path: string; status: number }[] = [];
  const closing = new AbortController();
  const turns = openTurns();
  const http = Fastify({ logger: false, forceCloseConnections: true });
  http.addHook('onResponse', (request, reply, done) => {
    requests.push({ path: request.url, status: reply.statusCode });
    done();
  });
  http.addHook('onRequest', async (request, reply) => {
    const wanted = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
    if (request.headers.authorization === wanted) return;
    return reply.status(401).header('www-authenticate', 'Basic realm="hashsharing"').send();
  });
  http.get(`${PREFIX}/v2/status`, (_request, reply) =>
    xml(
      reply,
      `<status xmlns="${NAMESPACE}"><ipAddress>127.0.0.1</ipAddress><username>${USER}</username><member id="1">Fyr</member></status>`,
    ),
  );
  const book = openFeedbackBook(
    (member, id) => [...entries.values()].find((entry) => String(entry.member) === member && entry.id === id),
    options.reasons,
  );
  book.register(http, PREFIX, {
    take: turns.take,
    meet: (reply, turn, act) => answerTo(reply, turn, act, closing.signal),
  });
  http.get(`${PREFIX}/v2/entries`, async (request, reply) => {
    const query = querySchema.safeParse(request.query);
    if (!query.success || query.data.from > query.data.to) return reply.status(400).send();
    const turn = turns.take();
    if (turn.kind === 'slow') await pause(turn.delayMs, undefined, { signal: closing.signal });
    return answer(
      reply,
      turn,
      query.data,
      pageOf(entries, query.data, Math.min(MAX_PAGE, options.pageSize ?? MAX_PAGE)),
    );
  });
  await http.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...{ url: `http://127.0.0.1:${port}${PREFIX}`, user: USER, password: PASSWORD, behave: turns.set },
    feedback: () => book.given(),
    put: (...some) => {
      for (const entry of some) entries.set(keyOf(entry), entry);
    },
    requests: () => [...requests],
    close: async () => {
      closing.abort();
      await http.close();
    },
  };
}

/** What each request meets, turn by turn. */
function openTurns() {
  let behaviour: NcmecBehaviour = { kind: 'ok' };
  return {
    set: (next: NcmecBehaviour) => {
      behaviour = next;
    },
    take: (): NcmecBehaviour => {
      const { after = 0, times } = behaviour;
      if (after > 0) {
        behaviour = { ...behaviour, after: after - 1 };
        return { kind: 'ok' };
      }
      const now = behaviour;
      if (times !== undefined) behaviour = times > 1 ? { ...behaviour, times: times - 1 } : { kind: 'ok' };
      return now;
    },
  };
}

function answer(
  reply: FastifyReply,
  turn: NcmecBehaviour,
  query: z.infer<typeof querySchema>,
  page: string,
): FastifyReply {
  switch (turn.kind) {
    case 'status':
      return reply.status(turn.status).send();
    case 'malformed':
      return reply.type('text/html').send('<!doctype html><title>Busy</title><p>Busy.');
    case 'half':
      return xml(reply, page.slice(0, page.length / 2));
    case 'cut':
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(page) });
      reply.raw.write(page.slice(0, page.length / 2), () => reply.raw.destroy());
      return reply;
    case 'lost-cursor':
      return query.start === undefined ? xml(reply, page) : reply.status(400).send();
    case 'ok':
    case 'slow':
      return xml(reply, page);
  }
}

/** A statement about an entry, as the turn has it: done or not, answered or not. */
async function answerTo(
  reply: FastifyReply,
  turn: NcmecBehaviour,
  act: () => { readonly status: number; readonly body: string },
  closing: AbortSignal,
): Promise<FastifyReply> {
  if (turn.kind === 'status') return reply.status(turn.status).send();
  const { status, body } = act();
  if (turn.kind === 'slow') await pause(turn.delayMs, undefined, { signal: closing });
  if (turn.kind === 'cut') {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  if (turn.kind === 'malformed') return reply.type('text/html').send('<!doctype html><title>Busy</title><p>Busy.');
  const said = turn.kind === 'half' ? body.slice(0, body.length / 2) : body;
  return reply.status(status).type('application/xml;charset=UTF-8').send(said);
}

const keyOf = (entry: NcmecEntry): string => `${entry.medium}/${entry.member}/${entry.id}`;

const xml = (reply: FastifyReply, body: string): FastifyReply =>
  reply.type('application/xml;charset=UTF-8').send(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`);

/** Neither by time nor by id, and the same at every call: as a real index answers. */
const disorder = (entry: NcmecEntry): string => createHash('md5').update(keyOf(entry)).digest('hex');

function pageOf(all: ReadonlyMap<string, NcmecEntry>, query: z.infer<typeof querySchema>, pageSize: number): string {
  const { from, to, start = 1, size = pageSize } = query;
  const found = [...all.values()]
    .filter((entry) => entry.at >= from && entry.at <= to)
    .sort((a, b) => (disorder(a) < disorder(b) ? -1 : 1));
  const page = found.slice(start - 1, start - 1 + size);
  const isLast = start - 1 + size >= found.length;
  const next = new URLSearchParams({
    ...{ from: from.toISOString(), to: to.toISOString(), start: String(start + size), size: String(size) },
    max: String(found.length),
  });
  return [
    `<queryResult xmlns="${NAMESPACE}">`,
    group('image', page),
    group('video', page),
    isLast ? '' : `<paging><next>${escape(`/v2/entries?${next.toString()}`)}</next></paging>`,
    '</queryResult>',
  ].join('\n');
}

function group(medium: 'image' | 'video', page: readonly NcmecEntry[]): string {
  const entries = page.filter((entry) => entry.medium === medium);
  if (entries.length === 0) return '';
  const newest = new Date(Math.max(...entries.map((entry) => entry.at.getTime())));
  const inside = entries.map(elementOf).join('\n');
  return `<${medium}s count="${entries.length}" maxTimestamp="${secondsOf(newest)}">\n${inside}\n</${medium}s>`;
}

function elementOf(entry: NcmecEntry): string {
  const member = `<member id="${entry.member}">Example Member ${entry.member} &amp; Sons</member>`;
  const [id, timestamp] = [`<id>${escape(entry.id)}</id>`, `<timestamp>${secondsOf(entry.at)}</timestamp>`];
  if (entry.isDeleted === true) {
    const name = entry.medium === 'image' ? 'deletedImage' : 'deletedVideo';
    return `<${name}>${member}${id}${timestamp}</${name}>`;
  }
  const { classification } = entry;
  const fingerprints = Object.entries(entry.fingerprints)
    .map(([name, value]) => `<${name}>${escape(value)}</${name}>`)
    .join('');
  return [
    `<${entry.medium}>${member}${timestamp}${id}`,
    classification === undefined ? '' : `<classification>${escape(classification)}</classification>`,
    `<fingerprints>${fingerprints}</fingerprints>`,
    entry.hasFeedback === true ? FEEDBACK : '',
    `</${entry.medium}>`,
  ].join('');
}

/** It names members and times of its own, which are not the entry's. */
const FEEDBACK = `<feedback lastUpdateTimestamp="2031-06-01T12:48:14Z"><affirmativeFeedback type="Md5" lastUpdateTimestamp="2031-06-01T12:48:14Z">
<members timestamp="2031-06-01T12:48:14Z"><member id="9999">Another Member</member></members></affirmativeFeedback></feedback>`;

/** NCMEC writes whole seconds. */
const secondsOf = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
