/** When backups were made. */
import { randomUUID } from 'node:crypto';
import type { Db, Tx } from '../platform/db.ts';

type BackupTables = { backup_run: { id: string; made_at: Date; size_bytes: number; row_count: number } };

const tables = (db: Db) => db.$extendTables<BackupTables>();

/** Notes a backup that was written and verified. */
export async function insertBackupRun(
  tx: Tx,
  run: { readonly madeAt: Date; readonly sizeBytes: number; readonly rows: number },
): Promise<void> {
  await tables(tx)
    .insertInto('backup_run')
    .values({ id: randomUUID(), made_at: run.madeAt, size_bytes: run.sizeBytes, row_count: run.rows })
    .execute();
}

/** When the newest backup was made; undefined when there was none. */
export async function readNewestBackup(db: Db): Promise<Date | undefined> {
  const row = await tables(db)
    .selectFrom('backup_run')
    .select('made_at')
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.made_at;
}
