/** Turns what workers settle and offer into the columns that the stores write. Pure but for the keys' ciphers. */
import { FAR, type CrawlTask, type HostState, type Offer, type Settlement } from './crawl-task.ts';
import type { FrontierKeys } from './frontier-keys.ts';
import type { RunHostRow } from './host-store.ts';
import { rankOf } from './rank.ts';
import type { ReasonRow, TallyRow } from './run-store.ts';
import {
  kindCode,
  URL_STATES,
  type HostColumns,
  type NewUrls,
  type OfferColumns,
  type VisitColumns,
} from './url-store.ts';

/** An offer with the run that it is for. */
export interface RunOffer {
  readonly runId: number;
  readonly offer: Offer;
}

/** Shrouds offers. The page that media were found on goes into their box. */
export function offerColumns(keys: FrontierKeys, offers: readonly RunOffer[]): OfferColumns {
  const columns: OfferColumns = {
    ...{ runIds: [], keys: [], hostIds: [], partitions: [], ranks: [], closeness: [], kinds: [], boxes: [] },
  };
  const sealed = keys.sealAll(
    offers.map(({ runId, offer: { url, kind, fromUrl } }) => ({
      ...{ runId, url, fromUrl: kind === 'media' ? fromUrl : undefined },
    })),
  );
  sealed.forEach(({ key, box }, n) => {
    const found = offers[n];
    if (found === undefined) return;
    const { runId, offer } = found;
    const place = keys.placeOf(offer.url);
    columns.runIds.push(runId);
    columns.keys.push(key);
    columns.hostIds.push(place.hostId);
    columns.partitions.push(place.partition);
    columns.ranks.push(rankOf(offer.closeness, offer.depth, false));
    columns.closeness.push(Math.min(FAR, offer.closeness));
    columns.kinds.push(kindCode(offer.kind));
    columns.boxes.push(box);
  });
  return columns;
}

/** Hosts with a sighting are visited before all others. */
export function hostColumns(hosts: readonly HostState[], settlements: readonly Settlement[]): HostColumns {
  const near = new Set(settlements.filter(({ sightings = 0 }) => sightings > 0).map(({ task }) => task.hostId));
  const newest = new Map(hosts.map((host) => [host.hostId, host]));
  const columns: HostColumns = { hostIds: [], partitions: [], nextInMs: [], delayMs: [], failures: [], closeness: [] };
  for (const host of newest.values()) {
    columns.hostIds.push(host.hostId);
    columns.partitions.push(host.partition);
    columns.nextInMs.push(Math.max(0, host.nextInMs));
    columns.delayMs.push(Math.ceil(host.delayMs));
    columns.failures.push(Math.min(host.failures, 1000));
    columns.closeness.push(near.has(host.hostId) ? 0 : FAR);
  }
  return columns;
}

const ERASED = { state: URL_STATES.over, dueInMs: null };

function stateAfter({ result, nextInMs }: Settlement): { state: number; dueInMs: number | null } {
  if (result === 'retry') return { state: URL_STATES.ready, dueInMs: null };
  return nextInMs === undefined ? ERASED : { state: URL_STATES.waiting, dueInMs: Math.ceil(nextInMs) };
}

/** What became of the visited addresses; `memoOf` shrouds what is kept of watched ones. */
export function visitColumns(
  settlements: readonly Settlement[],
  memoOf: (settlement: Settlement) => Buffer | null,
): VisitColumns {
  const columns: VisitColumns = { runIds: [], keys: [], states: [], ranks: [], attempts: [], dueInMs: [], memos: [] };
  for (const settlement of settlements) {
    const { task, result } = settlement;
    const isRetry = result === 'retry';
    const { state, dueInMs } = stateAfter(settlement);
    columns.runIds.push(task.runId);
    columns.keys.push(task.id);
    columns.states.push(state);
    columns.ranks.push(rankOf(task.closeness, task.depth, isRetry));
    columns.attempts.push(isRetry ? task.attempts + 1 : 0);
    columns.dueInMs.push(dueInMs);
    columns.memos.push(state === URL_STATES.waiting ? memoOf(settlement) : null);
  }
  return columns;
}

const NOTHING: Omit<TallyRow, 'runId'> = {
  ...{ offered: 0, over: 0, visits: 0, pages: 0, media: 0, sitemaps: 0, unchanged: 0, sightings: 0, bytes: 0 },
};

/** A run's counts after a batch: what is `over` and what was new comes from the rows that were really written. */
export function tallyRows(
  settlements: readonly Settlement[],
  added: readonly NewUrls[],
  over: ReadonlyMap<number, number>,
): readonly TallyRow[] {
  const rows = new Map<number, { -readonly [K in keyof TallyRow]: TallyRow[K] }>();
  const rowOf = (runId: number) => {
    const row = rows.get(runId) ?? { ...NOTHING, runId };
    rows.set(runId, row);
    return row;
  };
  for (const { runId, count } of added) rowOf(runId).offered += count;
  for (const [runId, count] of over) rowOf(runId).over += count;
  for (const { task, result, bytes, sightings = 0 } of settlements) {
    const row = rowOf(task.runId);
    if (result !== 'skipped') row.visits += 1;
    row.bytes += bytes;
    row.sightings += sightings;
    if (result === 'unchanged') row.unchanged += 1;
    if (result === 'done' || result === 'unchanged') countRead(row, task);
  }
  return [...rows.values()];
}

function countRead(row: { pages: number; media: number; sitemaps: number }, task: CrawlTask): void {
  if (task.kind === 'page') row.pages += 1;
  else if (task.kind === 'media') row.media += 1;
  else row.sitemaps += 1;
}

/** Reasons of whatever was not simply read; of pages that need script, also whether they were rendered. */
export function reasonRows(settlements: readonly Settlement[]): readonly ReasonRow[] {
  const rows = new Map<string, ReasonRow>();
  for (const { task, result, reason } of settlements) {
    if (result === 'unchanged' || (result === 'done' && !reason.startsWith('render'))) continue;
    const key = `${task.runId} ${reason}`;
    rows.set(key, { runId: task.runId, reason, count: (rows.get(key)?.count ?? 0) + 1 });
  }
  return [...rows.values()];
}

/** Sums what a batch adds to hosts of runs. */
export function runHostRows(settlements: readonly Settlement[], added: readonly NewUrls[]): readonly RunHostRow[] {
  const rows = new Map<string, RunHostRow>();
  const add = (runId: number, hostId: number, more: Partial<RunHostRow>) => {
    const key = `${runId} ${hostId}`;
    const row = rows.get(key) ?? { runId, hostId, offered: 0, visited: 0, contents: 0 };
    rows.set(key, {
      ...row,
      offered: row.offered + (more.offered ?? 0),
      visited: row.visited + (more.visited ?? 0),
      contents: row.contents + (more.contents ?? 0),
    });
  };
  for (const { runId, hostId, count } of added) add(runId, hostId, { offered: count });
  for (const { task, result, isNewContent = false } of settlements) {
    if (task.kind !== 'page' || (result !== 'done' && result !== 'unchanged')) continue;
    add(task.runId, task.hostId, { visited: 1, contents: isNewContent ? 1 : 0 });
  }
  return [...rows.values()];
}
