/**
 * A list that follows NCMEC's hash sharing. Each page is one transaction with the note of the next one, so that a run that is
 * killed goes on where it stopped. The checkpoint moves only when a question was read to its last page: entries do not come in
 * the order of time.
 */
import type { Clock } from '../../../platform/clock.ts';
import { transact, type Db } from '../../../platform/db.ts';
import type { ServiceKey } from '../../../platform/service-key.ts';
import { applyUpdates, type AppliedCounts } from '../apply-updates.ts';
import { readFeed, updateFeed, type Feed } from '../feed-store.ts';
import { openFollowedList } from '../follow-list.ts';
import { ListStepError } from '../known-list.ts';
import type { CategoryMap, ListCategory } from '../list-entry.ts';
import { entryKeysFrom } from '../shrouded-entry.ts';
import { NcmecRefused, NcmecUnavailable, type NcmecClient } from './ncmec-client.ts';
import { EntriesMalformed, type EntriesPage } from './read-entries.ts';

/** The service key shrouds what comes in; the clock says up to when is asked. */
export interface SyncDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
}

/** One run's sums over all its pages, for the person who started it. */
export interface SyncResult extends AppliedCounts {
  readonly pages: number;
  readonly photoDnaDropped: number;
  readonly unusable: number;
  readonly bad: number;
  /** The first of them, by the source's reference. */
  readonly badExamples: EntriesPage['bad'];
  readonly checkedUntil: Date;
}

/** What was entered at the source shortly before a question ended may become visible only after it: it is asked for again. */
const OVERLAP_MS = 10 * 60_000;
const BEGINNING = new Date('2000-01-01T00:00:00Z');
const BAD_EXAMPLES = 20;
const MAX_RESTARTS = 2;
/** NCMEC's codes mean different things in different laws: until a hotline says what they are to it, a person judges. */
export const NCMEC_DEFAULT_MAP: CategoryMap = { '*': 'to-assess' };

/** Finds the list that follows this account, or makes it, as a draft. */
export async function openNcmecList(
  deps: SyncDeps,
  wanted: {
    /** Address and user: two accounts see different entries. */
    readonly account: string;
    readonly name: string;
    readonly source: string;
    readonly categoryMap: CategoryMap;
    readonly trusted: readonly ListCategory[];
  },
): Promise<number> {
  const source = { ...wanted, format: 'ncmec', from: BEGINNING };
  return transact(deps.db, (tx) => openFollowedList(tx, source, { actor: 'operator', now: deps.clock.now() }));
}

/** Reads everything new. @throws NcmecRefused | NcmecUnavailable | ListStepError; what came before that is durable */
export async function syncNcmec(
  deps: SyncDeps,
  listId: number,
  client: NcmecClient,
  onPage: (done: { readonly pages: number; readonly entries: number }) => void,
): Promise<SyncResult> {
  const { db, serviceKey, clock } = deps;
  const keys = entryKeysFrom(serviceKey);
  const sum = { added: 0, changed: 0, withdrawn: 0, ignored: 0, pages: 0, photoDnaDropped: 0, unusable: 0, bad: 0 };
  const badExamples: EntriesPage['bad'][number][] = [];
  let restarts = 0;
  for (;;) {
    const feed = await readFeed(db, listId);
    if (feed === undefined) throw new ListStepError('no-such-list');
    const to = feed.query?.to ?? clock.now();
    const page = await readPage(deps, listId, client, feed, to);
    if (page === undefined) {
      if (++restarts > MAX_RESTARTS) throw new NcmecUnavailable("NCMEC's hash sharing keeps losing the page it named.");
      continue;
    }
    if (page.next !== undefined && page.next === feed.query?.next)
      throw new EntriesMalformed('A page names itself as the next.');
    const now = clock.now();
    const applied = await transact(db, async (tx) => {
      const counts = await applyUpdates(tx, keys, listId, page.updates, { actor: 'partner', now });
      const { next } = page;
      await updateFeed(tx, listId, {
        ...(next === undefined ? { checkedUntil: to, query: undefined } : { query: { to, next } }),
        at: now,
      });
      return counts;
    });
    for (const name of ['added', 'changed', 'withdrawn', 'ignored'] as const) sum[name] += applied[name];
    sum.pages += 1;
    sum.photoDnaDropped += page.photoDnaDropped;
    sum.unusable += page.unusable;
    sum.bad += page.bad.length;
    badExamples.push(...page.bad.slice(0, BAD_EXAMPLES - badExamples.length));
    onPage({ pages: sum.pages, entries: sum.added + sum.changed + sum.withdrawn + sum.ignored });
    if (page.next === undefined) return { ...sum, badExamples, checkedUntil: to };
  }
}

/** The page that is next; undefined when it is there no longer, and the question is begun anew. */
async function readPage(
  deps: SyncDeps,
  listId: number,
  client: NcmecClient,
  feed: Feed,
  to: Date,
): Promise<EntriesPage | undefined> {
  if (feed.query === undefined) {
    return client.firstPage(new Date(Math.max(BEGINNING.getTime(), feed.checkedUntil.getTime() - OVERLAP_MS)), to);
  }
  try {
    return await client.nextPage(feed.query.next);
  } catch (error) {
    const isGone =
      error instanceof EntriesMalformed ||
      (error instanceof NcmecRefused && error.status !== 401 && error.status !== 403);
    if (!isGone) throw error;
    await transact(deps.db, (tx) => updateFeed(tx, listId, { query: undefined, at: deps.clock.now() }));
    return undefined;
  }
}
