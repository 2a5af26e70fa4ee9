/**
 * Every schema that ever was, filled with rows, becomes today's without losing one: for each migration the database as it was after it
 * is populated, migrated on, and its rows are counted and compared.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import pg from 'pg';
import { openDatabase } from '../src/platform/db.ts';
import { listMigrations, migrate, migrateTo } from '../src/platform/migrate.ts';
import { mulberry32 } from '../stand-ins/tips.ts';
import { freshConnection, quietLog } from './fresh-database.ts';
import { populate } from './populate.ts';

const server = await freshConnection();
const admin = new pg.Client({ ...server, database: 'postgres' });
await admin.connect();
after(() => admin.end());
const names = await listMigrations();
/** The last migration of each line that has been given out; add one at each release. `FYR_LONG_TESTS=yes` goes through every schema between them too. */
const RELEASED = ['0071-known-videos.sql', '0152-exchange.sql', '0260-item-number.sql', '0280-item-origin.sql'];
const isWanted = (last: string): boolean => process.env['FYR_LONG_TESTS'] === 'yes' || RELEASED.includes(last);
/** Filled by hand whatever happens: what a hotline must not lose. */
const ALWAYS = ['staff', 'desk_key', 'tip', 'mailbox_entry', 'case_file', 'item', 'dispatch', 'ledger_act'];

/** Migration 0030 adds a column to the ledger that must not be empty: it ran on empty ledgers alone, before anything was released. */
const BEFORE_0030 = ['ledger_entry'];
/** Nothing wrote to this table before 0085 said what may stand in it. */
const BEFORE_0085 = ['provider_answer'];

async function contentsOf(pool: pg.Pool, columns: ReadonlyMap<string, readonly string[]>) {
  const contents = new Map<string, readonly string[]>();
  for (const [table, some] of columns) {
    const list = some.map((column) => `"${column}"`).join(', ');
    const { rows } = await pool.query<{ row: string }>(`select row(${list})::text as row from ${table} order by 1`);
    contents.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return contents;
}

async function columnsOf(pool: pg.Pool): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await pool.query<{ name: string; columns: string[] }>(
    `select quote_ident(c.relname) as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration' group by 1`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

test('every released schema, populated, migrates to the newest with every row and value', async () => {
  let [schemas, rowsKept] = [0, 0];
  for (const [at, last] of names.entries()) {
    if (!isWanted(last)) continue;
    const database = `upgrade_${at}_${randomBytes(3).toString('hex')}`;
    await admin.query(`create database ${database}`);
    const opened = openDatabase({ ...server, database, max: 2 }, quietLog);
    try {
      await migrateTo(opened.pool, names.slice(0, at + 1));
      const filled = await populate(opened.pool, mulberry32(at + 1), [
        ...(last < '0030' ? BEFORE_0030 : []),
        ...(last < '0085' ? BEFORE_0085 : []),
      ]);
      for (const table of ALWAYS) assert.ok(filled.has(table), `after ${last}, ${table} could not be filled`);
      const before = await columnsOf(opened.pool);
      assert.ok(
        filled.size > 0.8 * before.size,
        `after ${last}, only ${filled.size} of ${before.size} tables were filled`,
      );
      const contents = await contentsOf(opened.pool, before);
      await migrate(opened.pool);
      const now = await columnsOf(opened.pool);
      for (const [table, rows] of contents) {
        const columns = now.get(table);
        assert.ok(columns !== undefined, `${table}, as of ${last}, is gone`);
        const { rows: counted } = await opened.pool.query<{ count: number }>(`select count(*) as count from ${table}`);
        assert.ok((counted[0]?.count ?? 0) >= rows.length, `rows of ${table}, as of ${last}, are lost`);
        rowsKept += rows.length;
      }
      // Values too, of whatever columns are still there.
      const still = new Map(
        [...before].map(([table, columns]) => [table, columns.filter((each) => now.get(table)?.includes(each))]),
      );
      const after = await contentsOf(opened.pool, new Map([...still].filter(([table]) => ALWAYS.includes(table))));
      for (const [table, rows] of after) {
        if (still.get(table)?.length !== before.get(table)?.length) continue;
        for (const row of contents.get(table) ?? [])
          assert.ok(rows.includes(row), `a row of ${table}, as of ${last}, changed`);
      }
      schemas += 1;
    } finally {
      await opened.close();
      await admin.query(`drop database ${database} with (force)`);
    }
  }
  assert.ok(schemas >= RELEASED.length, `only ${schemas} schemas were there to try`);
  console.log(`${schemas} schemas, ${rowsKept} rows, 0 lost`);
});
