/** The tips' table. With the room's other stores its only SQL. */
import { sql } from 'kysely';
import { recipientFromBytes } from '../../lib/seal/door.ts';
import { hashPayload } from '../ledger/door.ts';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import { tipCategorySchema, tipSourceSchema, type TipCategory } from '../terms/categories.ts';
import type { HouseEvent } from '../terms/events.ts';
import { deskKeyIdSchema, tipIdSchema, type DeskKeyId, type TipId } from '../terms/ids.ts';
import { siteLanguageSchema } from '../terms/site-languages.ts';
import { deleteNotice } from './notice/notice-store.ts';
import type { TipRecord } from './tip.ts';

type TipTable = {
  id: string;
  submission_digest: Buffer;
  received_hour: Date;
  source: string;
  category: string;
  language: string;
  is_urgent: boolean;
  wants_answer: boolean;
  has_contact: boolean;
  desk_key_id: string;
  recipient: Buffer;
  sealed_key_desk: Buffer | null;
  sealed_key_mailbox: Buffer | null;
  sealed_report: Buffer;
  sealed_contact: Buffer | null;
  shrouded_addresses: Buffer;
  mailbox_digest: Buffer;
  urgent_package: Buffer | null;
  group_id: string | null;
  erased_at: Date | null;
};

const tables = (db: Db) => db.$extendTables<{ tip: TipTable }>();

/** A tip's row, ready: everything secret is sealed or shrouded already. */
export interface SealedTip {
  readonly id: TipId;
  readonly submissionDigest: Buffer;
  readonly receivedHour: Date;
  readonly source: string;
  readonly category: TipCategory;
  readonly language: string;
  readonly isUrgent: boolean;
  readonly wantsAnswer: boolean;
  readonly hasContact: boolean;
  readonly deskKeyId: DeskKeyId;
  readonly recipient: Uint8Array;
  readonly sealedKeyDesk: Buffer;
  readonly sealedKeyMailbox: Buffer;
  readonly sealedReport: Buffer;
  readonly sealedContact: Buffer | undefined;
  readonly shroudedAddresses: Buffer;
  readonly mailboxDigest: Buffer;
  readonly urgentPackage: Buffer | undefined;
  /** Tips of the same words within the hour have the same; undefined where it is nobody's business. */
  readonly groupId: string | undefined;
}

/**
 * Writes tips, each with its mailbox's first status, its act on the record and its event, or none of them: one statement is
 * one transaction and one round trip, which `recordAct` and `emit` would make five a tip (a flood of tips waits on this one).
 * The rows are the ones those two write. Returns the ids that were written; of a submission that is there already nothing is.
 * When it returns, the tips are durable.
 */
export async function insertTips(db: Db, tips: readonly SealedTip[]): Promise<ReadonlySet<TipId>> {
  const column = <T>(pick: (tip: SealedTip) => T): T[] => tips.map(pick);
  const hashOf = (tip: SealedTip) =>
    hashPayload({ category: tip.category, isUrgent: tip.isUrgent, report: tip.sealedReport });
  const result = await sql<{ id: string }>`${KEEP}
    with given as (
      select * from unnest(${column((t) => t.id)}::uuid[], ${column((t) => t.submissionDigest)}::bytea[],
        ${column((t) => t.receivedHour)}::timestamptz[], ${column((t) => t.source)}::text[],
        ${column((t) => t.category)}::text[], ${column((t) => t.language)}::text[], ${column((t) => t.isUrgent)}::boolean[],
        ${column((t) => t.wantsAnswer)}::boolean[], ${column((t) => t.hasContact)}::boolean[],
        ${column((t) => t.deskKeyId)}::uuid[], ${column((t) => t.recipient)}::bytea[],
        ${column((t) => t.sealedKeyDesk)}::bytea[], ${column((t) => t.sealedKeyMailbox)}::bytea[],
        ${column((t) => t.sealedReport)}::bytea[], ${column((t) => t.sealedContact ?? null)}::bytea[],
        ${column((t) => t.shroudedAddresses)}::bytea[], ${column((t) => t.mailboxDigest)}::bytea[],
        ${column((t) => t.urgentPackage ?? null)}::bytea[], ${column((t) => t.groupId ?? null)}::uuid[],
        ${column(hashOf)}::bytea[])
      as g (id, submission_digest, received_hour, source, category, language, is_urgent, wants_answer, has_contact,
        desk_key_id, recipient, sealed_key_desk, sealed_key_mailbox, sealed_report, sealed_contact, shrouded_addresses,
        mailbox_digest, urgent_package, group_id, payload_hash)
    ), fresh as (
      insert into tip (id, submission_digest, received_hour, source, category, language, is_urgent, wants_answer,
        has_contact, desk_key_id, recipient, sealed_key_desk, sealed_key_mailbox, sealed_report, sealed_contact,
        shrouded_addresses, mailbox_digest, urgent_package, group_id, came_anonymous)
      select id, submission_digest, received_hour, source, category, language, is_urgent, wants_answer, has_contact,
        desk_key_id, recipient, sealed_key_desk, sealed_key_mailbox, sealed_report, sealed_contact, shrouded_addresses,
        mailbox_digest, urgent_package, group_id, not has_contact from given
      on conflict do nothing
      returning id, received_hour, is_urgent
    ), status as (
      insert into mailbox_entry (tip_id, number, posted_hour, author, kind, status)
      select id, 1, received_hour, 'system', 'status', 'received' from fresh
    ), act as (
      insert into ledger_act (id, happened_at, actor, action, subject, payload_hash)
      select gen_random_uuid(), fresh.received_hour, 'public', 'tip.received', 'tip:' || id, payload_hash
      from fresh join given using (id)
    ), told as (
      insert into outbox (event, is_urgent)
      select jsonb_build_object('kind', ${TIP_RECEIVED}::text, 'tipId', id), is_urgent from fresh
    )
    select id from fresh`.execute(db);
  return new Set(result.rows.map((row) => tipIdSchema.parse(row.id)));
}

const TIP_RECEIVED: HouseEvent['kind'] = 'tip-received';

/** True when this submission was taken before. */
export async function hasSubmission(db: Db, submissionDigest: Buffer): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('tip')
    .select('id')
    .where('submission_digest', '=', submissionDigest)
    .executeTakeFirst();
  return row !== undefined;
}

const RECORD_COLUMNS = [
  ...(['id', 'received_hour', 'source', 'category', 'language', 'is_urgent', 'wants_answer', 'has_contact'] as const),
  ...(['desk_key_id', 'recipient', 'sealed_key_desk', 'sealed_report', 'sealed_contact', 'erased_at'] as const),
  'group_id',
] as const;

/** One tip's plain facts and sealed boxes. @throws RangeError when there is no such tip. */
export async function readTip(db: Db, tipId: TipId): Promise<TipRecord> {
  const row = await tables(db).selectFrom('tip').select(RECORD_COLUMNS).where('id', '=', tipId).executeTakeFirst();
  if (row === undefined) throw new RangeError(`There is no tip ${tipId}.`);
  return {
    id: tipIdSchema.parse(row.id),
    receivedHour: row.received_hour,
    source: tipSourceSchema.parse(row.source),
    category: tipCategorySchema.parse(row.category),
    language: siteLanguageSchema.parse(row.language),
    isUrgent: row.is_urgent,
    wantsAnswer: row.wants_answer,
    hasContact: row.has_contact,
    deskKeyId: deskKeyIdSchema.parse(row.desk_key_id),
    recipient: recipientFromBytes(row.recipient),
    sealedKeyDesk: row.sealed_key_desk ?? undefined,
    sealedReport: row.sealed_report,
    sealedContact: row.sealed_contact ?? undefined,
    erasedAt: row.erased_at ?? undefined,
    groupId: row.group_id ?? undefined,
  };
}

/** The shrouded list of reported addresses. @throws RangeError when there is no such tip. */
export async function readShroudedAddresses(db: Db, tipId: TipId): Promise<Buffer> {
  const row = await tables(db)
    .selectFrom('tip')
    .select('shrouded_addresses')
    .where('id', '=', tipId)
    .executeTakeFirst();
  if (row === undefined) throw new RangeError(`There is no tip ${tipId}.`);
  return row.shrouded_addresses;
}

/** What a mailbox's key finds: the tip, and its private key sealed to the mailbox (null once erased). */
export async function findTipOfMailbox(
  db: Db,
  mailboxDigest: Buffer,
): Promise<{ id: TipId; hasContact: boolean; sealedKeyMailbox: Buffer | null } | undefined> {
  const row = await tables(db)
    .selectFrom('tip')
    .select(['id', 'has_contact', 'sealed_key_mailbox'])
    .where('mailbox_digest', '=', mailboxDigest)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { id: tipIdSchema.parse(row.id), hasContact: row.has_contact, sealedKeyMailbox: row.sealed_key_mailbox };
}

/** The message to the police that was made on arrival, while it has not left; undefined when there is none (any more). */
export async function takeUrgentPackage(db: Db, tipId: TipId): Promise<Buffer | undefined> {
  const row = await tables(db).selectFrom('tip').select('urgent_package').where('id', '=', tipId).executeTakeFirst();
  return row?.urgent_package ?? undefined;
}

/**
 * Forgets who the sender is, an address for mails among it. The tip says from then on that nobody left their details; what was
 * sent on is elsewhere.
 */
export async function clearContact(tx: Tx, tipId: TipId): Promise<void> {
  await deleteNotice(tx, tipId);
  await tables(tx)
    .updateTable('tip')
    .set({ sealed_contact: null, has_contact: false })
    .where('id', '=', tipId)
    .execute();
}

/**
 * Ends a tip's secrets: both copies of its key, its contact details, its address for mails (migration 0195), and a message to the police that
 * has not left. What was sealed to the key stays as bytes that nobody can open; addresses stay, as the case's items.
 */
export async function eraseTip(tx: Tx, tipId: TipId, erasedAt: Date): Promise<void> {
  const ended = { sealed_key_desk: null, sealed_key_mailbox: null, sealed_contact: null, urgent_package: null };
  await tables(tx)
    .updateTable('tip')
    .set({ ...ended, has_contact: false, erased_at: erasedAt })
    .where('id', '=', tipId)
    .execute();
}

/** Forgets the message to the police: it has left. */
export async function clearUrgentPackage(tx: Tx, tipId: TipId): Promise<void> {
  await tables(tx).updateTable('tip').set({ urgent_package: null }).where('id', '=', tipId).execute();
}
