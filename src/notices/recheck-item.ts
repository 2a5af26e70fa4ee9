import { z } from 'zod';
import { readItem, readNewestAssessment, type Item } from '../cases/door.ts';
import { fetchSafely, judgeVisit, type FetchLimits, type Network, type Visit } from '../crawl/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { JobHandler } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { itemIdSchema, type ItemId } from '../terms/ids.ts';
import { isIllegal } from '../terms/outcomes.ts';
import { RECHECK_TASK, record, scheduleVisit } from './start-watch.ts';
import type { RecheckSettings } from './recheck-settings.ts';
import { nextVisitAt } from './timetable.ts';
import { afterVisit, type Watch } from './watch.ts';
import { lockWatch, readWatch, updateWatch } from './watch-store.ts';

/** What one visit takes. Clock, chance and network come in, so that a test runs weeks of visits in a moment. */
export interface RecheckDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly network: Network;
  readonly settings: RecheckSettings;
  /** Who we say that we are, with an address to read about it. */
  readonly userAgent: string;
  readonly limits?: Partial<FetchLimits>;
  /** A number from 0 to 1 for the timetable; `Math.random` by default. */
  readonly random?: () => number;
}

/** The job `recheck-item`, for the process that may go out to the web. */
export function recheckJob(deps: RecheckDeps): JobHandler {
  const payloadSchema = z.object({ itemId: itemIdSchema });
  return { task: RECHECK_TASK, handle: (payload) => recheckItem(deps, payloadSchema.parse(payload).itemId) };
}

/**
 * Visits an item that is due, and writes down what that changes with the job for the next visit. A job delivered twice
 * visits once: after the first the item is not due. The address is in clear in memory alone.
 */
export async function recheckItem(deps: RecheckDeps, itemId: ItemId): Promise<void> {
  const { db, serviceKey, clock } = deps;
  const watch = await readWatch(db, serviceKey, itemId);
  if (watch?.state !== 'watching') return;
  if (watch.nextVisitAt !== undefined && watch.nextVisitAt > clock.now()) {
    await transact(db, (tx) => scheduleVisit(tx, watch));
    return;
  }
  const item = await readItem(db, serviceKey, itemId);
  // Judged again, and not illegal: nobody's business any more. A new decision starts the watch anew.
  if (item.outcome !== undefined && !isIllegal(item.outcome)) return;
  const visit = await visitItem(deps, item, watch);
  await transact(db, (tx) => recordVisit(tx, deps, watch, visit));
  deps.log.info('recheck.done', { verdict: visit.verdict, because: visit.because });
}

async function visitItem(deps: RecheckDeps, item: Item, watch: Watch): Promise<Visit> {
  const assessment = await readNewestAssessment(deps.db, item.id);
  const outcome = await fetchSafely(deps.network, item.url, {
    userAgent: deps.userAgent,
    ...(deps.limits === undefined ? {} : { limits: deps.limits }),
  });
  return judgeVisit(
    {
      url: item.url,
      kind: assessment?.answers['content-type'] === 'media' ? 'media' : 'unknown',
      fingerprint: watch.fingerprint,
      // The one earlier reason that a verdict depends on.
      lastBecause: watch.lastBecause === 'no-such-name' ? 'no-such-name' : undefined,
      key: deps.serviceKey.digest('fingerprint', 'recheck'),
    },
    outcome,
  );
}

async function recordVisit(tx: Tx, deps: RecheckDeps, before: Watch, visit: Visit): Promise<void> {
  const { serviceKey, clock, settings, random = Math.random } = deps;
  const watch = await lockWatch(tx, serviceKey, before.itemId);
  // Another delivery has written its visit meanwhile, or the watch was started anew: this one is not needed.
  if (watch?.state !== 'watching' || watch.visits !== before.visits) return;
  const { verdict, because, fingerprint } = visit;
  const after = afterVisit(watch, { at: clock.now(), verdict, because, fingerprint }, settings);
  if (after.state === 'gone') {
    await updateWatch(tx, serviceKey, after);
    await record(tx, 'watch.gone', watch.itemId, clock.now());
    await emit(tx, { kind: 'item-gone', itemId: watch.itemId });
    return;
  }
  const scheduled: Watch = { ...after, nextVisitAt: nextVisitAt(after, settings, random()) };
  await updateWatch(tx, serviceKey, scheduled);
  await scheduleVisit(tx, scheduled);
}
