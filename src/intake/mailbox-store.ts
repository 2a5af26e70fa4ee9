/** The mailboxes' entries. With tip-store.ts this room's only SQL. */
import { sql } from 'kysely';
import { recipientFromBytes, type Recipient } from '../../lib/seal/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import { mailboxStatusSchema, type MailboxStatus } from '../terms/events.ts';
import { deskKeyIdSchema, tipIdSchema, type DeskKeyId, type TipId } from '../terms/ids.ts';
import type { SealedEntry } from './mailbox.ts';

type EntryTable = {
  tip_id: string;
  number: number;
  posted_hour: Date;
  author: 'hotline' | 'tipster' | 'system';
  kind: 'status' | 'question' | 'message';
  status: string | null;
  sealed_text: Buffer | null;
  submission_digest: Buffer | null;
  desk_key_id: string | null;
};
type MailboxTables = { mailbox_entry: EntryTable; tip: { id: string; recipient: Buffer; erased_at: Date | null } };

const tables = (db: Db) => db.$extendTables<MailboxTables>();

/** A mailbox's entries in their order, still sealed. */
export async function readSealedEntries(db: Db, tipId: TipId): Promise<readonly SealedEntry[]> {
  const rows = await tables(db)
    .selectFrom('mailbox_entry')
    .select(['number', 'posted_hour', 'author', 'kind', 'status', 'sealed_text', 'desk_key_id'])
    .where('tip_id', '=', tipId)
    .orderBy('number')
    .execute();
  return rows.map((row) => {
    const place = { number: row.number, postedHour: row.posted_hour };
    if (row.kind === 'status') return { ...place, kind: row.kind, status: mailboxStatusSchema.parse(row.status) };
    const author = row.author === 'hotline' ? 'hotline' : 'tipster';
    const deskKeyId = row.desk_key_id === null ? undefined : deskKeyIdSchema.parse(row.desk_key_id);
    return { ...place, kind: row.kind, author, sealedText: row.sealed_text ?? Buffer.alloc(0), deskKeyId };
  });
}

/** Locks a tip's mailbox until the transaction ends and says to whom its texts are sealed. @throws RangeError when there is no such tip. */
export async function lockMailbox(tx: Tx, tipId: TipId): Promise<{ recipient: Recipient; isErased: boolean }> {
  const row = await tables(tx)
    .selectFrom('tip')
    .select(['recipient', 'erased_at'])
    .where('id', '=', tipId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new RangeError(`There is no tip ${tipId}.`);
  return { recipient: recipientFromBytes(row.recipient), isErased: row.erased_at !== null };
}

/** Adds a status unless it was posted before; false then. The mailbox is locked. */
export async function insertStatus(tx: Tx, tipId: TipId, status: MailboxStatus, postedHour: Date): Promise<boolean> {
  const result = await sql`
    insert into mailbox_entry (tip_id, number, posted_hour, author, kind, status)
    select ${tipId}::uuid, coalesce(max(number), 0) + 1, ${postedHour}::timestamptz, 'system', 'status', ${status}::text
    from mailbox_entry where tip_id = ${tipId}
    having coalesce(bool_and(status is distinct from ${status}), true)`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Adds a sealed text; false when one of this submission is there already. The mailbox is locked. */
export async function insertText(
  tx: Tx,
  entry: {
    tipId: TipId;
    author: 'hotline' | 'tipster';
    kind: 'question' | 'message';
    postedHour: Date;
    sealedText: Buffer;
    submissionDigest: Buffer | undefined;
    deskKeyId: DeskKeyId | undefined;
  },
): Promise<boolean> {
  const result = await sql`
    insert into mailbox_entry (tip_id, number, posted_hour, author, kind, sealed_text, submission_digest,
      desk_key_id)
    select ${entry.tipId}::uuid, coalesce(max(number), 0) + 1, ${entry.postedHour}::timestamptz, ${entry.author}::text,
      ${entry.kind}::text, ${entry.sealedText}::bytea, ${entry.submissionDigest ?? null}::bytea,
      ${entry.deskKeyId ?? null}::uuid
    from mailbox_entry where tip_id = ${entry.tipId}
    on conflict on constraint mailbox_entry_submission_key do nothing`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** How many messages the sender has left. */
export async function countTipsterMessages(db: Db, tipId: TipId): Promise<number> {
  const row = await tables(db)
    .selectFrom('mailbox_entry')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tip_id', '=', tipId)
    .where('kind', '=', 'message')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Those of the tips whose sender wrote last: nobody of the hotline has answered yet. */
export async function listUnansweredTips(db: Db, tipIds: readonly TipId[]): Promise<ReadonlySet<TipId>> {
  if (tipIds.length === 0) return new Set();
  const rows = await tables(db)
    .selectFrom('mailbox_entry')
    .distinctOn('tip_id')
    .select(['tip_id', 'kind'])
    .where('tip_id', 'in', tipIds)
    .where('kind', '<>', 'status')
    .orderBy('tip_id')
    .orderBy('number', 'desc')
    .execute();
  return new Set(rows.filter((row) => row.kind === 'message').map((row) => tipIdSchema.parse(row.tip_id)));
}
