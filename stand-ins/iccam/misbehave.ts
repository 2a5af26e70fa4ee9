/** The ways in which the ICCAM stand-in can be unwell, as hooks around its honest routes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * | kind | what the client meets | is the work done? |
 * |---|---|---|
 * | ok | the honest answer | yes |
 * | slow | the honest answer, `delayMs` later | yes |
 * | 5xx | `status` (503 by default) and no `errors`: try again; 500 carries `errors` and is final | no |
 * | 429 | too many requests, with `Retry-After: retryAfterS` (1 by default) | no |
 * | malformed | 200 with a page of HTML | yes |
 * | wrong-shape | 200 with JSON that is nothing the interface knows | yes |
 * | half-done | the connection is cut in place of the answer | yes |
 * | died | the connection is cut before anything was done | no |
 * | duplicate | something between repeats each change, and the client gets the answer to the repeat; lists name each row twice | yes |
 * | 401-once | 401, and the bearer token is valid no longer; then well again | no |
 */
export type IccamBehaviour = (
  | { readonly kind: 'ok' | 'malformed' | 'wrong-shape' | 'half-done' | 'died' | 'duplicate' | '401-once' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: '5xx'; readonly status?: number }
  | { readonly kind: '429'; readonly retryAfterS?: number }
) & {
  /** Method and path from their beginning, as `POST rest/Reports`; without it everything under `rest/`. */
  readonly only?: string;
  /** After so many requests that it met the server is well again; for ever by default (`401-once`: 1). */
  readonly times?: number;
};

const REPEAT_HEADER = 'x-stand-in-repeat';

/** Adds the hooks; `revoke` makes a request's bearer token invalid. */
export function addMisbehaviour(
  http: FastifyInstance,
  revoke: (request: FastifyRequest) => void,
  closing: AbortSignal,
): (behaviour: IccamBehaviour) => void {
  let behaviour: IccamBehaviour = { kind: 'ok' };
  const met = new WeakMap<FastifyRequest, IccamBehaviour['kind']>();

  http.addHook('onRequest', async (request, reply) => {
    const current = behaviour;
    const asked = `${request.method} ${request.url.slice(1)}`;
    const isMeant = current.only === undefined ? request.url.startsWith('/rest/') : asked.startsWith(current.only);
    if (current.kind === 'ok' || !isMeant || REPEAT_HEADER in request.headers) return;
    behaviour = countDown(current);
    met.set(request, current.kind);
    if (current.kind === 'slow') await pause(current.delayMs, undefined, { signal: closing });
    if (current.kind === 'died') request.raw.socket.destroy();
    if (current.kind === '401-once') revoke(request);
    return refusalFor(current, reply);
  });

  http.addHook('preHandler', async (request) => {
    if (met.get(request) !== 'duplicate' || request.method === 'GET') return;
    await http.inject({
      method: request.method === 'PUT' ? 'PUT' : 'POST',
      url: request.url,
      headers: { ...authorizationOf(request), [REPEAT_HEADER]: 'yes' },
      ...(request.body === undefined || request.body === null ? {} : { payload: JSON.stringify(request.body) }),
    });
  });

  http.addHook('onSend', (request, reply, payload, done) => {
    const kind = met.get(request);
    if (kind === 'half-done') request.raw.socket.destroy();
    done(null, spoiled(kind, reply, payload));
  });

  return (next) => {
    behaviour = next;
  };
}

function refusalFor(current: IccamBehaviour, reply: FastifyReply): FastifyReply | undefined {
  switch (current.kind) {
    case '401-once':
      return reply.status(401).send({ errors: { Unauthorized: ['A valid bearer token is needed.'] } });
    case '429':
      return reply
        .status(429)
        .header('retry-after', String(current.retryAfterS ?? 1))
        .send('Too many requests');
    case '5xx': {
      const status = current.status ?? 503;
      const errors = { InternalError: ['Something went wrong.'] };
      return reply.status(status).send(status === 500 ? { errors } : 'Service unavailable');
    }
    case 'ok':
    case 'slow':
    case 'malformed':
    case 'wrong-shape':
    case 'half-done':
    case 'died':
    case 'duplicate':
      return undefined;
  }
}

/** The answer as this behaviour leaves it. */
function spoiled(kind: IccamBehaviour['kind'] | undefined, reply: FastifyReply, payload: unknown): unknown {
  if (kind === 'duplicate' && typeof payload === 'string' && payload.startsWith('[') && reply.statusCode === 200) {
    const rows: unknown = JSON.parse(payload);
    void reply.removeHeader('content-length');
    return Array.isArray(rows) ? JSON.stringify(rows.flatMap((row: unknown) => [row, row])) : payload;
  }
  if (kind !== 'malformed' && kind !== 'wrong-shape') return payload;
  const isPage = kind === 'malformed';
  void reply
    .status(200)
    .header('content-type', isPage ? 'text/html' : 'application/json')
    .removeHeader('content-length');
  return isPage ? '<!doctype html><title>Gateway</title><p>The service is busy.' : '{"unexpected":[true,null]}';
}

function authorizationOf(request: FastifyRequest): Record<string, string> {
  const { authorization, 'content-type': contentType } = request.headers;
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
  };
}

function countDown(current: IccamBehaviour): IccamBehaviour {
  const times = current.times ?? (current.kind === '401-once' ? 1 : undefined);
  if (times === undefined) return current;
  return times > 1 ? { ...current, times: times - 1 } : { kind: 'ok' };
}
