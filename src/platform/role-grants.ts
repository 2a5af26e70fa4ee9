/** What each role holds by the list in `roles.ts`, and the statements that give it just that. Pure. */
import { FUNCTIONS, GRANTS, RIGHTS, SEQUENCES, type Grant, type Right, type ServiceRole } from './roles.ts';

/** A role's right on one table: on whole rows, or on these columns. */
export interface TableGrant {
  /** With its schema where that is not `public`. */
  readonly table: string;
  readonly right: Right;
  readonly columns: 'all' | readonly string[];
}

const LETTERS: Readonly<Record<Right, string>> = { select: 's', insert: 'i', update: 'u', delete: 'd' };

const columnsOf = (grant: Grant, right: Right): 'all' | readonly string[] | undefined =>
  typeof grant === 'string' ? (grant.includes(LETTERS[right]) ? 'all' : undefined) : grant[right];

const isNameOf = (name: string, role: ServiceRole): boolean => role === `fyr_${name}`;

/** All that a role is granted. */
export function grantsOf(role: ServiceRole): readonly TableGrant[] {
  return Object.entries(GRANTS).flatMap(([table, row]) =>
    Object.entries(row)
      .filter(([name]) => isNameOf(name, role))
      .flatMap(([, grant]) =>
        RIGHTS.flatMap((right) => {
          const columns = columnsOf(grant, right);
          return columns === undefined ? [] : [{ table, right, columns }];
        }),
      ),
  );
}

/** The sequences that a role may take a number of. */
export const sequencesOf = (role: ServiceRole): readonly string[] =>
  Object.entries(SEQUENCES).flatMap(([sequence, names]) =>
    names.some((name) => isNameOf(name, role)) ? [sequence] : [],
  );

/** The functions that a role may call, with the types of what they take. */
export const functionsOf = (role: ServiceRole): readonly string[] =>
  Object.entries(FUNCTIONS).flatMap(([signature, names]) =>
    names.some((name) => isNameOf(name, role)) ? [signature] : [],
  );

/** graphile-worker shows the rows of its tables to their owner alone, until a policy says otherwise. */
export const guardedTablesOf = (role: ServiceRole): readonly string[] => [
  ...new Set(grantsOf(role).flatMap(({ table }) => (table.includes('._private_') ? [table] : []))),
];

/** The policies that let roles see rows of such tables; each bears its role's name. */
const GUARDED = Object.keys(GRANTS).filter((table) => table.includes('._private_'));

const SCHEMAS = ['public', 'graphile_worker'];

/** The statements that give a role what is listed and take the rest away. Names come from this file alone. */
export function grantStatements(role: ServiceRole): readonly string[] {
  const grants = grantsOf(role);
  const whole = RIGHTS.flatMap((right) => {
    const tables = grants.filter((grant) => grant.right === right && grant.columns === 'all').map(({ table }) => table);
    return tables.length === 0 ? [] : [`grant ${right} on ${tables.join(', ')} to ${role}`];
  });
  const parts = grants.flatMap(({ table, right, columns }) =>
    columns === 'all' ? [] : [`grant ${right} (${columns.join(', ')}) on ${table} to ${role}`],
  );
  return [
    ...SCHEMAS.map((schema) => `revoke all on all tables in schema ${schema} from ${role}`),
    `revoke all on all sequences in schema public from ${role}`,
    `revoke all on all functions in schema public from ${role}`,
    ...(grants.some(({ table }) => table.startsWith('graphile_worker.'))
      ? [`grant usage on schema graphile_worker to ${role}`]
      : [`revoke all on schema graphile_worker from ${role}`]),
    ...whole,
    ...parts,
    ...GUARDED.map((table) => `drop policy if exists ${role} on ${table}`),
    ...guardedTablesOf(role).map(
      (table) => `create policy ${role} on ${table} to ${role} using (true) with check (true)`,
    ),
    ...sequencesOf(role).map((sequence) => `grant usage on sequence ${sequence} to ${role}`),
    ...functionsOf(role).map((signature) => `grant execute on function ${signature} to ${role}`),
  ];
}
