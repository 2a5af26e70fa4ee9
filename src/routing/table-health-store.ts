/** What the database holds of the table in use, as it stands there: for an examination, which believes none of it. */
import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/** The newest release. */
export interface StoredRelease {
  readonly version: number;
  readonly basedOn: number;
  /** Whatever JSON is there. */
  readonly rows: unknown;
}

/** Undefined while nothing was released, or everything was taken back: then the shipped table is in use. */
export async function readStoredRelease(db: Db): Promise<StoredRelease | undefined> {
  const { rows } = await sql<StoredRelease>`
    select version, based_on as "basedOn", rows from routing_table where state = 'released' order by version desc limit 1`.execute(
    db,
  );
  return rows[0];
}

/** Whether the ledger, or what waits for its place there, says that this version was released with this payload. */
export async function wasReleased(db: Db, version: number, payloadHash: Buffer): Promise<boolean> {
  const isIt = sql`subject = ${`routing-table:${version}`} and action = 'routing-table.released' and payload_hash = ${payloadHash}`;
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from ledger_act where ${isIt}) or exists (select from ledger_entry where ${isIt}) as found`.execute(
    db,
  );
  return rows[0]?.found === true;
}

/** How many dispatches follow from each row that one names. */
export async function countByRow(
  db: Db,
): Promise<readonly { readonly version: number; readonly row: string; readonly count: number }[]> {
  const { rows } = await sql<{ version: number; row: string; count: number }>`
    select routing_version as version, routing_row as row, count(*) as count from dispatch
    where routing_version is not null group by 1, 2`.execute(db);
  return rows;
}

/** The rows of every version that was ever in use, as they stand there. */
export async function readReleasedRows(
  db: Db,
): Promise<readonly { readonly version: number; readonly rows: unknown }[]> {
  const { rows } = await sql<{ version: number; rows: unknown }>`
    select version, rows from routing_table where released_at is not null`.execute(db);
  return rows;
}
