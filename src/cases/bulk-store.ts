/** The table of what is done with several cases at once. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../platform/db.ts';
import { caseIdSchema, staffIdSchema, type StaffId } from '../terms/ids.ts';
import { bulkStateSchema, choiceOf, readBulkWish, type BulkAct } from './bulk.ts';

const rowSchema = z
  .object({
    id: z.uuid(),
    staff_id: staffIdSchema,
    kind: z.string(),
    choice: z.string().nullable(),
    case_ids: z.array(caseIdSchema),
    due_at: z.date(),
    state: bulkStateSchema,
  })
  .transform((row): BulkAct => {
    const wish = readBulkWish(row.kind, row.choice ?? undefined);
    if (wish === undefined) throw new RangeError(`The bulk act ${row.id} has a choice that does not fit its kind.`);
    return { id: row.id, staffId: row.staff_id, wish, caseIds: row.case_ids, dueAt: row.due_at, state: row.state };
  });

/** Keeps one. */
export async function insertBulkAct(tx: Tx, act: Omit<BulkAct, 'state'>, now: Date): Promise<void> {
  await sql`insert into bulk_act (id, staff_id, kind, choice, case_ids, made_at, due_at, state)
    values (${act.id}, ${act.staffId}, ${act.wish.kind}, ${choiceOf(act.wish) ?? null}, ${[...act.caseIds]}::uuid[],
      ${now}, ${act.dueAt}, 'waiting')`.execute(tx);
}

/** One of them, locked until the transaction ends. */
export async function lockBulkAct(tx: Tx, id: string): Promise<BulkAct | undefined> {
  const { rows } = await sql`select id, staff_id, kind, choice, case_ids, due_at, state from bulk_act
    where id::text = ${id} for update`.execute(tx);
  return rows.map((row) => rowSchema.parse(row))[0];
}

/** What this person has asked for and is not done yet, the next first. */
export async function listWaitingBulkActs(db: Db, staffId: StaffId): Promise<readonly BulkAct[]> {
  const { rows } = await sql`select id, staff_id, kind, choice, case_ids, due_at, state from bulk_act
    where staff_id = ${staffId} and state = 'waiting' order by due_at`.execute(db);
  return z.array(rowSchema).parse(rows);
}

/** Ends one; `done`: with how many of its cases. */
export async function endBulkAct(tx: Tx, id: string, end: { readonly done: number } | 'undone'): Promise<void> {
  const [state, done] = end === 'undone' ? ['undone', null] : ['done', end.done];
  await sql`update bulk_act set state = ${state}, done = ${done} where id = ${id}`.execute(tx);
}
