/** Whom an identity provider may vouch for. */
import type { Db, Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';

type OidcTables = { staff_oidc: { staff_id: string; subject_digest: Buffer; linked_at: Date } };

const tables = (db: Db) => db.$extendTables<OidcTables>();

/** Since when, and as whom; undefined when nobody vouches for this person. */
export async function readOidcLink(
  db: Db,
  staffId: StaffId,
): Promise<{ readonly subjectDigest: Buffer; readonly linkedAt: Date } | undefined> {
  const row = await tables(db).selectFrom('staff_oidc').selectAll().where('staff_id', '=', staffId).executeTakeFirst();
  return row === undefined ? undefined : { subjectDigest: row.subject_digest, linkedAt: row.linked_at };
}

/** Ties a person to an account there, in place of the one before. Fails on `staff_oidc_subject_digest_key` when it is somebody else's. */
export async function writeOidcLink(tx: Tx, staffId: StaffId, subjectDigest: Buffer, at: Date): Promise<void> {
  await tables(tx)
    .insertInto('staff_oidc')
    .values({ staff_id: staffId, subject_digest: subjectDigest, linked_at: at })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ subject_digest: subjectDigest, linked_at: at }))
    .execute();
}

/** Unties them; false when they were not tied. */
export async function deleteOidcLink(tx: Tx, staffId: StaffId): Promise<boolean> {
  const result = await tables(tx).deleteFrom('staff_oidc').where('staff_id', '=', staffId).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
