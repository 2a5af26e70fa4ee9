/** The answers' tables, and what an answer changes in the notices' and letters'. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { lockLetter } from '../takedown/letter-store.ts';
import type { AnswerKind, AnswerVia, StatedKind } from './answer.ts';

type AnswerTables = {
  provider_answer: {
    id: string;
    letter_id: string | null;
    kind: string;
    via: string;
    shrouded_text: Buffer | null;
    ticket: string | null;
    source_digest: Buffer | null;
    received_at: Date;
    until_at: Date | null;
  };
  provider_answer_notice: { answer_id: string; notice_id: string };
  notice: { id: string; letter_id: string; takedown_id: string; answer: string | null; answered_at: Date | null };
  letter: { id: string; ticket: string | null };
};
const tables = (db: Db) => db.$extendTables<AnswerTables>();

/**
 * The letter's notices among `wanted`, or all of them when none are named. Its takedowns are held first and then the letter, as the engine
 * does: whoever answers while the sending is still being written down waits for it, and the two never for each other.
 */
export async function lockNoticesOfLetter(
  tx: Tx,
  letterId: string,
  wanted: readonly string[],
): Promise<readonly string[]> {
  await lockLetter(tx, letterId);
  const rows = await tables(tx)
    .selectFrom('notice')
    .select('id')
    .where('letter_id', '=', letterId)
    .$if(wanted.length > 0, (query) => query.where('id', 'in', [...wanted]))
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** False when an answer from the same form or message is there already: nothing was written. */
export async function insertAnswer(
  tx: Tx,
  answer: {
    readonly id: string;
    readonly letterId: string | undefined;
    readonly kind: AnswerKind;
    readonly via: AnswerVia;
    readonly shroudedText: Buffer | undefined;
    readonly ticket: string | undefined;
    readonly sourceDigest: Buffer;
    readonly untilAt: Date | undefined;
    readonly noticeIds: readonly string[];
  },
  now: Date,
): Promise<boolean> {
  const inserted = await tables(tx)
    .insertInto('provider_answer')
    .values({
      id: answer.id,
      letter_id: answer.letterId ?? null,
      kind: answer.kind,
      via: answer.via,
      shrouded_text: answer.shroudedText ?? null,
      ticket: answer.ticket ?? null,
      source_digest: answer.sourceDigest,
      received_at: now,
      until_at: answer.untilAt ?? null,
    })
    .onConflict((conflict) => conflict.column('source_digest').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  if (answer.noticeIds.length > 0) {
    await tables(tx)
      .insertInto('provider_answer_notice')
      .values(answer.noticeIds.map((noticeId) => ({ answer_id: answer.id, notice_id: noticeId })))
      .execute();
  }
  return true;
}

const ERASED_AT_ONCE = 500;

/** Erases the words of mails that fit no letter and came before `before`; nobody is asked to look at them any more. @returns how many */
export async function eraseSetAside(tx: Tx, before: Date, now: Date): Promise<number> {
  const result = await sql`
    update provider_answer set shrouded_text = null, ticket = null, seen_at = coalesce(seen_at, ${now}::timestamptz)
    where id in (select id from provider_answer where letter_id is null and received_at < ${before}
      and (shrouded_text is not null or ticket is not null or seen_at is null) limit ${ERASED_AT_ONCE})`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** The answer that this form or message became. */
export async function findAnswerBySource(db: Db, sourceDigest: Buffer): Promise<string | undefined> {
  const row = await tables(db)
    .selectFrom('provider_answer')
    .select('id')
    .where('source_digest', '=', sourceDigest)
    .executeTakeFirst();
  return row?.id;
}

/** The newest answer of each notice: figures and the engine read it. */
export async function markAnswered(tx: Tx, noticeIds: readonly string[], kind: StatedKind, now: Date): Promise<void> {
  await tables(tx)
    .updateTable('notice')
    .set({ answer: kind, answered_at: now })
    .where('id', 'in', [...noticeIds])
    .execute();
}

/** The first ticket number stays: a later mail in the same thread may carry another system's. */
export async function keepTicket(tx: Tx, letterId: string, ticket: string): Promise<void> {
  await tables(tx)
    .updateTable('letter')
    .set({ ticket })
    .where('id', '=', letterId)
    .where('ticket', 'is', null)
    .execute();
}

/** A person must read what was written about these; a graver reason that stands already stays. */
export async function askForLook(tx: Tx, noticeIds: readonly string[]): Promise<void> {
  if (noticeIds.length === 0) return;
  await sql`update takedown set attention = 'reply'
    where attention is null and id in (select takedown_id from notice where id in (${sql.join([...noticeIds])}))`.execute(
    tx,
  );
}
