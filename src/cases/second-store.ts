/** The table of second opinions. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../platform/db.ts';
import { itemAnswersSchema, type ItemAnswers } from '../terms/answers.ts';
import { caseIdSchema, itemIdSchema, staffIdSchema, type CaseId, type ItemId, type StaffId } from '../terms/ids.ts';
import { itemOutcomeSchema, type ItemOutcome } from '../terms/outcomes.ts';
import { secondStateOf, type SecondBecause, type SecondState } from './second-opinion.ts';

/** An item's second opinion with what both have said; the second only once it is there. */
export interface SecondOpinion {
  readonly itemId: ItemId;
  readonly caseId: CaseId;
  readonly state: SecondState;
  readonly askedAt: Date;
  readonly first: Said;
  readonly second: Said | undefined;
}

/** What somebody has said of an item. */
export interface Said {
  readonly staffId: StaffId;
  readonly answers: ItemAnswers;
  readonly outcome: ItemOutcome;
}

const saidSchema = z
  .object({ staff_id: staffIdSchema, answers: itemAnswersSchema, outcome: itemOutcomeSchema })
  .transform(({ staff_id: staffId, ...said }): Said => ({ staffId, ...said }));

const rowSchema = z
  .object({
    item_id: itemIdSchema,
    case_id: caseIdSchema,
    asked_at: z.date(),
    agrees: z.boolean().nullable(),
    is_settled: z.boolean(),
    first: saidSchema,
    second: saidSchema.nullable(),
  })
  .transform((row): SecondOpinion => ({
    itemId: row.item_id,
    caseId: row.case_id,
    state: secondStateOf({ agrees: row.agrees ?? undefined, isSettled: row.is_settled }),
    askedAt: row.asked_at,
    first: row.first,
    second: row.second ?? undefined,
  }));

const SELECTED = sql`s.item_id, i.case_id, s.asked_at, s.agrees, s.settled_id is not null as is_settled,
  json_build_object('staff_id', a.staff_id, 'answers', a.answers, 'outcome', a.outcome) as first,
  case when b.id is not null then json_build_object('staff_id', b.staff_id, 'answers', b.answers, 'outcome', b.outcome) end as second
  from second_opinion s join item i on i.id = s.item_id and i.round = s.round
  join assessment a on a.id = s.first_id left join assessment b on b.id = s.second_id`;

/** The second opinions of a case's items in their present rounds, by item. */
export async function listSeconds(db: Db, caseId: CaseId): Promise<ReadonlyMap<ItemId, SecondOpinion>> {
  const { rows } = await sql`select ${SELECTED} where i.case_id = ${caseId}`.execute(db);
  return new Map(rows.map((row) => rowSchema.parse(row)).map((second) => [second.itemId, second]));
}

/** An item's second opinion in its present round. */
export async function readSecond(db: Db, itemId: ItemId): Promise<SecondOpinion | undefined> {
  const { rows } = await sql`select ${SELECTED} where i.id = ${itemId}`.execute(db);
  return rows.map((row) => rowSchema.parse(row))[0];
}

/** Holds off whoever else wants to say something of this item now. */
export async function lockItem(tx: Tx, itemId: ItemId): Promise<void> {
  await sql`select 1 from item where id = ${itemId} for update`.execute(tx);
}

/** Asks for one in the item's present round, or puts the first person's newest assessment in place of their earlier one. */
export async function upsertFirst(
  tx: Tx,
  itemId: ItemId,
  firstId: string,
  because: SecondBecause,
  now: Date,
): Promise<void> {
  await sql`insert into second_opinion (item_id, round, because, asked_at, first_id)
    select id, round, ${because}, ${now}::timestamptz, ${firstId}::uuid from item where id = ${itemId}
    on conflict (item_id, round) do update set first_id = excluded.first_id where second_opinion.second_id is null`.execute(
    tx,
  );
}

/** Nobody need give one: the first person has changed their mind. */
export async function deleteWaiting(tx: Tx, itemId: ItemId): Promise<void> {
  await sql`delete from second_opinion s using item i
    where s.item_id = ${itemId} and i.id = s.item_id and i.round = s.round and s.second_id is null`.execute(tx);
}

/** Notes the second assessment, and whether it is the same. */
export async function updateSecond(tx: Tx, itemId: ItemId, secondId: string, agrees: boolean): Promise<void> {
  await sql`update second_opinion s set second_id = ${secondId}, agrees = ${agrees} from item i
    where s.item_id = ${itemId} and i.id = s.item_id and i.round = s.round and s.second_id is null`.execute(tx);
}

/** Notes what was agreed on. */
export async function updateSettled(tx: Tx, itemId: ItemId, settledId: string): Promise<void> {
  await sql`update second_opinion s set settled_id = ${settledId} from item i
    where s.item_id = ${itemId} and i.id = s.item_id and i.round = s.round and s.agrees = false`.execute(tx);
}

/** An item that waits for a second person: nothing of what the first has said. */
export interface WaitingSecond {
  readonly itemId: ItemId;
  readonly caseId: CaseId;
  readonly number: number;
  readonly isUrgent: boolean;
  readonly askedAt: Date;
}

const waitingSchema = z
  .object({ item_id: itemIdSchema, case_id: caseIdSchema, number: z.int(), is_urgent: z.boolean(), asked_at: z.date() })
  .transform((row): WaitingSecond => ({
    itemId: row.item_id,
    caseId: row.case_id,
    number: row.number,
    isUrgent: row.is_urgent,
    askedAt: row.asked_at,
  }));

/** Items of which this person may give the second opinion, urgent first, then those that have waited longest. */
export async function listWaitingSeconds(db: Db, staffId: StaffId, limit: number): Promise<readonly WaitingSecond[]> {
  const { rows } = await sql`select s.item_id, i.case_id, c.number, c.is_urgent, s.asked_at
    from second_opinion s join item i on i.id = s.item_id and i.round = s.round
    join assessment a on a.id = s.first_id join case_file c on c.id = i.case_id
    where s.second_id is null and a.staff_id <> ${staffId} and i.state = 'assessed'
    order by c.is_urgent desc, s.asked_at, s.item_id limit ${limit}`.execute(db);
  return z.array(waitingSchema).parse(rows);
}

/** The answers of everybody who was first with those of who was second, in this time: no names, no items. */
export async function listPairs(
  db: Db,
  from: Date,
  limit: number,
): Promise<readonly { readonly first: Omit<Said, 'staffId'>; readonly second: Omit<Said, 'staffId'> }[]> {
  const { rows } = await sql`select
      json_build_object('answers', a.answers, 'outcome', a.outcome) as first,
      json_build_object('answers', b.answers, 'outcome', b.outcome) as second
    from second_opinion s join assessment a on a.id = s.first_id join assessment b on b.id = s.second_id
    where b.assessed_at >= ${from} order by b.assessed_at desc limit ${limit}`.execute(db);
  const said = z.object({ answers: itemAnswersSchema, outcome: itemOutcomeSchema });
  return z.array(z.object({ first: said, second: said })).parse(rows);
}
