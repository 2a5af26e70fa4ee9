/** How far each import file has come: this command's only SQL. */
import type { Db } from '../platform/db.ts';

type ImportTable = { file_digest: Buffer; done_rows: number; updated_at: Date };
const tables = (db: Db) => db.$extendTables<{ tip_import: ImportTable }>();

/** Rows of this file that are in already, counted from its beginning. */
export async function readDoneRows(db: Db, fileDigest: Buffer): Promise<number> {
  const row = await tables(db)
    .selectFrom('tip_import')
    .select('done_rows')
    .where('file_digest', '=', fileDigest)
    .executeTakeFirst();
  return row?.done_rows ?? 0;
}

/** Notes that the first `doneRows` rows are durable. */
export async function saveDoneRows(db: Db, fileDigest: Buffer, doneRows: number, now: Date): Promise<void> {
  await tables(db)
    .insertInto('tip_import')
    .values({ file_digest: fileDigest, done_rows: doneRows, updated_at: now })
    .onConflict((conflict) => conflict.column('file_digest').doUpdateSet({ done_rows: doneRows, updated_at: now }))
    .execute();
}
