/** Whole tables in and out, by PostgreSQL's COPY; the backup's only SQL. */
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import copy from 'pg-copy-streams';
import { ERASABLE, type BackupTable } from './format.ts';

/** Fyr's own tables, and the job queue's. */
const SCHEMAS = ['public', 'graphile_worker'];

/** Reads that all see one moment, on one connection; nothing can be written. */
export const withSnapshot = <T>(pool: pg.Pool, read: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  transactAlone(pool, 'begin isolation level repeatable read read only', read);

/** Takes the rows of a backup in, in one transaction. */
export const withLoading = <T>(pool: pg.Pool, load: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  transactAlone(pool, 'begin', load);

async function transactAlone<T>(pool: pg.Pool, begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    isBroken = true;
    throw error;
  } finally {
    // A COPY that was left in the middle leaves a connection that nobody can use.
    client.release(isBroken);
  }
}

/** When the snapshot was taken, by the database's clock. */
export async function readSnapshotTime(client: pg.PoolClient): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('select now() as now');
  const [row] = rows;
  if (row === undefined) throw new Error('The database did not say what time it is.');
  return row.now;
}

/** Every table that holds rows of its own, with the columns that can be written. */
export async function listTables(client: pg.PoolClient): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and n.nspname = any($1) group by 1 order by 1`,
    [SCHEMAS],
  );
  return rows;
}

/** The migrations that have run, in order. */
export async function listRanMigrations(client: pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration order by name');
  return rows.map((row) => row.name);
}

/** Where each sequence stands; those that were never asked are left out. */
export async function listSequences(
  client: pg.PoolClient,
): Promise<readonly { readonly name: string; readonly lastValue: number }[]> {
  const { rows } = await client.query<{ name: string; lastValue: number }>(
    `select schemaname || '.' || sequencename as name, last_value as "lastValue"
     from pg_sequences where schemaname = any($1) and last_value is not null order by 1`,
    [SCHEMAS],
  );
  return rows;
}

/** A table's rows as the text that COPY writes. */
export function copyOut(client: pg.PoolClient, { name, columns }: BackupTable): AsyncIterable<Buffer> {
  return client.query(copy.to(`copy ${name} (${columns.join(', ')}) to stdout`));
}

/** True when nothing is there yet that a restore could overwrite. */
export async function isEmptyDatabase(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*) as count from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname = any($1)`,
    [SCHEMAS],
  );
  return rows[0]?.count === 0;
}

/**
 * Empties what the migrations filled and takes the foreign keys away, so that tables can come in any order. What it returns puts
 * them back, and PostgreSQL then checks every row against them. Of the tables that are named rows may have been left out: whatever
 * hangs on one of those goes with it.
 */
export async function openForLoading(
  client: pg.PoolClient,
  tables: readonly string[],
): Promise<(leftOut: readonly string[]) => Promise<void>> {
  const keys = await listForeignKeys(client);
  for (const { tableName, name } of keys) await client.query(`alter table ${tableName} drop constraint "${name}"`);
  for (const table of tables) {
    const { rows } = await client.query(`select 1 from ${table} limit 1`);
    if (rows.length > 0) await client.query(`delete from ${table}`);
  }
  return async (leftOut) => {
    for (const { tableName, column, target, targetColumn } of keys.filter((key) => leftOut.includes(key.target)))
      await client.query(
        `delete from ${tableName} c where c."${column}" is not null
         and not exists (select from ${target} t where t."${targetColumn}" = c."${column}")`,
      );
    for (const { tableName, name, definition } of keys)
      await client.query(`alter table ${tableName} add constraint "${name}" ${definition}`);
  };
}

interface ForeignKey {
  readonly tableName: string;
  readonly name: string;
  readonly definition: string;
  /** The first of its columns; those that point at rows which may be left out have one alone. */
  readonly column: string;
  readonly target: string;
  readonly targetColumn: string;
}

async function listForeignKeys(client: pg.PoolClient): Promise<readonly ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select n.nspname || '.' || c.relname as "tableName", k.conname as name, pg_get_constraintdef(k.oid) as definition,
       a.attname as column, tn.nspname || '.' || t.relname as target, ta.attname as "targetColumn"
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
     join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
     join pg_attribute ta on ta.attrelid = t.oid and ta.attnum = k.confkey[1]
     where k.contype = 'f' and n.nspname = any($1)`,
    [SCHEMAS],
  );
  return rows;
}

const stagingOf = (table: string) => `staged_${table.replace('.', '_')}`;
const keyStagingOf = (table: string) => `${stagingOf(table)}_keys`;

/** Makes a place for rows that are not whole until both files are in. */
export async function makeStaging(client: pg.PoolClient, from: 'data' | 'keys', table: BackupTable): Promise<void> {
  const staging = from === 'data' ? stagingOf(table.name) : keyStagingOf(table.name);
  await client.query(
    `create temporary table ${staging} on commit drop as select ${table.columns.join(', ')} from ${table.name} limit 0`,
  );
}

/** Writes the text of COPY to a table, or to its staging when some of its columns come in the other file. */
export async function copyIn(
  client: pg.PoolClient,
  from: 'data' | 'keys',
  { name, columns }: BackupTable,
  text: AsyncIterable<Buffer>,
): Promise<void> {
  const staged = from === 'keys' ? keyStagingOf(name) : stagingOf(name);
  const target = ERASABLE[name] === undefined ? name : staged;
  await pipeline(text, client.query(copy.from(`copy ${target} (${columns.join(', ')}) from stdin`)));
}

/**
 * Puts the two halves of a table together. A row whose key is not there any more was erased after the backup: where the
 * column may be empty it comes without, otherwise the row had nothing else to say and is left out.
 */
export async function joinHalves(
  client: pg.PoolClient,
  data: BackupTable,
  keys: BackupTable,
): Promise<{ readonly withoutKey: number; readonly isLeftOut: boolean }> {
  const { key = [] } = ERASABLE[data.name] ?? {};
  const on = key.map((column) => `d.${column} = k.${column}`).join(' and ');
  const [staged, keyed] = [stagingOf(data.name), keyStagingOf(data.name)];
  const { rows } = await client.query<{ count: number }>(
    `select count(*) as count from ${staged} d left join ${keyed} k on ${on} where k.${key[0] ?? ''} is null`,
  );
  const held = keys.columns.filter((column) => !key.includes(column));
  const isRequired = await hasRequired(client, data.name, held);
  await client.query(
    `insert into ${data.name} (${[...data.columns, ...held].join(', ')}) overriding system value
     select ${[...data.columns.map((column) => `d.${column}`), ...held.map((column) => `k.${column}`)].join(', ')}
     from ${staged} d ${isRequired ? 'join' : 'left join'} ${keyed} k on ${on}`,
  );
  return { withoutKey: rows[0]?.count ?? 0, isLeftOut: isRequired };
}

async function hasRequired(client: pg.PoolClient, table: string, columns: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ isRequired: boolean }>(
    `select bool_or(attnotnull) as "isRequired" from pg_attribute where attrelid = $1::regclass and attname = any($2)`,
    [table, columns],
  );
  return rows[0]?.isRequired === true;
}

/** A tip that came in without keys was erased between the two files: it says so, and that nobody's details are left. */
export async function markErased(client: pg.PoolClient, at: Date): Promise<void> {
  await client.query(
    `update tip set erased_at = $1 where erased_at is null and sealed_key_desk is null and sealed_key_mailbox is null`,
    [at],
  );
  await client.query(`update tip set has_contact = false where has_contact and sealed_contact is null`);
}

/** Sets each sequence where it stood, so that no number is given out twice. */
export async function setSequences(
  client: pg.PoolClient,
  sequences: readonly { readonly name: string; readonly lastValue: number }[],
): Promise<void> {
  for (const { name, lastValue } of sequences)
    await client.query('select setval(to_regclass($1), $2) where to_regclass($1) is not null', [name, lastValue]);
}

/** Jobs that somebody held when the backup was taken are nobody's now. */
export async function freeAllJobs(client: pg.PoolClient): Promise<void> {
  for (const table of ['_private_jobs', '_private_job_queues'])
    await client.query(
      `update graphile_worker.${table} set locked_at = null, locked_by = null where locked_by is not null`,
    );
}
