/** Where services that face strangers find the database: each with a role of its own, which reads no tip. */
import path from 'node:path';
import type { House } from '../house.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase, type Db, type Pool } from '../platform/db.ts';
import { embeddedConnection } from '../platform/embedded-postgres.ts';

/** The role that migration 0182 makes and grants to: the public site's forms and mailboxes. */
export const SITE_ROLE = 'fyr_site';
/** The role that migration 0220 makes and grants to: the check API. */
export const CHECK_ROLE = 'fyr_check';
const CONNECTIONS = 10;

type OwnRole = typeof SITE_ROLE | typeof CHECK_ROLE;

const urlOf = (role: OwnRole, config: Config): string | undefined =>
  role === SITE_ROLE ? config.siteDatabaseUrl : config.checkDatabaseUrl;

/** A role's own connections. */
export interface OwnDatabase {
  readonly db: Db;
  readonly pool: Pool;
}

/**
 * A service's own connections, closed with the rest; the house's on a server of one's own where the settings do not say how the role gets in.
 */
export function openOwnDatabase(
  role: OwnRole,
  { config, db, pool, log }: Pick<House, 'config' | 'db' | 'pool' | 'log'>,
  stops: (() => Promise<void>)[],
): OwnDatabase {
  const url = urlOf(role, config);
  if (config.databaseUrl !== undefined && url === undefined) return { db, pool };
  const connection =
    url === undefined ? embeddedConnection(path.join(config.dataDir, 'postgres'), role) : { connectionString: url };
  const database = openDatabase({ ...connection, max: CONNECTIONS }, log);
  stops.push(() => database.close());
  return database;
}
