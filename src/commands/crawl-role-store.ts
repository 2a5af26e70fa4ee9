/** Where the crawler finds the database: with a role of its own, which sees neither tips nor cases. */
import path from 'node:path';
import pg from 'pg';
import { ConfigError, type Config } from '../platform/config.ts';
import { embeddedConnection } from '../platform/embedded-postgres.ts';

/** The crawler's role (src/platform/roles.ts). */
export const CRAWL_ROLE = 'fyr_crawl';

/** @throws ConfigError when a server of one's own is used and nothing says how the crawler gets in there */
export function requireCrawlerDatabase(config: Config): void {
  if (config.databaseUrl === undefined || config.roleUrls.fyr_crawl !== undefined) return;
  throw new ConfigError(
    'DATABASE_URL is set and FYR_CRAWL_DATABASE_URL is not: the crawler connects with a role of its own (docs/operating.md).\n' +
      'Set it, or start without the crawler: --services=web,jobs,recheck,check',
  );
}

/** What a pool of the crawler's connects with. */
export function crawlerConnection(config: Config): pg.PoolConfig {
  const url = config.roleUrls.fyr_crawl;
  if (url !== undefined) return { connectionString: url };
  return embeddedConnection(path.join(config.dataDir, 'postgres'), CRAWL_ROLE);
}

const PROBLEMS: Readonly<Record<string, string>> = {
  '42P01': 'the database has no tables for the crawler yet: start the other services of this version first.',
  '42501': `the role may not read what the crawler needs: "npm run fyr -- roles" grants it.`,
  '28000': `the database lets no ${CRAWL_ROLE} in: an administrator makes the role (docs/operating.md).`,
  '28P01': 'the password is not right.',
  ENOENT: 'no database runs for this data folder: start the other services first.',
  ECONNREFUSED: 'nothing answers there: start the other services, or the database server, first.',
};

/**
 * Looks once whether the crawler can work there, and only as its own role.
 * @throws Error that says what is missing
 */
export async function checkCrawlerDatabase(connection: pg.PoolConfig): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1 from crawl_run limit 1');
    const { rows } = await client.query<{ sees: boolean }>(`select has_table_privilege('tip', 'select') as sees`);
    if (rows[0]?.sees === true)
      throw new Error('the role there can read tips. The crawler takes a role that sees neither tips nor cases.');
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
    const problem = PROBLEMS[code] ?? (error instanceof Error && code === '' ? error.message : `it answered ${code}.`);
    throw new Error(`The crawler cannot use its database: ${problem}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
