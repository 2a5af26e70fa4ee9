/** The cases' tables for many cases at once: what follows from events that arrive by the hundred. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import { caseAnswersSchema, type CaseAnswers } from '../terms/answers.ts';
import { caseIdSchema, itemIdSchema, tipIdSchema, type CaseId, type ItemId, type TipId } from '../terms/ids.ts';
import { closeReasonSchema, itemOutcomeSchema, type CloseReason, type ItemOutcome } from '../terms/outcomes.ts';
import { caseStateSchema, itemStateSchema, type CaseState, type ItemState } from './case.ts';

/** How a case stands, without what only its own screen needs. */
export interface CaseStand {
  readonly id: CaseId;
  readonly state: CaseState;
  readonly isUrgent: boolean;
  readonly closeReason: CloseReason | undefined;
  readonly answers: CaseAnswers;
}

interface CaseRow {
  readonly id: string;
  readonly state: string;
  readonly is_urgent: boolean;
  readonly close_reason: string | null;
  readonly case_facts: unknown;
}

const toStand = (row: CaseRow): CaseStand => ({
  id: caseIdSchema.parse(row.id),
  state: caseStateSchema.parse(row.state),
  isUrgent: row.is_urgent,
  closeReason: row.close_reason === null ? undefined : closeReasonSchema.parse(row.close_reason),
  answers: caseAnswersSchema.parse(row.case_facts),
});

/** How these cases stand, by id; one that is not there is not in the map. */
export async function readCaseStands(db: Db, ids: readonly CaseId[]): Promise<ReadonlyMap<CaseId, CaseStand>> {
  const { rows } = await sql<CaseRow>`${KEEP}
    select id, state, is_urgent, close_reason, case_facts from case_file where id = any(${[...ids]}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(toStand).map((stand) => [stand.id, stand]));
}

/** The same, locked until the transaction ends, in the order of their ids: writers never wait for each other in a ring. */
export async function lockCases(tx: Tx, ids: readonly CaseId[]): Promise<readonly CaseStand[]> {
  const { rows } = await sql<CaseRow>`${KEEP}
    select id, state, is_urgent, close_reason, case_facts from case_file where id = any(${[...ids]}::uuid[])
    order by id for update`.execute(tx);
  return rows.map(toStand);
}

/** One item of a case, without its address. */
export interface ItemInCase {
  readonly id: ItemId;
  readonly caseId: CaseId;
  readonly state: ItemState;
  readonly outcome: ItemOutcome | undefined;
}

/** All items of these cases. */
export async function listItemsInCases(db: Db, caseIds: readonly CaseId[]): Promise<readonly ItemInCase[]> {
  const { rows } = await sql<{ id: string; case_id: string; state: string; outcome: string | null }>`${KEEP}
    select id, case_id, state, outcome from item where case_id = any(${[...caseIds]}::uuid[])`.execute(db);
  return rows.map((row) => ({
    id: itemIdSchema.parse(row.id),
    caseId: caseIdSchema.parse(row.case_id),
    state: itemStateSchema.parse(row.state),
    outcome: row.outcome === null ? undefined : itemOutcomeSchema.parse(row.outcome),
  }));
}

/** The tips of these cases, each with its case. */
export async function listTipsOfCases(
  db: Db,
  caseIds: readonly CaseId[],
): Promise<readonly { readonly caseId: CaseId; readonly tipId: TipId }[]> {
  const { rows } = await sql<{ case_id: string; tip_id: string }>`${KEEP}
    select case_id, tip_id from case_tip where case_id = any(${[...caseIds]}::uuid[]) order by tip_id`.execute(db);
  return rows.map((row) => ({ caseId: caseIdSchema.parse(row.case_id), tipId: tipIdSchema.parse(row.tip_id) }));
}

/** Closes these cases, each for its reason. */
export async function updateClosed(
  tx: Tx,
  closings: readonly { readonly id: CaseId; readonly reason: CloseReason }[],
  now: Date,
): Promise<void> {
  if (closings.length === 0) return;
  await sql`${KEEP}
    update case_file c set state = 'closed', closed_at = ${now}, close_reason = t.reason
    from unnest(${closings.map(({ id }) => id)}::uuid[], ${closings.map(({ reason }) => reason)}::text[]) as t (id, reason)
    where c.id = t.id`.execute(tx);
}

const goneRowSchema = z.object({ id: itemIdSchema, case_id: caseIdSchema, was_gone: z.boolean() });

/** Marks these items gone. @returns each that is there, with its case, and whether it was marked before */
export async function updateGone(
  tx: Tx,
  ids: readonly ItemId[],
): Promise<readonly { readonly id: ItemId; readonly caseId: CaseId; readonly wasGone: boolean }[]> {
  const { rows } = await sql`${KEEP}
    with mine as (select id, state from item where id = any(${[...ids]}::uuid[]) order by id for update)
    update item i set state = 'gone' from mine where i.id = mine.id
    returning i.id, i.case_id, mine.state = 'gone' as was_gone`.execute(tx);
  return z
    .array(goneRowSchema)
    .parse(rows)
    .map((row) => ({ id: row.id, caseId: row.case_id, wasGone: row.was_gone }));
}
