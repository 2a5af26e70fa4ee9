import type { FastifyInstance } from 'fastify';
import { isDatabaseAway, SECURITY_HEADERS } from '../platform/http.ts';
import { codeOf, type Log } from '../platform/log.ts';

/** Gives an API's server its headers, and errors as `{detail, code}` that quote nothing of what was sent. */
export function answerErrors(http: FastifyInstance, log: Log): void {
  http.addHook('onRequest', (_request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    done();
  });
  http.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({ detail: 'There is no such address here.', code: 'no-such-address' }),
  );
  http.setErrorHandler((error, request, reply) => {
    const given = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
    const isTheirs = typeof given === 'number' && given >= 400 && given < 500;
    const status = isDatabaseAway(error) ? 503 : isTheirs ? given : 500;
    if (!isTheirs) log.error('http.failed', { route: request.routeOptions.url ?? 'none', status, code: codeOf(error) });
    const detail = isTheirs ? 'The request was not understood.' : 'Something went wrong here; try again later.';
    return reply.status(status).send({ detail, code: isTheirs ? 'not-understood' : 'away' });
  });
}
