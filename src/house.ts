/**
 * The wiring that every command shares: settings become an open database, keys and a network.
 *
 * | who                     | connects as                                        | and may                                         |
 * |-------------------------|----------------------------------------------------|-------------------------------------------------|
 * | a command (`openHouse`) | the owner of the tables, until it ends             | everything: it migrates first                   |
 * | `fyr start`             | the owner, where it knows how, before any service  | migrate, make and grant roles; then it is closed |
 * | a service               | its own role (service-houses.ts)                   | what src/platform/roles.ts lists                |
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseQuestionSet, type QuestionSet } from './cases/door.ts';
import type { Network } from './crawl/door.ts';
import { openConfiguredNetwork } from './open-network.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import { ConfigError, type Config } from './platform/config.ts';
import { openDatabase, type Db, type OpenDatabase } from './platform/db.ts';
import { openEmbeddedPostgres } from './platform/embedded-postgres.ts';
import { migrateJobs } from './platform/jobs.ts';
import { openLog, type Log } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';
import { settleLastingSecret } from './platform/lasting-secret-store.ts';
import { OWNER_POOL_SIZE } from './platform/pool-sizes.ts';
import { isEmbedded } from './platform/role-config.ts';
import { grantServiceRoles } from './platform/role-store.ts';
import { loadServiceKey, type ServiceKey } from './platform/service-key.ts';

/** A house without connections to its database. */
export interface Household {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly serviceKey: ServiceKey;
  readonly questionSet: QuestionSet;
  readonly network: Network;
  readonly database: {
    readonly startMs: number;
    readonly isFirstStart: boolean;
    readonly isEmbedded: boolean;
    readonly isOwned: boolean;
  };
}

/** With those of one role. */
export interface House extends Household {
  readonly db: Db;
  readonly pool: OpenDatabase['pool'];
}

/** What tests give in place of the real thing. */
export interface HouseOverrides {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly network?: Network;
}

const DEFAULT_QUESTION_SET = new URL('../config/question-set.json', import.meta.url);

/** What can be read before the database is there. @throws Error with a message for the person at the terminal */
export async function openThings(config: Config, overrides: HouseOverrides = {}) {
  return {
    log: overrides.log ?? openLog(config.logLevel),
    clock: overrides.clock ?? systemClock,
    questionSet: parseQuestionSet(await readFile(config.questionSetFile ?? DEFAULT_QUESTION_SET, 'utf8')),
    keys: await loadServiceKey(config.serviceKey),
    network: overrides.network ?? openConfiguredNetwork(config),
  };
}

/**
 * Opens the house as the owner of its tables, for a command: database up and migrated, keys loaded.
 * @throws Error with a message for the person at the terminal
 */
export async function openHouse(
  config: Config,
  overrides: HouseOverrides = {},
): Promise<House & { close(): Promise<void> }> {
  const { keys, ...things } = await openThings(config, overrides);
  const opened = await openServer(config);
  const database = openDatabase({ ...opened.connection, max: OWNER_POOL_SIZE }, things.log);
  const close = async () => {
    await database.close();
    await opened.server?.stop();
  };
  try {
    const serviceKey = await prepareDatabase(database.pool, keys, things.log);
    const { db, pool } = database;
    return { ...things, config, serviceKey, db, pool, database: describeServer(opened), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Brings the database to this version: the schema, the roles and what they may do, the house's secret. Only its owner can. */
export async function prepareDatabase(pool: OpenDatabase['pool'], keys: ServiceKey, log: Log): Promise<ServiceKey> {
  const count = await migrate(pool);
  await migrateJobs(pool);
  await grantServiceRoles(pool);
  if (count > 0) log.info('start.migrated', { count });
  return settleLastingSecret(pool, keys);
}

/** How the owner gets in, and the server where this process runs or shares one. */
export type OpenServer = Awaited<ReturnType<typeof openServer>>;

/**
 * The database's server, without a look at what is in it: the data folder's own, or the one that the settings name.
 * @throws ConfigError when the settings name a server and not how its owner gets in
 */
export async function openServer(config: Config) {
  const startedAt = performance.now();
  if (config.databaseUrl !== undefined) {
    return { connection: { connectionString: config.databaseUrl }, server: undefined, startMs: 0 };
  }
  if (!isEmbedded(config))
    throw new ConfigError(
      'DATABASE_URL is not set, and services have addresses of their own: this needs the role that owns the tables (docs/operating.md).',
    );
  const server = await openEmbeddedPostgres({
    folder: path.join(config.dataDir, 'postgres'),
    ...(config.postgresBinFolder === undefined ? {} : { binFolder: config.postgresBinFolder }),
  });
  return { connection: server.connection, server, startMs: performance.now() - startedAt };
}

/** For whoever starts it, and for the jobs of a process that was killed. `undefined`: a server that others run. */
export function describeServer(opened: Pick<OpenServer, 'server' | 'startMs'> | undefined): Household['database'] {
  return {
    startMs: opened?.startMs ?? 0,
    isFirstStart: opened?.server?.firstStart ?? false,
    isEmbedded: opened?.server !== undefined,
    isOwned: opened?.server?.pid !== undefined,
  };
}
