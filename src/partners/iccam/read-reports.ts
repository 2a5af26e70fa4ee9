/** Reads back the reports that this hotline filed: which number ICCAM gave to each address. */
import { readItem } from '../../cases/door.ts';
import { transact } from '../../platform/db.ts';
import { codeOf } from '../../platform/log.ts';
import { listItemsOfDispatch } from '../../routing/door.ts';
import { canonicaliseUrl } from '../../terms/web-address.ts';
import type { ItemId } from '../../terms/ids.ts';
import { standingOf } from './acts.ts';
import { claimReports, settleReport, upsertContent, type ReportRow } from './content-store.ts';
import { IccamRefusal, type SeenContent } from './iccam-answers.ts';
import { LEASE_MS, retryPauseMs, type IccamWork } from './work.ts';

const BATCH = 20;

/** Reads those that are due. @throws PartnerUnavailable when ICCAM cannot be asked */
export async function readOwnReports(work: IccamWork): Promise<{ readonly looked: number; readonly changed: number }> {
  let looked = 0;
  let changed = 0;
  for (;;) {
    const now = work.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    const reports = await claimReports(work.db, work.serviceKey, { now, until, limit: BATCH });
    for (const report of reports) {
      looked += 1;
      changed += await readOrPutOff(work, report);
    }
    if (reports.length < BATCH) return { looked, changed };
  }
}

async function readOrPutOff(work: IccamWork, report: ReportRow): Promise<number> {
  try {
    return await readOwnReport(work, report);
  } catch (error) {
    const isFinal = error instanceof IccamRefusal;
    const dueAt = isFinal ? undefined : new Date(work.clock.now().getTime() + retryPauseMs(1));
    await transact(work.db, (tx) => settleReport(tx, report.reportId, { dueAt, failureCode: codeOf(error) }));
    if (isFinal) return 0;
    throw error;
  }
}

async function readOwnReport(work: IccamWork, { reportId, dispatchId }: ReportRow): Promise<number> {
  const { db, serviceKey, client, us } = work;
  const seen = await client.report(reportId);
  const views: SeenContent[] = [];
  for (const { contentId } of seen.reportContents) views.push(await client.content(contentId));
  const items =
    dispatchId === undefined
      ? new Map<string, ItemId>()
      : await itemsByAddress(work, await listItemsOfDispatch(db, dispatchId));
  const now = work.clock.now();
  await transact(db, async (tx) => {
    for (const view of views) {
      const itemId = items.get(addressKey(view.urlString));
      await upsertContent(tx, serviceKey, {
        view,
        standing: standingOf(view, us),
        isOurs: true,
        itemId,
        dueAt: now,
        now,
      });
    }
    await settleReport(tx, reportId, { dueAt: undefined, hotlineId: seen.reportingHotlineId });
  });
  return views.length;
}

async function itemsByAddress(work: IccamWork, itemIds: readonly ItemId[]): Promise<ReadonlyMap<string, ItemId>> {
  const items = await Promise.all(itemIds.map((id) => readItem(work.db, work.serviceKey, id)));
  return new Map(items.map((item) => [addressKey(item.url), item.id]));
}

/** ICCAM may write an address in another spelling than it was given. */
function addressKey(url: string): string {
  const result = canonicaliseUrl(url);
  return result.ok ? result.address.sameThingKey : url;
}
