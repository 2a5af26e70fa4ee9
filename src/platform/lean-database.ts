/**
 * The database for a process that counts its memory: pg alone, statements as they are written (statement.ts). It behaves as Kysely's
 * does in db.ts; one test holds the two against each other.
 */
import type { CompiledQuery, QueryResult } from 'kysely';
import type pg from 'pg';
import type { Log } from './log-events.ts';
import { openPool, type OpenPool } from './pool.ts';
import { preparedName } from './prepared-name.ts';
import type { Db, Tx } from './transact.ts';

/** One pool a process, as `OpenDatabase` has it. */
export interface LeanDatabase extends OpenPool {
  readonly db: Db;
}

/** Opens a pool of connections; a lost server is survived. */
export function openLeanDatabase(connection: pg.PoolConfig, log: Log): LeanDatabase {
  const opened = openPool(connection, log);
  const { pool } = opened;
  const db: Db = {
    executeQuery: (query) => run(pool, query),
    transaction: () => ({ execute: (work) => runTransaction(pool, work) }),
  };
  return { ...opened, db };
}

/** Begins, works, commits. What fails is rolled back; a connection that cannot even do that is ended, not given back. */
async function runTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isUsable = true;
  let isOpen = true;
  const tx: Tx = {
    isTransaction: true,
    executeQuery: (query) => {
      if (!isOpen) return Promise.reject(new TypeError('This transaction is over.'));
      return run(client, query);
    },
    transaction: () => {
      throw new TypeError('A transaction begins no other one.');
    },
  };
  try {
    await client.query('begin');
    const result = await work(tx);
    isOpen = false;
    await client.query('commit');
    return result;
  } catch (error) {
    isOpen = false;
    await client.query('rollback').catch(() => {
      isUsable = false;
    });
    throw error;
  } finally {
    client.release(!isUsable);
  }
}

const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

async function run<Row>(on: pg.Pool | pg.PoolClient, query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
  const { sql: text, parameters } = query;
  const name = preparedName(text);
  const result = await on.query<Row & pg.QueryResultRow>({
    ...(name === undefined ? {} : { name }),
    ...{ text, values: [...parameters] },
  });
  return {
    rows: result.rows,
    ...(WRITES.has(result.command) ? { numAffectedRows: BigInt(result.rowCount ?? 0) } : {}),
  };
}
