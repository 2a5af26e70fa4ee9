/** The houses of one process's services: each with connections of its own role, and none of the owner's once they are open. */
import {
  describeServer,
  openServer,
  openThings,
  prepareDatabase,
  type House,
  type Household,
  type HouseOverrides,
  type OpenServer,
} from '../house.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase, type OpenDatabase } from '../platform/db.ts';
import { holdLastingSecret } from '../platform/lasting-secret-store.ts';
import type { Log } from '../platform/log.ts';
import { isEmbedded } from '../platform/role-config.ts';
import type { ServiceRole } from '../platform/roles.ts';
import { verifyServiceDatabase } from '../platform/service-database.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { roleConnection } from './role-connections.ts';

/** The house as a service sees it: with its own role's connections. @throws Error for a role that was not opened */
export type HouseAs = (role: ServiceRole) => House;

/** What the services of a process share, and each one's house. */
export interface ServiceHouses extends Household {
  readonly as: HouseAs;
  /** Closes every service's connections, and stops the database's server where this process runs it. */
  readonly close: () => Promise<void>;
}

/**
 * Brings the database to this version where the settings say how its owner gets in, closes those connections, and opens each role's: it has to find
 * the schema that this version works with.
 * @param roles - the first of them may read the house's secret (pool-sizes.ts)
 * @throws Error with a message for the person at the terminal
 */
export async function openServiceHouses(
  config: Config,
  roles: readonly ServiceRole[],
  overrides: HouseOverrides = {},
): Promise<ServiceHouses> {
  const { keys, ...things } = await openThings(config, overrides);
  const hasNoOwner = config.databaseUrl === undefined && !isEmbedded(config);
  const opened = hasNoOwner ? undefined : await openServer(config);
  const pools = new Map<ServiceRole, OpenDatabase>();
  const close = async () => {
    for (const pool of pools.values()) await pool.close();
    await opened?.server?.stop();
  };
  try {
    if (opened !== undefined) await prepareOnce(opened, keys, things.log);
    for (const role of roles) {
      const database = openDatabase(roleConnection(config, role), things.log);
      pools.set(role, database);
      await verifyServiceDatabase(database.pool, role);
    }
    const serviceKey = await secretOf(pools, keys);
    const household = { ...things, config, serviceKey, database: describeServer(opened) };
    const as: HouseAs = (role) => {
      const found = pools.get(role);
      if (found === undefined) throw new Error(`This process has no connections as ${role}.`);
      return { ...household, db: found.db, pool: found.pool };
    };
    return { ...household, as, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The owner's only act in a process of services: when this has returned, none of its connections is open. */
async function prepareOnce({ connection }: OpenServer, keys: ServiceKey, log: Log): Promise<void> {
  const owner = openDatabase({ ...connection, max: 1 }, log);
  try {
    await prepareDatabase(owner.pool, keys, log);
  } finally {
    await owner.close();
  }
}

async function secretOf(pools: ReadonlyMap<ServiceRole, OpenDatabase>, keys: ServiceKey): Promise<ServiceKey> {
  const [first] = pools.values();
  return first === undefined ? keys : holdLastingSecret(first.pool, keys);
}
