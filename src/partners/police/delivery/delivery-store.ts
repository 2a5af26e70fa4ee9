/** The deliveries to the police, and the telephone calls about them. */
import { randomUUID } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from '../../../platform/db.ts';
import {
  caseIdSchema,
  dispatchIdSchema,
  staffIdSchema,
  type CaseId,
  type DispatchId,
  type StaffId,
} from '../../../terms/ids.ts';
import {
  callOutcomeSchema,
  confirmationSchema,
  type Call,
  type CallOutcome,
  type Confirmation,
  type Delivery,
} from './delivery.ts';

type DeliveryTables = {
  police_delivery: {
    dispatch_id: string;
    case_id: string;
    is_watched: boolean;
    started_at: Date;
    expected_by: Date;
    token_digest: Buffer | null;
    round: number;
    alerted_round: number;
    confirmed_at: Date | null;
    confirmed_how: string | null;
    confirmed_by: string | null;
  };
  police_call: {
    id: string;
    dispatch_id: string;
    round: number;
    staff_id: string;
    taken_at: Date;
    ended_at: Date | null;
    outcome: string | null;
    sealed_note: Buffer | null;
  };
};
const tables = (db: Db) => db.$extendTables<DeliveryTables>();

/** Begins to wait for a confirmation; nothing happens the second time. */
export async function insertDelivery(
  tx: Tx,
  given: Pick<Delivery, 'dispatchId' | 'caseId' | 'isWatched' | 'startedAt' | 'expectedBy'> & {
    readonly tokenDigest: Buffer | undefined;
  },
): Promise<void> {
  await tables(tx)
    .insertInto('police_delivery')
    .values({
      ...{ dispatch_id: given.dispatchId, case_id: given.caseId, is_watched: given.isWatched },
      ...{ started_at: given.startedAt, expected_by: given.expectedBy, token_digest: given.tokenDigest ?? null },
      ...{ round: 0, alerted_round: 0, confirmed_at: null, confirmed_how: null, confirmed_by: null },
    })
    .onConflict((conflict) => conflict.column('dispatch_id').doNothing())
    .execute();
}

/** The delivery of a dispatch, locked until the transaction ends. */
export async function lockDelivery(tx: Tx, dispatchId: DispatchId): Promise<Delivery | undefined> {
  const row = await tables(tx)
    .selectFrom('police_delivery')
    .selectAll()
    .where('dispatch_id', '=', dispatchId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : toDelivery(row);
}

/** The delivery whose package carries the link with this digest. */
export async function findDelivery(db: Db, tokenDigest: Buffer): Promise<Delivery | undefined> {
  const row = await tables(db)
    .selectFrom('police_delivery')
    .selectAll()
    .where('token_digest', '=', tokenDigest)
    .executeTakeFirst();
  return row === undefined ? undefined : toDelivery(row);
}

/** A case's deliveries, oldest first. */
export async function listDeliveries(db: Db, caseId: CaseId): Promise<readonly Delivery[]> {
  const rows = await tables(db)
    .selectFrom('police_delivery')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('started_at')
    .orderBy('dispatch_id')
    .execute();
  return rows.map(toDelivery);
}

/** Those that somebody has to telephone about, or does; the oldest first. */
export async function listUnconfirmed(db: Db): Promise<readonly Delivery[]> {
  const rows = await tables(db)
    .selectFrom('police_delivery')
    .selectAll()
    .where('is_watched', '=', true)
    .where('confirmed_at', 'is', null)
    .where('round', '>', 0)
    .orderBy('started_at')
    .orderBy('dispatch_id')
    .execute();
  return rows.map(toDelivery);
}

/** Those whose time is up, locked; what another process has locked is left to it. */
export async function lockDue(tx: Tx, now: Date, limit: number): Promise<readonly Delivery[]> {
  const rows = await tables(tx)
    .selectFrom('police_delivery')
    .selectAll()
    .where('is_watched', '=', true)
    .where('confirmed_at', 'is', null)
    .where('expected_by', '<=', now)
    .orderBy('expected_by')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(toDelivery);
}

/** A person is asked once more, and again at `expectedBy`. */
export async function updateRound(tx: Tx, dispatchId: DispatchId, round: number, expectedBy: Date): Promise<void> {
  await tables(tx)
    .updateTable('police_delivery')
    .set({ round, expected_by: expectedBy })
    .where('dispatch_id', '=', dispatchId)
    .execute();
}

/** Nobody is asked about it any more. */
export async function endWatch(tx: Tx, dispatchId: DispatchId): Promise<void> {
  await tables(tx)
    .updateTable('police_delivery')
    .set({ is_watched: false })
    .where('dispatch_id', '=', dispatchId)
    .execute();
}

/** Confirmed; the delivery is locked. */
export async function updateConfirmed(
  tx: Tx,
  dispatchId: DispatchId,
  confirmed: { readonly at: Date; readonly how: Confirmation; readonly by: StaffId | undefined },
): Promise<void> {
  await tables(tx)
    .updateTable('police_delivery')
    .set({ confirmed_at: confirmed.at, confirmed_how: confirmed.how, confirmed_by: confirmed.by ?? null })
    .where('dispatch_id', '=', dispatchId)
    .execute();
}

/** Those whose newest round the hotline's own address has not been told of. */
export async function listUnalerted(db: Db, limit: number): Promise<readonly Delivery[]> {
  const rows = await tables(db)
    .selectFrom('police_delivery')
    .selectAll()
    .where('is_watched', '=', true)
    .where('confirmed_at', 'is', null)
    .whereRef('alerted_round', '<', 'round')
    .orderBy('expected_by')
    .limit(limit)
    .execute();
  return rows.map(toDelivery);
}

/** It has been told of this round. */
export async function updateAlerted(tx: Tx, dispatchId: DispatchId, round: number): Promise<void> {
  await tables(tx)
    .updateTable('police_delivery')
    .set({ alerted_round: round })
    .where('dispatch_id', '=', dispatchId)
    .where('alerted_round', '<', round)
    .execute();
}

/** Somebody telephones. Fails on `police_call_open` while somebody else does. */
export async function insertCall(
  tx: Tx,
  call: Pick<Call, 'dispatchId' | 'round' | 'staffId' | 'takenAt'>,
): Promise<void> {
  await tables(tx)
    .insertInto('police_call')
    .values({
      ...{ id: randomUUID(), dispatch_id: call.dispatchId, round: call.round, staff_id: call.staffId },
      ...{ taken_at: call.takenAt, ended_at: null, outcome: null, sealed_note: null },
    })
    .execute();
}

/** Ends the call that goes on; false when none does. Without an outcome nobody has said what came of it. */
export async function endOpenCall(
  tx: Tx,
  dispatchId: DispatchId,
  end: { readonly at: Date; readonly outcome?: CallOutcome; readonly sealedNote?: Buffer | undefined },
): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('police_call')
    .set({ ended_at: end.at, outcome: end.outcome ?? null, sealed_note: end.sealedNote ?? null })
    .where('dispatch_id', '=', dispatchId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** All calls about these dispatches, oldest first. */
export async function listCalls(db: Db, dispatchIds: readonly DispatchId[]): Promise<readonly Call[]> {
  const { rows } = await sql<Selectable<DeliveryTables['police_call']>>`
    select * from police_call where dispatch_id = any(${[...dispatchIds]}::uuid[]) order by taken_at, id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    dispatchId: dispatchIdSchema.parse(row.dispatch_id),
    round: row.round,
    staffId: staffIdSchema.parse(row.staff_id),
    takenAt: row.taken_at,
    endedAt: row.ended_at ?? undefined,
    outcome: row.outcome === null ? undefined : callOutcomeSchema.parse(row.outcome),
    sealedNote: row.sealed_note ?? undefined,
  }));
}

function toDelivery(row: Selectable<DeliveryTables['police_delivery']>): Delivery {
  return {
    dispatchId: dispatchIdSchema.parse(row.dispatch_id),
    caseId: caseIdSchema.parse(row.case_id),
    isWatched: row.is_watched,
    startedAt: row.started_at,
    expectedBy: row.expected_by,
    round: row.round,
    confirmed:
      row.confirmed_at === null
        ? undefined
        : {
            at: row.confirmed_at,
            how: confirmationSchema.parse(row.confirmed_how),
            by: row.confirmed_by === null ? undefined : staffIdSchema.parse(row.confirmed_by),
          },
  };
}
