/**
 * The crawler's HTTP client: GET alone, one request at a time and one kept connection a host, every connection through the
 * check of `safe-connect.ts`, every size and time capped. It speaks HTTP/1.1 on sockets of its own: what a general client does for
 * everybody costs more here than the rest of a visit (bench/README.md, `crawl`).
 */
import type { Network } from '../network.ts';
import type { Dialler } from './connection.ts';
import { Lane, type Pending } from './lane.ts';
import type { OnionProxy } from './onion-socket.ts';
import type { Answer, ClientLimits, PageClient, PageRequest } from './page-client.ts';
import { requestTargetOf } from './request-target.ts';

/** How a client presents itself and where it stops. */
export interface PageClientSettings {
  /** Says who we are and where to read about it, as `FyrHotline/1.0 (+https://hotline.example/crawler)`. */
  readonly userAgent: string;
  readonly limits?: Partial<ClientLimits>;
  /** Without one, onion addresses are refused. */
  readonly onionProxy?: OnionProxy | undefined;
  /** Connections kept without a request in flight. */
  readonly maxIdleConnections?: number;
}

/** Enough for any page and nearly any picture. */
export const DEFAULT_CLIENT_LIMITS: ClientLimits = {
  headerBytes: 32 * 1024,
  wireBytes: 10 * 1024 * 1024,
  inflatedBytes: 20 * 1024 * 1024,
  totalMs: 30_000,
};
const MAX_IDLE_CONNECTIONS = 1000;
/** How late a deadline may be noticed. */
const TICK_MS = 50;
const IDLE_MS = 15_000;

interface Entry {
  readonly lane: Lane;
  idleSinceMs: number;
}

/** @throws TypeError for a user agent that no header can carry */
export function openPageClient(network: Network, settings: PageClientSettings): PageClient {
  if (!/^[\x20-\x7e]{1,300}$/.test(settings.userAgent)) throw new TypeError('the user agent must be plain ASCII.');
  return new SocketPageClient(network, settings);
}

class SocketPageClient implements PageClient {
  readonly #settings: PageClientSettings;
  readonly #dialler: Dialler;
  readonly #limits: ClientLimits;
  readonly #lanes = new Map<string, Entry>();
  /** Lanes with a connection and nothing to do, the longest idle first. */
  readonly #idle = new Map<string, Entry>();
  readonly #active = new Map<Pending, Lane>();
  readonly #heeded = new WeakSet<AbortSignal>();
  #ticker: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(network: Network, settings: PageClientSettings) {
    this.#settings = settings;
    this.#dialler = { network, onionProxy: settings.onionProxy, clock: () => performance.now() };
    this.#limits = { ...DEFAULT_CLIENT_LIMITS, ...settings.limits };
  }

  get(request: PageRequest): Promise<Answer> {
    const target = requestTargetOf(request.url);
    if (typeof target === 'string') return Promise.resolve({ kind: 'refused', reason: target });
    if (this.#isClosed || request.signal?.aborted === true)
      return Promise.resolve({ kind: 'failed', reason: 'aborted', ip: undefined });
    return new Promise((resolve) => {
      const { lane } = this.#entryOf(target.origin);
      const pending: Pending = {
        url: request.url,
        target,
        text: requestText(target, request, this.#settings.userAgent),
        limits: request.limits === undefined ? this.#limits : { ...this.#limits, ...request.limits },
        sink: request.sink,
        signal: request.signal,
        isResent: request.isResent ?? false,
        settle: (answer) => {
          this.#active.delete(pending);
          resolve(answer);
        },
      };
      this.#active.set(pending, lane);
      if (request.signal !== undefined) this.#heed(request.signal);
      this.#startTicking();
      lane.ask(pending);
    });
  }

  /**
   * One listener a signal, however many requests it is for. A listener for each would cost more than itself: those of a signal are a
   * linked list, and one that has grown old keeps all that were added after it, with their pages, until V8 next collects everything.
   */
  #heed(signal: AbortSignal): void {
    if (this.#heeded.has(signal)) return;
    this.#heeded.add(signal);
    signal.addEventListener('abort', () => this.#cancelAll((pending) => pending.signal === signal), { once: true });
  }

  /** The latest first, so that none of those that wait is begun. */
  #cancelAll(isMeant: (pending: Pending) => boolean): void {
    for (const [pending, lane] of [...this.#active].reverse()) if (isMeant(pending)) lane.cancel(pending, 'aborted');
  }

  #entryOf(origin: string): Entry {
    this.#idle.delete(origin);
    const known = this.#lanes.get(origin);
    if (known !== undefined) return known;
    const lane: Lane = new Lane(this.#dialler, () => this.#becameIdle(origin));
    const entry: Entry = { lane, idleSinceMs: 0 };
    this.#lanes.set(origin, entry);
    return entry;
  }

  #becameIdle(origin: string): void {
    const entry = this.#lanes.get(origin);
    if (entry === undefined) return;
    if (!entry.lane.hasConnection) {
      this.#lanes.delete(origin);
      return;
    }
    entry.idleSinceMs = this.#dialler.clock();
    this.#idle.set(origin, entry);
    if (this.#idle.size > (this.#settings.maxIdleConnections ?? MAX_IDLE_CONNECTIONS)) this.#forgetOldest(Infinity);
  }

  /** Lets go of the connection that has been idle longest, if it has been since `beforeMs`. */
  #forgetOldest(beforeMs: number): boolean {
    const [oldest] = this.#idle;
    if (oldest === undefined || oldest[1].idleSinceMs > beforeMs) return false;
    const [origin, { lane }] = oldest;
    this.#idle.delete(origin);
    this.#lanes.delete(origin);
    lane.closeConnection();
    return true;
  }

  #startTicking(): void {
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS);
  }

  #tick(): void {
    const now = this.#dialler.clock();
    const late = [...this.#active].filter(([pending, lane]) => (lane.deadlineOf(pending) ?? Infinity) <= now);
    for (const [pending, lane] of late) lane.cancel(pending, 'timeout');
    while (this.#forgetOldest(now - IDLE_MS));
    if (this.#active.size > 0 || this.#idle.size > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelAll(() => true);
    for (const { lane } of this.#lanes.values()) lane.closeConnection();
    this.#lanes.clear();
    this.#idle.clear();
    clearInterval(this.#ticker);
    this.#ticker = undefined;
    return Promise.resolve();
  }
}

/** What a validator may hold so that it cannot end its header (RFC 9110, 5.5). */
const FIELD_VALUE = /^[\x20-\x7e\x80-\xff]{1,1024}$/;

function requestText(
  target: { authority: string; pathAndQuery: string },
  { accept, validators }: PageRequest,
  userAgent: string,
): string {
  const { etag, lastModified } = validators ?? {};
  const conditions =
    (etag !== undefined && FIELD_VALUE.test(etag) ? `If-None-Match: ${etag}\r\n` : '') +
    (lastModified !== undefined && FIELD_VALUE.test(lastModified) ? `If-Modified-Since: ${lastModified}\r\n` : '');
  const wanted = accept !== undefined && FIELD_VALUE.test(accept) ? accept : '*/*';
  return (
    `GET ${target.pathAndQuery} HTTP/1.1\r\nHost: ${target.authority}\r\nUser-Agent: ${userAgent}\r\n` +
    `Accept: ${wanted}\r\nAccept-Encoding: gzip, deflate, br\r\n${conditions}\r\n`
  );
}
