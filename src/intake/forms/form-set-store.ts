/** The versions of the public forms. */
import { sql, type Generated, type Selectable } from 'kysely';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import { formSetSchema, type FormSet } from './form-set.ts';
import { formStateSchema, type FormVersion } from './form-version.ts';

type FormTable = {
  version: Generated<number>;
  state: string;
  based_on: number;
  revision: Generated<number>;
  content: unknown;
  reason: Generated<string>;
  editors: string[];
  begun_at: Date;
  proposed_by: string | null;
  proposed_at: Date | null;
  released_by: string | null;
  released_at: Date | null;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
};
const tables = (db: Db) => db.$extendTables<{ public_form: FormTable }>();

/** The constraint that holds it to one draft or proposal at a time. */
export const ONE_OPEN = 'public_form_open_key';
const FORM_LOCK = 0x66790170;

/** Steps of the forms come one after the other. */
export async function lockForms(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${FORM_LOCK})`.execute(tx);
}

/** The number of the version that the public meets; 0: the shipped forms. Asked often: one index-sized table. */
export async function readFormsInUse(db: Db): Promise<number> {
  const { rows } = await sql<{ version: number | null }>`${KEEP}
    select max(version) as version from public_form where state = 'released'`.execute(db);
  return rows[0]?.version ?? 0;
}

/** One version; undefined when there is none of this number. */
export async function readFormVersion(db: Db, version: number): Promise<FormVersion | undefined> {
  const row = await tables(db).selectFrom('public_form').selectAll().where('version', '=', version).executeTakeFirst();
  return row === undefined ? undefined : toVersion(row);
}

/** The draft or proposal; undefined when nobody works on the forms. */
export async function readOpenForms(db: Db): Promise<FormVersion | undefined> {
  const row = await tables(db)
    .selectFrom('public_form')
    .selectAll()
    .where('state', 'in', ['draft', 'proposed'])
    .executeTakeFirst();
  return row === undefined ? undefined : toVersion(row);
}

/** All versions, newest first. */
export async function listFormVersions(db: Db): Promise<readonly FormVersion[]> {
  const rows = await tables(db).selectFrom('public_form').selectAll().orderBy('version', 'desc').execute();
  return rows.map(toVersion);
}

/** Begins a draft and gives its number. @throws a unique violation of `ONE_OPEN` */
export async function insertDraft(
  tx: Tx,
  draft: { readonly set: FormSet; readonly basedOn: number; readonly by: StaffId; readonly at: Date },
): Promise<number> {
  const row = await tables(tx)
    .insertInto('public_form')
    .values({
      ...{ state: 'draft', based_on: draft.basedOn, content: JSON.stringify(draft.set) },
      ...{ editors: [draft.by], begun_at: draft.at },
    })
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Writes a draft's new content; false when `revision` is not its newest any more. */
export async function updateDraft(
  tx: Tx,
  change: { readonly version: number; readonly revision: number; readonly set: FormSet; readonly by: StaffId },
): Promise<boolean> {
  const result = await sql`
    update public_form set content = ${JSON.stringify(change.set)}::jsonb, revision = revision + 1,
      editors = case when ${change.by}::uuid = any(editors) then editors else editors || ${change.by}::uuid end
    where version = ${change.version} and revision = ${change.revision} and state = 'draft'`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Notes a step, with who took it. Proposing makes its proposer one of the editors. */
export async function updateFormState(
  tx: Tx,
  version: number,
  to: { readonly by: StaffId; readonly at: Date } & (
    { readonly state: 'proposed'; readonly reason: string } | { readonly state: 'draft' | 'released' | 'withdrawn' }
  ),
): Promise<void> {
  const steps = {
    draft: { proposed_by: null, proposed_at: null },
    proposed: { proposed_by: to.by, proposed_at: to.at },
    released: { released_by: to.by, released_at: to.at },
    withdrawn: { withdrawn_by: to.by, withdrawn_at: to.at },
  };
  await tables(tx)
    .updateTable('public_form')
    .set({
      ...{ state: to.state, ...steps[to.state] },
      ...(to.state === 'proposed' ? { reason: to.reason, editors: withEditor(to.by) } : {}),
    })
    .where('version', '=', version)
    .execute();
}

const withEditor = (by: StaffId) =>
  sql<string[]>`case when ${by}::uuid = any(editors) then editors else editors || ${by}::uuid end`;

function toVersion(row: Selectable<FormTable>): FormVersion {
  const step = (by: string | null, at: Date | null) =>
    by === null || at === null ? undefined : { by: staffIdSchema.parse(by), at };
  return {
    ...{ version: row.version, basedOn: row.based_on, revision: row.revision, reason: row.reason },
    state: formStateSchema.parse(row.state),
    set: formSetSchema.parse(row.content),
    editors: row.editors.map((id) => staffIdSchema.parse(id)),
    begunAt: row.begun_at,
    proposed: step(row.proposed_by, row.proposed_at),
    released: step(row.released_by, row.released_at),
    withdrawn: step(row.withdrawn_by, row.withdrawn_at),
  };
}
