/** Each service's own connections to the database, with its own role: what it may do there stands in `src/platform/roles.ts`. */
import path from 'node:path';
import type { House } from '../house.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase, type Db, type Pool } from '../platform/db.ts';
import { embeddedConnection } from '../platform/embedded-postgres.ts';
import type { ServiceRole } from '../platform/roles.ts';

/** How many connections at most each service keeps, so that all together stay well below what a server allows (100 by default). */
const CONNECTIONS: Readonly<Record<ServiceRole, number>> = {
  fyr_site: 10,
  fyr_answers: 4,
  fyr_console: 10,
  fyr_jobs: 16,
  fyr_recheck: 8,
  fyr_exchange: 6,
  fyr_check: 10,
  fyr_crawl: 8,
};

/** A role's own connections. */
export interface OwnDatabase {
  readonly db: Db;
  readonly pool: Pool;
}

/** The house as a service sees it: with its own role's connections in the place of the owner's. Opened once a process. */
export type HouseAs = (role: ServiceRole) => House;

/** Services' houses; their connections are closed with the rest. */
export function openHouseAs(house: House, stops: (() => Promise<void>)[]): HouseAs {
  const opened = new Map<ServiceRole, House>();
  return (role) => {
    const known = opened.get(role);
    if (known !== undefined) return known;
    const made = { ...house, ...openOwnDatabase(role, house, stops) };
    opened.set(role, made);
    return made;
  };
}

function openOwnDatabase(
  role: ServiceRole,
  { config, db, pool, log }: Pick<House, 'config' | 'db' | 'pool' | 'log'>,
  stops: (() => Promise<void>)[],
): OwnDatabase {
  const connection = ownConnection(role, config);
  if (connection === undefined) return { db, pool };
  const database = openDatabase({ ...connection, max: CONNECTIONS[role] }, log);
  stops.push(() => database.close());
  return database;
}

/** Undefined: the house's own serve, on a server of one's own where the settings do not say how the role gets in. */
function ownConnection(role: ServiceRole, config: Config) {
  const url = config.roleUrls[role];
  if (url !== undefined) return { connectionString: url };
  return config.databaseUrl === undefined ? embeddedConnection(path.join(config.dataDir, 'postgres'), role) : undefined;
}
