/** Frontiers and runs for tests. */
import { transact, type Db } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { FAR, type CrawlTask, type Offer, type Settlement } from './crawl-task.ts';
import { Frontier } from './frontier.ts';
import { startRun } from './manage-runs.ts';
import type { RunBudget, RunRules } from './run.ts';

/** Of tests alone. */
export const testKey = serviceKeyFrom(Buffer.alloc(32, 7));

const NO_BUDGET: RunBudget = {
  ...{ maxDepth: undefined, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
};
/** Everything is in. */
export const OPEN_RULES: RunRules = {
  ...{ allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 1_000_000, mayVisitPrivateHosts: true },
};

/** A run with these seeds. @returns its number */
export async function seedRun(
  db: Db,
  seeds: readonly string[],
  options: {
    readonly budget?: Partial<RunBudget>;
    readonly isWatch?: boolean;
    readonly rules?: Partial<RunRules>;
  } = {},
): Promise<number> {
  const { runId } = await transact(db, (tx) =>
    startRun(tx, testKey, {
      ...{ seeds, isWatch: options.isWatch ?? false, askedBy: undefined, agreedBy: undefined, now: new Date() },
      budget: { ...NO_BUDGET, ...options.budget },
      rules: { ...OPEN_RULES, ...options.rules },
    }),
  );
  return runId;
}

/** A frontier that has joined and taken its share. */
export async function joinFrontier(db: Db, leaseMs = 3_000): Promise<Frontier> {
  const frontier = new Frontier({
    ...{ db, serviceKey: testKey, leaseMs, defaultDelayMs: 1_000, filterCapacity: 1_024 },
    now: () => ({ steadyMs: performance.now(), wallMs: Date.now() }),
  });
  await frontier.rejoin();
  await frontier.watch(() => false);
  return frontier;
}

/** Whatever the frontier has ready for this worker. */
export async function takeAll(frontier: Frontier): Promise<readonly CrawlTask[]> {
  const hosts = await frontier.takeHosts([], 1_000);
  const running = frontier.runs.filter(({ state }) => state === 'running').map(({ id }) => id);
  const hostIds = hosts.map(({ hostId }) => hostId);
  return frontier.takeTasks(
    running,
    hostIds,
    hostIds.map(() => 1_000),
  );
}

/** A page of a test web. */
export const pageOffer = (url: string, depth = 1, closeness = FAR): Offer => ({ url, kind: 'page', depth, closeness });

/** A visit that found these. */
export const doneWith = (task: CrawlTask, offers: readonly Offer[], more: Partial<Settlement> = {}): Settlement => ({
  ...{ task, offers, result: 'done', reason: 'ok', bytes: 100 },
  ...more,
});
