/** Dispatches of many cases at once: what follows from events that arrive by the hundred. */
import { sql } from 'kysely';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import { caseIdSchema, dispatchIdSchema, type CaseId, type DispatchId, type ItemId } from '../terms/ids.ts';
import type { Dispatch } from './dispatch.ts';
import { toDispatch, type DispatchRow } from './dispatch-store.ts';

/** Writes new dispatches. Where one with its idempotency key stands already nothing is written. @returns those that were */
export async function insertDispatches(tx: Tx, dispatches: readonly Dispatch[]): Promise<ReadonlySet<DispatchId>> {
  const column = <T>(of: (dispatch: Dispatch) => T | undefined) => dispatches.map((each) => of(each) ?? null);
  const { rows } = await sql<{ id: string }>`${KEEP}
    insert into dispatch (id, idempotency_key, case_id, item_id, tip_id, destination, is_dsa16, rule, routing_version, routing_row, state,
      payload, attempts, planned_at)
    select id, key, case_id, item_id, tip_id, destination, is_dsa16, rule, routing_version, routing_row, state,
      payload, 0, planned_at
    from unnest(${column((each) => each.id)}::uuid[], ${column((each) => each.idempotencyKey)}::text[],
      ${column((each) => each.caseId)}::uuid[], ${column((each) => each.itemId)}::uuid[],
      ${column((each) => each.tipId)}::uuid[], ${column((each) => each.destination)}::text[],
      ${column((each) => each.isDsa16)}::bool[], ${column((each) => each.rule)}::text[],
      ${column((each) => each.by?.version)}::int[], ${column((each) => each.by?.row)}::text[],
      ${column((each) => each.state)}::text[], ${column((each) => each.payload)}::bytea[],
      ${column((each) => each.plannedAt)}::timestamptz[])
      as t (id, key, case_id, item_id, tip_id, destination, is_dsa16, rule, routing_version, routing_row, state,
        payload, planned_at)
    on conflict (idempotency_key) do nothing returning id`.execute(tx);
  return new Set(rows.map((row) => dispatchIdSchema.parse(row.id)));
}

/** Which of these idempotency keys a dispatch has already. */
export async function listKnownKeys(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ idempotency_key: string }>`${KEEP}
    select idempotency_key from dispatch where idempotency_key = any(${[...keys]}::text[])`.execute(db);
  return new Set(rows.map((row) => row.idempotency_key));
}

/** These dispatches, in the order of their ids; those that are not there are left out. */
export async function readDispatches(db: Db, ids: readonly DispatchId[]): Promise<readonly Dispatch[]> {
  const { rows } = await sql<DispatchRow>`${KEEP}
    select id, idempotency_key, case_id, item_id, tip_id, destination, is_dsa16, rule, routing_version, routing_row,
      state, payload, reference, failure_code, attempts, planned_at, ended_at
    from dispatch where id = any(${[...ids]}::uuid[]) order by id`.execute(db);
  return rows.map(toDispatch);
}

/** Which of these cases have sent, or are sending, anything to anybody. */
export async function listCasesSentOn(db: Db, caseIds: readonly CaseId[]): Promise<readonly CaseId[]> {
  const { rows } = await sql<{ case_id: string }>`${KEEP}
    select distinct case_id from dispatch where case_id = any(${[...caseIds]}::uuid[]) and state <> 'cancelled'`.execute(
    db,
  );
  return rows.map((row) => caseIdSchema.parse(row.case_id));
}

/** Which of these cases something keeps open: a dispatch that has not ended, or one that was refused, which a person has to see. */
export async function listCasesThatWait(db: Db, caseIds: readonly CaseId[]): Promise<ReadonlySet<CaseId>> {
  const { rows } = await sql<{ case_id: string }>`${KEEP}
    select distinct case_id from dispatch
    where case_id = any(${[...caseIds]}::uuid[]) and state in ('planned', 'held', 'under-way', 'refused')`.execute(db);
  return new Set(rows.map((row) => caseIdSchema.parse(row.case_id)));
}

/** Their takedowns run from now on. @returns those that were still planned */
export async function beginDispatches(tx: Tx, ids: readonly DispatchId[]): Promise<ReadonlySet<DispatchId>> {
  const { rows } = await sql<{ id: string }>`${KEEP}
    with mine as (select id from dispatch where id = any(${[...ids]}::uuid[]) and state = 'planned' order by id for update)
    update dispatch d set state = 'under-way', failure_code = null from mine where d.id = mine.id returning d.id`.execute(
    tx,
  );
  return new Set(rows.map((row) => dispatchIdSchema.parse(row.id)));
}

/** Cancels items' provider notices that have not left, or were refused: there is nothing left to remove. */
export async function cancelNotices(tx: Tx, itemIds: readonly ItemId[], at: Date): Promise<void> {
  await sql`${KEEP}
    with mine as (select id from dispatch where item_id = any(${[...itemIds]}::uuid[]) and destination = 'provider'
      and state in ('planned', 'under-way', 'held', 'refused') order by id for update)
    update dispatch d set state = 'cancelled', ended_at = ${at}, payload = null from mine where d.id = mine.id`.execute(
    tx,
  );
}

/** Notes a try that failed for now, of each of these. */
export async function noteFailures(tx: Tx, ids: readonly DispatchId[], failureCode: string, at: Date): Promise<void> {
  await sql`${KEEP}
    update dispatch set failure_code = ${failureCode}, attempts = attempts + 1, tried_at = ${at} where id = any(${[...ids]}::uuid[])`.execute(
    tx,
  );
}
