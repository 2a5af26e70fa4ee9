/** Addresses for mails about something new. With the room's other stores its only SQL. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { tipIdSchema, type TipId } from '../../terms/ids.ts';
import { siteLanguageSchema, type SiteLanguage } from '../../terms/site-languages.ts';

type NoticeTable = {
  tip_id: string;
  shrouded_address: Buffer;
  address_digest: Buffer;
  language: string;
  waits_since: Date | null;
  sent_at: Date | null;
};
const tables = (db: Db) => db.$extendTables<{ mailbox_notice: NoticeTable }>();

/** A sender's wish to be told. */
export interface StoredNotice {
  readonly tipId: TipId;
  readonly shroudedAddress: Buffer;
  readonly addressDigest: Buffer;
  readonly language: SiteLanguage;
  readonly waitsSince: Date | undefined;
}

/** Writes the wish; an address that was there before is replaced. */
export async function upsertNotice(tx: Tx, notice: Omit<StoredNotice, 'waitsSince'>): Promise<void> {
  const { tipId, shroudedAddress, addressDigest, language } = notice;
  const values = { shrouded_address: shroudedAddress, address_digest: addressDigest, language };
  await tables(tx)
    .insertInto('mailbox_notice')
    .values({ tip_id: tipId, ...values, waits_since: null, sent_at: null })
    .onConflict((conflict) => conflict.column('tip_id').doUpdateSet(values))
    .execute();
}

/** Forgets a tip's address; of `addressDigest` alone, where it is given. False when there was none. */
export async function deleteNotice(tx: Tx, tipId: TipId, addressDigest?: Buffer): Promise<boolean> {
  const result = await sql`delete from mailbox_notice where tip_id = ${tipId}
    and (${addressDigest ?? null}::bytea is null or address_digest = ${addressDigest ?? null}::bytea)`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Locks a tip's wish until the transaction ends; undefined when there is none. */
export async function lockNotice(tx: Tx, tipId: TipId): Promise<StoredNotice | undefined> {
  const row = await tables(tx)
    .selectFrom('mailbox_notice')
    .selectAll()
    .where('tip_id', '=', tipId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    tipId: tipIdSchema.parse(row.tip_id),
    shroudedAddress: row.shrouded_address,
    addressDigest: row.address_digest,
    language: siteLanguageSchema.parse(row.language),
    waitsSince: row.waits_since ?? undefined,
  };
}

/** Whether a tip's sender is told by mail. */
export async function hasNotice(db: Db, tipId: TipId): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('mailbox_notice')
    .select('tip_id')
    .where('tip_id', '=', tipId)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Notes that something is new, unless something is waiting already.
 * @returns when the address last had a mail; undefined when nobody is to be told, or is already
 */
export async function markWaiting(
  tx: Tx,
  tipId: TipId,
  hour: Date,
): Promise<{ readonly sentAt: Date | undefined } | undefined> {
  const { rows } = await sql<{ sent_at: Date | null }>`
    update mailbox_notice as notice set waits_since = ${hour}
    where tip_id = ${tipId} and waits_since is null
    returning (select max(sent_at) from mailbox_notice same where same.address_digest = notice.address_digest) as sent_at`.execute(
    tx,
  );
  const [row] = rows;
  return row === undefined ? undefined : { sentAt: row.sent_at ?? undefined };
}

/** The sender has seen what was new. */
export async function markSeen(db: Db, tipId: TipId): Promise<void> {
  await tables(db)
    .updateTable('mailbox_notice')
    .set({ waits_since: null })
    .where('tip_id', '=', tipId)
    .where('waits_since', 'is not', null)
    .execute();
}

/** When an address last had a mail about any of its tips; undefined: never. */
export async function readLastSent(db: Db, addressDigest: Buffer): Promise<Date | undefined> {
  const row = await tables(db)
    .selectFrom('mailbox_notice')
    .select((eb) => eb.fn.max('sent_at').as('sent_at'))
    .where('address_digest', '=', addressDigest)
    .executeTakeFirst();
  return row?.sent_at ?? undefined;
}

/** The mail has left. Every tip of the same address is told by it. */
export async function markSent(tx: Tx, addressDigest: Buffer, sentAt: Date): Promise<void> {
  await tables(tx)
    .updateTable('mailbox_notice')
    .set({ waits_since: null, sent_at: sentAt })
    .where('address_digest', '=', addressDigest)
    .execute();
}
