/**
 * The web server both sites stand on: strict headers, small bodies, no cookie of its own, no request log, and errors that
 * tell a person what to do without quoting what was typed. Nothing here ever sees or keeps the caller's IP address.
 */
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { codeOf, type Log } from './log.ts';

/** What differs between the sites; headers, error handling and the silence about callers are the same for all. */
export interface HttpOptions {
  readonly log: Log;
  /** Largest request body in bytes. */
  readonly bodyLimitBytes: number;
  /** The page for an unexpected error (500, 503), a missing page (404) or a refused body (413, 415). */
  readonly errorPage: (status: number, path: string) => VNode;
  /** The one script that pages may run, by its hash (`sha256-...`, base64); none when undefined. */
  readonly scriptHash?: string;
  /** That script may ask this server, and no other, for what it shows. */
  readonly scriptMayAsk?: boolean;
}

/**
 * No script, no frame, nothing from elsewhere. `form-action 'self'` and `base-uri 'none'` keep an injected form or base
 * from sending what is typed to another place (CSP level 3). HSTS is the terminating proxy's where TLS ends there;
 * sent all the same, browsers ignore it over plain HTTP (RFC 6797, 8.1).
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-forms allow-same-origin allow-top-navigation-by-user-activation",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=(), interest-cohort=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-dns-prefetch-control': 'off',
  'x-robots-tag': 'noarchive',
  'cache-control': 'no-store',
};

/** The same policy with one script let in by its hash; unless it may ask, it connects to nothing (`default-src 'none'` still holds). */
const withScript = (
  headers: Readonly<Record<string, string>>,
  hash: string,
  mayAsk: boolean,
): Readonly<Record<string, string>> => ({
  ...headers,
  'content-security-policy': `${headers['content-security-policy'] ?? ''} allow-scripts; script-src '${hash}'${mayAsk ? "; connect-src 'self'" : ''}`,
});

/** A Fastify instance with the above; routes are the caller's. */
export async function openHttp(options: HttpOptions): Promise<FastifyInstance> {
  const headers =
    options.scriptHash === undefined
      ? SECURITY_HEADERS
      : withScript(SECURITY_HEADERS, options.scriptHash, options.scriptMayAsk ?? false);
  const http = Fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    trustProxy: false,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 200 },
  });
  await http.register(formbody, { bodyLimit: options.bodyLimitBytes });
  http.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  http.setNotFoundHandler((request, reply) => sendPage(reply, options.errorPage(404, request.url), 404));
  http.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) {
      options.log.error('http.failed', { route: request.routeOptions.url ?? 'none', status, code: codeOf(error) });
    }
    return sendPage(reply, options.errorPage(status, request.url), status);
  });
  return http;
}

/** A page's HTML. */
export const renderPage = (page: VNode): string => `<!doctype html>${renderToString(page)}`;

/** Sends a page made of Preact nodes. */
export const sendPage = (reply: FastifyReply, page: VNode, status = 200): FastifyReply =>
  sendHtml(reply, renderPage(page), status);

/** Sends a page that was made before. */
export const sendHtml = (reply: FastifyReply, html: string, status = 200): FastifyReply =>
  reply.status(status).type('text/html; charset=utf-8').send(html);

/** A database that is away is 503 (it comes back); what Fastify itself refused keeps its status; the rest is 500. */
function statusOf(error: unknown): number {
  if (isDatabaseAway(error)) return 503;
  if (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode >= 400
  ) {
    return error.statusCode;
  }
  return 500;
}

const AWAY_CODES: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'],
  // PostgreSQL: shutting down, crashed, starting up, too many connections, disk full.
  ...['57P01', '57P02', '57P03', '53300', '53100', '08006', '08001'],
]);

/** True when the failure is of the database's being away or full, not of the request. */
export function isDatabaseAway(error: unknown): boolean {
  if (AWAY_CODES.has(codeOf(error))) return true;
  return error instanceof Error && /Connection terminated|timeout exceeded when trying to connect/i.test(error.message);
}
