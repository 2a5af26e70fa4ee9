/** A pool of connections that survives a lost server: what both ways into the database stand on. */
import pg from 'pg';
import { codeOf, type Log } from './log-events.ts';

/** For whoever only hands it on to a store. */
export type { Pool, PoolConfig } from 'pg';

/** One pool a process. `pool` is for those who need a connection of their own: LISTEN, and graphile-worker. */
export interface OpenPool {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Count and sum come back as numbers: every count here is far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * The pool forgets dead connections and the next query connects anew (without the `error` listener a stopped server would end the
 * process).
 */
export function openPool(connection: pg.PoolConfig, log: Log): OpenPool {
  const pool = new pg.Pool({ connectionTimeoutMillis: 5_000, ...connection });
  let isClosing = false;
  // While we close, connections may outlast the server by a moment: that is no loss.
  const noteLoss = (error: Error) => {
    if (!isClosing) log.warn('database.lost', { code: codeOf(error) });
  };
  pool.on('error', noteLoss);
  // A connection that breaks while it is lent out speaks through its own listener.
  pool.on('connect', (client) => client.on('error', noteLoss));
  return {
    pool,
    close: async () => {
      isClosing = true;
      if (!pool.ended) await pool.end();
    },
  };
}
