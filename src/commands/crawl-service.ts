/** The crawler as a service: opened when there is a run to work on, closed again when there has been none for a while. */
import {
  DEFAULT_CRAWL_SETTINGS,
  forgetMedia,
  hasRunningRun,
  listExceptions,
  noteSample,
  SAMPLE_MS,
  startCrawler,
  type CrawlWorker,
  type Places,
} from '../crawl/crawler-door.ts';
import type { House } from '../house.ts';
import { codeOf } from '../platform/log-events.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import { transact, type Db } from '../platform/transact.ts';
import { userAgentOf } from './user-agent.ts';

/** What a crawler takes from the house. */
export type CrawlHouse = Pick<House, 'config' | 'clock' | 'log' | 'pool' | 'serviceKey' | 'network'> & {
  readonly db: Db;
  readonly places: Places;
};

const LOOK_MS = 500;
const FAILURE_PAUSE_MS = 2_000;
/** Lists in memory and workers for pictures are kept this long without a run. */
const LINGER_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** Hashes of media that were not met again for as long are forgotten. */
const MEDIA_KEPT_MS = 180 * DAY_MS;

const MANDATE_LOOK_MS = 5_000;

/** Hosts whose robots.txt is not asked, kept as supervisors set them. */
export interface FollowedMandate {
  readonly mandate: { readonly hosts: ReadonlySet<string> };
  stop(): Promise<void>;
}

/** Reads them now and again every few seconds. @throws Error when they cannot be read at first */
export async function followMandate({
  db,
  serviceKey,
  log,
}: Pick<CrawlHouse, 'db' | 'serviceKey' | 'log'>): Promise<FollowedMandate> {
  const read = async (): Promise<ReadonlySet<string>> =>
    new Set((await listExceptions(db, serviceKey)).map(({ host }) => host));
  let hosts = await read();
  const look = async (): Promise<'rest'> => {
    hosts = await read();
    return 'rest';
  };
  const onFailure = (error: unknown) => log.warn('crawl.failed', { code: codeOf(error) });
  const loop = startLoop(look, { pauseMs: MANDATE_LOOK_MS, failurePauseMs: MANDATE_LOOK_MS, onFailure });
  return {
    mandate: {
      get hosts() {
        return hosts;
      },
    },
    stop: () => loop.stop(),
  };
}

/** Opens a worker with the active known lists. @throws Error when they cannot be loaded */
export async function openCrawler(house: CrawlHouse): Promise<CrawlWorker> {
  const { config, clock, log, db, pool, serviceKey, network, places } = house;
  const { openMatcher } = await import('../known/matcher-door.ts');
  const matcher = await openMatcher({ db, pool, serviceKey, log });
  let followed: FollowedMandate | undefined;
  try {
    const following = await followMandate(house);
    followed = following;
    const { manners } = DEFAULT_CRAWL_SETTINGS;
    const worker = await startCrawler({
      ...{ db, serviceKey, clock, log, network, userAgent: userAgentOf(config), media: { matcher, places } },
      ...{ onionProxy: config.crawl.onionProxy, mandate: following.mandate },
      chromium: config.crawl.chromiumPath === undefined ? undefined : { chromiumPath: config.crawl.chromiumPath },
      settings: { ...DEFAULT_CRAWL_SETTINGS, manners: { ...manners, delayMs: config.crawl.delayMs } },
    });
    return {
      state: () => worker.state(),
      stop: async () => {
        await worker.stop();
        await following.stop();
        await matcher.close();
      },
    };
  } catch (error) {
    await followed?.stop();
    await matcher.close();
    throw error;
  }
}

/** The service; `state` while it has a worker. */
export interface CrawlService extends Loop {
  state(): ReturnType<CrawlWorker['state']> | undefined;
}

/** Looks for runs until it is stopped, and works on them meanwhile. */
export function startCrawlService(house: CrawlHouse): CrawlService {
  let worker: CrawlWorker | undefined;
  let idleSince = 0;
  let tidiedAt = -Infinity;
  let sampledAt = -Infinity;
  const look = async (): Promise<'rest'> => {
    const now = performance.now();
    if (await hasRunningRun(house.db)) {
      idleSince = now;
      worker ??= await openCrawler(house);
      if (now - sampledAt >= SAMPLE_MS) {
        await transact(house.db, noteSample);
        sampledAt = now;
      }
    } else if (worker !== undefined && now - idleSince > LINGER_MS) {
      const ending = worker;
      worker = undefined;
      await ending.stop();
    }
    if (now - tidiedAt > DAY_MS) {
      await transact(house.db, (tx) => forgetMedia(tx, new Date(house.clock.now().getTime() - MEDIA_KEPT_MS)));
      tidiedAt = now;
    }
    return 'rest';
  };
  const onFailure = (error: unknown) => house.log.warn('crawl.failed', { code: codeOf(error) });
  const loop = startLoop(look, { pauseMs: LOOK_MS, failurePauseMs: FAILURE_PAUSE_MS, onFailure });
  return {
    state: () => worker?.state(),
    stop: async () => {
      await loop.stop();
      await worker?.stop();
    },
  };
}
