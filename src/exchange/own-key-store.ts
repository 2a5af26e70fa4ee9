/** The generations of our own keys: numbers and times. */
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';

/** The newest first; none before anybody has asked for one. */
export async function readOwnKeys(
  db: Db,
): Promise<readonly { readonly generation: number; readonly madeAt: Date; readonly endedAt: Date | undefined }[]> {
  const { rows } = await sql<{ generation: number; made_at: Date; ended_at: Date | null }>`
    select generation, made_at, ended_at from exchange_own_key order by generation desc`.execute(db);
  return rows.map((row) => ({ generation: row.generation, madeAt: row.made_at, endedAt: row.ended_at ?? undefined }));
}

/** Writes a generation and ends the one before; the first, which is not written before it is followed, with it. */
export async function insertOwnKey(tx: Tx, generation: number, at: Date, beforeMadeAt: Date): Promise<void> {
  await sql`insert into exchange_own_key (generation, made_at, ended_at) values (${generation - 1}, ${beforeMadeAt}, ${at})
    on conflict (generation) do update set ended_at = excluded.ended_at`.execute(tx);
  await sql`insert into exchange_own_key (generation, made_at) values (${generation}, ${at})`.execute(tx);
}
