/**
 * Reads ICCAM's work lists: what partner hotlines assigned to this one comes in here.
 *
 * A list gives at most 200 rows from a date of assignment on, and no dates: each content is read, and the newest date of a page is where
 * the next begins. The cursor is written once a whole page is durable here; after a kill the page is read again, and what is known
 * stays as it is.
 */
import { transact, type Tx } from '../../platform/db.ts';
import { emit } from '../../platform/events.ts';
import { codeOf } from '../../platform/log.ts';
import { findDispatchByKey, listItemsOfDispatch, noteReference } from '../../routing/door.ts';
import type { ItemId } from '../../terms/ids.ts';
import { standingOf } from './acts.ts';
import {
  findContent,
  insertOwnReport,
  readReport,
  upsertContent,
  upsertReport,
  wakeContent,
  type ContentRow,
} from './content-store.ts';
import { IccamRefusal, type ListRow, type SeenContent, type SeenReport } from './iccam-answers.ts';
import { LIST_NAMES, PAGE_ROWS, type ListName } from './iccam-client.ts';
import { advanceList, claimList, settleList } from './list-store.ts';
import { LEASE_MS, retryPauseMs, type IccamWork } from './work.ts';

/** A list is read again after so long. */
export const LIST_PAUSE_MS = 5 * 60_000;
/** A first reading goes back so far; what is older is for a person to ask for. */
const FIRST_WINDOW_MS = 30 * 86_400_000;
/** A content that was read so lately is not read again because another list names it too. */
const FRESH_MS = 60_000;
/** A reading begins so long before the newest that was seen: assignments can come to light out of order. */
const OVERLAP_MS = 10 * 60_000;

/** Reads every list that is due. @throws PartnerUnavailable when ICCAM cannot be asked; what was taken in stays */
export async function readLists(work: IccamWork): Promise<{ readonly looked: number; readonly changed: number }> {
  let looked = 0;
  let changed = 0;
  for (const name of LIST_NAMES) {
    const read = await readList(work, name);
    looked += read.rows;
    changed += read.freshRows;
  }
  return { looked, changed };
}

async function readList(
  work: IccamWork,
  name: ListName,
): Promise<{ readonly rows: number; readonly freshRows: number }> {
  const { db, clock } = work;
  const at = clock.now();
  const state = await claimList(db, name, { now: at, until: new Date(at.getTime() + LEASE_MS) });
  const counts = { rows: 0, freshRows: 0 };
  if (state === undefined) return counts;
  const settle = (pauseMs: number, failureCode: string | undefined) =>
    settleList(db, name, { at, dueAt: new Date(clock.now().getTime() + pauseMs), ...counts, failureCode });
  try {
    const isFirst = state.since === undefined && state.readAt === undefined;
    const code = await readPages(
      work,
      name,
      state.since,
      isFirst ? new Date(at.getTime() - FIRST_WINDOW_MS) : state.since,
      counts,
    );
    await settle(LIST_PAUSE_MS, code);
    return counts;
  } catch (error) {
    await settle(retryPauseMs(state.attempts + 1), codeOf(error));
    if (error instanceof IccamRefusal) return counts;
    throw error;
  }
}

/** Page after page. @returns why it could not be read to its end, though ICCAM answered; undefined: it was */
async function readPages(
  work: IccamWork,
  name: ListName,
  stored: Date | undefined,
  begin: Date | undefined,
  counts: { rows: number; freshRows: number },
): Promise<string | undefined> {
  let cursor = begin;
  let written = stored;
  for (;;) {
    const page = await work.client.list(name, cursor);
    const rows = [...new Map(page.map((row) => [row.contentId, row])).values()];
    counts.rows += rows.length;
    // Nobody but hotlines with that mandate may take orphans: they are counted, and those that we reported are looked at.
    if (name === 'orphaned') {
      await wakeKnown(work, rows);
      return undefined;
    }
    const dates: Date[] = [];
    for (const row of rows) {
      const taken = await takeIn(work, row);
      counts.freshRows += taken.isFresh ? 1 : 0;
      const date =
        name === 'offline'
          ? (taken.view?.hotlineAssignmentDate ?? taken.view?.countryAssignmentDate)
          : taken.view?.countryAssignmentDate;
      if (date !== undefined) dates.push(date);
    }
    const next = nextCursor(cursor, dates, rows.length >= PAGE_ROWS);
    const until = new Date(work.clock.now().getTime() + LEASE_MS);
    const isOurs = await transact(work.db, (tx) => advanceList(tx, name, written, { since: next.since, until }));
    if (!isOurs || !next.isMore) return next.code;
    written = next.since;
    cursor = next.since;
  }
}

/**
 * Where the next page begins. A full page whose rows are not in order of their date, or all of one instant, cannot be paged past
 * without losing some: it is read again from where it began, until what is taken in has left the list. Pure.
 */
export function nextCursor(
  cursor: Date | undefined,
  dates: readonly Date[],
  isFull: boolean,
): { readonly since: Date | undefined; readonly isMore: boolean; readonly code?: string } {
  const times = dates.map((date) => date.getTime());
  const newest = times.length === 0 ? undefined : Math.max(...times);
  if (newest === undefined) return { since: cursor, isMore: false };
  const from = cursor?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (!isFull) {
    const since = Math.max(from, newest - OVERLAP_MS);
    return { since: new Date(since), isMore: false };
  }
  if (times.some((time, index) => index > 0 && time < (times[index - 1] ?? 0)))
    return { since: cursor, isMore: false, code: 'iccam-list-unordered' };
  if (newest <= from) return { since: cursor, isMore: false, code: 'iccam-list-stuck' };
  return { since: new Date(newest), isMore: true };
}

async function wakeKnown(work: IccamWork, rows: readonly ListRow[]): Promise<void> {
  for (const { contentId } of rows) {
    const known = await findContent(work.db, work.serviceKey, contentId);
    if (known?.standing === 'elsewhere' && known.isOurs)
      await transact(work.db, (tx) => wakeContent(tx, known.id, work.clock.now()));
  }
}

/** Takes one content in: read, written down, and told to the house when it is ours and new here. */
async function takeIn(
  work: IccamWork,
  row: ListRow,
): Promise<{ readonly view: SeenContent | undefined; readonly isFresh: boolean }> {
  const { db, serviceKey, client } = work;
  const known = await findContent(db, serviceKey, row.contentId);
  const now = work.clock.now();
  if (known !== undefined && Math.abs(now.getTime() - known.readAt.getTime()) < FRESH_MS)
    return { view: known.view, isFresh: false };
  let view: SeenContent;
  let report: SeenReport | undefined;
  try {
    view = await client.content(row.contentId);
    const isKnown = (await readReport(db, serviceKey, view.reportId))?.hotlineId !== undefined;
    report = isKnown ? undefined : await client.report(view.reportId);
  } catch (error) {
    // It is on the list, and ICCAM does not show it: it stays there, for the next reading.
    if (error instanceof IccamRefusal) return { view: undefined, isFresh: false };
    throw error;
  }
  await transact(db, (tx) => write(work, tx, known, view, report));
  return { view, isFresh: known === undefined };
}

async function write(
  work: IccamWork,
  tx: Tx,
  known: ContentRow | undefined,
  view: SeenContent,
  report: SeenReport | undefined,
): Promise<void> {
  const { serviceKey, us } = work;
  const now = work.clock.now();
  const own = known?.itemId === undefined ? await findOwn(tx, view, now) : undefined;
  if (report !== undefined) {
    const { reportingHotlineId: hotlineId, memo, referrerUrl: referrer } = report;
    const words = { ...(memo === undefined ? {} : { memo }), ...(referrer === undefined ? {} : { referrer }) };
    await upsertReport(tx, serviceKey, { reportId: view.reportId, hotlineId, ...words }, now);
  }
  const standing = standingOf(view, us);
  const itemId = known?.itemId ?? own?.itemId;
  const isHere = standing === 'ours' || (standing === 'untaken' && work.takesUntaken);
  const isOurs = known?.isOurs === true || own !== undefined;
  const dueAt = (isHere || isOurs) && itemId !== undefined ? now : undefined;
  const id = await upsertContent(tx, serviceKey, { view, standing, isOurs, itemId, dueAt, now });
  const hasCome = itemId === undefined || known?.standing === 'elsewhere';
  if (isHere && hasCome) await emit(tx, { kind: 'content-assigned', contentId: id });
}

/**
 * A content of a report of ours whose answer was lost: its reference is that of our dispatch with the place in it (`buildReport`).
 * From now on the report's number is known.
 */
async function findOwn(
  tx: Tx,
  view: SeenContent,
  now: Date,
): Promise<{ readonly itemId: ItemId | undefined } | undefined> {
  const [, key, place] = /^(iccam\..+)\.(\d{1,4})$/.exec(view.hotlineReference ?? '') ?? [];
  const dispatchId = key === undefined ? undefined : await findDispatchByKey(tx, key);
  if (dispatchId === undefined || place === undefined) return undefined;
  await insertOwnReport(tx, view.reportId, dispatchId, now);
  await noteReference(tx, dispatchId, String(view.reportId));
  const items = await listItemsOfDispatch(tx, dispatchId);
  return { itemId: items.length === 1 ? items[0] : undefined };
}
