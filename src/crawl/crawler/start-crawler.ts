/** A crawl worker with everything it visits the web with: what the service and the command start. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/transact.ts';
import type { Log } from '../../platform/log-events.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { openPageClient } from '../fetching/open-page-client.ts';
import type { PageClient } from '../fetching/page-client.ts';
import type { OnionProxy } from '../fetching/onion-socket.ts';
import type { ClientLimits } from '../fetching/page-client.ts';
import { openMediaChecker, type MediaCheckerOptions } from '../media/media-checker.ts';
import type { MediaMatcher, VideoPort } from '../media/media-ports.ts';
import type { MediaChecker } from '../media/media-finding.ts';
import { storeFindings } from '../media/sighting-store.ts';
import type { Network } from '../network.ts';
import type { Places } from '../place.ts';
import { openRenderer, type RendererDeps } from '../rendering/open-renderer.ts';
import { RendererUnavailable, type Renderer } from '../rendering/renderer.ts';
import { NO_MANDATE, RobotsBook, type RobotsMandate } from '../reading/robots-book.ts';
import { shippedExclusions } from '../scope/exclusions.ts';
import { startCrawlWorker, type CrawlWorker } from './crawl-worker.ts';
import { DEFAULT_CRAWL_SETTINGS, type CrawlSettings } from './crawl-worker-deps.ts';
import { readRobots, saveRobots, type KeptRobots } from './robots-store.ts';
import { WebVisitor } from './web-visitor.ts';

/** For looking at media. */
export interface CrawlMedia {
  /** The active lists; whoever opened it closes it. */
  readonly matcher: MediaMatcher;
  readonly places: Pick<Places, 'countryOf'>;
  readonly video?: VideoPort;
  readonly options?: MediaCheckerOptions;
  /** In place of one that is opened here, for whoever wants its counts; closed with the worker. */
  readonly checker?: MediaChecker;
}

/** What a crawler is started with. */
export interface CrawlerDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly network: Network;
  /** `Product/1.0 (+https://...)`: robots.txt speaks to the product by its name. */
  readonly userAgent: string;
  readonly settings?: CrawlSettings;
  readonly mandate?: RobotsMandate;
  /** For onion addresses; without it they are not visited. */
  readonly onionProxy?: OnionProxy | undefined;
  /** In place of the client's own caps. */
  readonly clientLimits?: Partial<ClientLimits>;
  /** A Chromium for pages that need script, on the hosts that a run names; without it none is rendered. */
  readonly chromium?: Pick<RendererDeps, 'chromiumPath' | 'mayRunUnsandboxed' | 'limits'> | undefined;
  /** What media are compared with; without it pages alone are read. */
  readonly media?: CrawlMedia | undefined;
}

/** Starts a worker on all running runs. A Chromium that cannot be used is logged, and pages are read as they come. */
export async function startCrawler(deps: CrawlerDeps): Promise<CrawlWorker> {
  const { db, serviceKey, clock, log, network, userAgent, media, settings = DEFAULT_CRAWL_SETTINGS } = deps;
  const agent = /^[a-z_-]+/i.exec(userAgent)?.[0] ?? 'Fyr';
  const client = openPageClient(network, {
    ...{ userAgent, limits: deps.clientLimits ?? {}, onionProxy: deps.onionProxy },
  });
  const readFiles = new Map<string, KeptRobots>();
  const robots = new RobotsBook({
    ...{ client, agent, mandate: deps.mandate ?? NO_MANDATE },
    // A host that does not answer is a host that fails: the worker's back-off says when it is asked again.
    unreachableMs: 0,
    onHop: () => sleep(settings.manners.delayMs),
    onRead: (origin, file, forMs) => readFiles.set(origin, { origin, file, forMs }),
  });
  const steadyNow = () => performance.now();
  const visitor = new WebVisitor({
    renderer: await rendererOf(deps, client, steadyNow),
    ...{ client, robots, agent, readFiles, steadyNow, wallNow: () => clock.now(), exclusions: shippedExclusions() },
    readRobots: (hostIds) => readRobots(db, serviceKey, hostIds),
    saveRobots: (tx, hostId, kept) => saveRobots(tx, serviceKey, hostId, kept),
    markSeed: serviceKey.digest('fingerprint', 'crawl-content-mark').readUInt32BE(),
    checker:
      media?.checker ??
      (media === undefined ? undefined : openMediaChecker({ db, serviceKey, ...media }, media.options)),
    saveFindings: (tx, findings) => storeFindings(tx, serviceKey, findings),
  });
  return startCrawlWorker({ db, serviceKey, clock, steadyNow, log, visitor, settings });
}

async function rendererOf(
  { chromium, userAgent, log }: CrawlerDeps,
  client: PageClient,
  steadyNow: () => number,
): Promise<Renderer | undefined> {
  if (chromium === undefined) return undefined;
  try {
    return await openRenderer({ ...chromium, client, userAgent, steadyNow });
  } catch (error) {
    if (!(error instanceof RendererUnavailable)) throw error;
    log.warn('crawl.no-renderer', { code: error.code });
    return undefined;
  }
}
