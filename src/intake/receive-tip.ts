import { randomUUID } from 'node:crypto';
import { formatReceipt } from '../../lib/receipt/door.ts';
import { generateIdentity, lock, seal, type Recipient } from '../../lib/seal/door.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { codeOf, type Log } from '../platform/log.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { hourOf } from '../terms/hour.ts';
import { tipIdSchema, type DeskKeyId } from '../terms/ids.ts';
import { mailboxKeyOfReceipt, marksOf } from './mailbox-key.ts';
import { writeTip } from './tip-writer.ts';
import { writePart, type SealedBox } from './tip-parts.ts';
import { contentDigest, hasContact, partKey, type TipContent, type TipSubmission } from './tip.ts';

/** To whom tips are sealed: the newest desk key. A caller may keep it for some seconds. */
export interface DeskRecipient {
  readonly id: DeskKeyId;
  readonly recipient: Recipient;
}

export interface ReceiveTipDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly deskKey: DeskRecipient;
  /** Makes the message to the police (encrypted to their key) that lets an urgent tip leave before anybody logs in. */
  readonly sealUrgent?: ((content: TipContent) => Promise<Buffer>) | undefined;
  readonly log?: Log | undefined;
}

/**
 * Takes a tip in: seals it, writes it durably with its mailbox, act and event, and only then answers with the receipt.
 * The same submission again (a double click, a retry after a crash) gives the same receipt and stays one tip.
 * An urgent tip whose message to the police cannot be made is taken all the same: it goes the ordinary way, first in the queue.
 * @throws RangeError when the submission key is shorter than 16 bytes; the database's errors: then nothing was taken.
 */
export async function receiveTip(
  deps: ReceiveTipDeps,
  submission: TipSubmission,
): Promise<{ readonly receipt: string; readonly isNew: boolean }> {
  const { serviceKey, deskKey } = deps;
  const { submissionDigest, receipt } = marksOf(submission.submissionKey, contentDigest(submission), serviceKey);
  const content = toContent(submission, deps.clock.now());
  const mailbox = mailboxKeyOfReceipt(receipt, serviceKey);
  const own = generateIdentity();
  const isNew = await writeTip(deps.db, {
    id: content.tipId,
    submissionDigest,
    receivedHour: content.receivedHour,
    source: content.source,
    category: content.category,
    language: content.language,
    isUrgent: content.isUrgent,
    wantsAnswer: content.wantsAnswer,
    hasContact: content.contact !== undefined || content.isContactSealed === true,
    groupId: submission.groupId,
    deskKeyId: deskKey.id,
    recipient: own.recipient.bytes,
    sealedKeyDesk: seal(own.secret, [deskKey.recipient]),
    sealedKeyMailbox: lock(mailbox.unlocking, own.secret),
    sealedReport: lock(partKey(own.secret, 'report'), writePart(content.report, boxOf(submission, 'report'))),
    sealedContact: lockContact(partKey(own.secret, 'contact'), content, submission),
    shroudedAddresses: serviceKey.shroud('url', JSON.stringify(content.addresses)),
    mailboxDigest: mailbox.digest,
    urgentPackage: await makeUrgentPackage(deps, content),
  });
  return { receipt: formatReceipt(receipt), isNew };
}

function toContent(submission: TipSubmission, now: Date): TipContent {
  const { category, language, isUrgent, wantsAnswer, source, addresses, report, contact } = submission;
  return {
    tipId: tipIdSchema.parse(randomUUID()),
    receivedHour: hourOf(submission.receivedAt ?? now),
    ...{ category, language, isUrgent, wantsAnswer, source, addresses, report },
    contact: hasContact(contact) ? contact : undefined,
    isContactSealed: submission.sealed?.contact !== undefined,
  };
}

async function makeUrgentPackage(deps: ReceiveTipDeps, content: TipContent): Promise<Buffer | undefined> {
  if (!content.isUrgent || deps.sealUrgent === undefined) return undefined;
  try {
    return await deps.sealUrgent(content);
  } catch (error) {
    deps.log?.error('tip.urgent-unsealed', { code: codeOf(error) });
    return undefined;
  }
}

function lockContact(key: Uint8Array, content: TipContent, submission: TipSubmission): Buffer | undefined {
  const box = boxOf(submission, 'contact');
  return content.contact === undefined && box === undefined ? undefined : lock(key, writePart(content.contact, box));
}

function boxOf({ sealed }: TipSubmission, part: 'report' | 'contact'): SealedBox | undefined {
  const box = sealed?.[part];
  return sealed === undefined || box === undefined ? undefined : { deskKeyId: sealed.deskKeyId, box };
}
