/** The passkeys' table, and the challenges and proofs that were used up. */
import type { Db, Tx } from '../platform/db.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';
import type { Passkey } from './passkey.ts';

type PasskeyTables = {
  passkey: {
    credential_id: Buffer;
    staff_id: string;
    public_key: Buffer;
    counter: number;
    name: string;
    created_at: Date;
    used_at: Date | null;
    suspended_at: Date | null;
  };
  used_proof: { digest: Buffer; used_at: Date };
  staff: { id: string; codes_off: boolean };
};

const tables = (db: Db) => db.$extendTables<PasskeyTables>();

/** A passkey as its owner sees it in the list. */
export interface PasskeyRow extends Passkey {
  readonly staffId: StaffId;
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date | undefined;
  /** Not let in any more: its counter went back. */
  readonly suspendedAt: Date | undefined;
}

/** Writes a new one; false when it is known already. */
export async function insertPasskey(
  tx: Tx,
  passkey: Passkey & { readonly staffId: StaffId; readonly name: string; readonly createdAt: Date },
): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('passkey')
    .values({
      ...{ credential_id: passkey.credentialId, staff_id: passkey.staffId, public_key: passkey.publicKey },
      ...{ counter: passkey.counter, name: passkey.name, created_at: passkey.createdAt },
      ...{ used_at: null, suspended_at: null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** One person's passkeys, the oldest first. */
export async function listPasskeys(db: Db, staffId: StaffId): Promise<readonly PasskeyRow[]> {
  const rows = await tables(db)
    .selectFrom('passkey')
    .selectAll()
    .where('staff_id', '=', staffId)
    .orderBy('created_at')
    .orderBy('credential_id')
    .execute();
  return rows.map((row) => ({
    ...{ credentialId: row.credential_id, publicKey: row.public_key, counter: row.counter, name: row.name },
    ...{ staffId: staffIdSchema.parse(row.staff_id), createdAt: row.created_at },
    ...{ usedAt: row.used_at ?? undefined, suspendedAt: row.suspended_at ?? undefined },
  }));
}

/** Keeps the counter of a use; false when the passkey is gone, suspended, or was used with this counter or a later one meanwhile. */
export async function markPasskeyUsed(tx: Tx, credentialId: Buffer, counter: number, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('passkey')
    .set({ counter, used_at: at })
    .where('credential_id', '=', credentialId)
    .where('suspended_at', 'is', null)
    .where((eb) => eb.or([eb('counter', '<', counter), eb.and([eb('counter', '=', 0), eb.val(counter === 0)])]))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Lets a passkey in no more. */
export async function suspendPasskey(tx: Tx, credentialId: Buffer, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('passkey')
    .set({ suspended_at: at })
    .where('credential_id', '=', credentialId)
    .where('suspended_at', 'is', null)
    .execute();
}

/** Takes one of a person's passkeys away; false when they have no such. */
export async function deletePasskey(tx: Tx, staffId: StaffId, credentialId: Buffer): Promise<boolean> {
  const result = await tables(tx)
    .deleteFrom('passkey')
    .where('credential_id', '=', credentialId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** All of a person's passkeys, when they are given new credentials; their codes count again. */
export async function deletePasskeysOf(tx: Tx, staffId: StaffId): Promise<void> {
  await tables(tx).deleteFrom('passkey').where('staff_id', '=', staffId).execute();
  await setCodesOff(tx, staffId, false);
}

/** Whether codes of an app let this person in no more. */
export async function areCodesOff(db: Db, staffId: StaffId): Promise<boolean> {
  const row = await tables(db).selectFrom('staff').select('codes_off').where('id', '=', staffId).executeTakeFirst();
  return row?.codes_off ?? false;
}

/** Turns codes off or on for one person. */
export async function setCodesOff(tx: Tx, staffId: StaffId, areOff: boolean): Promise<void> {
  await tables(tx).updateTable('staff').set({ codes_off: areOff }).where('id', '=', staffId).execute();
}

/** Uses up a proof; false when it was used before. Those used before `forgetBefore` are forgotten. */
export async function useProof(tx: Tx, digest: Buffer, at: Date, forgetBefore: Date): Promise<boolean> {
  await tables(tx).deleteFrom('used_proof').where('used_at', '<', forgetBefore).execute();
  const result = await tables(tx)
    .insertInto('used_proof')
    .values({ digest, used_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
