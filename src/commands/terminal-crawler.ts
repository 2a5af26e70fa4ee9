/** The crawler that works for whoever sits at the terminal: in a process and with a role of its own, as beside the services. */
import type { Config } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';
import { startCrawlChild, type CrawlChild } from './crawl-child.ts';
import { checkCrawlerDatabase, CRAWL_ROLE } from './crawl-role-store.ts';
import type { TerminalCrawler } from './crawl.ts';
import { roleConnection } from './role-connections.ts';

/** @throws ConfigError where the settings do not say how the crawler's role gets in, Error where it cannot work there */
export async function openTerminalCrawler(config: Config, log: Log): Promise<TerminalCrawler> {
  await checkCrawlerDatabase(roleConnection(config, CRAWL_ROLE));
  let child: CrawlChild | undefined;
  return {
    start: async () => {
      child = await startCrawlChild(withoutMetrics(config), log);
    },
    stop: async () => {
      await child?.stop();
    },
  };
}

/** A crawler beside this one may already answer there. */
function withoutMetrics(config: Config): Config {
  const kept = Object.entries(config.crawlerEnv).filter(([name]) => name !== 'FYR_CRAWL_METRICS_LISTEN');
  return { ...config, crawlerEnv: Object.fromEntries(kept) };
}
