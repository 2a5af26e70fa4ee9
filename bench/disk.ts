/** Room that a benchmark takes. */
import type pg from 'pg';

/** The database and its log of writes, in GB, in words for the report. */
export async function describeDisk(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ rows: string; log: string }>(
    `select pg_database_size(current_database()) as rows, (select sum(size) from pg_ls_waldir()) as log`,
  );
  const gigabytes = (bytes: string | undefined) => `${(Number(bytes ?? 0) / 1e9).toFixed(2)} GB`;
  return `${gigabytes(rows[0]?.rows)} on disk, and ${gigabytes(rows[0]?.log)} of the log of writes`;
}
