/** When each account's list is read next. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

/** Takes an account's turn until `until`, if it is due; one that was never read is. False where somebody else has it, or it is not due. */
export async function claimFetch(tx: Tx, account: string, now: Date, until: Date): Promise<boolean> {
  const result = await sql`insert into hash_list_fetch as f (account, due_at) values (${account}, ${until})
    on conflict (account) do update set due_at = excluded.due_at where f.due_at <= ${now}`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** The turn is over: the next one comes then. */
export async function setNextFetch(db: Db, account: string, at: Date): Promise<void> {
  await sql`update hash_list_fetch set due_at = ${at} where account = ${account}`.execute(db);
}
