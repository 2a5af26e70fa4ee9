import { randomUUID } from 'node:crypto';
import { recordActs } from '../../ledger/door.ts';
import { transact, type Db, type Tx } from '../../platform/db.ts';
import { emitAll } from '../../platform/events.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import type { ItemId } from '../../terms/ids.ts';
import { isIllegal } from '../../terms/outcomes.ts';
import { actOf } from './start-watch.ts';
import { visitItem, type DoneVisit, type ItemVisitDeps } from './visit-item.ts';
import { claimDue, endClaim, putOffVisits, recordVisits, type DueWatch, type OpenWatch } from './visit-store.ts';
import type { WatchNews } from './watch.ts';

/** What a batch of visits takes. */
export interface VisitDeps extends ItemVisitDeps {
  readonly db: Db;
  readonly log: Log;
  /** Watches a batch; 200 by default. */
  readonly batch?: number;
  /** Hosts that are visited at the same time; 32 by default. Items of one host are visited one after the other. */
  readonly concurrency?: number;
  /** Once true, no visit begins any more. */
  readonly isStopping?: () => boolean;
}

const BATCH = 200;
const CONCURRENCY = 32;
/** No visit of a batch begins later than this after its claim: one slow host with many items keeps back nobody else's. */
const BATCH_MS = 60_000;
/** Visits of a claim that is older are taken over: longer than a batch and the longest visit from several ways out. */
export const CLAIM_MS = 10 * 60_000;

/** How a claimed watch ended: visited, left for another time, or of no more interest. */
type Ended =
  | { readonly kind: 'visited'; readonly visit: DoneVisit }
  | { readonly kind: 'late' | 'broken' | 'not-ours'; readonly itemId: ItemId };

/**
 * Visits items that are due, at most a batch, and writes down in one transaction what that changes. Any number of processes
 * may call it: each due watch is claimed by one of them, and nobody else's visits to its host run meanwhile. Claims of a
 * process that died lapse after `CLAIM_MS`.
 * @returns how many watches were dealt with; a full batch means that more may be waiting
 */
export async function visitDue(deps: VisitDeps, now: Date = deps.clock.now()): Promise<number> {
  const { db, serviceKey, batch = BATCH } = deps;
  const claimId = randomUUID();
  const until = new Date(now.getTime() + CLAIM_MS);
  const due = await transact(db, (tx) => claimDue(tx, serviceKey, { id: claimId, now, until, limit: batch }));
  if (due.length === 0) return 0;
  const ended = await visitByHost(deps, due, now);
  await transact(db, (tx) => writeDown(tx, deps, claimId, ended, now));
  logBatch(deps.log, ended);
  return ended.filter(({ kind }) => kind !== 'late').length;
}

async function visitByHost(deps: VisitDeps, due: readonly DueWatch[], now: Date): Promise<readonly Ended[]> {
  const hosts = [...Map.groupBy(due, ({ hostKey }) => hostKey).values()].values();
  const ended: Ended[] = [];
  const isLate = () => deps.isStopping?.() === true || deps.clock.now().getTime() - now.getTime() > BATCH_MS;
  const work = async () => {
    for (const items of hosts) {
      for (const each of items)
        ended.push(isLate() ? { kind: 'late', itemId: each.itemId } : await visitOne(deps, each));
    }
  };
  await Promise.all(Array.from({ length: deps.concurrency ?? CONCURRENCY }, work));
  return ended;
}

async function visitOne(deps: VisitDeps, due: DueWatch): Promise<Ended> {
  try {
    const open: OpenWatch = due.open();
    // Judged again, and not illegal: nobody's business any more. A new decision starts the watch anew.
    if (open.outcome !== undefined && !isIllegal(open.outcome)) return { kind: 'not-ours', itemId: due.itemId };
    return { kind: 'visited', visit: await visitItem(deps, due, open) };
  } catch (error) {
    // One item that cannot be read or judged must not keep the others of its batch from being visited.
    deps.log.warn('recheck.failed', { code: codeOf(error) });
    return { kind: 'broken', itemId: due.itemId };
  }
}

async function writeDown(tx: Tx, deps: VisitDeps, claimId: string, ended: readonly Ended[], now: Date): Promise<void> {
  const idsOf = (kind: Ended['kind']) =>
    ended.flatMap((each) => (each.kind !== 'visited' && each.kind === kind ? [each.itemId] : []));
  const visits = ended.flatMap((each) => (each.kind === 'visited' ? [each.visit] : []));
  const written = await recordVisits(
    tx,
    deps.serviceKey,
    claimId,
    visits.map(({ record: each }) => each),
  );
  await putOffVisits(tx, claimId, idsOf('not-ours'), null);
  await putOffVisits(tx, claimId, idsOf('broken'), new Date(now.getTime() + deps.settings.mostMs));
  await endClaim(tx, claimId);
  const told = visits.flatMap(({ record: { itemId, after }, news }) =>
    written.has(itemId) ? news.map((one) => ({ itemId, news: one, at: after.lastVisitAt ?? now })) : [],
  );
  await recordActs(
    tx,
    told.map(({ itemId, news, at }) => actOf(`watch.${news}`, itemId, at)),
  );
  await emitAll(
    tx,
    told.map(({ itemId, news }) => ({ kind: EVENTS[news], itemId })),
  );
}

const EVENTS = { gone: 'item-gone', back: 'item-back', moved: 'item-moved' } as const satisfies Record<
  WatchNews,
  string
>;

function logBatch(log: Log, ended: readonly Ended[]): void {
  const counts = { online: 0, gone: 0, moved: 0, unclear: 0, left: 0 };
  for (const each of ended) {
    if (each.kind !== 'visited') counts.left += 1;
    else counts[each.visit.record.after.lastVerdict ?? 'unclear'] += 1;
  }
  log.info('recheck.done', counts);
}
