/** Where the crawler finds the database: with a role of its own, which sees neither tips nor cases. */
import pg from 'pg';
import { describeDatabaseProblem } from '../platform/service-database.ts';

/** The crawler's role (src/platform/roles.ts). */
export const CRAWL_ROLE = 'fyr_crawl';

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
    throw new Error(`The crawler cannot use its database: ${describeDatabaseProblem(error, CRAWL_ROLE)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
