/** The table of feedback: what is wanted, what the source holds, and when it is tried next. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../../platform/db.ts';
import type { ItemId } from '../../terms/ids.ts';
import {
  feedbackStateSchema,
  fingerprintSchema,
  verdictSchema,
  type FeedbackState,
  type Fingerprint,
  type Verdict,
} from './feedback.ts';

/** One fingerprint of one entry of ours. */
export interface FeedbackKey {
  readonly listId: number;
  readonly entryId: number;
  readonly fingerprint: Fingerprint;
}

/** A statement that is to be brought to the source. */
export interface DueFeedback extends FeedbackKey {
  readonly wanted: Verdict;
  readonly category: string | undefined;
  readonly held: Verdict | 'none';
  readonly attempts: number;
}

/** Notes what is wanted from now on. False when that stands already, sent or not. */
export async function upsertWanted(
  tx: Tx,
  { listId, entryId, fingerprint }: FeedbackKey,
  to: { readonly itemId: ItemId; readonly wanted: Verdict; readonly category: string | undefined; readonly at: Date },
): Promise<boolean> {
  const category = to.category ?? null;
  const result = await sql`
    insert into hash_feedback as f (list_id, entry_id, fingerprint, item_id, wanted, category, state, next_at, changed_at)
    values (${listId}, ${entryId}, ${fingerprint}, ${to.itemId}, ${to.wanted}, ${category}, 'waiting', ${to.at}, ${to.at})
    on conflict (list_id, entry_id, fingerprint) do update set item_id = excluded.item_id, wanted = excluded.wanted,
      category = excluded.category, attempts = 0, failure_code = null, next_at = excluded.next_at, changed_at = excluded.changed_at,
      state = case when f.held = excluded.wanted and f.held_category is not distinct from excluded.category then 'settled' else 'waiting' end
    where f.wanted <> excluded.wanted or f.category is distinct from excluded.category`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

const dueSchema = z.object({
  list_id: z.number(),
  entry_id: z.number(),
  fingerprint: fingerprintSchema,
  wanted: verdictSchema,
  category: z.string().nullable(),
  held: z.union([verdictSchema, z.literal('none')]),
  attempts: z.number(),
});

/** Takes what is due for `claimMs`: nobody else takes it meanwhile, and it comes back by itself if this process dies. */
export async function claimDue(db: Db, now: Date, claimMs: number, limit: number): Promise<readonly DueFeedback[]> {
  const { rows } = await sql`update hash_feedback set next_at = ${new Date(now.getTime() + claimMs)}
    where (list_id, entry_id, fingerprint) in (
      select list_id, entry_id, fingerprint from hash_feedback where state = 'waiting' and next_at <= ${now}
      order by next_at limit ${limit} for update skip locked)
    returning list_id, entry_id, fingerprint, wanted, category, held, attempts`.execute(db);
  return rows.map((row) => {
    const { list_id: listId, entry_id: entryId, fingerprint, wanted, category, held, attempts } = dueSchema.parse(row);
    return { listId, entryId, fingerprint, wanted, category: category ?? undefined, held, attempts };
  });
}

const at = ({ listId, entryId, fingerprint }: FeedbackKey) =>
  sql`list_id = ${listId} and entry_id = ${entryId} and fingerprint = ${fingerprint}`;

/** The source holds this of us now. What an analyst has judged otherwise meanwhile goes on waiting. */
export async function noteHeld(
  tx: Tx,
  due: DueFeedback,
  to: { readonly held: Verdict | 'none'; readonly state: 'settled' | 'refused'; readonly code: string | undefined },
): Promise<void> {
  const category = due.category ?? null;
  await sql`update hash_feedback set held = ${to.held}, held_category = ${to.held === 'affirmative' ? category : null},
      attempts = 0, failure_code = ${to.code ?? null},
      state = case when wanted = ${due.wanted} and category is not distinct from ${category} then ${to.state} else 'waiting' end
    where ${at(due)}`.execute(tx);
}

/** It ended otherwise, unless something else is wanted by now. */
export async function noteEnd(
  tx: Tx,
  due: DueFeedback,
  to: { readonly state: 'rehearsed' | 'refused'; readonly code: string },
): Promise<void> {
  await sql`update hash_feedback set state = ${to.state}, failure_code = ${to.code}
    where ${at(due)} and wanted = ${due.wanted} and state = 'waiting'`.execute(tx);
}

/** A try that failed for now. */
export async function noteLater(tx: Tx, due: DueFeedback, code: string, nextAt: Date): Promise<void> {
  await sql`update hash_feedback set attempts = attempts + 1, failure_code = ${code}, next_at = ${nextAt}
    where ${at(due)} and wanted = ${due.wanted} and state = 'waiting'`.execute(tx);
}

/** Lets what was refused, or waits after a failure, be tried now. @returns how many */
export async function retryRows(tx: Tx, now: Date): Promise<number> {
  const result =
    await sql`update hash_feedback set state = 'waiting', attempts = 0, failure_code = null, next_at = ${now}
    where state = 'refused' or (state = 'waiting' and failure_code is not null)`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** How many stand in each state, with the code where there is one: for the console. */
export async function countFeedback(
  db: Db,
): Promise<readonly { readonly state: FeedbackState; readonly code: string | undefined; readonly count: number }[]> {
  const { rows } = await sql<{ state: string; failure_code: string | null; count: number }>`
    select state, failure_code, count(*)::int as count from hash_feedback group by 1, 2 order by 1, 3 desc`.execute(db);
  return rows.map((row) => ({
    state: feedbackStateSchema.parse(row.state),
    code: row.failure_code ?? undefined,
    count: row.count,
  }));
}
