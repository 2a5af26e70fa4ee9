/**
 * The holds' table. `listHeldCases` is the one question that everything asks that could reach a provider, when it is planned and again at
 * the moment of leaving: a decision, a list's hit, a sighting, a notice that is drafted, a reminder, a letter, a feed.
 */
import { sql } from 'kysely';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import { caseIdSchema, staffIdSchema, type CaseId, type StaffId } from '../terms/ids.ts';

type HoldTable = { case_id: string; set_at: Date; set_by: string | null; released_at: Date | null };
const tables = (db: Db) => db.$extendTables<{ police_hold: HoldTable }>();

/** Those of the cases for which the police ask that no provider be told, as it is committed now. */
export async function listHeldCases(db: Db, caseIds: readonly CaseId[]): Promise<ReadonlySet<CaseId>> {
  const { rows } = await sql<{ case_id: string }>`${KEEP}
    select case_id from police_hold where case_id = any(${[...new Set(caseIds)]}::uuid[]) and released_at is null`.execute(
    db,
  );
  return new Set(rows.map((row) => caseIdSchema.parse(row.case_id)));
}

/** The same of one case. */
export const isOnHold = async (db: Db, caseId: CaseId): Promise<boolean> =>
  (await listHeldCases(db, [caseId])).has(caseId);

/** A hold that stands. */
export interface Hold {
  readonly setAt: Date;
  readonly setBy: StaffId | undefined;
}

/** The hold of a case, with who set it when; undefined while none stands. */
export async function readHold(db: Db, caseId: CaseId): Promise<Hold | undefined> {
  const row = await tables(db)
    .selectFrom('police_hold')
    .select(['set_at', 'set_by'])
    .where('case_id', '=', caseId)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { setAt: row.set_at, setBy: row.set_by === null ? undefined : staffIdSchema.parse(row.set_by) };
}

/** Sets a hold (again). */
export async function upsertHold(tx: Tx, caseId: CaseId, staffId: StaffId, at: Date): Promise<void> {
  await tables(tx)
    .insertInto('police_hold')
    .values({ case_id: caseId, set_at: at, set_by: staffId, released_at: null })
    .onConflict((conflict) =>
      conflict.column('case_id').doUpdateSet({ set_at: at, set_by: staffId, released_at: null }),
    )
    .execute();
}

/** Releases a hold; false when none stood. */
export async function endHold(tx: Tx, caseId: CaseId, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('police_hold')
    .set({ released_at: at })
    .where('case_id', '=', caseId)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
