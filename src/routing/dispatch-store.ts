/** The dispatches' table; with hold-store.ts and under-way-store.ts this room's only SQL. */
import type { ExpressionBuilder, Selectable } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import {
  caseIdSchema,
  dispatchIdSchema,
  itemIdSchema,
  tipIdSchema,
  type CaseId,
  type DispatchId,
} from '../terms/ids.ts';
import {
  destinationSchema,
  dispatchStateSchema,
  ruleCodeSchema,
  type Destination,
  type Dispatch,
  type DispatchState,
} from './dispatch.ts';

type DispatchTable = {
  id: string;
  idempotency_key: string;
  case_id: string;
  item_id: string | null;
  tip_id: string | null;
  destination: string;
  is_dsa16: boolean;
  rule: string;
  routing_version: number | null;
  routing_row: string | null;
  state: string;
  payload: Buffer | null;
  reference: string | null;
  failure_code: string | null;
  attempts: number;
  tried_at: Date | null;
  planned_at: Date;
  ended_at: Date | null;
};

const tables = (db: Db) => db.$extendTables<{ dispatch: DispatchTable }>();

/** One dispatch; undefined when there is none with this id. */
export async function readDispatch(db: Db, id: DispatchId): Promise<Dispatch | undefined> {
  const row = await tables(db).selectFrom('dispatch').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toDispatch(row);
}

/** The same, locked until the transaction ends, so that two workers never move one dispatch at once. */
export async function lockDispatch(tx: Tx, id: DispatchId): Promise<Dispatch | undefined> {
  const row = await tables(tx).selectFrom('dispatch').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : toDispatch(row);
}

/** A case's dispatches, oldest first. */
export async function listDispatches(db: Db, caseId: CaseId): Promise<readonly Dispatch[]> {
  const rows = await tables(db)
    .selectFrom('dispatch')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('planned_at')
    .orderBy('id')
    .execute();
  return rows.map(toDispatch);
}

/** How many dispatches stand in each state, for each destination. */
export async function countDispatches(
  db: Db,
): Promise<readonly { destination: Destination; state: DispatchState; count: number }[]> {
  const rows = await tables(db)
    .selectFrom('dispatch')
    .select((eb) => ['destination', 'state', eb.fn.countAll<number>().as('count')])
    .groupBy(['destination', 'state'])
    .orderBy('destination')
    .orderBy('state')
    .execute();
  return rows.map((row) => ({
    destination: destinationSchema.parse(row.destination),
    state: dispatchStateSchema.parse(row.state),
    count: row.count,
  }));
}

/** The newest refused dispatches, for the operator's page. */
export async function listRefused(db: Db, limit: number): Promise<readonly Dispatch[]> {
  const rows = await tables(db)
    .selectFrom('dispatch')
    .selectAll()
    .where('state', '=', 'refused')
    .orderBy('ended_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toDispatch);
}

/** Ends a dispatch in a final state. The payload goes with it: what has left is not kept. */
export async function endDispatch(
  tx: Tx,
  id: DispatchId,
  end: {
    state: 'sent' | 'rehearsed' | 'refused' | 'cancelled';
    reference?: string | undefined;
    failureCode?: string | undefined;
    at: Date;
  },
): Promise<void> {
  await tables(tx)
    .updateTable('dispatch')
    .set({
      state: end.state,
      reference: end.reference ?? null,
      failure_code: end.failureCode ?? null,
      ended_at: end.at,
      payload: null,
    })
    .where('id', '=', id)
    .execute();
}

/** Notes a try that failed for now; one that another try has ended meanwhile stays as it ended. */
export async function noteFailure(tx: Tx, id: DispatchId, failureCode: string, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('dispatch')
    .set((eb) => ({ failure_code: failureCode, attempts: eb('attempts', '+', 1), tried_at: at }))
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .execute();
}

/** Moves a case's provider notices that have not left to `held`, or back to `planned`; says which moved. */
export async function moveProviderDispatches(
  tx: Tx,
  caseId: CaseId,
  from: readonly ('planned' | 'under-way' | 'held')[],
  to: 'planned' | 'held',
): Promise<readonly DispatchId[]> {
  const rows = await tables(tx)
    .updateTable('dispatch')
    .set({ state: to })
    .where('case_id', '=', caseId)
    .where('destination', '=', 'provider')
    .where('state', 'in', [...from])
    .returning('id')
    .execute();
  return rows.map((row) => dispatchIdSchema.parse(row.id));
}

/**
 * How often the same sending was tried before and ended without leaving; those that were refused are cancelled with it,
 * because a new one takes their place.
 */
export async function supersedeEnded(tx: Tx, idempotencyKey: string): Promise<number> {
  const ofThisSending = (eb: ExpressionBuilder<{ dispatch: DispatchTable }, 'dispatch'>) =>
    eb.or([eb('idempotency_key', '=', idempotencyKey), eb('idempotency_key', 'like', `${idempotencyKey}.again%`)]);
  await tables(tx)
    .updateTable('dispatch')
    .set({ state: 'cancelled' })
    .where(ofThisSending)
    .where('state', '=', 'refused')
    .execute();
  const row = await tables(tx)
    .selectFrom('dispatch')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(ofThisSending)
    .where('state', '=', 'cancelled')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The cases of which something was sent that its recipient calls by this reference, or that has this id; newest first. */
export async function findCasesByReference(db: Db, text: string): Promise<readonly CaseId[]> {
  const id = dispatchIdSchema.safeParse(text.toLowerCase()).data;
  const rows = await tables(db)
    .selectFrom('dispatch')
    .select('case_id')
    .where((eb) => (id === undefined ? eb('reference', '=', text) : eb('id', '=', id)))
    .groupBy('case_id')
    .orderBy((eb) => eb.fn.max('planned_at'), 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => caseIdSchema.parse(row.case_id));
}

/** A row of it, as read. */
export type DispatchRow = Omit<Selectable<DispatchTable>, 'tried_at'>;

/** A row as a dispatch; for many-store.ts too. */
export function toDispatch(row: DispatchRow): Dispatch {
  return {
    id: dispatchIdSchema.parse(row.id),
    idempotencyKey: row.idempotency_key,
    caseId: caseIdSchema.parse(row.case_id),
    itemId: row.item_id === null ? undefined : itemIdSchema.parse(row.item_id),
    tipId: row.tip_id === null ? undefined : tipIdSchema.parse(row.tip_id),
    destination: destinationSchema.parse(row.destination),
    isDsa16: row.is_dsa16,
    rule: ruleCodeSchema.parse(row.rule),
    by:
      row.routing_version === null || row.routing_row === null
        ? undefined
        : { version: row.routing_version, row: row.routing_row },
    state: dispatchStateSchema.parse(row.state),
    payload: row.payload ?? undefined,
    reference: row.reference ?? undefined,
    failureCode: row.failure_code ?? undefined,
    attempts: row.attempts,
    plannedAt: row.planned_at,
    endedAt: row.ended_at ?? undefined,
  };
}
