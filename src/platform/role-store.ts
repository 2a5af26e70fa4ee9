/** Makes the services' roles in the database and grants them what `roles.ts` lists. */
import pg from 'pg';
import { functionsOf, grantsOf, grantStatements, guardedTablesOf, sequencesOf } from './role-grants.ts';
import { SERVICE_ROLES, type ServiceRole } from './roles.ts';

/** What became of the roles: those that are there, and those that somebody with the right to make roles has to make. */
export interface RoleReport {
  readonly present: readonly ServiceRole[];
  readonly missing: readonly ServiceRole[];
  /** Of those present, which held something else than what is listed until now. */
  readonly changed: readonly ServiceRole[];
}

/** One process grants at a time. */
const GRANT_LOCK = 0x66797203;
const INSUFFICIENT_PRIVILEGE = '42501';
/** duplicate_object; unique_violation, when two make it in the same moment. */
const IS_THERE: readonly (string | undefined)[] = ['42710', '23505'];

/**
 * Makes the roles that are missing, where this database's owner may, and sees to it that each holds exactly what is listed: what
 * somebody granted by hand is taken back. To be called by the owner, after all migrations.
 */
export async function grantServiceRoles(pool: pg.Pool): Promise<RoleReport> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [GRANT_LOCK]);
    const present = await presentRoles(client);
    const held = await readHeld(client, present);
    const changed = present.filter((role) => (held.get(role) ?? []).join() !== listedOf(role).join());
    for (const role of changed) await client.query(grantStatements(role).join(';\n'));
    await client.query('commit');
    return { present, missing: SERVICE_ROLES.filter((role) => !present.includes(role)), changed };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** `table column right`, or `table * right`, sorted. */
const listedOf = (role: ServiceRole): readonly string[] =>
  [
    ...grantsOf(role).flatMap(({ table, right, columns }) =>
      (columns === 'all' ? ['*'] : columns).map((column) => `${withSchema(table)} ${column} ${right}`),
    ),
    ...guardedTablesOf(role).map((table) => `${table} * policy`),
    ...sequencesOf(role).map((sequence) => `${withSchema(sequence)} * usage`),
    ...functionsOf(role).map((signature) => `public.${signature} * execute`),
  ].sort();

const withSchema = (table: string): string => (table.includes('.') ? table : `public.${table}`);

/** What the roles hold in this database's catalogue, written as `listedOf` does. */
async function readHeld(
  client: pg.PoolClient,
  roles: readonly ServiceRole[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ role: string; held: readonly string[] }>(
    `with held as (
       select c.relnamespace, c.relname, '*' as attname, a.grantee, a.privilege_type
       from pg_class c cross join aclexplode(c.relacl) a where c.relacl is not null and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
       union all
       select c.relnamespace, c.relname, t.attname, a.grantee, a.privilege_type
       from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attacl is not null cross join aclexplode(t.attacl) a
       union all
       select p.pronamespace, p.proname || '(' || oidvectortypes(p.proargtypes) || ')', '*', a.grantee, a.privilege_type
       from pg_proc p cross join aclexplode(p.proacl) a where p.pronamespace = 'public'::regnamespace
       union all
       select c.relnamespace, c.relname, '*', r.oid, 'policy'
       from pg_policy p join pg_class c on c.oid = p.polrelid join pg_roles r on r.rolname = p.polname
     )
     select r.rolname as role,
       array_agg(n.nspname || '.' || relname || ' ' || attname || ' ' || lower(privilege_type)) as held
     from held join pg_namespace n on n.oid = relnamespace join pg_roles r on r.oid = grantee
     where r.rolname = any($1) group by 1`,
    [[...roles]],
  );
  return new Map(rows.map(({ role, held }) => [role, [...held].sort()]));
}

async function presentRoles(client: pg.PoolClient): Promise<readonly ServiceRole[]> {
  const { rows } = await client.query<{ name: string }>(
    'select rolname as name from pg_roles where rolname = any($1)',
    [[...SERVICE_ROLES]],
  );
  const there = new Set(rows.map(({ name }) => name));
  const present: ServiceRole[] = [];
  for (const role of SERVICE_ROLES) if (there.has(role) || (await makeRole(client, role))) present.push(role);
  return present;
}

/** Roles belong to the server: another of its databases may make the same one in this moment. @returns whether it is there now */
async function makeRole(client: pg.PoolClient, role: ServiceRole): Promise<boolean> {
  await client.query('savepoint making');
  try {
    await client.query(`create role ${role} login`);
    await client.query('release savepoint making');
    return true;
  } catch (error) {
    await client.query('rollback to savepoint making');
    if (!(error instanceof pg.DatabaseError)) throw error;
    if (error.code === INSUFFICIENT_PRIVILEGE) return false;
    if (IS_THERE.includes(error.code)) return true;
    throw error;
  }
}
