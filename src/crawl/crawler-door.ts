/**
 * The crawl room's entrance for the crawler's own process: what it starts and nothing else. Whatever is named here is loaded there, and
 * each module takes memory for as long as that process lives (docs/decisions/lean-crawler.md).
 */
export { openNetwork, testNetworkSchema, type Network } from './network.ts';
export { openPlaces, type Places } from './place.ts';
export { startCrawler } from './crawler/start-crawler.ts';
export type { CrawlWorker } from './crawler/crawl-worker.ts';
export { DEFAULT_CRAWL_SETTINGS } from './crawler/crawl-worker-deps.ts';
export { hasRunningRun } from './frontier/run-store.ts';
export { forgetMedia } from './media/sighting-store.ts';
export { listExceptions } from './steering/mandate-store.ts';
export { noteSample, SAMPLE_MS } from './steering/sample-store.ts';
