import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pg from 'pg';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { openDatabase } from './db.ts';
import { grantsOf } from './role-grants.ts';
import { grantServiceRoles } from './role-store.ts';
import { GRANTS, RIGHTS, SERVICE_ROLES, type Right, type ServiceRole } from './roles.ts';

const owner = await freshConnection();
const house = openDatabase({ ...owner, max: 2 }, quietLog);
after(() => house.close());

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isView: boolean;
}

/** Every table and view there is, with the columns that can be written. */
async function listTables(): Promise<readonly Table[]> {
  const { rows } = await house.pool.query<Table>(
    `select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name,
       (select array_agg(attname::text order by attnum) from pg_attribute where attrelid = c.oid and attnum > 0
         and not attisdropped and attidentity = '' and attgenerated = '') as columns, c.relkind = 'v' as "isView"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`,
  );
  return rows;
}

/**
 * Does all of it as the role, with statements that change nothing, and says which are refused. Where one is allowed, a column that must not
 * be empty may refuse it: that is no lack of a right. One trip to the server for all, so that thousands take a second.
 */
async function refusedOf(client: pg.Client, statements: readonly string[]): Promise<ReadonlySet<string>> {
  await client.query(`select set_config('fyr.tries', $1, false)`, [JSON.stringify(statements)]);
  await client.query(
    `do $$
     declare
       statement text;
       refused jsonb := '[]';
     begin
       for statement in select jsonb_array_elements_text(current_setting('fyr.tries')::jsonb) loop
         begin
           execute statement;
         exception
           when insufficient_privilege then refused := refused || to_jsonb(statement);
           when others then null;
         end;
       end loop;
       perform set_config('fyr.refused', refused::text, false);
     end $$`,
  );
  const { rows } = await client.query<{ refused: string[] }>(`select current_setting('fyr.refused')::jsonb as refused`);
  return new Set(rows[0]?.refused);
}

async function isRefused(client: pg.Client, statement: string): Promise<boolean> {
  return (await refusedOf(client, [statement])).size === 1;
}

function statementOf(right: Right, table: string, column: string): string {
  switch (right) {
    case 'select':
      return `select ${column} from ${table} limit 0`;
    case 'insert':
      return `insert into ${table} default values`;
    case 'update':
      return `update ${table} set ${column} = default where false`;
    case 'delete':
      return `delete from ${table} where false`;
  }
}

async function withRole<T>(role: ServiceRole, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...owner, user: role });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test('GRANTS has a row for every table in the database, and for no other: a new table needs one', async () => {
  assert.deepEqual(
    Object.keys(GRANTS).sort(),
    (await listTables()).map(({ name }) => name).sort(),
    'src/platform/roles.ts says who may do what on each table; an empty row gives it to the owner alone',
  );
});

for (const role of SERVICE_ROLES)
  test(`${role} may do what is listed, column by column, and is refused everything else on every table when it tries`, async () => {
    const tables = await listTables();
    assert.ok(tables.length > 100, String(tables.length));
    const tries = tables.flatMap((table) => triesOf(table, role));
    const refused = await withRole(role, (client) =>
      refusedOf(
        client,
        tries.map(({ statement }) => statement),
      ),
    );
    assert.deepEqual(
      tries.filter(({ statement, isAllowed }) => refused.has(statement) === isAllowed),
      [],
    );
  });

/** Each right on a table, and on each of its columns where the role has the right on some. */
function triesOf({ name, columns, isView }: Table, role: ServiceRole) {
  const granted = grantsOf(role).filter(({ table }) => table === name);
  // A view that is made of several tables refuses to be written before it looks who asks.
  return (isView ? (['select'] as const) : RIGHTS).flatMap((right) => {
    const allowed = granted.find((grant) => grant.right === right)?.columns;
    const tried = allowed === undefined || allowed === 'all' ? columns.slice(0, 1) : columns;
    return tried.map((column) => ({
      statement: statementOf(right, name, column),
      isAllowed: allowed === 'all' || allowed?.includes(column) === true,
    }));
  });
}

test('no role takes another, makes anything, changes the server, stops the ledger being append-only, or reads its files', async () => {
  for (const role of SERVICE_ROLES)
    await withRole(role, async (client) => {
      for (const statement of [
        ...[`set role ${owner.user}`, 'create table mine (id int)', 'create schema mine', 'create role mine'],
        ...[
          `alter role ${role} superuser`,
          `copy (select 1) to program 'true'`,
          `select pg_read_file('/etc/hostname')`,
        ],
        ...['alter table ledger_entry disable trigger all', 'truncate ledger_entry', 'drop table tip'],
        ...[`set session_replication_role = 'replica'`, 'create policy mine on partner_setting using (true)'],
      ])
        assert.ok(await isRefused(client, statement), `${role}: ${statement}`);
    });
});

test('a function that does what only the owner may is called by those who are listed, and by nobody else', async () => {
  for (const role of SERVICE_ROLES)
    await withRole(role, async (client) => {
      // Null is no table's name: whoever may call is told so.
      const refused = await refusedOf(client, [`select scrub_table(null)`, 'select end_old_log()']);
      assert.deepEqual(refused.size, role === 'fyr_erase' ? 0 : 2, role);
    });
  const { rows } = await house.pool.query<{ name: string }>(
    `select oidvectortypes(proargtypes) as types, proname as name from pg_proc
     where pronamespace = 'public'::regnamespace and prosecdef and prorettype <> 'trigger'::regtype
       and has_function_privilege('public', oid, 'execute')`,
  );
  assert.deepEqual(rows, [], 'a function with the owner rights is nobody’s until roles.ts says whose');
});

test('grantServiceRoles takes back what somebody granted by hand, and then has nothing to do', async () => {
  await house.pool.query('grant select on tip to fyr_crawl; grant update (name) on staff to fyr_site');
  await house.pool.query('grant execute on function end_old_log() to fyr_check');
  await house.pool.query('revoke select on item from fyr_recheck');
  assert.deepEqual((await grantServiceRoles(house.pool)).changed, [
    ...['fyr_site', 'fyr_recheck', 'fyr_check', 'fyr_crawl'],
  ]);
  await withRole('fyr_crawl', async (client) => assert.ok(await isRefused(client, 'select 1 from tip')));
  assert.deepEqual(await grantServiceRoles(house.pool), { present: SERVICE_ROLES, missing: [], changed: [] });
});

test("the site sees the police's settings alone, and changes none", async () => {
  await house.pool.query(
    `insert into partner_setting (partner, mode, shrouded_values, changed_at) values ('police', 'test', '', now()), ('iccam', 'test', '', now())`,
  );
  await withRole('fyr_site', async (client) => {
    const { rows } = await client.query<{ partner: string }>('select partner from partner_setting');
    assert.deepEqual(rows, [{ partner: 'police' }]);
  });
  await withRole('fyr_jobs', async (client) => {
    const { rows } = await client.query<{ partner: string }>('select partner from partner_setting order by 1');
    assert.deepEqual(rows, [{ partner: 'iccam' }, { partner: 'police' }]);
  });
});
