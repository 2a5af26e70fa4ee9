/** Where the public site's forms and mailboxes find the database: with a role of their own, which reads no tip. */
import path from 'node:path';
import type { House } from '../house.ts';
import { openDatabase, type Db } from '../platform/db.ts';
import { embeddedConnection } from '../platform/embedded-postgres.ts';

/** The role that migration 0182 makes and grants to. */
export const SITE_ROLE = 'fyr_site';
const CONNECTIONS = 10;

/**
 * The site's own connections, closed with the rest; on a server of one's own without `FYR_SITE_DATABASE_URL` the house's, of which
 * `fyr doctor` speaks.
 */
export function openSiteDatabase({ config, db, log }: House, stops: (() => Promise<void>)[]): Db {
  const { databaseUrl } = config;
  if (databaseUrl !== undefined && config.siteDatabaseUrl === undefined) return db;
  const connection =
    config.siteDatabaseUrl === undefined
      ? embeddedConnection(path.join(config.dataDir, 'postgres'), SITE_ROLE)
      : { connectionString: config.siteDatabaseUrl };
  const database = openDatabase({ ...connection, max: CONNECTIONS }, log);
  stops.push(() => database.close());
  return database.db;
}
