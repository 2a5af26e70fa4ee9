import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { dayOf } from '../known/check/quota.ts';
import { takeUnits } from '../known/check/api-key-store.ts';
import { KeyRing } from '../known/check/key-ring.ts';
import { createApiKey } from '../known/door.ts';
import { openMatcher } from '../known/lists/matcher/open-matcher.ts';
import { readFindableIds, readFindableVideos } from '../known/video/known-video-store.ts';
import { openDatabase, transact } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { CHECK_ROLE } from './own-role.ts';

const owner = await freshConnection();
const house = openDatabase({ ...owner, max: 2 }, quietLog);
const check = openDatabase({ ...owner, user: CHECK_ROLE, max: 3 }, quietLog);
after(async () => {
  await check.close();
  await house.close();
});
const now = new Date('2026-11-24T10:00:00Z');

type Right = 'select' | 'insert' | 'update' | 'delete';
const ALLOWED: Readonly<Record<string, readonly Right[]>> = {
  known_list: ['select'],
  known_entry: ['select'],
  known_video: ['select'],
  check_key: ['select'],
  check_key_day: ['select', 'insert', 'update'],
};

async function isRefused(statement: string): Promise<boolean> {
  try {
    await check.pool.query(statement);
    return false;
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === '42501';
  }
}

test('the check API does all its work with its own role: keys, quotas, lists and videos', async () => {
  const { id, secret } = await transact(house.db, (tx) => createApiKey(tx, { name: 'Example platform', now }));
  const ring = new KeyRing(check.db, 'check');
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  assert.equal((await ring.find(authorization, now))?.id, id);
  const take = { keyId: id, day: dayOf(now), quota: 10, wanted: 7 };
  assert.equal(await transact(check.db, (tx) => takeUnits(tx, take)), 7);
  assert.equal(await transact(check.db, (tx) => takeUnits(tx, take)), 3);
  const serviceKey = serviceKeyFrom(Buffer.alloc(32, 9));
  const matcher = await openMatcher({ db: check.db, pool: check.pool, serviceKey, log: quietLog });
  await matcher.close();
  assert.deepEqual([await readFindableIds(check.db), await readFindableVideos(check.db)], [[], []]);
});

test("the check API's role may do exactly what is listed, on every table there is, and is refused the rest when it tries", async () => {
  const { rows } = await house.pool.query<{ schema: string; name: string; column: string }>(
    `select n.nspname as schema, c.relname as name,
       (select attname from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
         and attidentity = '' and attgenerated = '' order by attnum limit 1) as column
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in ('public', 'graphile_worker')`,
  );
  assert.ok(rows.length > 40, String(rows.length));
  for (const { schema, name, column } of rows) {
    const table = `${schema}.${name}`;
    const tries: Readonly<Record<Right, string>> = {
      select: `select 1 from ${table} limit 0`,
      insert: `insert into ${table} default values`,
      update: `update ${table} set ${column} = ${column} where false`,
      delete: `delete from ${table} where false`,
    };
    const rights = schema === 'public' ? (ALLOWED[name] ?? []) : [];
    for (const right of ['select', 'insert', 'update', 'delete'] as const)
      assert.equal(await isRefused(tries[right]), !rights.includes(right), `${table}: ${right}`);
  }
});

test("the check API's role takes no other role, makes nothing and changes nothing of the server", async () => {
  for (const statement of [
    ...[`set role ${owner.user}`, 'create table mine (id int)', `alter role ${CHECK_ROLE} superuser`],
    ...['select grant_to_check()', `copy (select 1) to program 'true'`, `select pg_read_file('/etc/hostname')`],
  ])
    assert.ok(await isRefused(statement), statement);
});
