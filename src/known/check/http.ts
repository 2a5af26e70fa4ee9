/**
 * The check API's routes (docs/check-api.md). Who asks is known before a byte of a body is read, and paid for; what is
 * refused closes the connection, so that nobody can make us read on. Nothing that is sent is written or logged.
 */
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { StreamTooLongError } from '../../../lib/pdq/door.ts';
import { isDatabaseAway, SECURITY_HEADERS, statusOf } from '../../platform/http.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import type { ApiKey } from './api-key.ts';
import {
  hashesRequestSchema,
  mediaQuerySchema,
  pdqRequestSchema,
  toHashAnswer,
  toMediaAnswer,
  urlRequestSchema,
  type HashAnswer,
  type MediaAnswer,
} from './answers.ts';
import { checkAddress, type AddressTools } from './check-address.ts';
import { checkExactHashes, checkPdqHashes, decodeHash, EXACT_HASH_BYTES, PDQ_BYTES } from './check-hashes.ts';
import { checkMedia } from './check-media.ts';
import { KeyRing } from './key-ring.ts';
import { CheckBusy } from './memory-budget.ts';
import { describeApi } from './openapi.ts';
import { QuotaKeeper } from './quota-keeper.ts';
import { costOfBatch } from './quota.ts';
import { CheckRefused } from './refusal.ts';

/** What the routes need. */
export interface CheckApiDeps extends AddressTools {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
}

/** Settings of the server; each has a default. */
export interface CheckHttpOptions {
  /** From the first byte of a request to its last. Default 60,000. */
  readonly requestTimeLimitMs?: number;
  /** How often slow requests are looked for. Default 5,000. */
  readonly timeoutCheckMs?: number;
}

/** Requests at once; beyond it a request is told to come again. */
const MAX_IN_FLIGHT = 256;
const JSON_LIMIT_BYTES = 512 * 1024;
const TEXT_LIMIT_BYTES = 1024;

/** A web server for the check API alone: no form, no page, no cookie, no request log. */
export function openCheckHttp(options: CheckHttpOptions = {}): FastifyInstance {
  const requestTimeLimitMs = options.requestTimeLimitMs ?? 60_000;
  return Fastify({
    logger: false,
    requestTimeout: requestTimeLimitMs,
    http: {
      headersTimeout: Math.min(10_000, requestTimeLimitMs),
      connectionsCheckingInterval: options.timeoutCheckMs ?? 5_000,
    },
    keepAliveTimeout: 10_000,
    bodyLimit: JSON_LIMIT_BYTES,
    trustProxy: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // An address that cannot be read (`%ff`): Fastify answers before any hook, and would quote it.
    frameworkErrors: (_error, _request, reply) => void sendNoSuchAddress(reply),
    clientErrorHandler: endBrokenRequest,
  });
}

const sendNoSuchAddress = (reply: FastifyReply): FastifyReply =>
  reply
    .headers(SECURITY_HEADERS)
    .status(404)
    .send({ detail: 'There is no such address here.', code: 'no-such-address' });

/** Requests that never became one (RFC 9110): too slow, too long a header, or no HTTP at all. */
function endBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  const [status, detail] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? (['408 Request Timeout', 'The request took too long to arrive.'] as const)
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? (['431 Request Header Fields Too Large', 'The headers are too long.'] as const)
        : (['400 Bad Request', 'This is not HTTP.'] as const);
  const body = JSON.stringify({ detail });
  if (socket.writable) {
    const head = `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n`;
    socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}

/** Adds the routes, and the shape of errors, to a server of {@link openCheckHttp}. */
export function registerCheckApi(http: FastifyInstance, deps: CheckApiDeps): void {
  const gate = new Gate(deps);
  http.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    done();
  });
  http.setErrorHandler((error, request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const note = (status: number) => deps.log.error('http.failed', { route, status, code: codeOf(error) });
    // A body that breaks off is its sender's doing, whatever its error looks like.
    const isBroken = request.raw.destroyed && !request.raw.complete && codeOf(error) === 'ECONNRESET';
    return sendRefusal(
      request,
      reply,
      isBroken ? new CheckRefused(400, 'The body broke off.') : toRefusal(error, note),
    );
  });
  http.setNotFoundHandler((request, reply) =>
    sendRefusal(request, reply, new CheckRefused(404, 'There is no such address here.')),
  );
  http.addHook('onClose', () => gate.close());
  const description = describeApi(deps.limits);
  http.get('/v1/openapi.json', () => description);
  void http.register((scope, _options, done) => {
    gate.guard(scope, 1);
    registerMedia(scope, deps);
    done();
  });
  void http.register((scope, _options, done) => {
    gate.guard(scope);
    registerAddress(scope, deps, gate);
    registerBatches(scope, deps, gate);
    done();
  });
  void http.register((scope, _options, done) => {
    gate.guard(scope, 1);
    registerSingle(scope, deps);
    done();
  });
}

/** Keys, quotas and the number of requests at once. */
class Gate {
  readonly #deps: CheckApiDeps;
  readonly #ring: KeyRing;
  readonly #quota: QuotaKeeper;
  readonly #keys = new WeakMap<FastifyRequest, ApiKey>();
  #inFlight = 0;

  constructor(deps: CheckApiDeps) {
    this.#deps = deps;
    this.#ring = new KeyRing(deps.db, 'check');
    this.#quota = new QuotaKeeper(deps.db);
  }

  /** Lets in only working keys. With `cost`, that is spent before the body is read. */
  guard(scope: FastifyInstance, cost?: number): void {
    scope.addHook('onRequest', async (request, reply) => {
      const key = await this.#ring.find(request.headers.authorization, this.#deps.clock.now());
      if (key === undefined) {
        reply.header('www-authenticate', 'Basic realm="check", charset="UTF-8"');
        throw new CheckRefused(401, 'Not authorised.');
      }
      if (this.#inFlight >= MAX_IN_FLIGHT) throw new CheckBusy();
      this.#inFlight += 1;
      reply.raw.once('close', () => (this.#inFlight -= 1));
      this.#keys.set(request, key);
      if (cost !== undefined) await this.spend(request, cost);
    });
  }

  /** @throws CheckRefused (429, or 413 for more than a key may ever use at once) */
  async spend(request: FastifyRequest, cost: number): Promise<void> {
    const key = this.#keys.get(request);
    if (key === undefined) throw new CheckRefused(401, 'Not authorised.');
    const answer = await this.#quota.spend(key, cost, this.#deps.clock.now());
    if (answer.kind === 'never') throw new CheckRefused(413, "The batch is larger than this key's quota.");
    if (answer.kind === 'wait') {
      const detail = `This key's quota of the ${answer.quota} is used up.`;
      throw new CheckRefused(429, detail, Math.max(1, Math.ceil(answer.waitMs / 1000)));
    }
  }

  close(): Promise<void> {
    return this.#quota.close();
  }
}

function registerMedia(scope: FastifyInstance, deps: CheckApiDeps): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  scope.post('/v1/media/', async (request): Promise<MediaAnswer> => {
    const query = parse(mediaQuerySchema, request.query);
    if (Number(request.headers['content-length'] ?? 0) > deps.limits.maxBytes)
      throw new StreamTooLongError(deps.limits.maxBytes);
    const { body } = request;
    if (!(body instanceof Readable)) throw new CheckRefused(400, 'The body must hold the bytes of the media.');
    const finding = await checkMedia(deps, body, { orientations: query.orientations, exactPath: query.exact_path });
    if (finding.sizeBytes === 0) throw new CheckRefused(400, 'The body must hold the bytes of the media.');
    return toMediaAnswer(finding);
  });
}

function registerAddress(scope: FastifyInstance, deps: CheckApiDeps, gate: Gate): void {
  scope.removeContentTypeParser('text/plain');
  scope.post('/v1/url/', async (request, reply): Promise<MediaAnswer> => {
    const query = parse(mediaQuerySchema, request.query);
    const { url } = parse(urlRequestSchema, request.body);
    await gate.spend(request, 1);
    // Whoever has gone away needs no answer, and the address no visit.
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const outcome = await checkAddress(deps, url, {
      orientations: query.orientations,
      exactPath: query.exact_path,
      signal: gone.signal,
    });
    switch (outcome.kind) {
      case 'checked':
        return toMediaAnswer(outcome.finding);
      case 'refused':
        throw new CheckRefused(422, `The address is not fetched: ${outcome.reason}.`);
      case 'failed':
        throw new CheckRefused(502, `The address gave no answer: ${outcome.reason}.`);
      case 'answered':
        throw new CheckRefused(
          422,
          outcome.isTooLarge
            ? 'The address holds more than is fetched.'
            : `The address answered with status ${outcome.status}.`,
        );
    }
  });
}

function registerBatches(scope: FastifyInstance, deps: CheckApiDeps, gate: Gate): void {
  scope.post('/v1/pdq/', async (request) => {
    const { hashes } = parse(pdqRequestSchema, request.body);
    const decoded = decodeBatch(hashes, PDQ_BYTES, 'a PDQ hash: 32 bytes in base64 or hexadecimal');
    await gate.spend(request, costOfBatch(hashes.length));
    const found = await checkPdqHashes(deps.matcher, decoded);
    return toBatchAnswer(hashes, (at) => ({
      exactHits: [],
      nearHits: (found[at] ?? []).map((hit) => ({ ...hit, atSeconds: 0 })),
    }));
  });
  scope.post('/v1/hashes/', async (request) => {
    const { hashes } = parse(hashesRequestSchema, request.body);
    const decoded = decodeBatch(hashes, EXACT_HASH_BYTES, 'an MD5, SHA-1 or SHA-256 in hexadecimal or base64');
    await gate.spend(request, costOfBatch(hashes.length));
    const found = checkExactHashes(deps.matcher, decoded);
    return toBatchAnswer(hashes, (at) => ({ exactHits: found[at] ?? [], nearHits: [] }));
  });
}

/** The Dutch check service's one question: a hash in, `true` or `false` out. */
function registerSingle(scope: FastifyInstance, deps: CheckApiDeps): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: TEXT_LIMIT_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  for (const [algorithm, bytes] of [
    ['md5', 16],
    ['sha1', 20],
  ] as const) {
    scope.post(`/check/${algorithm}`, (request, reply) => {
      const text = typeof request.body === 'string' ? request.body.trim() : '';
      const hash = decodeHash(text, [bytes]);
      if (hash === undefined) throw new CheckRefused(400, `The body must be one ${algorithm} hash in hexadecimal.`);
      const isKnown = deps.matcher.matchExact({ [algorithm]: hash }).length > 0;
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(isKnown));
    });
  }
}

function decodeBatch(hashes: readonly string[], allowedBytes: readonly number[], what: string): readonly Buffer[] {
  return hashes.map((text, at) => {
    const hash = decodeHash(text, allowedBytes);
    if (hash === undefined) throw new CheckRefused(400, `hashes[${at}] is not ${what}.`);
    return hash;
  });
}

function toBatchAnswer(hashes: readonly string[], hitsOf: (at: number) => Parameters<typeof toHashAnswer>[0]) {
  const scanned: [string, HashAnswer][] = hashes.map((text, at) => [text, toHashAnswer(hitsOf(at))]);
  return { scanned_hashes: Object.fromEntries(scanned) };
}

/** Parses a part of a request. @throws CheckRefused (400, or 413 for a batch that is too long) that says where, and quotes nothing */
function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'The request' : issue.path.join('.');
  const isTooLong = issue?.code === 'too_big' && issue.origin === 'array';
  throw new CheckRefused(isTooLong ? 413 : 400, `${where}: ${issue?.message ?? 'not understood'}.`);
}

function toRefusal(error: unknown, onUnexpected: (status: number) => void): CheckRefused {
  if (error instanceof CheckRefused) return error;
  if (error instanceof CheckBusy) return new CheckRefused(503, 'Too much is under way.', 1);
  if (error instanceof StreamTooLongError) return new CheckRefused(413, 'The media is larger than allowed.');
  if (isDatabaseAway(error)) {
    onUnexpected(503);
    return new CheckRefused(503, 'The database is away for the moment.', 5);
  }
  const status = statusOf(error);
  if (status < 500) return new CheckRefused(status, DETAILS[status] ?? 'The request was not understood.');
  onUnexpected(500);
  return new CheckRefused(500, 'Something went wrong here. It was noted, without what was sent.');
}

const DETAILS: Readonly<Record<number, string>> = {
  400: 'The body is not valid JSON.',
  413: 'The body is larger than allowed.',
  415: 'This request takes another content type.',
};

/** A refused body up to this length is read away, so that its sender gets to the answer; a longer one ends the connection. */
const DRAIN_LIMIT_BYTES = 8 * 2 ** 20;

function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: CheckRefused): FastifyReply {
  const declaredBytes = Number(request.headers['content-length'] ?? Number.NaN);
  if (!request.raw.complete && !(declaredBytes <= DRAIN_LIMIT_BYTES)) reply.header('connection', 'close');
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', refusal.retryAfterSeconds);
  return reply.status(refusal.status).type('application/json; charset=utf-8').send({ detail: refusal.message });
}
