/** News of changed lists from PostgreSQL: NOTIFY by whoever writes, LISTEN on a connection of its own. */
import type { Pool } from '../../platform/pool.ts';
import { sql } from '../../platform/statement.ts';
import type { Tx } from '../../platform/transact.ts';

const CHANGE_CHANNEL = 'known_list_changed';

/** Tells everybody who listens, once the transaction commits. */
export async function announceChange(tx: Tx, listId: number): Promise<void> {
  await sql`select pg_notify(${CHANGE_CHANNEL}, ${String(listId)})`.execute(tx);
}

/** Calls `onNews` at each change until `stop`, or until the connection is lost (`onLost`, once). @throws Error when there is no connection to be had */
export async function listenForChanges(
  pool: Pool,
  onNews: () => void,
  onLost: () => void,
): Promise<{ stop: () => void }> {
  const client = await pool.connect();
  let isOver = false;
  // A listening connection is ended, not given back: nobody else should get its news.
  const end = () => {
    if (isOver) return false;
    isOver = true;
    client.release(true);
    return true;
  };
  client.once('error', () => {
    if (end()) onLost();
  });
  client.on('notification', () => {
    if (!isOver) onNews();
  });
  try {
    await client.query(`listen ${CHANGE_CHANNEL}`);
  } catch (error) {
    end();
    throw error;
  }
  return { stop: () => void end() };
}
