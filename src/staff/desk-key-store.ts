/** The desk keys and who holds them. */
import type { Generated } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import { deskKeyIdSchema, type DeskKeyId, type StaffId } from '../terms/ids.ts';

type DeskKeyTables = {
  desk_key: { id: string; recipient: Buffer; created_at: Date; number: Generated<number> };
  desk_key_share: { desk_key_id: string; staff_id: string; sealed_identity: Buffer };
};

const tables = (db: Db) => db.$extendTables<DeskKeyTables>();

/** Writes a desk key's public half. */
export async function insertDeskKey(tx: Tx, id: DeskKeyId, recipient: Uint8Array, at: Date): Promise<void> {
  await tables(tx)
    .insertInto('desk_key')
    .values({ id, recipient: Buffer.from(recipient), created_at: at })
    .execute();
}

/** The desk key that tips are sealed to now. */
export async function readNewestDeskKey(db: Db): Promise<{ id: DeskKeyId; recipient: Buffer } | undefined> {
  const row = await tables(db)
    .selectFrom('desk_key')
    .select(['id', 'recipient'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { id: deskKeyIdSchema.parse(row.id), recipient: row.recipient };
}

/** Writes one person's share: a desk key's private half, sealed to them. */
export async function insertShare(tx: Tx, deskKeyId: DeskKeyId, staffId: StaffId, sealed: Buffer): Promise<void> {
  await tables(tx)
    .insertInto('desk_key_share')
    .values({ desk_key_id: deskKeyId, staff_id: staffId, sealed_identity: sealed })
    .execute();
}

/** One person's shares. */
export async function listShares(
  db: Db,
  staffId: StaffId,
): Promise<readonly { deskKeyId: DeskKeyId; sealedIdentity: Buffer }[]> {
  const rows = await tables(db)
    .selectFrom('desk_key_share')
    .select(['desk_key_id', 'sealed_identity'])
    .where('staff_id', '=', staffId)
    .execute();
  return rows.map((row) => ({
    deskKeyId: deskKeyIdSchema.parse(row.desk_key_id),
    sealedIdentity: row.sealed_identity,
  }));
}

/** Takes all shares from a person. */
export async function deleteShares(tx: Tx, staffId: StaffId): Promise<void> {
  await tables(tx).deleteFrom('desk_key_share').where('staff_id', '=', staffId).execute();
}

/** Whether there is, or was, such a desk key: what is sealed to it somebody may open. */
export async function isDeskKey(db: Db, id: DeskKeyId): Promise<boolean> {
  const row = await tables(db).selectFrom('desk_key').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
