/** A web in memory and a worker that visits it, for tests of the loop alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../platform/db.ts';
import { openLog } from '../../platform/log.ts';
import { FAR, type CrawlTask } from '../frontier/crawl-task.ts';
import { testKey } from '../frontier/frontier-for-tests.ts';
import { startCrawlWorker, type CrawlWorker } from './crawl-worker.ts';
import { DEFAULT_CRAWL_SETTINGS, type CrawlSettings } from './crawl-worker-deps.ts';
import { DEFAULT_MANNERS } from './politeness.ts';
import type { Visit, Visitor } from './visitor.ts';

/** A request as the web saw it. */
export interface SeenRequest {
  readonly url: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What a page of the test web is: its links, or what a visit to it comes to. */
export type TestPage = readonly string[] | (Omit<Visit, 'offers' | 'bytes'> & { readonly links?: readonly string[] });

/** A visitor of a web that `pageOf` invents, which writes down every request. */
export function openTestVisitor(
  pageOf: (url: string) => TestPage,
  options: { readonly tookMs?: number; readonly robotsDelayMs?: number; readonly refused?: string } = {},
): Visitor & { readonly requests: SeenRequest[] } {
  const { tookMs = 1 } = options;
  const requests: SeenRequest[] = [];
  const robots = new Set<string>();
  const originOf = (task: CrawlTask) => new URL(task.url).origin;
  const ask = async (url: string, signal: AbortSignal) => {
    const startedAt = performance.now();
    await sleep(tookMs, undefined, { signal }).catch(() => undefined);
    requests.push({ url, startedAt, endedAt: performance.now() });
  };
  return {
    requests,
    recall: () => Promise.resolve(),
    needsRobots: (task) => options.robotsDelayMs !== undefined && !robots.has(originOf(task)),
    visitRobots: async (task, { signal }) => {
      await ask(`${originOf(task)}/robots.txt`, signal);
      robots.add(originOf(task));
      return { answer: { kind: 'answered', tookMs }, bytes: 10 };
    },
    robotsDelayMs: () => options.robotsDelayMs,
    refusal: (task) => (options.refused !== undefined && task.url.includes(options.refused) ? 'robots' : undefined),
    visit: async (task, { signal }) => {
      await ask(task.url, signal);
      const page = pageOf(task.url);
      const visit: Partial<Visit> & { readonly links?: readonly string[] } = 'answer' in page ? page : { links: page };
      const offers = (visit.links ?? []).map(
        (url) => ({ url, kind: 'page', depth: task.depth + 1, closeness: FAR }) as const,
      );
      return { result: 'done', reason: 'ok', answer: { kind: 'answered', tookMs }, bytes: 100, ...visit, offers };
    },
    offersOf: () => [],
    close: () => Promise.resolve(),
  };
}

/** Settings of a worker in a hurry. */
export function quickSettings(
  more: Partial<Omit<CrawlSettings, 'manners'>> & { manners?: Partial<CrawlSettings['manners']> } = {},
): CrawlSettings {
  return {
    ...DEFAULT_CRAWL_SETTINGS,
    filterCapacity: 4_096,
    ...more,
    manners: { ...DEFAULT_MANNERS, delayMs: 0, slowFactor: 0, backOffMs: 10, restMs: 50, ...more.manners },
  };
}

/** Starts a worker on a database of tests. */
export function startTestWorker(db: Db, visitor: Visitor, settings = quickSettings()): Promise<CrawlWorker> {
  return startCrawlWorker({
    ...{ db, visitor, settings, serviceKey: testKey, log: openLog('silent') },
    clock: { now: () => new Date() },
    steadyNow: () => performance.now(),
  });
}
