/** The table of kept ways to look at the queue. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../platform/db.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';

/** A lane with filters, under a name; `query` as in the queue's address. */
export interface QueueView {
  readonly id: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly query: string;
  readonly isShared: boolean;
}

const rowSchema = z
  .object({ id: z.uuid(), staff_id: staffIdSchema, name: z.string(), query: z.string(), is_shared: z.boolean() })
  .transform(({ staff_id: staffId, is_shared: isShared, ...row }): QueueView => ({ ...row, staffId, isShared }));

/** A person's own and everybody's shared ones, by name. */
export async function listQueueViews(db: Db, staffId: StaffId): Promise<readonly QueueView[]> {
  const { rows } = await sql`select id, staff_id, name, query, is_shared from queue_view
    where staff_id = ${staffId} or is_shared order by lower(name), created_at`.execute(db);
  return z.array(rowSchema).parse(rows);
}

/** Keeps one. */
export async function insertQueueView(tx: Tx, view: Omit<QueueView, 'id'>, now: Date): Promise<void> {
  await sql`insert into queue_view (id, staff_id, name, query, is_shared, created_at)
    values (${randomUUID()}, ${view.staffId}, ${view.name}, ${view.query}, ${view.isShared}, ${now})`.execute(tx);
}

/** Forgets one that this person keeps; false when they have none with this id. */
export async function deleteQueueView(tx: Tx, id: string, staffId: StaffId): Promise<boolean> {
  const { numAffectedRows } =
    await sql`delete from queue_view where id::text = ${id} and staff_id = ${staffId}`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
