/**
 * The database as the rooms see it. A read takes a `Db`, a write takes a `Tx` (STYLE.md, rule 4): a function that takes
 * a `Tx` can only be called inside `transact`, so what it writes commits whole or not at all.
 *
 * Each store names its own tables: `const tables = (db: Db) => db.$extendTables<CaseTables>()`.
 */
import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type PostgresPool, type Transaction } from 'kysely';
import pg from 'pg';
import { codeOf, type Log } from './log.ts';

/** The one table that the platform itself knows; the rooms' stores add theirs. */
type PlatformTables = { migration: { name: string; sha256: string; ran_at: Date } };

/** A reader (also satisfied by a transaction, so that reads can happen inside a write). */
export type Db = Kysely<PlatformTables>;
/** A writer: an open transaction. */
export type Tx = Transaction<PlatformTables>;

/** A pool of connections, and one of them, for whoever only hands them on to a store. */
export type { Pool, PoolClient } from 'pg';

/** One pool a process. `pool` is for those who need a connection of their own: LISTEN, and graphile-worker. */
export interface OpenDatabase {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Count and sum come back as numbers: every count here is far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Opens a pool of connections. A lost server is survived: the pool forgets dead connections and the next query
 * connects anew (without the `error` listener a stopped server would end the process).
 */
export function openDatabase(connection: pg.PoolConfig, log: Log): OpenDatabase {
  const pool = new pg.Pool({ connectionTimeoutMillis: 5_000, ...connection });
  let isClosing = false;
  // While we close, connections may outlast the server by a moment: that is no loss.
  const noteLoss = (error: Error) => {
    if (!isClosing) log.warn('database.lost', { code: codeOf(error) });
  };
  pool.on('error', noteLoss);
  // A connection that breaks while it is lent out speaks through its own listener.
  pool.on('connect', (client) => client.on('error', noteLoss));
  const db = new Kysely<PlatformTables>({ dialect: new PostgresDialect({ pool: keepingPool(pool) }) });
  return {
    db,
    pool,
    close: async () => {
      isClosing = true;
      await db.destroy();
      // Kysely ends the pool only if it has ever asked it for a connection.
      if (!pool.ended) await pool.end();
    },
  };
}

const KEEP_MARK = '/* keep */';
/** Put first in a statement that is run very often: each connection parses and plans it once. Only for fixed texts. */
export const KEEP = sql.raw(KEEP_MARK);

/** Kysely names no statements; this pool's connections name those that begin with `KEEP`. */
function keepingPool(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => keepingClient(await pool.connect()),
    end: () => pool.end(),
  };
}

function keepingClient(client: pg.PoolClient): pg.PoolClient {
  const query = (text: unknown, values: unknown[]): unknown => {
    if (typeof text !== 'string') throw new TypeError('A statement is a text; cursors are not used here.');
    return text.startsWith(KEEP_MARK) ? client.query({ name: nameOf(text), text, values }) : client.query(text, values);
  };
  return new Proxy(client, {
    get: (target, property): unknown => (property === 'query' ? query : Reflect.get(target, property)),
  });
}

const names = new Map<string, string>();

/** A name of at most 63 bytes, equal for equal texts. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return name;
}

/** Runs `work` in one transaction; it commits when `work` resolves and rolls back when it throws. */
export function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}

/** True when `error` is PostgreSQL's unique_violation (SQLSTATE 23505) on the named constraint. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint;
}
