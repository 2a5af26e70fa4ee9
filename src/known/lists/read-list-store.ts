/** Lists as they are read back: for people, and for matchers in every process. */
import * as z from 'zod';
import { sql, type Statement } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import { staffIdSchema } from '../../terms/ids.ts';
import { listStateSchema, type KnownList } from './known-list.ts';
import { categoryMapSchema, listCategorySchema } from './list-entry.ts';

interface ListRow {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly kind: string;
  readonly format: string;
  readonly state: string;
  readonly category_map: unknown;
  readonly trusted: readonly string[];
  readonly codes: readonly string[];
  readonly entries: number;
  readonly last_number: number;
  readonly change: number;
  readonly proposed_change: number | null;
  readonly created_at: Date;
  readonly proposed_by: string | null;
  readonly proposed_at: Date | null;
  readonly activated_by: string | null;
  readonly activated_at: Date | null;
  readonly withdrawn_at: Date | null;
}

/** All lists, oldest first. */
export async function readLists(db: Db): Promise<readonly KnownList[]> {
  const { rows } = await sql<ListRow>`select * from known_list order by id`.execute(db);
  return rows.map(toList);
}

/** One list; undefined when there is none of this number. */
export const readList = (db: Db, id: number): Promise<KnownList | undefined> =>
  first(db, sql`select * from known_list where id = ${id}`);

/** One list, which nobody else can change until the transaction ends. */
export const lockList = (tx: Tx, id: number): Promise<KnownList | undefined> =>
  first(tx, sql`select * from known_list where id = ${id} for update`);

async function first(db: Db, statement: Statement<ListRow>): Promise<KnownList | undefined> {
  const [row] = (await statement.execute(db)).rows;
  return row === undefined ? undefined : toList(row);
}

function toList(row: ListRow): KnownList {
  const person = (id: string | null) => (id === null ? undefined : staffIdSchema.parse(id));
  return {
    ...{ id: row.id, name: row.name, source: row.source, kind: row.kind === 'feed' ? 'feed' : 'file' },
    ...{ format: row.format, entries: row.entries, change: row.change, lastNumber: row.last_number },
    state: listStateSchema.parse(row.state),
    categoryMap: categoryMapSchema.parse(row.category_map),
    trusted: z.array(listCategorySchema).parse(row.trusted),
    codes: row.codes,
    proposedChange: row.proposed_change ?? undefined,
    createdAt: row.created_at,
    proposedBy: person(row.proposed_by),
    proposedAt: row.proposed_at ?? undefined,
    activatedBy: person(row.activated_by),
    activatedAt: row.activated_at ?? undefined,
    withdrawnAt: row.withdrawn_at ?? undefined,
  };
}
