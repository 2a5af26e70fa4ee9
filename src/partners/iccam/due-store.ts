/** What waits for ICCAM, without asking it. */
import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { dispatchIdSchema, type DispatchId } from '../../terms/ids.ts';
import { LIST_NAMES } from './iccam-client.ts';

const MOST = 500;

/** Dispatches that ICCAM took and that the book of reports does not have yet, the oldest first, with the number that ICCAM gave. */
export async function listSentWithoutReport(
  db: Db,
): Promise<readonly { readonly dispatchId: DispatchId; readonly reportId: number }[]> {
  const { rows } = await sql<{ id: string; reference: string }>`
    select d.id, d.reference from dispatch d
    where d.destination = 'iccam' and d.state = 'sent' and d.reference ~ '^[1-9][0-9]{0,15}$'
      and not exists (select from iccam_report r where r.dispatch_id = d.id)
      and not exists (select from iccam_report r where r.report_id::text = d.reference and r.dispatch_id is not null)
    order by d.ended_at limit ${MOST}`.execute(db);
  return rows.map((row) => ({ dispatchId: dispatchIdSchema.parse(row.id), reportId: Number(row.reference) }));
}

/** Whether a list, a report of ours or a content is due, and no worker has it. */
export async function isAnythingDue(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ is_due: boolean }>`select
      (select count(*) from iccam_list) < ${LIST_NAMES.length}
      or exists (select from iccam_list where due_at <= ${now} and (claimed_until is null or claimed_until <= ${now}))
      or exists (select from iccam_content where due_at <= ${now} and (claimed_until is null or claimed_until <= ${now}))
      or exists (select from iccam_report where due_at <= ${now} and (claimed_until is null or claimed_until <= ${now}))
    as is_due`.execute(db);
  return rows[0]?.is_due === true;
}
