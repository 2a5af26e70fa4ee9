/** What Prometheus is told of a crawler's own process. It is told apart from the house's, since that process opens no other room. */
import type { CrawlWorker } from '../crawl/door.ts';
import type { MetricSource } from '../platform/metrics.ts';

/** What it has in hand at the moment of the scrape. */
export function workerSources(stateOf: () => ReturnType<CrawlWorker['state']> | undefined): readonly MetricSource[] {
  const now = (name: string, help: string, pick: 'inFlight' | 'hosts' | 'unsettled'): MetricSource => ({
    name,
    help,
    read: () => Promise.resolve([{ value: stateOf()?.[pick] ?? 0 }]),
  });
  return [
    now('fyr_crawler_in_flight', 'Requests under way, each at a host of its own.', 'inFlight'),
    now('fyr_crawler_hosts', 'Hosts held in memory.', 'hosts'),
    now('fyr_crawler_unsettled', 'Visits that wait to be written down.', 'unsettled'),
  ];
}
