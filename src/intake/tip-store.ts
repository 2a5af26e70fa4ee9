/** The tips' table. With mailbox-store.ts this room's only SQL. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { recipientFromBytes } from '../../lib/seal/door.ts';
import { hashPayload } from '../ledger/door.ts';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import { languageSchema, tipCategorySchema, tipSourceSchema, type TipCategory } from '../terms/categories.ts';
import type { HouseEvent } from '../terms/events.ts';
import { deskKeyIdSchema, tipIdSchema, type DeskKeyId, type TipId } from '../terms/ids.ts';
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
}

/**
 * Writes a tip, its mailbox's first status, its act on the record and its event, or none of them: one statement is one
 * transaction and one round trip, which `recordAct` and `emit` would make five (a flood of tips waits on this one). The rows
 * are the ones those two write. False when this submission is there already; then nothing was written.
 * When it returns, the tip is durable.
 */
export async function insertTip(db: Db, tip: SealedTip): Promise<boolean> {
  const event: HouseEvent = { kind: 'tip-received', tipId: tip.id };
  const payloadHash = hashPayload({ category: tip.category, isUrgent: tip.isUrgent, report: tip.sealedReport });
  const result = await sql<{ count: number }>`${KEEP}
    with fresh as (
      insert into tip (id, submission_digest, received_hour, source, category, language, is_urgent, wants_answer,
        has_contact, desk_key_id, recipient, sealed_key_desk, sealed_key_mailbox, sealed_report, sealed_contact,
        shrouded_addresses, mailbox_digest, urgent_package)
      values (${tip.id}, ${tip.submissionDigest}, ${tip.receivedHour}, ${tip.source}, ${tip.category}, ${tip.language},
        ${tip.isUrgent}, ${tip.wantsAnswer}, ${tip.hasContact}, ${tip.deskKeyId}, ${tip.recipient}, ${tip.sealedKeyDesk},
        ${tip.sealedKeyMailbox}, ${tip.sealedReport}, ${tip.sealedContact ?? null}, ${tip.shroudedAddresses},
        ${tip.mailboxDigest}, ${tip.urgentPackage ?? null})
      on conflict do nothing
      returning id, received_hour
    ), status as (
      insert into mailbox_entry (tip_id, number, posted_hour, author, kind, status)
      select id, 1, received_hour, 'system', 'status', 'received' from fresh
    ), act as (
      insert into ledger_act (id, happened_at, actor, action, subject, payload_hash)
      select ${randomUUID()}::uuid, received_hour, 'public', 'tip.received', 'tip:' || id, ${payloadHash}::bytea from fresh
    ), told as (
      insert into outbox (event, is_urgent) select ${JSON.stringify(event)}::jsonb, ${tip.isUrgent}::boolean from fresh
    )
    select count(*)::int as count from fresh`.execute(db);
  if (result.rows[0]?.count === 1) return true;
  if (await hasSubmission(db, tip.submissionDigest)) return false;
  throw new Error('A tip was neither written nor there already.');
}

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
    language: languageSchema.parse(row.language),
    isUrgent: row.is_urgent,
    wantsAnswer: row.wants_answer,
    hasContact: row.has_contact,
    deskKeyId: deskKeyIdSchema.parse(row.desk_key_id),
    recipient: recipientFromBytes(row.recipient),
    sealedKeyDesk: row.sealed_key_desk ?? undefined,
    sealedReport: row.sealed_report,
    sealedContact: row.sealed_contact ?? undefined,
    erasedAt: row.erased_at ?? undefined,
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
): Promise<{ id: TipId; language: string; sealedKeyMailbox: Buffer | null } | undefined> {
  const row = await tables(db)
    .selectFrom('tip')
    .select(['id', 'language', 'sealed_key_mailbox'])
    .where('mailbox_digest', '=', mailboxDigest)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { id: tipIdSchema.parse(row.id), language: row.language, sealedKeyMailbox: row.sealed_key_mailbox };
}

/** The message to the police that was made on arrival, while it has not left; undefined when there is none (any more). */
export async function takeUrgentPackage(db: Db, tipId: TipId): Promise<Buffer | undefined> {
  const row = await tables(db).selectFrom('tip').select('urgent_package').where('id', '=', tipId).executeTakeFirst();
  return row?.urgent_package ?? undefined;
}

/** Forgets the message to the police: it has left. */
export async function clearUrgentPackage(tx: Tx, tipId: TipId): Promise<void> {
  await tables(tx).updateTable('tip').set({ urgent_package: null }).where('id', '=', tipId).execute();
}
