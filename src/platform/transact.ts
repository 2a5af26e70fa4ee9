/**
 * The database as rooms see it that both processes enter, the house's and the crawler's: what Kysely's and the crawler's own have in
 * common. Statements run on it (statement.ts), and writes are given a `Tx`.
 */
import type { CompiledQuery, QueryResult } from 'kysely';

/** A reader; also satisfied by an open transaction. */
export interface Db {
  executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>>;
  transaction(): { execute<T>(work: (tx: Tx) => Promise<T>): Promise<T> };
}

/** A writer: an open transaction. */
export interface Tx extends Db {
  readonly isTransaction: true;
}

/** Runs `work` in one transaction; it commits when `work` resolves and rolls back when it throws. */
export function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}
