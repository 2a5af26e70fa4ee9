/** The job that sends a mail about something new. A second delivery of it sends nothing, or the same Message-ID. */
import { z } from 'zod';
import { textsIn } from '../../site/texts.ts';
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db } from '../../platform/db.ts';
import { addJob, type JobHandler } from '../../platform/jobs.ts';
import type { Mailer } from '../../platform/mail.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { tipIdSchema, type TipId } from '../../terms/ids.ts';
import { lockNotice, markSent, readLastSent } from './notice-store.ts';
import { NOTICE_PAUSE_MS, noticeLetter } from './notice.ts';
import { NOTICE_TASK, noticeJobKey } from './tell-news.ts';
import { stopToken } from './use-notice.ts';

/** `siteUrl`: where the link to stop leads. */
export interface NoticeSender {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly siteUrl: string;
}

const payloadSchema = z.object({ tipId: tipIdSchema });

/** Does the job. */
export const noticeJob = (sender: NoticeSender): JobHandler => ({
  task: NOTICE_TASK,
  handle: async (payload) => {
    await sendNotice(sender, payloadSchema.parse(payload).tipId);
  },
});

/**
 * Sends the mail if it is still wanted, something still waits, and its address has had none for a day; then notes that it left.
 * The row is locked meanwhile: whoever turns it off waits for the mail, and none leaves after.
 * @returns what came of it. @throws Error when the mail server did not take it: the job is tried again
 */
export function sendNotice(sender: NoticeSender, tipId: TipId): Promise<'sent' | 'put-off' | 'nothing'> {
  const { db, serviceKey, clock, mailer, siteUrl } = sender;
  return transact(db, async (tx) => {
    const notice = await lockNotice(tx, tipId);
    if (notice?.waitsSince === undefined) return 'nothing';
    const { addressDigest, waitsSince, language } = notice;
    const now = clock.now();
    const sentAt = await readLastSent(tx, addressDigest);
    const restsUntil = sentAt === undefined ? now : new Date(sentAt.getTime() + NOTICE_PAUSE_MS);
    if (restsUntil > now) {
      await addJob(tx, NOTICE_TASK, { tipId }, { runAt: restsUntil, jobKey: noticeJobKey(tipId) });
      return 'put-off';
    }
    const stopUrl = new URL(`/${language}/notice/${stopToken(serviceKey, tipId, addressDigest, now)}`, siteUrl).href;
    await mailer.send({
      to: serviceKey.unshroud('contact', notice.shroudedAddress),
      ...noticeLetter(textsIn(language).notice, stopUrl),
      idempotencyKey: serviceKey
        .digest('token', `notice\0${tipId}\0${waitsSince.toISOString()}`)
        .subarray(0, 16)
        .toString('hex'),
      // RFC 8058: a mail program's own button stops it too; RFC 3834: nobody's program answers it.
      headers: {
        'List-Unsubscribe': `<${stopUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Auto-Submitted': 'auto-generated',
      },
    });
    await markSent(tx, addressDigest, now);
    return 'sent';
  });
}
