/**
 * The database as the rooms see it. A read takes a `Db`, a write takes a `Tx` (STYLE.md, rule 4): a function that takes
 * a `Tx` can only be called inside `transact`, so what it writes commits whole or not at all.
 *
 * Each store names its own tables: `const tables = (db: Db) => db.$extendTables<CaseTables>()`.
 */
import { Kysely, PostgresDialect, sql, type PostgresPool, type Transaction } from 'kysely';
import pg from 'pg';
import type { Log } from './log-events.ts';
import { openPool, type OpenPool } from './pool.ts';
import { preparedName } from './prepared-name.ts';
import { KEEP_MARK } from './statement.ts';

/** The one table that the platform itself knows; the rooms' stores add theirs. */
type PlatformTables = { migration: { name: string; sha256: string; ran_at: Date } };

/** A reader (also satisfied by a transaction, so that reads can happen inside a write). */
export type Db = Kysely<PlatformTables>;
/** A writer: an open transaction. */
export type Tx = Transaction<PlatformTables>;

/** A pool of connections, and one of them, for whoever only hands them on to a store. */
export type { Pool, PoolClient } from 'pg';

/** One pool a process. */
export interface OpenDatabase extends OpenPool {
  readonly db: Db;
}

/** Opens a pool of connections; a lost server is survived. */
export function openDatabase(connection: pg.PoolConfig, log: Log): OpenDatabase {
  const opened = openPool(connection, log);
  // Kysely needs no end of its own: all that it holds is the pool.
  return {
    ...opened,
    db: new Kysely<PlatformTables>({ dialect: new PostgresDialect({ pool: keepingPool(opened.pool) }) }),
  };
}

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
    const name = preparedName(text);
    return name === undefined ? client.query(text, values) : client.query({ name, text, values });
  };
  return new Proxy(client, {
    get: (target, property): unknown => (property === 'query' ? query : Reflect.get(target, property)),
  });
}

/** Runs `work` in one transaction; it commits when `work` resolves and rolls back when it throws. */
export function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}

/** True when `error` is PostgreSQL's unique_violation (SQLSTATE 23505) on the named constraint. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint;
}
