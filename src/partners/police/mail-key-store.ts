/** The table of the hotline's own OpenPGP key. */
import type { Db, Tx } from '../../platform/db.ts';

type MailKeyTable = { id: number; public_key: string; shrouded_private_key: Buffer; made_at: Date };
const tables = (db: Db) => db.$extendTables<{ police_mail_key: MailKeyTable }>();

/** Both halves as they are stored; the private one is shrouded. */
export interface StoredMailKey {
  readonly publicKey: string;
  readonly shroudedPrivateKey: Buffer;
}

/** The key; undefined before the first mail. */
export async function readMailKey(db: Db): Promise<StoredMailKey | undefined> {
  const row = await tables(db).selectFrom('police_mail_key').selectAll().executeTakeFirst();
  return row === undefined ? undefined : { publicKey: row.public_key, shroudedPrivateKey: row.shrouded_private_key };
}

/** Keeps the key, unless one is there already. */
export async function insertMailKey(tx: Tx, key: StoredMailKey, madeAt: Date): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('police_mail_key')
    .values({ id: 1, public_key: key.publicKey, shrouded_private_key: key.shroudedPrivateKey, made_at: madeAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
