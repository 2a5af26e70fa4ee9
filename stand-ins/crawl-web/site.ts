/** A special host being put together: its paths, and the pictures planted on it with whether a right crawler comes by them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { CODINGS, NEAR_KINDS } from './copies.ts';
import { addressOn, type CrawlHost } from './hosts.ts';
import type { PictureFile, Pictures, PictureSpec } from './pictures.ts';

/** One request being answered. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path and query. */
  readonly path: string;
  /** Requests for this very path before this one. */
  readonly earlier: number;
  /** Called just before the last bytes of an answer are written: nobody can have it earlier. Kept in the log as its end. */
  readonly leaving: () => void;
  /** Aborted when the web closes. */
  readonly closing: AbortSignal;
}
/** Answers one request; whatever it does is on purpose. */
export type Route = (exchange: Exchange) => void | Promise<void>;

/** A picture that is on the list, at an address. */
export interface Plant {
  readonly url: string;
  readonly spec: PictureSpec;
  /** Whether a crawler that obeys every rule gets the whole file. */
  readonly isReachable: boolean;
  /** How it stands there, or why it cannot be reached. */
  readonly how: string;
}

/** A special host. */
export interface Site {
  readonly label: string;
  readonly purpose: 'way' | 'trap' | 'hostile';
  readonly host: CrawlHost;
  readonly routes: ReadonlyMap<string, Route>;
  /** For paths without a route. */
  readonly otherwise: ((path: string) => Route | undefined) | undefined;
  readonly plants: readonly Plant[];
  /** Paths that robots.txt forbids: asking for one is a fault. */
  readonly forbidden: readonly RegExp[];
  /** Milliseconds that its robots.txt asks for between requests. */
  readonly crawlDelayMs: number | undefined;
}

/** Sends a whole answer. */
export function send(
  exchange: Exchange,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  exchange.leaving();
  exchange.response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, ...headers }).end(bytes);
}

/** A small page around some markup. */
export const html = (title: string, body: string, head = ''): string =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}</head>\n<body><h1>${title}</h1>\n${body}\n</body></html>\n`;

/** Waits, and less when the web closes. */
export const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined);

/** Until the other side has taken what was written, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}

/** Writes pieces until there are none, or the other side has gone. */
export async function trickle(exchange: Exchange, pieces: Iterable<Buffer>, everyMs: number): Promise<void> {
  const { response, closing } = exchange;
  for (const piece of pieces) {
    if (closing.aborted || response.destroyed || response.socket?.destroyed === true) return;
    exchange.leaving();
    if (!response.write(piece)) await drained(response);
    if (everyMs > 0) await wait(everyMs, closing);
  }
  exchange.leaving();
  response.end();
}

const NEAR_CODINGS = ['jpeg', 'progressive', 'png', 'webp', 'gif', 'avif'] as const;

/** The n-th of an endless row of list pictures in all their forms, each of an entry that has both exact hashes and PDQ. */
export function nthListed(n: number, known: number): PictureSpec {
  // Entries 4k have all hashes, 4k+1 have SHA-1 and PDQ (pictures.ts).
  const entry = (Math.floor(n / 2) * 4 + (n % 2)) % (known - (known % 4));
  const step = Math.floor(n / 2);
  if (n % 3 === 0) return { kind: 'exact', entry };
  return {
    kind: 'near',
    entry,
    change: NEAR_KINDS[step % NEAR_KINDS.length] ?? 'size',
    coding: NEAR_CODINGS[step % NEAR_CODINGS.length] ?? 'jpeg',
  };
}

/** What the makers of sites share. */
export interface SiteContext {
  readonly pictures: Pictures;
  /** The next listed picture of the row. */
  nextListed(): PictureSpec;
  hostOf(label: string): CrawlHost;
  /** The web's own port on loopback, for addresses that nobody may visit. */
  port(): number;
}

/** How a planted file is sent; by default whole, with its right type. */
export type Sender = (exchange: Exchange, file: PictureFile) => void | Promise<void>;

/** A site while it is written. */
export class SiteDraft {
  readonly #context: SiteContext;
  readonly #routes = new Map<string, Route>();
  readonly #plants: Plant[] = [];
  readonly #forbidden: RegExp[] = [];
  readonly label: string;
  readonly host: CrawlHost;
  otherwise: Site['otherwise'];
  crawlDelayMs: number | undefined;

  constructor(context: SiteContext, label: string) {
    this.#context = context;
    this.label = label;
    this.host = context.hostOf(label);
  }

  /** Absolute address of a path here. */
  at(path: string): string {
    return addressOn(this.host, path);
  }

  route(path: string, route: Route): void {
    this.#routes.set(path, route);
  }

  page(
    path: string,
    body: string,
    more: { readonly head?: string; readonly headers?: Record<string, string> } = {},
  ): void {
    const text = html(`${this.label} ${path === '/' ? '' : path}`, body, more.head);
    this.route(path, (exchange) => send(exchange, 200, 'text/html; charset=utf-8', text, more.headers));
  }

  redirect(path: string, to: string, status = 302): void {
    this.route(path, (exchange) => send(exchange, status, 'text/plain', 'elsewhere\n', { location: to }));
  }

  robots(text: string, forbidden: readonly RegExp[] = []): void {
    this.#forbidden.push(...forbidden);
    this.route('/robots.txt', (exchange) => send(exchange, 200, 'text/plain', text));
  }

  /** Plants the next listed picture at a path (percent-encoded, as an address has it). @returns the path */
  plant(
    path: string,
    options: { readonly how?: string; readonly unreachable?: string; readonly sender?: Sender } = {},
  ): string {
    const spec = this.#context.nextListed();
    const { unreachable } = options;
    this.#plants.push({
      ...{ url: this.at(path), spec, isReachable: unreachable === undefined },
      how: unreachable ?? options.how ?? this.label,
    });
    const sender: Sender =
      options.sender ?? ((exchange, { bytes, coding }) => send(exchange, 200, CODINGS[coding].type, bytes));
    this.route(path, async (exchange) => sender(exchange, await this.#context.pictures.file(spec)));
    return path;
  }

  finish(purpose: Site['purpose']): Site {
    return {
      ...{ label: this.label, purpose, host: this.host, routes: this.#routes, otherwise: this.otherwise },
      ...{ plants: this.#plants, forbidden: this.#forbidden, crawlDelayMs: this.crawlDelayMs },
    };
  }
}
