/** One provider's letters, and the cases in which it still has something. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import { caseIdSchema, type CaseId } from '../../terms/ids.ts';
import { answerKindSchema, type AnswerKind } from '../answers/answer.ts';
import { rungSchema, type Rung } from '../takedown/rung.ts';

const letterStateSchema = z.enum(['gathering', 'leaving', 'sent', 'rehearsed', 'bounced', 'refused', 'cancelled']);
/** `bounced`: it was sent, and came back. */
export type LetterState = z.infer<typeof letterStateSchema>;

/** A letter as its history shows it. */
export interface ShownLetter {
  readonly id: string;
  readonly state: LetterState;
  readonly isUrgent: boolean;
  /** When it left; when it is to leave, while it waits. */
  readonly at: Date;
  readonly items: number;
  /** Why it was refused or came back, or could not be handed over the last time. */
  readonly failureCode: string | undefined;
  /** What the provider calls it. */
  readonly ticket: string | undefined;
  /** Each kind of answer once, in the order in which they came. */
  readonly answers: readonly { readonly kind: AnswerKind; readonly count: number }[];
}

/** The newest letters to a provider; those that wait come first. */
export async function listLettersTo(db: Db, providerId: string, limit: number): Promise<readonly ShownLetter[]> {
  const { rows } = await sql<{
    id: string;
    state: string;
    is_urgent: boolean;
    at: Date;
    items: number;
    failure_code: string | null;
    ticket: string | null;
  }>`
    select l.id, l.is_urgent, case when l.state = 'sent' and exists (
        select from notice n where n.letter_id = l.id and n.state = 'bounced') then 'bounced' else l.state end as state,
      coalesce(l.left_at, l.send_at) as at, l.failure_code, l.ticket,
      (select count(*) from notice n where n.letter_id = l.id and (n.state <> 'cancelled' or l.state = 'cancelled')) as items
    from letter l where l.provider_id = ${providerId} order by coalesce(l.left_at, l.send_at) desc, l.id limit ${limit}`.execute(
    db,
  );
  const said = await sql<{ letter_id: string; kind: string; count: number }>`
    select letter_id, kind, count(*) as count from provider_answer
    where letter_id = any(${rows.map((row) => row.id)}::uuid[]) group by 1, 2 order by min(received_at)`.execute(db);
  const answers = Map.groupBy(said.rows, (row) => row.letter_id);
  return rows.map((row) => ({
    id: row.id,
    state: letterStateSchema.parse(row.state),
    isUrgent: row.is_urgent,
    at: row.at,
    items: row.items,
    failureCode: row.failure_code ?? undefined,
    ticket: row.ticket ?? undefined,
    answers: (answers.get(row.id) ?? []).map(({ kind, count }) => ({ kind: answerKindSchema.parse(kind), count })),
  }));
}

/** A case in which a provider is on a ladder that has not ended. */
export interface OpenCase {
  readonly caseId: CaseId;
  readonly number: number;
  readonly items: number;
  readonly isUrgent: boolean;
  readonly rungs: readonly Rung[];
  /** When it was first told of any of them; undefined: not yet. */
  readonly toldAt: Date | undefined;
}

/** The cases that wait longest come first; `more` is how many there are beside those that are listed. */
export async function listOpenCasesOf(
  db: Db,
  providerId: string,
  limit: number,
): Promise<{ readonly cases: readonly OpenCase[]; readonly more: number }> {
  const { rows } = await sql<{
    case_id: string;
    number: number;
    items: number;
    is_urgent: boolean;
    rungs: string[];
    told_at: Date | null;
    all_cases: number;
  }>`
    select t.case_id, c.number, count(*) over () as all_cases, count(*) as items, bool_or(t.is_urgent) as is_urgent,
      array_agg(distinct r.rung) as rungs, min(r.told_at) as told_at
    from takedown_rung r join takedown t on t.id = r.takedown_id join case_file c on c.id = t.case_id
    where r.provider_id = ${providerId} and not r.is_out and t.state <> 'ended'
    group by 1, 2 order by bool_or(t.is_urgent) desc, min(r.told_at) nulls last, c.number limit ${limit}`.execute(db);
  const cases = rows.map((row) => ({
    caseId: caseIdSchema.parse(row.case_id),
    number: row.number,
    items: row.items,
    isUrgent: row.is_urgent,
    rungs: row.rungs.map((rung) => rungSchema.parse(rung)),
    toldAt: row.told_at ?? undefined,
  }));
  return { cases, more: (rows[0]?.all_cases ?? 0) - cases.length };
}
