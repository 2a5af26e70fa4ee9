/** The snapshots of what is published: of each kind by itself. */
import { sql, type Generated, type Selectable } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import type { Snapshot, SnapshotKind } from './snapshot.ts';

type SnapshotTable = {
  id: Generated<number>;
  kind: string;
  year: number | null;
  state: string;
  content: unknown;
  revision: Generated<number>;
  prepared_by: string;
  prepared_at: Date;
  changed_by: string | null;
  published_by: string | null;
  published_at: Date | null;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
};
const tables = (db: Db) => db.$extendTables<{ public_figures: SnapshotTable }>();

/** The constraint that holds it to one snapshot that waits: of the figures, and of each year's report. */
export const ONE_PREPARED = 'public_figures_prepared_key';

/** Who takes a step, and when. */
export interface Step {
  readonly by: StaffId;
  readonly at: Date;
}

/** A snapshot on the site. */
export interface Published<Content> {
  readonly id: number;
  readonly content: Content;
}

/** What the public sees: the newest that is published; of a kind with years the newest of each, the last year first. */
export async function listPublished<Content>(
  db: Db,
  kind: SnapshotKind<Content>,
): Promise<readonly Published<Content>[]> {
  const { rows } = await sql<{ id: number; content: unknown }>`${KEEP}
    select distinct on (year) id, content from public_figures
    where kind = ${kind.code} and state = 'published' order by year desc, id desc`.execute(db);
  return rows.map(({ id, content }) => ({ id, content: kind.schema.parse(content) }));
}

/** The newest snapshots of a kind, newest first. */
export async function listSnapshots<Content>(
  db: Db,
  kind: SnapshotKind<Content>,
): Promise<readonly Snapshot<Content>[]> {
  const rows = await ofKind(db, kind).orderBy('id', 'desc').limit(24).execute();
  return rows.map((row) => toSnapshot(kind, row));
}

/** One snapshot; undefined when there is none of this number and kind. */
export async function readSnapshot<Content>(
  db: Db,
  kind: SnapshotKind<Content>,
  id: number,
): Promise<Snapshot<Content> | undefined> {
  const row = await ofKind(db, kind).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toSnapshot(kind, row);
}

/** Locks a snapshot until the transaction ends; undefined when there is none of this number and kind. */
export async function lockSnapshot<Content>(
  tx: Tx,
  kind: SnapshotKind<Content>,
  id: number,
): Promise<Snapshot<Content> | undefined> {
  const row = await ofKind(tx, kind).where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : toSnapshot(kind, row);
}

const ofKind = (db: Db, { code }: { readonly code: string }) =>
  tables(db).selectFrom('public_figures').selectAll().where('kind', '=', code);

/** Writes a snapshot and gives its number. @throws a unique violation of `ONE_PREPARED` */
export async function insertSnapshot<Content>(
  tx: Tx,
  kind: SnapshotKind<Content>,
  content: Content,
  { by, at }: Step,
): Promise<number> {
  const row = await tables(tx)
    .insertInto('public_figures')
    .values({
      ...{ kind: kind.code, year: kind.yearOf(content), state: 'prepared', content: JSON.stringify(content) },
      ...{ prepared_by: by, prepared_at: at },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Notes a step, with who took it. */
export async function updateSnapshotState(
  tx: Tx,
  id: number,
  state: 'published' | 'withdrawn',
  { by, at }: Step,
): Promise<void> {
  const steps = {
    published: { published_by: by, published_at: at },
    withdrawn: { withdrawn_by: by, withdrawn_at: at },
  };
  await tables(tx)
    .updateTable('public_figures')
    .set({ state, ...steps[state] })
    .where('id', '=', id)
    .execute();
}

/** Puts changed words in place of those before: the next revision. */
export async function updateSnapshotContent<Content>(
  tx: Tx,
  snapshot: Pick<Snapshot<Content>, 'id' | 'revision'>,
  content: Content,
  by: StaffId,
): Promise<void> {
  await tables(tx)
    .updateTable('public_figures')
    .set({ content: JSON.stringify(content), revision: snapshot.revision + 1, changed_by: by })
    .where('id', '=', snapshot.id)
    .execute();
}

const stateSchema = z.enum(['prepared', 'published', 'withdrawn']);
const staffIdOf = (text: string | null): StaffId | undefined => (text === null ? undefined : staffIdSchema.parse(text));

function toSnapshot<Content>(kind: SnapshotKind<Content>, row: Selectable<SnapshotTable>): Snapshot<Content> {
  return {
    id: row.id,
    state: stateSchema.parse(row.state),
    content: kind.schema.parse(row.content),
    revision: row.revision,
    preparedBy: staffIdSchema.parse(row.prepared_by),
    preparedAt: row.prepared_at,
    changedBy: staffIdOf(row.changed_by),
    publishedBy: staffIdOf(row.published_by),
    publishedAt: row.published_at ?? undefined,
  };
}
