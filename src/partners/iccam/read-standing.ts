/** How items stand in ICCAM, for whoever works on their case. */
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { ItemId } from '../../terms/ids.ts';
import { listActs, targetOf, type ToldAct } from './act-store.ts';
import type { Standing } from './acts.ts';
import { listContentsOf, readReport } from './content-store.ts';
import type { SeenAction, SeenAssessment } from './iccam-answers.ts';
import { readHotlines, type KnownHotline } from './list-store.ts';

/** One content of an item. */
export interface ItemInIccam {
  readonly itemId: ItemId;
  readonly contentId: number;
  readonly reportId: number;
  readonly standing: Standing;
  readonly assignedCountry: string;
  /** Who reported it; undefined while ICCAM's list of hotlines does not name it. */
  readonly reporter: KnownHotline | undefined;
  readonly isOurs: boolean;
  /** What stands there, by whomever. */
  readonly assessment: SeenAssessment | undefined;
  readonly actions: readonly SeenAction[];
  readonly hostingCountry: string;
  readonly memo: string | undefined;
  readonly referrer: string | undefined;
  readonly readAt: Date;
  /** What this hotline told. */
  readonly told: readonly ToldAct[];
  readonly failureCode: string | undefined;
}

/** The contents that these items are, in ICCAM's order. */
export async function readItemsInIccam(
  db: Db,
  serviceKey: ServiceKey,
  itemIds: readonly ItemId[],
): Promise<readonly ItemInIccam[]> {
  const rows = await listContentsOf(db, serviceKey, itemIds);
  if (rows.length === 0) return [];
  const hotlines = await readHotlines(db);
  return Promise.all(
    rows.flatMap(({ itemId, view, ...row }) =>
      itemId === undefined
        ? []
        : [
            (async (): Promise<ItemInIccam> => {
              const [report, told] = await Promise.all([
                readReport(db, serviceKey, row.reportId),
                listActs(db, [targetOf('content', row.contentId)]),
              ]);
              return {
                ...{ itemId, contentId: row.contentId, reportId: row.reportId, standing: row.standing },
                ...{ isOurs: row.isOurs, readAt: row.readAt, failureCode: row.failureCode, told },
                ...{ assignedCountry: view.assignedCountryCode, hostingCountry: view.hostingCountryCode },
                ...{ assessment: view.assessment, actions: view.actions },
                ...{ memo: report?.memo ?? view.memo, referrer: report?.referrer },
                reporter: report?.hotlineId === undefined ? undefined : hotlines.get(report.hotlineId),
              };
            })(),
          ],
    ),
  );
}
