/** The table of sites and apps that hand tips over. */
import type { Selectable } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { keyBytesOf, keyFromBytes, type SitePartner } from './site-partner.ts';

type SitePartnerTable = {
  id: string;
  name: string;
  key_id: string;
  public_key: Buffer;
  added_at: Date;
  revoked_at: Date | null;
};

const tables = (db: Db) => db.$extendTables<{ site_partner: SitePartnerTable }>();

/** All of them, those that are revoked too, by name. */
export async function listSitePartners(db: Db): Promise<readonly SitePartner[]> {
  const rows = await tables(db).selectFrom('site_partner').selectAll().orderBy('name').orderBy('added_at').execute();
  return rows.map(toPartner);
}

/** Whoever signs under this name, unless revoked. */
export async function findSitePartner(db: Db, keyId: string): Promise<SitePartner | undefined> {
  const row = await tables(db)
    .selectFrom('site_partner')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : toPartner(row);
}

/** Writes one down; false when its key is there already, revoked or not. */
export async function insertSitePartner(tx: Tx, partner: SitePartner): Promise<boolean> {
  const { id, name, keyId, publicKey, addedAt } = partner;
  const row = { id, name, key_id: keyId, public_key: keyBytesOf(publicKey), added_at: addedAt, revoked_at: null };
  const result = await tables(tx)
    .insertInto('site_partner')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Ends one; false when there is none, or it had ended. */
export async function endSitePartner(tx: Tx, id: string, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('site_partner')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

const toPartner = (row: Selectable<SitePartnerTable>): SitePartner => ({
  id: row.id,
  name: row.name,
  keyId: row.key_id,
  publicKey: keyFromBytes(row.public_key),
  addedAt: row.added_at,
  revokedAt: row.revoked_at ?? undefined,
});
