/** What a supervisor can ask of ICCAM's runs. Each is an act on the ledger; the next run, within seconds, does it. */
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { IccamContentId, StaffId } from '../../terms/ids.ts';
import { deleteRefused, targetOf } from './act-store.ts';
import { readContent, wakeContent } from './content-store.ts';
import { makeListsDue, rewindLists } from './list-store.ts';

/** Who asks, when. */
export interface SteerAct {
  readonly staffId: StaffId;
  readonly now: Date;
}

/** All lists are read now, from where they stand. */
export async function readListsNow(tx: Tx, { staffId, now }: SteerAct): Promise<void> {
  await makeListsDue(tx, now);
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action: 'iccam.read-asked', subject: 'partner:iccam', payload: {} },
  });
}

/** All lists are read again from `since` on. What is known stays as it is: nothing becomes a second case. */
export async function rewind(tx: Tx, since: Date, { staffId, now }: SteerAct): Promise<void> {
  await rewindLists(tx, since, now);
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action: 'iccam.rewound', subject: 'partner:iccam' },
    payload: { since: since.toISOString() },
  });
}

/** What ICCAM refused of a content is told once more. False when there is no such content. */
export async function retryContent(
  tx: Tx,
  serviceKey: ServiceKey,
  id: IccamContentId,
  { staffId, now }: SteerAct,
): Promise<boolean> {
  const content = await readContent(tx, serviceKey, id);
  if (content === undefined || !(await wakeContent(tx, id, now))) return false;
  await deleteRefused(tx, [targetOf('content', content.contentId), targetOf('report', content.reportId)]);
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action: 'iccam.retried', subject: `iccam-content:${id}` },
    payload: { contentId: content.contentId },
  });
  return true;
}
