/** A whole generated web in memory: who answers for a host and path, and the truth about what is planted where. */
import { CODINGS } from './copies.ts';
import { HOSTILE_LABELS, makeHostile } from './hostile.ts';
import { addressOn, specialHost, type CrawlHost } from './hosts.ts';
import type { WebOptions } from './options.ts';
import { OrdinaryWeb } from './ordinary.ts';
import { Pictures } from './pictures.ts';
import type { WebTruth } from './protocol.ts';
import { html, nthListed, send, type Exchange, type Plant, type Route, type Site } from './site.ts';
import { makeTraps, TRAP_LABELS } from './traps.ts';
import { makeWays, WAY_LABELS } from './ways.ts';

/** What answers for one host. */
interface Answering {
  routeOf(path: string): Route | undefined;
  isForbidden(path: string): boolean;
}

/** Opened by the serving process, and by tests that look inside. */
export class CrawlWebInside {
  readonly #options: WebOptions;
  readonly #pictures: Pictures;
  readonly #ordinary: OrdinaryWeb;
  readonly #sites: readonly Site[];
  readonly #byHost = new Map<string, Answering>();

  constructor(options: WebOptions, port: () => number) {
    this.#options = options;
    this.#pictures = new Pictures(options);
    this.#sites = makeSites(options, this.#pictures, port);
    const doors = new Map<number, string[]>();
    for (const [order, site] of this.#sites.entries()) {
      // The site `arrivals` is reached by redirects alone.
      if (site.label === 'arrivals') continue;
      const from = order % options.hosts;
      doors.set(from, [...(doors.get(from) ?? []), addressOn(site.host, '/')]);
    }
    this.#ordinary = new OrdinaryWeb(options, doors);
    for (const [index, host] of this.#ordinary.hosts.entries()) {
      this.#byHost.set(host.name, this.#answering(host, index));
    }
    for (const site of this.#sites) {
      this.#byHost.set(site.host.name, {
        routeOf: (path) => site.routes.get(path) ?? site.otherwise?.(path),
        isForbidden: (path) => site.forbidden.some((pattern) => pattern.test(path)),
      });
    }
  }

  #answering(host: CrawlHost, index: number): Answering {
    const web = this.#ordinary;
    const modified = { 'last-modified': 'Mon, 02 Nov 2026 09:00:00 GMT' };
    return {
      isForbidden: (path) => path.startsWith('/private/'),
      routeOf: (path) => {
        const page = web.pageAt(path.replace(/[?&]utm_campaign=c\d$/, ''));
        if (page !== undefined)
          return (exchange) =>
            sendFresh(exchange, 'text/html; charset=utf-8', web.render(index, page), {
              etag: `"p${page}"`,
              ...modified,
            });
        const placed = web.pictureAt(host, path);
        if (placed !== undefined)
          return async (exchange) => {
            const { bytes } = await this.#pictures.file(placed.spec);
            sendFresh(exchange, CODINGS[placed.coding].type, bytes, { etag: `"i${placed.number}"`, ...modified });
          };
        const style = web.styleAt(index, path);
        if (style !== undefined) return (exchange) => sendFresh(exchange, 'text/css', style, modified);
        if (path === '/robots.txt') return (exchange) => send(exchange, 200, 'text/plain', web.robots(index));
        if (path === '/sitemap.xml') return (exchange) => send(exchange, 200, 'application/xml', web.sitemap(index));
        return undefined;
      },
    };
  }

  /** Undefined for a host that is not of this web. */
  find(hostName: string): Answering | undefined {
    return this.#byHost.get(hostName);
  }

  hosts(): readonly CrawlHost[] {
    return [...this.#ordinary.hosts, ...this.#sites.map(({ host }) => host)];
  }

  /** Draws every picture, so that no answer waits for one. */
  async prepare(): Promise<void> {
    const numbers = Array.from({ length: this.#options.pictures }, (_, number) => number).values();
    const draw = async () => {
      for (const number of numbers) await this.#pictures.file(this.#ordinary.picture(number).spec);
    };
    await Promise.all([draw(), draw(), draw(), this.truth()]);
  }

  /** The bytes of a planted picture; undefined where none is planted. */
  async plantedFile(url: string): Promise<Buffer | undefined> {
    const plant = this.#plants().find((each) => each.url === url);
    return plant === undefined ? undefined : (await this.#pictures.file(plant.spec)).bytes;
  }

  #plants(): readonly Plant[] {
    return [...this.#ordinary.plants(), ...this.#sites.flatMap((site) => site.plants)];
  }

  /** Makes every planted picture: a second or two for the tests' web. */
  async truth(): Promise<WebTruth> {
    const plants = this.#plants();
    const planted: WebTruth['planted'] = [];
    for (const { url, spec, isReachable, how } of plants) {
      const { hit } = await this.#pictures.file(spec);
      planted.push({ url, isReachable, how, ...(hit === undefined ? {} : { hit }) });
    }
    const { pictures } = this.#options;
    const files = Array.from({ length: pictures }, (_, number) => JSON.stringify(this.#ordinary.picture(number).spec));
    return {
      seeds: this.#ordinary.hosts.slice(0, 3).map((host) => addressOn(host, '/')),
      hosts: [
        ...this.#ordinary.hosts.map((host) => ({ ...host, purpose: 'ordinary' as const })),
        ...this.#sites.map(({ host, purpose, crawlDelayMs }) => ({
          ...{ ...host, purpose },
          ...(crawlDelayMs === undefined ? {} : { crawlDelayMs }),
        })),
      ],
      pageUrls: this.#ordinary.hosts.flatMap((host) =>
        Array.from({ length: this.#ordinary.pagesPerHost }, (_, page) =>
          addressOn(host, this.#ordinary.pathOfPage(page)),
        ),
      ),
      entries: [...(await this.#pictures.entries())],
      planted,
      distinctPictures: new Set(files).size,
    };
  }
}

function sendFresh(
  exchange: Exchange,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  const asked = exchange.request.headers['if-none-match'];
  if (asked !== undefined && asked === headers['etag']) {
    exchange.leaving();
    exchange.response.writeHead(304, headers).end();
  } else send(exchange, 200, type, body, headers);
}

function makeSites(options: WebOptions, pictures: Pictures, port: () => number): readonly Site[] {
  const labels = [
    ...(options.ways ? WAY_LABELS : []),
    ...(options.traps ? TRAP_LABELS : []),
    ...(options.hostile ? HOSTILE_LABELS : []),
  ];
  let listed = 0;
  const context = {
    pictures,
    nextListed: () => nthListed(listed++, options.known),
    hostOf: (label: string) => specialHost(label, labels.indexOf(label), options.hosts, 'http'),
    port,
  };
  return [
    ...(options.ways ? makeWays(context) : []),
    ...(options.traps ? makeTraps(context) : []),
    ...(options.hostile ? makeHostile(context) : []),
  ];
}

/** For a host of this web that has nothing at a path. */
export const notFound: Route = (exchange) => send(exchange, 404, 'text/html', html('Page not found', ''));
