/**
 * The web server both sites stand on: strict headers, small bodies, no cookie of its own, no request log, and errors that
 * tell a person what to do without quoting what was typed. Nothing here keeps the caller's IP address or writes it anywhere.
 */
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { codeOf, type Log } from './log.ts';
import { keepRoom } from './slow-connections.ts';

/** What differs between the sites; headers, error handling and the silence about callers are the same for all. */
export interface HttpOptions {
  readonly log: Log;
  /** Largest request body in bytes. */
  readonly bodyLimitBytes: number;
  /** The page for an unexpected error (500, 503), a missing page (404) or a refused body (413, 415). */
  readonly errorPage: (status: number, path: string) => VNode;
  /** The one script that pages may run, by its hash (`sha256-...`, base64); none when undefined. */
  readonly scriptHash?: string;
  /** Connections whose request is not all here; the oldest is closed when there are more. */
  readonly mostWaiting?: number;
  /** Pages may ask the browser for a passkey of this site. */
  readonly usesPasskeys?: boolean;
  /** That script may ask this server, and no other, for what it shows. */
  readonly scriptMayAsk?: boolean;
}

/** Everything a page could ask of a device (W3C's registry of policy-controlled features) but writing to the clipboard, for the receipt. */
const DENIED_FEATURES = [
  ...['accelerometer', 'ambient-light-sensor', 'attribution-reporting', 'autoplay', 'battery', 'bluetooth'],
  ...['browsing-topics', 'camera', 'clipboard-read', 'compute-pressure', 'display-capture', 'document-domain'],
  ...['encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'identity-credentials-get'],
  ...['idle-detection', 'interest-cohort', 'keyboard-map', 'local-fonts', 'magnetometer', 'microphone', 'midi'],
  ...['otp-credentials', 'payment', 'picture-in-picture', 'publickey-credentials-get', 'screen-wake-lock', 'serial'],
  ...[
    'speaker-selection',
    'storage-access',
    'sync-xhr',
    'usb',
    'web-share',
    'window-management',
    'xr-spatial-tracking',
  ],
] as const;

/**
 * No script, no frame, nothing from elsewhere. `form-action 'self'` and `base-uri 'none'` keep an injected form or base
 * from sending what is typed to another place (CSP level 3). HSTS is the terminating proxy's where TLS ends there;
 * sent all the same, browsers ignore it over plain HTTP (RFC 6797, 8.1).
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-forms allow-same-origin allow-downloads allow-top-navigation-by-user-activation",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': DENIED_FEATURES.map((feature) => `${feature}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'origin-agent-cluster': '?1',
  'x-dns-prefetch-control': 'off',
  'x-robots-tag': 'noarchive',
  'cache-control': 'no-store',
};

/** For what is no page: styles, scripts, pictures, JSON. Opened by itself it is nothing and does nothing. */
const BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
const BARE_TYPES = /^(?:text\/(?:css|javascript)|application\/(?:json|manifest\+json)|image\/png)/;

/**
 * The same policy with scripts let in by their hashes. They may connect to nothing (`default-src 'none'` still holds), or to where the page
 * came from and nowhere else; and no text can be made into markup or script (Trusted Types).
 */
export function contentPolicy(allowed: {
  readonly scripts: readonly string[];
  readonly connectsToSelf?: boolean;
}): string {
  const hashes = allowed.scripts.map((hash) => `'${hash}'`).join(' ');
  const connects = allowed.connectsToSelf === true ? "; connect-src 'self'" : '';
  const noText = "require-trusted-types-for 'script'; trusted-types 'none'";
  return `${SECURITY_HEADERS['content-security-policy'] ?? ''} allow-scripts; script-src ${hashes}${connects}; ${noText}`;
}

/** A Fastify instance with the above; routes are the caller's. */
export async function openHttp(options: HttpOptions): Promise<FastifyInstance> {
  const headers =
    options.scriptHash === undefined
      ? SECURITY_HEADERS
      : {
          ...SECURITY_HEADERS,
          'content-security-policy': contentPolicy({
            scripts: [options.scriptHash],
            connectsToSelf: options.scriptMayAsk ?? false,
          }),
        };
  const permissions =
    options.usesPasskeys === true
      ? (SECURITY_HEADERS['permissions-policy'] ?? '').replace(
          'publickey-credentials-get=()',
          'publickey-credentials-get=(self)',
        )
      : SECURITY_HEADERS['permissions-policy'];
  const http = Fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
    trustProxy: false,
    // An address that cannot be read (`%ff`), or with a part that is too long: Fastify answers before any hook, and would quote it.
    frameworkErrors: (_error, request, reply) => {
      reply.headers(headers);
      void sendPage(reply, options.errorPage(404, request.url), 404);
    },
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 200 },
  });
  keepRoom(http.server, options.mostWaiting);
  await http.register(formbody, { bodyLimit: options.bodyLimitBytes });
  http.addHook('onRequest', (request, reply, done) => {
    reply.headers({ ...headers, 'permissions-policy': permissions });
    // No address of ours has it, and PostgreSQL takes it in no text.
    if (request.url.includes('%00')) void sendPage(reply, options.errorPage(404, request.url), 404);
    else done();
  });
  http.addHook('onSend', (_request, reply, payload, done) => {
    if (BARE_TYPES.test(String(reply.getHeader('content-type')))) reply.header('content-security-policy', BARE_POLICY);
    done(null, payload);
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

/** What an error is answered with: a database that is away is 503 (it comes back); what Fastify itself refused keeps its status; the rest is 500. */
export function statusOf(error: unknown): number {
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
