/** The lists' own rows. Whoever writes entries holds the list's row lock: changes of one list are in one order. */
import { sql, type Generated } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { z } from 'zod';
import { announceChange } from './change-store.ts';
import type { CategoryMap, ListCategory } from './list-entry.ts';
import type { KnownList, ListState } from './known-list.ts';

type ListTable = {
  id: Generated<number>;
  name: string;
  source: string;
  kind: string;
  format: string;
  state: string;
  category_map: string;
  trusted: string[];
  codes: Generated<string[]>;
  entries: Generated<number>;
  last_number: Generated<number>;
  change: Generated<number>;
  proposed_change: number | null;
  created_at: Date;
  proposed_by: string | null;
  proposed_at: Date | null;
  activated_by: string | null;
  activated_at: Date | null;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
};
type ImportTable = {
  list_id: number;
  file_digest: Buffer;
  settings: Buffer;
  done_rows: Generated<number>;
  rejected_bytes: Generated<number>;
  counts: Generated<string>;
  started_at: Date;
  ended_at: Date | null;
};
const tables = (db: Db) => db.$extendTables<{ known_list: ListTable; known_import: ImportTable }>();

/** Makes an empty draft and gives its number. */
export async function insertList(
  tx: Tx,
  list: Pick<KnownList, 'name' | 'source' | 'kind' | 'format' | 'createdAt'> & {
    readonly categoryMap: CategoryMap;
    readonly trusted: readonly ListCategory[];
  },
): Promise<number> {
  const row = await tables(tx)
    .insertInto('known_list')
    .values({
      ...{ name: list.name, source: list.source, kind: list.kind, format: list.format, state: 'draft' },
      category_map: JSON.stringify(list.categoryMap),
      trusted: [...list.trusted],
      created_at: list.createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Notes what entries were written under the lock, and tells matchers once the transaction commits. */
export async function updateCounts(
  tx: Tx,
  id: number,
  to: Pick<KnownList, 'entries' | 'lastNumber' | 'change' | 'codes' | 'state'>,
): Promise<void> {
  await tables(tx)
    .updateTable('known_list')
    .set({ entries: to.entries, last_number: to.lastNumber, change: to.change, codes: [...to.codes], state: to.state })
    .where('id', '=', id)
    .execute();
  await announceChange(tx, id);
}

/** Notes a step of the state machine, with who took it. */
export async function updateState(
  tx: Tx,
  list: KnownList,
  to: { readonly state: Exclude<ListState, 'draft'>; readonly by: StaffId; readonly at: Date },
): Promise<void> {
  const steps = {
    proposed: { proposed_by: to.by, proposed_at: to.at, proposed_change: list.change },
    active: { activated_by: to.by, activated_at: to.at },
    withdrawn: { withdrawn_by: to.by, withdrawn_at: to.at },
  };
  await tables(tx)
    .updateTable('known_list')
    .set({ state: to.state, ...steps[to.state] })
    .where('id', '=', list.id)
    .execute();
  await announceChange(tx, list.id);
}

/** An import of one file, as far as it is durable. */
export interface ImportRecord {
  readonly listId: number;
  readonly settings: Buffer;
  readonly doneRows: number;
  readonly rejectedBytes: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly endedAt: Date | undefined;
}

/** Imports of a file (by its digest) into lists that are not withdrawn, newest first. */
export async function findImports(db: Db, fileDigest: Buffer): Promise<readonly ImportRecord[]> {
  const rows = await tables(db)
    .selectFrom('known_import')
    .innerJoin('known_list', 'known_list.id', 'known_import.list_id')
    .selectAll('known_import')
    .where('known_import.file_digest', '=', fileDigest)
    .where('known_list.state', '!=', 'withdrawn')
    .orderBy('known_import.list_id', 'desc')
    .execute();
  return rows.map((row) => ({
    listId: row.list_id,
    settings: row.settings,
    doneRows: row.done_rows,
    rejectedBytes: row.rejected_bytes,
    counts: countsSchema.parse(row.counts),
    endedAt: row.ended_at ?? undefined,
  }));
}

const countsSchema = z.record(z.string(), z.number());

/** This transaction is durable only with a later one that waits for the disk. */
export async function commitWithoutWaiting(tx: Tx): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
}

/** Notes that a file's import begins. */
export async function insertImport(
  tx: Tx,
  begun: { readonly listId: number; readonly fileDigest: Buffer; readonly settings: Buffer; readonly at: Date },
): Promise<void> {
  await tables(tx)
    .insertInto('known_import')
    .values({
      ...{ list_id: begun.listId, file_digest: begun.fileDigest, settings: begun.settings },
      ...{ started_at: begun.at, ended_at: null },
    })
    .execute();
}

/** Notes how far a file's import has come, in the transaction of its rows. */
export async function updateImport(
  tx: Tx,
  listId: number,
  fileDigest: Buffer,
  to: Omit<ImportRecord, 'listId' | 'settings'>,
): Promise<void> {
  await tables(tx)
    .updateTable('known_import')
    .set({
      ...{ done_rows: to.doneRows, rejected_bytes: to.rejectedBytes, counts: JSON.stringify(to.counts) },
      ended_at: to.endedAt ?? null,
    })
    .where('list_id', '=', listId)
    .where('file_digest', '=', fileDigest)
    .execute();
}

/** Whether a file of this list has not been read to its end. */
export async function hasOpenImport(db: Db, listId: number): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('known_import')
    .select('list_id')
    .where('list_id', '=', listId)
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
