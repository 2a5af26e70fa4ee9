/** The crawl as counts, for the console, metrics and the command line. No address is in it. */
import type { Db } from '../../platform/transact.ts';
import { readQueue, readRuns, type RunSummary } from '../frontier/run-store.ts';

/** At one moment. */
export interface CrawlState {
  /** Workers alive, on all machines. */
  readonly workers: number;
  /** Addresses taken in and not visited yet, of the runs that have not ended. */
  readonly queued: number;
  /** Hosts with something to visit, and those of them that may be asked now. */
  readonly awakeHosts: number;
  readonly dueHosts: number;
  /** Visits a second, of the last ten seconds or so. */
  readonly rate: number;
  /** The newest first; the ended ones among them. */
  readonly runs: readonly RunSummary[];
}

/** Reads it: two queries. */
export async function readCrawlState(db: Db, limit = 20): Promise<CrawlState> {
  const [queue, runs] = await Promise.all([readQueue(db), readRuns(db, { limit })]);
  const open = runs.filter(({ endedAt }) => endedAt === undefined);
  const sum = (of: (run: RunSummary) => number) => open.reduce((total, run) => total + of(run), 0);
  return {
    ...queue,
    queued: sum(({ totals }) => totals.offered - totals.over),
    rate: sum(({ totals }) => totals.rate),
    runs,
  };
}
