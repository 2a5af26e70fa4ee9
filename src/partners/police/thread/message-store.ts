/** The messages between the police and the hotline, by case; texts are sealed. */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../../../platform/db.ts';
import { caseIdSchema, staffIdSchema, tipIdSchema, type CaseId, type StaffId, type TipId } from '../../../terms/ids.ts';

type MessageTables = {
  police_message: {
    id: string;
    case_id: string;
    posted_at: Date;
    author: string;
    staff_id: string;
    kind: string;
    sealed_text: Buffer;
    submission: string;
    seen_at: Date | null;
    passed_tip: string | null;
    passed_at: Date | null;
    answer_tip: string | null;
    answer_number: number | null;
  };
};
const tables = (db: Db) => db.$extendTables<MessageTables>();

export const messageIdSchema = z.uuid().brand<'PoliceMessageId'>();
export type MessageId = z.infer<typeof messageIdSchema>;

/**
 * | kind             | author           | meaning                                                        |
 * |------------------|------------------|----------------------------------------------------------------|
 * | `message`        | police, hotline  | what one side asks or tells the other                           |
 * | `tipster-answer` | hotline          | what a tipster wrote in their mailbox, released by an analyst   |
 */
export interface ThreadMessage {
  readonly id: MessageId;
  readonly caseId: CaseId;
  readonly postedAt: Date;
  readonly author: 'police' | 'hotline';
  readonly staffId: StaffId;
  readonly kind: 'message' | 'tipster-answer';
  readonly sealedText: Buffer;
  /** Of a message of the police: somebody at the hotline has read it. */
  readonly seenAt: Date | undefined;
  /** Of a message of the police: it was passed on to this tip's mailbox. */
  readonly passed: { readonly tipId: TipId; readonly at: Date } | undefined;
  /** Of a tipster's answer: which entry of which mailbox it is. */
  readonly answer: { readonly tipId: TipId; readonly number: number } | undefined;
}

/** Adds a message; false when this submission's, or this mailbox entry's, is there already. */
export async function insertMessage(
  tx: Tx,
  message: Pick<ThreadMessage, 'caseId' | 'postedAt' | 'author' | 'staffId' | 'kind' | 'sealedText' | 'answer'> & {
    readonly submission: string;
  },
): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('police_message')
    .values({
      ...{ id: randomUUID(), case_id: message.caseId, posted_at: message.postedAt, author: message.author },
      ...{ staff_id: message.staffId, kind: message.kind, sealed_text: message.sealedText },
      ...{ submission: message.submission, seen_at: null, passed_tip: null, passed_at: null },
      ...{ answer_tip: message.answer?.tipId ?? null, answer_number: message.answer?.number ?? null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** A case's thread, oldest first. */
export async function listMessages(db: Db, caseId: CaseId): Promise<readonly ThreadMessage[]> {
  const rows = await tables(db)
    .selectFrom('police_message')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('posted_at')
    .orderBy('id')
    .execute();
  return rows.map(toMessage);
}

/** Cases in which the police have written what nobody at the hotline has read, with how many messages. */
export async function listUnseenCases(db: Db): Promise<readonly { readonly caseId: CaseId; readonly count: number }[]> {
  const rows = await tables(db)
    .selectFrom('police_message')
    .select((eb) => ['case_id', eb.fn.countAll<number>().as('count')])
    .where('author', '=', 'police')
    .where('seen_at', 'is', null)
    .groupBy('case_id')
    .orderBy((eb) => eb.fn.min('posted_at'))
    .execute();
  return rows.map((row) => ({ caseId: caseIdSchema.parse(row.case_id), count: row.count }));
}

/** Somebody at the hotline has read what the police wrote in this case. */
export async function markSeen(tx: Tx, caseId: CaseId, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('police_message')
    .set({ seen_at: at })
    .where('case_id', '=', caseId)
    .where('author', '=', 'police')
    .where('seen_at', 'is', null)
    .execute();
}

/** A message of the police, in this case, is passed on to a tip's mailbox; false when it was before, or there is none. */
export async function markPassed(tx: Tx, caseId: CaseId, id: MessageId, tipId: TipId, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('police_message')
    .set({ passed_tip: tipId, passed_at: at })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('author', '=', 'police')
    .where('passed_tip', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

function toMessage(row: Selectable<MessageTables['police_message']>): ThreadMessage {
  return {
    id: messageIdSchema.parse(row.id),
    caseId: caseIdSchema.parse(row.case_id),
    postedAt: row.posted_at,
    author: row.author === 'police' ? 'police' : 'hotline',
    staffId: staffIdSchema.parse(row.staff_id),
    kind: row.kind === 'tipster-answer' ? 'tipster-answer' : 'message',
    sealedText: row.sealed_text,
    seenAt: row.seen_at ?? undefined,
    passed:
      row.passed_tip === null || row.passed_at === null
        ? undefined
        : { tipId: tipIdSchema.parse(row.passed_tip), at: row.passed_at },
    answer:
      row.answer_tip === null || row.answer_number === null
        ? undefined
        : { tipId: tipIdSchema.parse(row.answer_tip), number: row.answer_number },
  };
}
