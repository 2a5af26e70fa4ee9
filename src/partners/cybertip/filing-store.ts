/** The table of filings. Each change after `beginTry` names its try: one that is no longer the newest changes nothing. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import { dispatchIdSchema, type DispatchId } from '../../terms/ids.ts';

const filingStateSchema = z.enum(['empty', 'open', 'finishing', 'landed']);

/** How far a report has come; `reportId` is NCMEC's number of what is open there or has landed. */
export interface Filing {
  readonly try: number;
  readonly state: z.infer<typeof filingStateSchema>;
  readonly reportId: string | undefined;
}

type Row = { try: number; state: string; report_id: string | null };
const toFiling = (row: Row): Filing => ({
  try: row.try,
  state: filingStateSchema.parse(row.state),
  reportId: row.report_id ?? undefined,
});

/** Begins a try: every earlier one is out of date from now on. What it left behind is in the answer. */
export async function beginTry(db: Db, id: DispatchId, now: Date): Promise<Filing> {
  const { rows } = await sql<Row>`
    insert into cybertip_filing as f (dispatch_id, try, state, changed_at) values (${id}, 1, 'empty', ${now})
    on conflict (dispatch_id) do update set try = f.try + 1 returning try, state, report_id`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('A filing that was written is not there.');
  return toFiling(row);
}

/** Moves a filing on. False when its try is not the newest any more. */
export async function moveFiling(
  db: Db,
  id: DispatchId,
  tryNumber: number,
  to: { readonly state: Filing['state']; readonly reportId: string | undefined; readonly at: Date },
): Promise<boolean> {
  const result =
    await sql`update cybertip_filing set state = ${to.state}, report_id = ${to.reportId ?? null}, changed_at = ${to.at}
    where dispatch_id = ${id} and try = ${tryNumber}`.execute(db);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Filings with a report that is open on the other side since before `until`, the oldest first. */
export async function listOpenFilings(
  db: Db,
  until: Date,
  limit: number,
): Promise<readonly (Filing & { readonly dispatchId: DispatchId })[]> {
  const { rows } = await sql<
    Row & { dispatch_id: string }
  >`select dispatch_id, try, state, report_id from cybertip_filing
    where state in ('open', 'finishing') and changed_at < ${until} order by changed_at limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...toFiling(row), dispatchId: dispatchIdSchema.parse(row.dispatch_id) }));
}
