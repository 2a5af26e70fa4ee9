/** The versions of the routing table. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';
import { SHIPPED_TABLE } from './shipped-table.ts';
import { routingRowSchema, tableHash, type RoutingRow, type RoutingTable } from './table.ts';
import { tableStateSchema, type TableVersion, type TriedVersion } from './table-version.ts';
import { trialSchema, type Trial } from './trial.ts';

interface TableRow {
  readonly version: number;
  readonly state: string;
  readonly based_on: number;
  readonly revision: number;
  readonly rows: unknown;
  readonly hash: string;
  readonly reason: string;
  readonly editors: readonly string[];
  readonly begun_at: Date;
  readonly tried_hash: string | null;
  readonly tried_by: string | null;
  readonly tried_at: Date | null;
  readonly released_by: string | null;
  readonly released_at: Date | null;
  readonly withdrawn_by: string | null;
  readonly withdrawn_at: Date | null;
}

/** All but the trial's result. */
const COLUMNS =
  sql.raw(`version, state, based_on, revision, rows, hash, reason, editors, begun_at, tried_hash, tried_by, tried_at,
  released_by, released_at, withdrawn_by, withdrawn_at`);

/** The constraint that holds it to one draft at a time. */
export const ONE_DRAFT = 'routing_table_draft_key';
const TABLE_LOCK = 0x66790240;

/** Steps of the table come one after the other. */
export async function lockTables(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TABLE_LOCK})`.execute(tx);
}

/** What decides now: the newest release, or the shipped table. Asked for each case: one row by its key. */
export async function readTableInUse(db: Db): Promise<RoutingTable> {
  const { rows } = await sql<Pick<TableRow, 'version' | 'rows'>>`${KEEP}
    select version, rows from routing_table where state = 'released' order by version desc limit 1`.execute(db);
  return rows[0] === undefined ? SHIPPED_TABLE : { version: rows[0].version, ...readRows(rows[0].rows) };
}

/** The tables of certain versions, for their rows' words; 0 is always among them. */
export async function readTables(db: Db, versions: readonly number[]): Promise<ReadonlyMap<number, RoutingTable>> {
  const tables = new Map([[0, SHIPPED_TABLE]]);
  const wanted = [...new Set(versions.filter((version) => version > 0))];
  if (wanted.length === 0) return tables;
  const { rows } = await sql<Pick<TableRow, 'version' | 'rows'>>`
    select version, rows from routing_table where version = any(${wanted}::int[])`.execute(db);
  for (const { version, rows: content } of rows) tables.set(version, { version, ...readRows(content) });
  return tables;
}

/** One version with its trial; undefined when there is none of this number. */
export async function readTableVersion(db: Db, version: number): Promise<TriedVersion | undefined> {
  const { rows } = await sql<TableRow & { trial: unknown }>`
    select ${COLUMNS}, trial from routing_table where version = ${version}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  return { ...toVersion(row), trial: row.trial === null ? undefined : trialSchema.parse(row.trial) };
}

/** All versions, newest first. */
export async function listTableVersions(db: Db): Promise<readonly TableVersion[]> {
  const { rows } = await sql<TableRow>`select ${COLUMNS} from routing_table order by version desc`.execute(db);
  return rows.map(toVersion);
}

/** Begins a draft and gives its number. @throws a unique violation of `ONE_DRAFT` */
export async function insertTableDraft(
  tx: Tx,
  draft: { readonly rows: readonly RoutingRow[]; readonly basedOn: number; readonly by: StaffId; readonly at: Date },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into routing_table (state, based_on, rows, hash, editors, begun_at)
    values ('draft', ${draft.basedOn}, ${JSON.stringify(draft.rows)}::jsonb, ${tableHash(draft.rows)},
      array[${draft.by}::uuid], ${draft.at}) returning version`.execute(tx);
  return z.tuple([z.object({ version: z.number() })]).parse(rows)[0].version;
}

/** Writes a draft's new content. Whoever writes becomes one of its editors. */
export async function updateTableDraft(
  tx: Tx,
  change: {
    readonly version: number;
    readonly rows: readonly RoutingRow[];
    readonly reason: string;
    readonly by: StaffId;
  },
): Promise<void> {
  await sql`
    update routing_table set rows = ${JSON.stringify(change.rows)}::jsonb, hash = ${tableHash(change.rows)},
      reason = ${change.reason}, revision = revision + 1,
      editors = case when ${change.by}::uuid = any(editors) then editors else editors || ${change.by}::uuid end
    where version = ${change.version} and state = 'draft'`.execute(tx);
}

/** Notes what came of trying a draft as it is. */
export async function updateTrial(
  tx: Tx,
  trial: { readonly version: number; readonly by: StaffId; readonly at: Date; readonly result: Trial },
): Promise<void> {
  await sql`
    update routing_table set tried_hash = hash, tried_by = ${trial.by}, tried_at = ${trial.at},
      trial = ${JSON.stringify(trial.result)}::jsonb
    where version = ${trial.version} and state = 'draft'`.execute(tx);
}

/** Notes a step, with who took it. */
export async function updateTableState(
  tx: Tx,
  version: number,
  to: { readonly state: 'released' | 'withdrawn'; readonly by: StaffId; readonly at: Date },
): Promise<void> {
  const column = (end: 'by' | 'at') => sql.ref(`${to.state}_${end}`);
  await sql`update routing_table set state = ${to.state}, ${column('by')} = ${to.by}, ${column('at')} = ${to.at}
    where version = ${version}`.execute(tx);
}

/** A table that this Fyr cannot read has no rows, and says so: nothing is sent by it. */
function readRows(content: unknown): Pick<RoutingTable, 'rows' | 'isUnreadable'> {
  const read = z.array(routingRowSchema).safeParse(content);
  return read.success ? { rows: read.data } : { rows: [], isUnreadable: true };
}

function toVersion(row: TableRow): TableVersion {
  const step = (by: string | null, at: Date | null) =>
    by === null || at === null ? undefined : { by: staffIdSchema.parse(by), at };
  const tried = step(row.tried_by, row.tried_at);
  return {
    ...{ version: row.version, basedOn: row.based_on, revision: row.revision, hash: row.hash, reason: row.reason },
    state: tableStateSchema.parse(row.state),
    ...readRows(row.rows),
    editors: row.editors.map((id) => staffIdSchema.parse(id)),
    begunAt: row.begun_at,
    tried: tried === undefined ? undefined : { ...tried, isOfThis: row.tried_hash === row.hash },
    released: step(row.released_by, row.released_at),
    withdrawn: step(row.withdrawn_by, row.withdrawn_at),
  };
}
