/** The ways in which the ICCAM stand-in can be unwell, as hooks around its honest routes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * | kind | what the client meets | is the work done? |
 * |---|---|---|
 * | ok | the honest answer | yes |
 * | slow | the honest answer, `delayMs` later | yes |
 * | 5xx | `status` (503 by default) and no `errors`: try again; 500 carries `errors` and is final | no |
 * | malformed | 200 with a page of HTML | yes |
 * | half-done | the connection is cut in place of the answer | yes |
 * | 401-once | 401, and the bearer token is valid no longer; then well again | no |
 */
export type IccamBehaviour = (
  | { readonly kind: 'ok' | 'malformed' | 'half-done' | '401-once' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: '5xx'; readonly status?: number }
) & {
  /** Method and path from their beginning, as `POST rest/Reports`; without it everything under `rest/`. */
  readonly only?: string;
  /** After so many requests that it met the server is well again; for ever by default (`401-once`: 1). */
  readonly times?: number;
};

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
    if (current.kind === 'ok' || !isMeant) return;
    behaviour = countDown(current);
    met.set(request, current.kind);
    if (current.kind === 'slow') await pause(current.delayMs, undefined, { signal: closing });
    if (current.kind === '401-once') {
      revoke(request);
      return reply.status(401).send({ errors: { Unauthorized: ['A valid bearer token is needed.'] } });
    }
    if (current.kind === '5xx') {
      const status = current.status ?? 503;
      const errors = { InternalError: ['Something went wrong.'] };
      return reply.status(status).send(status === 500 ? { errors } : 'Service unavailable');
    }
  });

  http.addHook('onSend', (request, reply, payload, done) => {
    const kind = met.get(request);
    if (kind === 'half-done') request.raw.socket.destroy();
    if (kind !== 'malformed') {
      done(null, payload);
      return;
    }
    void reply.status(200).header('content-type', 'text/html').removeHeader('content-length');
    done(null, '<!doctype html><title>Gateway</title><p>The service is busy.');
  });

  return (next) => {
    behaviour = next;
  };
}

function countDown(current: IccamBehaviour): IccamBehaviour {
  const times = current.times ?? (current.kind === '401-once' ? 1 : undefined);
  if (times === undefined) return current;
  return times > 1 ? { ...current, times: times - 1 } : { kind: 'ok' };
}
