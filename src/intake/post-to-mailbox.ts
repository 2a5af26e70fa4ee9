import { seal } from '../../lib/seal/door.ts';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { MailboxStatus } from '../terms/events.ts';
import { hourOf } from '../terms/hour.ts';
import type { StaffId, TipId } from '../terms/ids.ts';
import { tellNews } from './notice/tell-news.ts';
import { insertStatus, insertText, lockMailbox } from './mailbox-store.ts';

/** Tells the sender where their tip stands. A status told before is not told again; false then. @throws RangeError when there is no such tip. */
export async function postStatus(tx: Tx, tipId: TipId, status: MailboxStatus, now: Date): Promise<boolean> {
  await lockMailbox(tx, tipId);
  const isNew = await insertStatus(tx, tipId, status, hourOf(now));
  if (isNew) {
    const subject = `tip:${tipId}`;
    await recordAct(tx, { at: now, actor: 'system', action: 'mailbox.told', subject, payload: { status } });
    await tellNews(tx, tipId, now);
  }
  return isNew;
}

/** Puts a person's question (or word of thanks) into the mailbox, sealed to the tip's key. @throws RangeError when there is no such tip or it was erased. */
export async function askTipster(
  tx: Tx,
  question: { readonly tipId: TipId; readonly text: string; readonly staffId: StaffId; readonly now: Date },
): Promise<void> {
  const { tipId, staffId, now } = question;
  const { recipient, isErased } = await lockMailbox(tx, tipId);
  if (isErased) throw new RangeError(`Tip ${tipId} was erased: nobody could read the question.`);
  const sealedText = seal(Buffer.from(question.text.toWellFormed(), 'utf8'), [recipient]);
  const entry = { tipId, author: 'hotline', kind: 'question', postedHour: hourOf(now) } as const;
  await insertText(tx, { ...entry, sealedText, submissionDigest: undefined, deskKeyId: undefined });
  const subject = `tip:${tipId}`;
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'mailbox.asked',
    subject,
    payload: { sealedText },
  });
  await tellNews(tx, tipId, now);
}
