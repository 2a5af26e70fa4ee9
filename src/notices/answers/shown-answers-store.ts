/** Providers' answers for the console: of a case, or set aside because nobody knows what they are about. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { itemIdSchema, type CaseId, type ItemId } from '../../terms/ids.ts';
import { contactSchema } from '../takedown/rung.ts';
import {
  answerKindSchema,
  answerViaSchema,
  readWords,
  type AnswerKind,
  type AnswerVia,
  type AnswerWords,
} from './answer.ts';

/** One answer as a person reads it. */
export interface ShownAnswer {
  readonly id: string;
  readonly kind: AnswerKind;
  readonly via: AnswerVia;
  readonly receivedAt: Date;
  readonly untilAt: Date | undefined;
  readonly ticket: string | undefined;
  /** Undefined: the reader may not see them; empty: there are none. */
  readonly words: AnswerWords | undefined;
  readonly provider: string | undefined;
  /** Of the case. */
  readonly itemIds: readonly ItemId[];
}

interface AnswerRow {
  readonly id: string;
  readonly kind: string;
  readonly via: string;
  readonly received_at: Date;
  readonly until_at: Date | null;
  readonly ticket: string | null;
  readonly shrouded_text: Buffer | null;
  readonly shrouded_contact: Buffer | null;
  readonly item_ids: readonly string[];
}

/** How a reader may see words. */
export interface AnswerReader {
  readonly serviceKey: ServiceKey;
  /** The reader has claimed the case. */
  readonly mayReadWords: boolean;
}

/**
 * The answers about a case's items, the newest first. An answer about a letter as a whole (an automatic reply, a bounce) is
 * shown with those of its items that are of the case.
 */
export async function listAnswersOfCase(db: Db, reader: AnswerReader, caseId: CaseId): Promise<readonly ShownAnswer[]> {
  const { rows } = await sql<AnswerRow>`
    select said.id, said.kind, said.via, said.received_at, said.until_at, said.ticket, said.shrouded_text,
      provider.shrouded_contact, array_agg(distinct notice.item_id::text) as item_ids
    from takedown
      join notice on notice.takedown_id = takedown.id
      join provider_answer said on said.letter_id = notice.letter_id
      join provider on provider.id = notice.provider_id
    where takedown.case_id = ${caseId}
      and (exists (select 1 from provider_answer_notice about
             where about.answer_id = said.id and about.notice_id = notice.id)
        or not exists (select 1 from provider_answer_notice about where about.answer_id = said.id))
    group by said.id, provider.id order by said.received_at desc, said.id limit 200`.execute(db);
  return rows.map((row) => toShown(reader, row));
}

/** Mails that nobody could match to a letter and nobody has seen to, the newest first. */
export async function listUnmatchedAnswers(
  db: Db,
  reader: AnswerReader,
  limit: number,
): Promise<readonly ShownAnswer[]> {
  const { rows } = await sql<AnswerRow>`
    select id, kind, via, received_at, until_at, ticket, shrouded_text, null as shrouded_contact, '{}'::text[] as item_ids
    from provider_answer where letter_id is null and seen_at is null and kind <> 'auto-reply'
    order by received_at desc, id limit ${limit}`.execute(db);
  return rows.map((row) => toShown(reader, row));
}

function toShown({ serviceKey, mayReadWords }: AnswerReader, row: AnswerRow): ShownAnswer {
  return {
    id: row.id,
    kind: answerKindSchema.parse(row.kind),
    via: answerViaSchema.parse(row.via),
    receivedAt: row.received_at,
    untilAt: row.until_at ?? undefined,
    ticket: row.ticket ?? undefined,
    words: mayReadWords ? wordsOf(serviceKey, row.shrouded_text) : undefined,
    provider: row.shrouded_contact === null ? undefined : nameOf(serviceKey, row.shrouded_contact),
    itemIds: row.item_ids.map((id) => itemIdSchema.parse(id)),
  };
}

const wordsOf = (serviceKey: ServiceKey, text: Buffer | null): AnswerWords =>
  text === null ? {} : readWords(serviceKey.unshroud('note', text));

const nameOf = (serviceKey: ServiceKey, contact: Buffer): string =>
  contactSchema.parse(JSON.parse(serviceKey.unshroud('contact', contact))).name;

/** Why a person must look because of what a provider said. */
const lookSchema = z.enum(['appeal', 'need-more', 'reply']);

/** A takedown that waits for a person's decision. */
export interface TakedownToLookAt {
  readonly takedownId: string;
  readonly itemId: ItemId;
  readonly why: z.infer<typeof lookSchema>;
}

/** Those of a case that wait because of an answer, in the order in which they were decided. */
export async function listTakedownsToLookAt(db: Db, caseId: CaseId): Promise<readonly TakedownToLookAt[]> {
  const { rows } = await sql<{ id: string; item_id: string; attention: string }>`
    select id, item_id, attention from takedown
    where case_id = ${caseId} and state <> 'ended' and attention is not null order by decided_at, id`.execute(db);
  return rows.flatMap(({ id, item_id: itemId, attention }) => {
    const why = lookSchema.safeParse(attention).data;
    return why === undefined ? [] : [{ takedownId: id, itemId: itemIdSchema.parse(itemId), why }];
  });
}
