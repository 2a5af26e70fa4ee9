/** Dispatches that have not left: those that a try has failed for, and those that nobody has tried for long. */
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import { dispatchIdSchema, type DispatchId } from '../terms/ids.ts';
import type { Dispatch } from './dispatch.ts';
import { toDispatch, type DispatchRow } from './dispatch-store.ts';

/** A dispatch that has been tried in vain. */
export interface WaitingDispatch extends Dispatch {
  readonly triedAt: Date | undefined;
}

/** What has been tried and has not got through, the oldest first; `total` counts all of them. */
export async function listWaiting(
  db: Db,
  limit: number,
): Promise<{ readonly total: number; readonly oldest: readonly WaitingDispatch[] }> {
  const { rows } = await sql<DispatchRow & { tried_at: Date | null; total: number }>`
    select *, count(*) over ()::int as total from dispatch where state = 'planned' and failure_code is not null
    order by planned_at, id limit ${limit}`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    oldest: rows.map((row) => ({ ...toDispatch(row), triedAt: row.tried_at ?? undefined })),
  };
}

/** Takes up to `limit` that nobody has tried since `before`: they count as tried now, so that no other process takes them too. */
export async function claimStalled(tx: Tx, before: Date, now: Date, limit: number): Promise<readonly DispatchId[]> {
  const { rows } = await sql<{ id: string }>`
    with stalled as (
      select id from dispatch where state = 'planned' and coalesce(tried_at, planned_at) < ${before}
      order by coalesce(tried_at, planned_at) limit ${limit} for update skip locked
    )
    update dispatch d set tried_at = ${now} from stalled where d.id = stalled.id returning d.id`.execute(tx);
  return rows.map((row) => dispatchIdSchema.parse(row.id));
}

/** Takes all that were tried in vain, and not since `before`. @returns which */
export async function claimFailed(tx: Tx, before: Date, now: Date): Promise<readonly DispatchId[]> {
  const { rows } = await sql<{ id: string }>`
    with failed as (
      select id from dispatch where state = 'planned' and failure_code is not null and coalesce(tried_at, planned_at) < ${before}
      order by id for update skip locked
    )
    update dispatch d set tried_at = ${now} from failed where d.id = failed.id returning d.id`.execute(tx);
  return rows.map((row) => dispatchIdSchema.parse(row.id));
}
