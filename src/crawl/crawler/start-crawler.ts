/** A crawl worker with everything it visits the web with: what the service and the command start. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { openPageClient } from '../fetching/open-page-client.ts';
import type { ClientLimits } from '../fetching/page-client.ts';
import type { MediaChecker, MediaFinding } from '../media/media-finding.ts';
import type { Network } from '../network.ts';
import { NO_MANDATE, RobotsBook, type RobotsMandate } from '../reading/robots-book.ts';
import { shippedExclusions } from '../scope/exclusions.ts';
import { startCrawlWorker, type CrawlWorker } from './crawl-worker.ts';
import { DEFAULT_CRAWL_SETTINGS, type CrawlSettings } from './crawl-worker-deps.ts';
import { readRobots, saveRobots, type KeptRobots } from './robots-store.ts';
import { WebVisitor } from './web-visitor.ts';

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
  /** In place of the client's own caps. */
  readonly clientLimits?: Partial<ClientLimits>;
  /** Looks at media; without it pages alone are read. */
  readonly media?:
    | {
        readonly checker: MediaChecker;
        readonly saveFindings: (tx: Tx, findings: readonly MediaFinding[]) => Promise<unknown>;
      }
    | undefined;
}

/** Starts a worker on all running runs; `stop` closes the checker too. */
export function startCrawler(deps: CrawlerDeps): Promise<CrawlWorker> {
  const { db, serviceKey, clock, log, network, userAgent, media, settings = DEFAULT_CRAWL_SETTINGS } = deps;
  const agent = /^[a-z_-]+/i.exec(userAgent)?.[0] ?? 'Fyr';
  const client = openPageClient(network, { userAgent, limits: deps.clientLimits ?? {} });
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
    ...{ client, robots, agent, readFiles, steadyNow, wallNow: () => clock.now(), exclusions: shippedExclusions() },
    readRobots: (hostIds) => readRobots(db, serviceKey, hostIds),
    saveRobots: (tx, hostId, kept) => saveRobots(tx, serviceKey, hostId, kept),
    markSeed: serviceKey.digest('fingerprint', 'crawl-content-mark').readUInt32BE(),
    checker: media?.checker,
    saveFindings: media?.saveFindings ?? (() => Promise.resolve()),
  });
  return startCrawlWorker({ db, serviceKey, clock, steadyNow, log, visitor, settings });
}
