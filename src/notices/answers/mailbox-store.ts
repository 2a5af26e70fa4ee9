/** How far the mailbox has been read, and which of our letters a mail is about. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { idRangeOf, type LetterClues } from './match-letter.ts';
import { digestOfPageToken } from './page-token.ts';

/** UIDs say which message is which as long as the validity is the same (RFC 3501, 2.3.1.1). */
export interface MailboxPlace {
  readonly uidValidity: number;
  /** The last UID whose message has been taken; 0 when none has. */
  readonly lastUid: number;
}

type PlaceTable = {
  mailbox_place: { mailbox_digest: Buffer; uid_validity: number; last_uid: number; read_at: Date };
};
const tables = (db: Db) => db.$extendTables<PlaceTable>();

/** Where reading goes on; from the beginning when nothing is known or the UIDs have become others. */
export async function readPlace(db: Db, mailboxDigest: Buffer, uidValidity: number): Promise<MailboxPlace> {
  const row = await tables(db)
    .selectFrom('mailbox_place')
    .select(['uid_validity', 'last_uid'])
    .where('mailbox_digest', '=', mailboxDigest)
    .executeTakeFirst();
  return { uidValidity, lastUid: row?.uid_validity === uidValidity ? row.last_uid : 0 };
}

/** Moves the place on, and never back while the UIDs are the same: several processes may read. */
export async function writePlace(tx: Tx, mailboxDigest: Buffer, place: MailboxPlace, now: Date): Promise<void> {
  const row = {
    mailbox_digest: mailboxDigest,
    uid_validity: place.uidValidity,
    last_uid: place.lastUid,
    read_at: now,
  };
  await tables(tx)
    .insertInto('mailbox_place')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('mailbox_digest').doUpdateSet({
        uid_validity: place.uidValidity,
        last_uid: sql<number>`case when mailbox_place.uid_validity = excluded.uid_validity
          then greatest(mailbox_place.last_uid, excluded.last_uid) else excluded.last_uid end`,
        read_at: now,
      }),
    )
    .execute();
}

/** A letter, and how surely: an id or a token cannot be guessed, a reference can be read over a shoulder. */
export interface MatchedLetter {
  readonly letterId: string;
  readonly isSure: boolean;
}

/** The letter that a mail is about, by the first clue that leads to one; undefined when none does. */
export async function findLetter(
  db: Db,
  serviceKey: ServiceKey,
  clues: LetterClues,
  namedNotices: readonly string[],
): Promise<MatchedLetter | undefined> {
  const sure =
    (await letterOfNotice(db, namedNotices)) ??
    (await letterOfMessage(db, clues.messageIds)) ??
    (await letterOfToken(
      db,
      clues.tokens.map((token) => digestOfPageToken(serviceKey, token)),
    ));
  if (sure !== undefined) return { letterId: sure, isSure: true };
  for (const reference of clues.references) {
    const { from, to } = idRangeOf(reference);
    const { rows } = await sql<{ letter_id: string }>`select letter_id from notice
      where id between ${from}::uuid and ${to}::uuid and state <> 'cancelled' limit 1`.execute(db);
    if (rows[0] !== undefined) return { letterId: rows[0].letter_id, isSure: false };
  }
  return undefined;
}

async function letterOfNotice(db: Db, noticeIds: readonly string[]): Promise<string | undefined> {
  if (noticeIds.length === 0) return undefined;
  const { rows } = await sql<{ letter_id: string }>`select letter_id from notice
    where id = any(${[...noticeIds]}::uuid[]) order by array_position(${[...noticeIds]}::uuid[], id) limit 1`.execute(
    db,
  );
  return rows[0]?.letter_id;
}

/** Stored with angle brackets or without, as the mail system gave it. */
async function letterOfMessage(db: Db, messageIds: readonly string[]): Promise<string | undefined> {
  const forms = messageIds.flatMap((id) => [`<${id}>`, id]);
  if (forms.length === 0) return undefined;
  const { rows } = await sql<{ id: string }>`select id from letter
    where message_id = any(${forms}::text[]) order by array_position(${forms}::text[], message_id) limit 1`.execute(db);
  return rows[0]?.id;
}

async function letterOfToken(db: Db, digests: readonly Buffer[]): Promise<string | undefined> {
  for (const digest of digests) {
    const { rows } = await sql<{ id: string }>`select id from letter where token_digest = ${digest}`.execute(db);
    if (rows[0] !== undefined) return rows[0].id;
  }
  return undefined;
}

/** Those of a letter's notices that these references stand for. */
export async function noticesOfReferences(
  db: Db,
  letterId: string,
  references: readonly string[],
): Promise<readonly string[]> {
  if (references.length === 0) return [];
  const { rows } = await sql<{ id: string }>`select id from notice where letter_id = ${letterId}
    and left(replace(id::text, '-', ''), 12) = any(${[...references]}::text[])`.execute(db);
  return rows.map((row) => row.id);
}
