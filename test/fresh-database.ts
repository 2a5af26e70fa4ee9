/**
 * A database of its own for each test file, on the real PostgreSQL: copied from a migrated template in some 30 ms.
 * `test/run.ts` starts the server and names it in FYR_TEST_POSTGRES; a file run alone (`node --test`) starts one itself.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { openDatabase, type Db, type OpenDatabase } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { openLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { grantServiceRoles } from '../src/platform/role-store.ts';
import type { ServiceRole } from '../src/platform/roles.ts';

const TEMPLATE = 'fyr_template';
const TEMPLATE_LOCK = 0x66797202;

export const quietLog = openLog('silent');

/** Connection settings of a fresh, migrated database; dropped with everything else when the server stops. */
export async function freshConnection(): Promise<{ host: string; user: string; database: string }> {
  const server = await testServer();
  const database = `test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ ...server, database: 'postgres' });
  await admin.connect();
  try {
    // One at a time: a template that somebody else is copying cannot be connected to.
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await ensureTemplate(admin, server);
    // Copied as files, with no write-ahead log: half the processor time of the default.
    await admin.query(`create database ${database} template ${TEMPLATE} strategy file_copy`);
  } finally {
    await admin.end();
  }
  return { ...server, database };
}

/** A fresh, migrated database, opened; closed and dropped after the last test of the file, or before by its `close`. */
export async function freshDatabase(): Promise<OpenDatabase> {
  const connection = await freshConnection();
  const database = openDatabase({ ...connection, max: 8 }, quietLog);
  let closed: Promise<void> | undefined;
  const close = async () => {
    await database.close();
    if (own === undefined) await dropDatabase(connection);
  };
  const closeOnce = () => (closed ??= close());
  after(closeOnce);
  return { ...database, close: closeOnce };
}

/** Its 14 MB are given back, unless somebody is still connected. A file's own server goes with all that is in it. */
async function dropDatabase({ database, ...server }: Awaited<ReturnType<typeof freshConnection>>): Promise<void> {
  const admin = new pg.Client({ ...server, database: 'postgres' });
  await admin.connect();
  try {
    const { rowCount } = await admin.query(
      `select from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (rowCount === 0) await admin.query(`drop database if exists ${database}`);
  } finally {
    await admin.end();
  }
}

/** The same database with a service's own role, as the service itself meets it; closed after the last test of the file. */
export async function openAs(owner: Db, role: ServiceRole): Promise<OpenDatabase> {
  const { rows } = await sql<{ host: string; database: string }>`
    select current_setting('unix_socket_directories') as host, current_database() as database`.execute(owner);
  const database = openDatabase({ ...rows[0], user: role, max: 4 }, quietLog);
  after(() => database.close());
  return database;
}

async function ensureTemplate(admin: pg.Client, server: { host: string; user: string }): Promise<void> {
  const found = await admin.query('select 1 from pg_database where datname = $1 and datistemplate', [TEMPLATE]);
  if (found.rowCount === 1) return;
  await admin.query(`drop database if exists ${TEMPLATE}`);
  await admin.query(`create database ${TEMPLATE}`);
  const template = openDatabase({ ...server, database: TEMPLATE, max: 2 }, quietLog);
  await migrate(template.pool);
  await migrateJobs(template.pool);
  await grantServiceRoles(template.pool);
  await template.close();
  await admin.query(`alter database ${TEMPLATE} is_template true`);
}

let own: Promise<{ host: string; user: string }> | undefined;

function testServer(): Promise<{ host: string; user: string }> {
  const named = process.env['FYR_TEST_POSTGRES'];
  if (named !== undefined) return Promise.resolve({ host: named, user: 'fyr' });
  own ??= startOwnServer();
  return own;
}

async function startOwnServer(): Promise<{ host: string; user: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-test-'));
  const server = await openEmbeddedPostgres({ folder, settings: ['fsync=off', 'synchronous_commit=off'] });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { host: server.connection.host, user: server.connection.user };
}
