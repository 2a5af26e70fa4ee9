/** The table of cases that somebody has passed over. Nobody is told who or how often. */
import { sql } from 'kysely';
import type { Tx } from '../platform/db.ts';
import type { CaseId, StaffId } from '../terms/ids.ts';

/** This case is not offered to this person again. */
export async function insertSkip(tx: Tx, caseId: CaseId, staffId: StaffId): Promise<void> {
  await sql`insert into case_skip (case_id, staff_id) values (${caseId}, ${staffId}) on conflict do nothing`.execute(
    tx,
  );
}
