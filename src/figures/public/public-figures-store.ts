/** The snapshots of the public figures. */
import { sql, type Generated, type Selectable } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import { publicFiguresSchema, type FiguresSnapshot, type PublicFigures } from './public-figures.ts';

type SnapshotTable = {
  id: Generated<number>;
  state: string;
  content: unknown;
  prepared_by: string;
  prepared_at: Date;
  published_by: string | null;
  published_at: Date | null;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
};
const tables = (db: Db) => db.$extendTables<{ public_figures: SnapshotTable }>();

/** The constraint that holds it to one snapshot that waits. */
export const ONE_PREPARED = 'public_figures_prepared_key';

/** What the public sees; undefined while nothing is published. */
export async function readPublished(db: Db): Promise<PublicFigures | undefined> {
  const { rows } = await sql<{ content: unknown }>`${KEEP}
    select content from public_figures where state = 'published' order by id desc limit 1`.execute(db);
  return rows[0] === undefined ? undefined : publicFiguresSchema.parse(rows[0].content);
}

/** The newest snapshots, newest first. */
export async function listSnapshots(db: Db): Promise<readonly FiguresSnapshot[]> {
  const rows = await tables(db).selectFrom('public_figures').selectAll().orderBy('id', 'desc').limit(24).execute();
  return rows.map(toSnapshot);
}

/** Locks a snapshot until the transaction ends; undefined when there is none of this number. */
export async function lockSnapshot(tx: Tx, id: number): Promise<FiguresSnapshot | undefined> {
  const row = await tables(tx)
    .selectFrom('public_figures')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : toSnapshot(row);
}

/** Writes a snapshot and gives its number. @throws a unique violation of `ONE_PREPARED` */
export async function insertSnapshot(tx: Tx, content: PublicFigures, by: StaffId, at: Date): Promise<number> {
  const row = await tables(tx)
    .insertInto('public_figures')
    .values({ state: 'prepared', content: JSON.stringify(content), prepared_by: by, prepared_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Notes a step, with who took it. */
export async function updateSnapshot(
  tx: Tx,
  id: number,
  to: { readonly state: 'published' | 'withdrawn'; readonly by: StaffId; readonly at: Date },
): Promise<void> {
  const steps = {
    published: { published_by: to.by, published_at: to.at },
    withdrawn: { withdrawn_by: to.by, withdrawn_at: to.at },
  };
  await tables(tx)
    .updateTable('public_figures')
    .set({ state: to.state, ...steps[to.state] })
    .where('id', '=', id)
    .execute();
}

const stateSchema = z.enum(['prepared', 'published', 'withdrawn']);

function toSnapshot(row: Selectable<SnapshotTable>): FiguresSnapshot {
  return {
    id: row.id,
    state: stateSchema.parse(row.state),
    content: publicFiguresSchema.parse(row.content),
    preparedBy: staffIdSchema.parse(row.prepared_by),
    preparedAt: row.prepared_at,
    publishedBy: row.published_by === null ? undefined : staffIdSchema.parse(row.published_by),
    publishedAt: row.published_at ?? undefined,
  };
}
