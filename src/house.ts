/** The wiring that every command shares: settings become an open database, keys and a network. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseQuestionSet, type QuestionSet } from './cases/door.ts';
import type { Network } from './crawl/door.ts';
import { openConfiguredNetwork } from './open-network.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { openDatabase, type Db, type OpenDatabase } from './platform/db.ts';
import { openEmbeddedPostgres } from './platform/embedded-postgres.ts';
import { migrateJobs } from './platform/jobs.ts';
import { openLog, type Log } from './platform/log.ts';
import { migrate } from './platform/migrate.ts';
import { settleLastingSecret } from './platform/lasting-secret-store.ts';
import { grantServiceRoles } from './platform/role-store.ts';
import { loadServiceKey, type ServiceKey } from './platform/service-key.ts';

export interface House {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly db: Db;
  readonly pool: OpenDatabase['pool'];
  readonly serviceKey: ServiceKey;
  readonly questionSet: QuestionSet;
  readonly network: Network;
  readonly database: {
    readonly startMs: number;
    readonly isFirstStart: boolean;
    readonly isEmbedded: boolean;
    readonly isOwned: boolean;
  };
  close(): Promise<void>;
}

/** What tests give in place of the real thing. */
export interface HouseOverrides {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly network?: Network;
}

const DEFAULT_QUESTION_SET = new URL('../config/question-set.json', import.meta.url);

/** Opens the house: database up and migrated, keys loaded. @throws Error with a message for the person at the terminal. */
export async function openHouse(config: Config, overrides: HouseOverrides = {}): Promise<House> {
  const log = overrides.log ?? openLog(config.logLevel);
  const questionSet = parseQuestionSet(await readFile(config.questionSetFile ?? DEFAULT_QUESTION_SET, 'utf8'));
  const keys = await loadServiceKey(config.serviceKey);
  const network = overrides.network ?? openConfiguredNetwork(config);
  const { connection, server, startMs } = await openServer(config);
  const database = openDatabase({ ...connection, max: 20 }, log);
  let serviceKey: ServiceKey;
  try {
    const count = await migrate(database.pool);
    await migrateJobs(database.pool);
    await grantServiceRoles(database.pool);
    serviceKey = await settleLastingSecret(database.pool, keys);
    if (count > 0) log.info('start.migrated', { count });
  } catch (error) {
    await database.close();
    await server?.stop();
    throw error;
  }
  return {
    config,
    clock: overrides.clock ?? systemClock,
    log,
    db: database.db,
    pool: database.pool,
    serviceKey,
    questionSet,
    network,
    database: {
      startMs,
      isFirstStart: server?.firstStart ?? false,
      isEmbedded: server !== undefined,
      isOwned: server?.pid !== undefined,
    },
    close: async () => {
      await database.close();
      await server?.stop();
    },
  };
}

/** The database's server, without a look at what is in it: the data folder's own, or the one that the settings name. */
export async function openServer(config: Config) {
  const startedAt = performance.now();
  if (config.databaseUrl !== undefined) {
    return { connection: { connectionString: config.databaseUrl }, server: undefined, startMs: 0 };
  }
  const server = await openEmbeddedPostgres({
    folder: path.join(config.dataDir, 'postgres'),
    ...(config.postgresBinFolder === undefined ? {} : { binFolder: config.postgresBinFolder }),
  });
  return { connection: server.connection, server, startMs: performance.now() - startedAt };
}
