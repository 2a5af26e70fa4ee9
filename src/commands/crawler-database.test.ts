import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { openDatabase } from '../platform/db.ts';
import { checkCrawlerDatabase, CRAWL_ROLE, crawlerConnection, requireCrawlerDatabase } from './crawler-database.ts';

const owner = await freshConnection();
const house = openDatabase({ ...owner, max: 2 }, quietLog);
const asCrawler = { ...owner, user: CRAWL_ROLE };
const crawler = new pg.Client(asCrawler);
await crawler.connect();
after(async () => {
  await crawler.end();
  await house.close();
});

type Right = 'select' | 'insert' | 'update' | 'delete';
const ALL: readonly Right[] = ['select', 'insert', 'update', 'delete'];
const KEPT: readonly Right[] = ['select', 'insert', 'update'];

/** What the crawler may do, table by table: everything else is refused. */
const ALLOWED: Readonly<Record<string, readonly Right[]>> = {
  crawl_worker: ALL,
  crawl_url: ALL,
  crawl_robots: ALL,
  media_seen: ALL,
  crawl_host: KEPT,
  crawl_run_host: KEPT,
  crawl_tally: KEPT,
  crawl_reason: KEPT,
  sighting: KEPT,
  crawl_partition: ['select', 'update'],
  crawl_run: ['select', 'update'],
  known_list: ['select'],
  known_entry: ['select'],
  crawl_mandate: ['select'],
  crawl_sample: ['select', 'insert', 'delete'],
  outbox: ['insert'],
};

const { rows: tables } = await sql<{ schema: string; name: string; column: string }>`
  select n.nspname as schema, c.relname as name,
    (select attname from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
      and attidentity = '' and attgenerated = '' order by attnum limit 1) as column
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not like 'pg_%' and n.nspname <> 'information_schema'
  order by 1, 2`.execute(house.db);

/** Tries each right by doing it, with statements that change nothing. */
function statementOf(right: Right, table: string, column: string): string {
  switch (right) {
    case 'select':
      return `select 1 from ${table} limit 0`;
    case 'insert':
      // Where it is allowed, a column that must not be empty refuses it.
      return `insert into ${table} default values`;
    case 'update':
      return `update ${table} set ${column} = ${column} where false`;
    case 'delete':
      return `delete from ${table} where false`;
  }
}

async function isRefused(statement: string): Promise<boolean> {
  try {
    await crawler.query(statement);
    return false;
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === '42501';
  }
}

test("the crawler's role may do exactly what is listed, on every table there is", async () => {
  assert.ok(tables.length > 40, String(tables.length));
  for (const name of Object.keys(ALLOWED))
    assert.ok(
      tables.some((table) => table.name === name),
      name,
    );
  const { rows } = await sql<{ name: string; right: Right }>`
    select c.relname as name, r as right from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) r
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not like 'pg_%' and n.nspname <> 'information_schema'
      and has_schema_privilege(${CRAWL_ROLE}, n.oid, 'usage') and has_table_privilege(${CRAWL_ROLE}, c.oid, r)`.execute(
    house.db,
  );
  const granted = rows.map(({ name, right }) => `${name} ${right}`).sort();
  const listed = Object.entries(ALLOWED).flatMap(([name, rights]) => rights.map((right) => `${name} ${right}`));
  assert.deepEqual(granted, listed.sort());
});

test("each table that the crawler's role is not given refuses it when it tries", async () => {
  for (const { schema, name, column } of tables) {
    const rights = schema === 'public' ? (ALLOWED[name] ?? []) : [];
    for (const right of ALL) {
      const refused = await isRefused(statementOf(right, `${schema}.${name}`, column));
      assert.equal(refused, !rights.includes(right), `${schema}.${name}: ${right}`);
    }
  }
});

test("the crawler's role can tell the house what it saw, and cannot read what others told", async () => {
  await crawler.query(`insert into outbox (event, is_urgent) values ('{"kind": "sighting-made"}', true)`);
  assert.ok(await isRefused('select * from outbox'));
  assert.ok(await isRefused('delete from outbox'));
});

test("the crawler's role can neither take another role nor make anything", async () => {
  for (const statement of [
    `set role ${owner.user}`,
    'create table mine (id int)',
    'create schema mine',
    'create role mine',
    `alter role ${CRAWL_ROLE} superuser`,
    'select grant_to_crawler()',
    `select pg_read_file('/etc/hostname')`,
    `copy (select 1) to program 'true'`,
    `insert into ledger_act (id) values (gen_random_uuid())`,
  ]) {
    assert.ok(await isRefused(statement), statement);
  }
});

test('grant_to_crawler takes back what somebody gave by hand', async () => {
  await house.pool.query(`grant select on tip to ${CRAWL_ROLE}`);
  assert.equal(await isRefused('select 1 from tip'), false);
  await assert.rejects(checkCrawlerDatabase(asCrawler), /can read tips/);
  await house.pool.query('select grant_to_crawler()');
  assert.ok(await isRefused('select 1 from tip'));
});

test('checkCrawlerDatabase accepts the role and says what is missing where it cannot work', async () => {
  await checkCrawlerDatabase(asCrawler);
  await assert.rejects(checkCrawlerDatabase(owner), /sees neither tips nor cases/);
  await assert.rejects(checkCrawlerDatabase({ ...asCrawler, database: 'postgres' }), /start the other services/);
  await assert.rejects(checkCrawlerDatabase({ ...owner, user: 'nobody_known' }), /administrator makes the role/);
  await assert.rejects(checkCrawlerDatabase({ ...asCrawler, host: '/nonexistent' }), /start the other services first/);
});

test('requireCrawlerDatabase asks for the own role where a server of ones own is used', () => {
  const url = 'postgres://fyr@db.example.org/fyr';
  assert.throws(() => requireCrawlerDatabase(readConfig({ DATABASE_URL: url })), ConfigError);
  const own = readConfig({ DATABASE_URL: url, FYR_CRAWL_DATABASE_URL: 'postgres://fyr_crawl@db.example.org/fyr' });
  requireCrawlerDatabase(own);
  assert.deepEqual(crawlerConnection(own), { connectionString: 'postgres://fyr_crawl@db.example.org/fyr' });
  requireCrawlerDatabase(readConfig({}));
  assert.equal(crawlerConnection(readConfig({ FYR_DATA_DIR: '/srv/fyr' })).user, CRAWL_ROLE);
});
