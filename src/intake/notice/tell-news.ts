/** That there is something new for a sender: noted with the entry itself, told by a job after commit. */
import { addJob } from '../../platform/jobs.ts';
import type { Tx } from '../../platform/db.ts';
import { hourOf } from '../../terms/hour.ts';
import type { TipId } from '../../terms/ids.ts';
import { markWaiting } from './notice-store.ts';
import { noticeDueAt } from './notice.ts';

/** The job that sends the mail. */
export const NOTICE_TASK = 'mailbox-notice';

/** One waiting job a tip, whatever happens to it meanwhile. */
export const noticeJobKey = (tipId: TipId): string => `${NOTICE_TASK}:${tipId}`;

/** Notes it where the sender wants to hear of it; nothing happens for all others. */
export async function tellNews(tx: Tx, tipId: TipId, now: Date): Promise<void> {
  const marked = await markWaiting(tx, tipId, hourOf(now));
  if (marked === undefined) return;
  const runAt = noticeDueAt(now, marked.sentAt);
  await addJob(tx, NOTICE_TASK, { tipId }, { runAt, jobKey: noticeJobKey(tipId) });
}
