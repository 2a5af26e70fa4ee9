/** Whether a service can work with the database that it was given, and why not, in words for the person at the terminal. */
import type pg from 'pg';
import { verifySchema } from './migrate.ts';
import type { ServiceRole } from './roles.ts';

const GRANTS = '"npm run fyr -- migrate" with the owner\'s DATABASE_URL';

const problemOf = (code: string, role: ServiceRole): string | undefined => {
  switch (code) {
    case '42P01':
      return `it has no tables of Fyr yet: run ${GRANTS}, or start the other services of this version first.`;
    case '42501':
      return `${role} may not read what it needs there: ${GRANTS} grants it.`;
    case '28000':
    case '28P01':
      return `the server lets no ${role} in with this address: an administrator makes the role and its password (docs/operating.md).`;
    case '3D000':
      return 'the server has no database of this name.';
    case '53300':
      return 'the server has no connection left: "npm run fyr -- doctor" tells how many Fyr may open (docs/operating.md).';
    case 'ENOENT':
      return 'no database runs for this data folder: start the other services first.';
    case 'ECONNREFUSED':
      return 'nothing answers there: start the database server, or the other services, first.';
    default:
      return undefined;
  }
};

/**
 * Looks once: the role gets in, is not one that could do everything, and finds the schema that this version works with. Changes nothing.
 * @throws Error that says what is missing, and what to do
 */
export async function verifyServiceDatabase(pool: pg.Pool, role: ServiceRole): Promise<void> {
  try {
    const { rows } = await pool.query<{ name: string; isOwner: boolean }>(
      `select session_user as name, pg_has_role(session_user, relowner, 'usage') as "isOwner"
       from pg_class where oid = 'migration'::regclass`,
    );
    const [found] = rows;
    if (found?.isOwner === true)
      throw new Error(
        `its address lets it in as ${found.name}, who owns Fyr's tables. A service takes the role that was made for it (docs/operating.md).`,
      );
    await verifySchema(pool);
  } catch (error) {
    throw new Error(`${role} cannot use its database: ${describeDatabaseProblem(error, role)}`);
  }
}

/** Resolves when the database answers. @throws the database's error */
export async function answersAtAll(pool: pg.Pool): Promise<void> {
  await pool.query('select 1');
}

/** The problem in one sentence; `error` is what connecting, looking at the schema or the first query threw. */
export function describeDatabaseProblem(error: unknown, role: ServiceRole): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = problemOf(code, role);
  if (known !== undefined) return known;
  return error instanceof Error && code === '' ? error.message : `it answered ${code}.`;
}
