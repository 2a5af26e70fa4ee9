/** What a crawl worker is started with, and how it is set. */
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/transact.ts';
import type { Log } from '../../platform/log-events.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { DEFAULT_RECRAWL, type RecrawlPlan } from '../frontier/recrawl.ts';
import { DEFAULT_MANNERS, type Manners } from './politeness.ts';
import type { Visitor } from './visitor.ts';

/** How a worker behaves; every worker of a frontier should be set alike. */
export interface CrawlSettings {
  readonly manners: Manners;
  readonly recrawl: RecrawlPlan;
  /** How long a silent worker keeps its hosts: the pause of their crawl when it is killed. */
  readonly leaseMs: number;
  /** Requests under way at once, each at a host of its own. */
  readonly mostInFlight: number;
  /** Hosts in memory at once. */
  readonly mostHosts: number;
  /** Addresses remembered in memory as known, 8 bytes each. */
  readonly filterCapacity: number;
}

/** 128 requests under way, 1,000 hosts and 524,288 addresses in memory, a lease of three seconds. */
export const DEFAULT_CRAWL_SETTINGS: CrawlSettings = {
  manners: DEFAULT_MANNERS,
  recrawl: DEFAULT_RECRAWL,
  leaseMs: 3_000,
  mostInFlight: 128,
  mostHosts: 1_000,
  filterCapacity: 2 ** 19,
};

/** The worker's surroundings. */
export interface CrawlWorkerDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  /** Monotonic milliseconds. */
  readonly steadyNow: () => number;
  readonly log: Log;
  readonly visitor: Visitor;
  readonly settings: CrawlSettings;
}
