import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { openDatabase } from '../platform/db.ts';
import { grantServiceRoles } from '../platform/role-store.ts';
import { checkCrawlerDatabase, CRAWL_ROLE } from './crawl-role-store.ts';

const owner = await freshConnection();
const house = openDatabase({ ...owner, max: 2 }, quietLog);
const asCrawler = { ...owner, user: CRAWL_ROLE };
const crawler = new pg.Client(asCrawler);
await crawler.connect();
after(async () => {
  await crawler.end();
  await house.close();
});

async function isRefused(statement: string): Promise<boolean> {
  try {
    await crawler.query(statement);
    return false;
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === '42501';
  }
}

test("the crawler's role can tell the house what it saw, and cannot read what others told", async () => {
  await crawler.query(`insert into outbox (event, is_urgent) values ('{"kind": "sighting-made"}', true)`);
  assert.ok(await isRefused('select * from outbox'));
  assert.ok(await isRefused('delete from outbox'));
});

test('checkCrawlerDatabase refuses a role that somebody let read tips', async () => {
  await house.pool.query(`grant select on tip to ${CRAWL_ROLE}`);
  await assert.rejects(checkCrawlerDatabase(asCrawler), /can read tips/);
  await grantServiceRoles(house.pool);
  assert.ok(await isRefused('select 1 from tip'));
});

test('checkCrawlerDatabase accepts the role and says what is missing where it cannot work', async () => {
  await checkCrawlerDatabase(asCrawler);
  await assert.rejects(checkCrawlerDatabase(owner), /sees neither tips nor cases/);
  await assert.rejects(checkCrawlerDatabase({ ...asCrawler, database: 'postgres' }), /no tables of Fyr yet/);
  await assert.rejects(checkCrawlerDatabase({ ...owner, user: 'nobody_known' }), /administrator makes the role/);
  await assert.rejects(checkCrawlerDatabase({ ...asCrawler, host: '/nonexistent' }), /start the other services first/);
});
