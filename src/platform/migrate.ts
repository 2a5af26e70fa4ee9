/** Forward-only migrations: `migrations/NNNN-name.sql`, each run once, in order, in one transaction of its own. */
import { readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import type pg from 'pg';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
/** Any two starters agree on this number, so that only one of them migrates at a time. */
const MIGRATION_LOCK = 0x66797201;

/**
 * Brings the schema to the newest version and says how many migrations ran. Several processes may call it at once.
 * @throws Error when a migration that already ran has been edited since, or the database is newer than this code.
 */
export function migrate(pool: pg.Pool): Promise<number> {
  return runMigrations(pool, () => true);
}

/**
 * Runs these migrations and no others: the schema as a backup or an older version had it.
 * @throws Error when this version of Fyr does not know one of them
 */
export async function migrateTo(pool: pg.Pool, wanted: readonly string[]): Promise<void> {
  const known = await listMigrations();
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`This version of Fyr does not know ${unknown.join(', ')}: a newer version made it.`);
  await runMigrations(pool, (name) => wanted.includes(name));
}

/** The names of all migrations, in the order in which they run. */
export async function listMigrations(): Promise<readonly string[]> {
  return (await readdir(MIGRATIONS)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
}

/**
 * Looks whether this is the schema that this version of Fyr works with, and changes nothing: for a service, whose role may read which migrations
 * have run. @throws Error that says what is missing and who brings it, or the database's own (`42P01`: it has no schema at all)
 */
export async function verifySchema(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>('select name from migration');
  const names = await listMigrations();
  refuseUnknown(
    rows.map(({ name }) => name),
    names,
  );
  const ran = new Set(rows.map(({ name }) => name));
  const missing = names.filter((name) => !ran.has(name));
  const [first] = missing;
  if (first === undefined) return;
  throw new Error(
    `its schema is older than this version of Fyr: ${missing.length === 1 ? 'one migration has' : `${missing.length} migrations have`} ` +
      `not run (the first is ${first}). Run "npm run fyr -- migrate" with the owner's DATABASE_URL first.`,
  );
}

function refuseUnknown(ran: readonly string[], names: readonly string[]): void {
  const unknown = ran.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(
      `The database has migrations that this version of Fyr does not know (${unknown.join(', ')}): start the newer version.`,
    );
}

async function runMigrations(pool: pg.Pool, isWanted: (name: string) => boolean): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      `create table if not exists migration (name text primary key, sha256 text not null, ran_at timestamptz not null default now())`,
    );
    const ran = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration');
    return await runMissing(client, new Map(ran.rows.map((row) => [row.name, row.sha256])), isWanted);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

async function runMissing(
  client: pg.PoolClient,
  ran: ReadonlyMap<string, string>,
  isWanted: (name: string) => boolean,
): Promise<number> {
  const names = await listMigrations();
  refuseUnknown([...ran.keys()], names);
  let count = 0;
  for (const name of names.filter(isWanted)) {
    const sql = await readFile(new URL(name, MIGRATIONS), 'utf8');
    const sha256 = createHash('sha256').update(sql).digest('hex');
    const known = ran.get(name);
    if (known === sha256) continue;
    if (known !== undefined) throw new Error(`Migration ${name} was edited after it had run: add a new one instead.`);
    await client.query('begin');
    try {
      await client.query(sql);
      await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
    count += 1;
  }
  return count;
}
