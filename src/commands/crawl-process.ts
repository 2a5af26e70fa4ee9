/**
 * `npm start -- --services=crawl`: the crawler alone in its process, with a role of its own in the database. It migrates nothing
 * and opens no door of the house but the crawler's and the known lists'.
 */
import { openPlaces } from '../crawl/crawler-door.ts';
import { openConfiguredNetwork } from '../open-network.ts';
import { systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { openLeanDatabase } from '../platform/lean-database.ts';
import { keepHeapLean } from '../platform/lean-heap.ts';
import { holdLastingSecret } from '../platform/lasting-secret-store.ts';
import { openLeanLog } from '../platform/lean-log.ts';
import type { RunningMetrics } from '../platform/metrics.ts';
import { verifyServiceDatabase } from '../platform/service-database.ts';
import { loadServiceKey } from '../platform/service-key.ts';
import { startCrawlService, type CrawlHouse, type CrawlService } from './crawl-service.ts';
import { checkCrawlerDatabase, CRAWL_ROLE } from './crawl-role-store.ts';
import { untilToldToStop } from './greeting.ts';
import { roleConnection } from './role-connections.ts';
import { workerSources } from './worker-metrics.ts';

/** What the crawler's process stands on. @throws Error with a message for the person at the terminal */
export async function openCrawlHouse(config: Config): Promise<CrawlHouse & { close(): Promise<void> }> {
  const connection = roleConnection(config, CRAWL_ROLE);
  await checkCrawlerDatabase(connection);
  const log = openLeanLog(config.logLevel);
  const keys = await loadServiceKey(config.serviceKey);
  const network = openConfiguredNetwork(config);
  const database = openLeanDatabase(connection, log);
  const open = async () => {
    await verifyServiceDatabase(database.pool, CRAWL_ROLE);
    return holdLastingSecret(database.pool, keys);
  };
  const serviceKey = await open().catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  return {
    ...{ config, clock: systemClock, log, serviceKey, network, places: openPlaces() },
    ...{ db: database.db, pool: database.pool, close: () => database.close() },
  };
}

/** Undefined where nobody asked for them: what serves them is loaded for those who do. */
async function openMetrics({ config, log }: CrawlHouse, crawling: CrawlService): Promise<RunningMetrics | undefined> {
  const at = config.crawl.metrics;
  if (at === undefined) return undefined;
  const { startMetrics } = await import('../platform/metrics.ts');
  return startMetrics(
    at,
    workerSources(() => crawling.state()),
    log,
  );
}

/** Works on runs until it is told to stop, or until whoever started it is gone. @returns the exit code */
export async function runCrawlProcess(config: Config, out: NodeJS.WritableStream): Promise<number> {
  keepHeapLean();
  const house = await openCrawlHouse(config);
  const crawling = startCrawlService(house);
  const metrics = await openMetrics(house, crawling);
  house.log.info('start.ready', { services: 'crawl', readyMs: Math.round(performance.now()) });
  out.write('\nThe crawler is ready. It works on runs as they are begun.\n\nCtrl-C stops it.\n');
  // A parent that was killed can tell nobody: its channel closes.
  const orphaned = new Promise<string>((resolve) => process.once('disconnect', () => resolve('orphaned')));
  const signal = await Promise.race([untilToldToStop(), orphaned]);
  house.log.info('stop.asked', { signal });
  await crawling.stop();
  await metrics?.close();
  await house.close();
  if (process.connected) process.disconnect();
  return 0;
}
