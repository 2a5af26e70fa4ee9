/** Which recovery keys may open the desk's keys, and the desk's keys sealed to them. */
import type { Db, Tx } from '../platform/db.ts';
import { deskKeyIdSchema, type DeskKeyId, type StaffId } from '../terms/ids.ts';

type RecoveryTables = {
  recovery_trust: { recipient: Buffer; agreed_by: string; confirmed_by: string; agreed_at: Date };
  desk_key_recovery: { desk_key_id: string; recipient: Buffer; sealed_identity: Buffer };
};

const tables = (db: Db) => db.$extendTables<RecoveryTables>();

/** Trusts a recovery key; one that is trusted stays as it is. The database refuses a single person. */
export async function insertTrust(
  tx: Tx,
  trust: {
    readonly recipient: Uint8Array;
    readonly agreedBy: StaffId;
    readonly confirmedBy: StaffId;
    readonly at: Date;
  },
): Promise<void> {
  await tables(tx)
    .insertInto('recovery_trust')
    .values({
      recipient: Buffer.from(trust.recipient),
      agreed_by: trust.agreedBy,
      confirmed_by: trust.confirmedBy,
      agreed_at: trust.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The public halves that are trusted. */
export async function listTrusted(db: Db): Promise<readonly Buffer[]> {
  const rows = await tables(db).selectFrom('recovery_trust').select('recipient').execute();
  return rows.map((row) => row.recipient);
}

/** Keeps a desk key sealed to a recovery key; the same one again changes nothing. */
export async function insertRecoveryShare(
  tx: Tx,
  share: { readonly deskKeyId: DeskKeyId; readonly recipient: Uint8Array; readonly sealedIdentity: Buffer },
): Promise<void> {
  await tables(tx)
    .insertInto('desk_key_recovery')
    .values({
      desk_key_id: share.deskKeyId,
      recipient: Buffer.from(share.recipient),
      sealed_identity: share.sealedIdentity,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** All desk keys that are sealed to this recovery key. */
export async function listRecoveryShares(
  db: Db,
  recipient: Uint8Array,
): Promise<readonly { readonly deskKeyId: DeskKeyId; readonly sealedIdentity: Buffer }[]> {
  const rows = await tables(db)
    .selectFrom('desk_key_recovery')
    .select(['desk_key_id', 'sealed_identity'])
    .where('recipient', '=', Buffer.from(recipient))
    .execute();
  return rows.map((row) => ({
    deskKeyId: deskKeyIdSchema.parse(row.desk_key_id),
    sealedIdentity: row.sealed_identity,
  }));
}
