/**
 * The exchange's server side: four questions, each signed by a peer's pinned key and answered with a signature over the same nonce.
 *
 * | code          | status | meaning                                                        |
 * |---------------|--------|----------------------------------------------------------------|
 * | unknown-key, missing, malformed, not-covered, wrong | 401 | the signature is not taken (lib/http-signature) |
 * | expired, early| 401    | made too long ago, or in the future: one of the clocks is wrong|
 * | replayed      | 401    | this very request was taken before                             |
 * | partner-off   | 403    | this hotline has turned the exchange with the peer off         |
 * | malformed-case| 400    | the case cannot be opened or read                              |
 * | came-from-there, not-an-address | 409 | the case is not taken, for good                |
 * | too-large     | 413    | more than 256 kB                                               |
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SignatureError } from '../../lib/http-signature/door.ts';
import { open, SealError } from '../../lib/seal/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db } from '../platform/db.ts';
import { statusOf } from '../platform/http.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { readEntriesAfter } from './entry-store.ts';
import { readStatesAfter } from './handed-store.ts';
import { describeExchange } from './openapi.ts';
import { bodyOf, ownKeys } from './own-keys.ts';
import type { Peer } from './peer.ts';
import { keysOf } from './peer-client.ts';
import { readPeers, takeNonce, updatePeer } from './peer-store.ts';
import { receiveCase } from './receive-case.ts';
import { MOST_AGE_SECONDS, signAnswer, SKEW_SECONDS, verifyRequest } from './signing.ts';
import { entrySchema, handedCaseSchema, pageQuerySchema } from './wire.ts';

/** What the routes need. */
export interface ExchangeApiDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly hotlineName: string;
}

const PAGE = 500;
const BODY_LIMIT_BYTES = 256 * 1024;

/** What a route answers; anything but 200 is an error with a code. */
type Reply = { readonly status: 200; readonly json: unknown } | { readonly status: number; readonly code: string };
const headersSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional());

class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(`The request is refused: ${code}.`);
    this.status = status;
    this.code = code;
  }
}

/** Adds the routes, and the description of them, to a server. */
export function registerExchangeApi(http: FastifyInstance, deps: ExchangeApiDeps): void {
  const description = describeExchange();
  http.get('/exchange/v1/openapi.json', () => description);
  void http.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.setErrorHandler((error, _request, reply) => {
      if (statusOf(error) === 413) return sendError(reply, 413, 'too-large');
      // Whatever else it is belongs to the server.
      throw error;
    });
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, ready) =>
      ready(null, body),
    );
    const add = (
      method: 'GET' | 'POST',
      path: string,
      handle: (peer: Peer, request: FastifyRequest) => Promise<Reply>,
    ) =>
      scope.route({
        ...{ method, url: `/exchange/v1/${path}` },
        handler: (request, reply) => answer(deps, request, reply, (peer) => handle(peer, request)),
      });
    add('GET', 'hello', () =>
      Promise.resolve({
        status: 200,
        json: { body: bodyOf(deps.serviceKey), name: deps.hotlineName.slice(0, 200), version: 1 },
      }),
    );
    add('GET', 'entries', (peer, request) => entriesPage(deps, peer, request));
    add('GET', 'states', (peer, request) => statesPage(deps, peer, request));
    add('POST', 'cases', (peer, request) => takeCase(deps, peer, bytesOf(request)));
    done();
  });
}

async function answer(
  deps: ExchangeApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  handle: (peer: Peer) => Promise<Reply>,
): Promise<FastifyReply> {
  try {
    const { peer, nonce } = await authenticate(deps, request);
    return await sendSigned(deps, reply, await handle(peer), nonce);
  } catch (error) {
    if (error instanceof Refused) return sendError(reply, error.status, error.code);
    if (error instanceof SignatureError) return sendError(reply, 401, error.code);
    throw error;
  }
}

async function authenticate(
  deps: ExchangeApiDeps,
  request: FastifyRequest,
): Promise<{ readonly peer: Peer; readonly nonce: string }> {
  const now = deps.clock.now();
  const known = (await readPeers(deps.db, deps.serviceKey)).flatMap((peer) =>
    keysOf(peer).map((key) => ({ peer, key })),
  );
  const [path = '', query] = request.url.split(/\?(.*)/s);
  const headers = Object.fromEntries(
    Object.entries(headersSchema.parse(request.headers)).map(([name, value]) => [
      name,
      typeof value === 'object' ? value.join(', ') : value,
    ]),
  );
  const message = { method: request.method, authority: request.host, path, query: `?${query ?? ''}`, headers };
  const findKey = (keyId: string) => known.find(({ key }) => key.keyId === keyId)?.key.verifyKey;
  const { keyId, nonce, created } = verifyRequest(message, bytesOf(request), findKey, now);
  const found = known.find(({ key }) => key.keyId === keyId);
  if (found === undefined) throw new Refused(401, 'unknown-key');
  const { peer, key } = found;
  if (peer.mode === 'off') throw new Refused(403, 'partner-off');
  const until = new Date((created + MOST_AGE_SECONDS + 2 * SKEW_SECONDS) * 1000);
  const isNew = await transact(deps.db, async (tx) => {
    const taken = await takeNonce(tx, peer.id, nonce, until, now);
    // The key that a person had pinned as the next one is in use: the old one is over.
    if (taken && key.text === peer.nextKeyText)
      await updatePeer(tx, deps.serviceKey, peer.id, { keyText: key.text, nextKeyText: null });
    return taken;
  });
  if (!isNew) throw new Refused(401, 'replayed');
  return { peer, nonce };
}

async function entriesPage(deps: ExchangeApiDeps, peer: Peer, request: FastifyRequest): Promise<Reply> {
  const { after } = queryOf(request);
  const rows = peer.gives ? await readEntriesAfter(deps.db, deps.serviceKey, after, PAGE) : [];
  const entries = rows.map((row) => entrySchema.parse(row));
  return { status: 200, json: { entries, next: rows.at(-1)?.change ?? after, hasMore: rows.length === PAGE } };
}

async function statesPage(deps: ExchangeApiDeps, peer: Peer, request: FastifyRequest): Promise<Reply> {
  const { after } = queryOf(request);
  const rows = await readStatesAfter(deps.db, peer.id, after, PAGE);
  const states = rows.map(({ reference, state, at }) => ({ reference, state, at: at.toISOString() }));
  return { status: 200, json: { states, next: rows.at(-1)?.change ?? after, hasMore: rows.length === PAGE } };
}

async function takeCase(deps: ExchangeApiDeps, peer: Peer, box: Buffer): Promise<Reply> {
  const now = deps.clock.now();
  const keys = await ownKeys(deps.db, deps.serviceKey, now);
  const handed = handedCaseSchema.safeParse(
    openJson(
      box,
      keys.map(({ identity }) => identity),
    ),
  );
  if (!handed.success) return { status: 400, code: 'malformed-case' };
  const taken = await transact(deps.db, (tx) => receiveCase(tx, deps.serviceKey, peer, handed.data, now));
  if ('refusal' in taken) return { status: 409, code: taken.refusal };
  return { status: 200, json: { reference: handed.data.reference, state: taken.state } };
}

function openJson(box: Buffer, identities: Parameters<typeof open>[1]): unknown {
  try {
    return JSON.parse(open(box, identities).toString('utf8'));
  } catch (error) {
    if (error instanceof SealError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function queryOf(request: FastifyRequest): z.output<typeof pageQuerySchema> {
  const query = pageQuerySchema.safeParse(request.query);
  if (!query.success) throw new Refused(400, 'malformed-query');
  return query.data;
}

const bytesOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

const JSON_TYPE = 'application/json; charset=utf-8';

async function sendSigned(
  deps: ExchangeApiDeps,
  reply: FastifyReply,
  made: Reply,
  nonce: string,
): Promise<FastifyReply> {
  const now = deps.clock.now();
  const [own] = await ownKeys(deps.db, deps.serviceKey, now);
  const json = 'json' in made ? made.json : { detail: `Refused: ${made.code}.`, code: made.code };
  const body = Buffer.from(JSON.stringify(json));
  const fields = signAnswer({ status: made.status, body, contentType: JSON_TYPE }, own, { nonce, now });
  return reply.status(made.status).headers(fields).send(body);
}

/** Not signed: who is not known cannot be given an answer that they could check. */
const sendError = (reply: FastifyReply, status: number, code: string): FastifyReply =>
  reply.status(status).send({ detail: `Refused: ${code}.`, code });
