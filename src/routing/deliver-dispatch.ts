import { recordAct } from '../ledger/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import { codeOf, type Log } from '../platform/log.ts';
import type { DispatchId } from '../terms/ids.ts';
import type { Destination, Dispatch, DoorAnswer, PartnerDoor, SendOutcome } from './dispatch.ts';
import { endDispatch, lockDispatch, noteFailure, readDispatch } from './dispatch-store.ts';
import { isOnHold, listHeldCases } from './hold-store.ts';
import { noteFailures, readDispatches } from './many-store.ts';

export interface DeliveryDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly doors: Readonly<Record<Destination, PartnerDoor>>;
}

/**
 * Sends one dispatch through its destination's door, after the decision has committed. Delivered at least once by the job
 * queue: a dispatch that has ended or is held is left alone, and a second sending carries the same idempotency key.
 * @throws whatever the door threw (noted by its code): the queue tries again later.
 */
export async function deliverDispatch(deps: DeliveryDeps, id: DispatchId): Promise<void> {
  const dispatch = await readDispatch(deps.db, id);
  if (dispatch?.state !== 'planned') return;
  if (dispatch.destination === 'provider' && (await isOnHold(deps.db, dispatch.caseId))) return;
  let outcome: DoorAnswer;
  try {
    outcome = await deps.doors[dispatch.destination].send(dispatch);
  } catch (error) {
    const code = codeOf(error);
    deps.log.warn('dispatch.failed', { destination: dispatch.destination, dispatchId: id, code });
    await transact(deps.db, (tx) => noteFailure(tx, id, code, deps.clock.now()));
    throw error;
  }
  if (outcome.kind === 'under-way') return;
  await endDelivered(deps, dispatch, outcome);
  logOutcome(deps.log, dispatch, outcome);
}

/** So many go out at the same time through doors that take one at a time. */
const AT_ONCE = 4;

/**
 * The same for many: those whose door takes many at once together, the others one by one. One that fails keeps none of the others back.
 * @throws the first of whatever the doors threw
 */
export async function deliverDispatches(deps: DeliveryDeps, ids: readonly DispatchId[]): Promise<void> {
  const planned = (await readDispatches(deps.db, ids)).filter(({ state }) => state === 'planned');
  const held = await listHeldCases(
    deps.db,
    planned.map(({ caseId }) => caseId),
  );
  const failures: unknown[] = [];
  const isTogether = ({ destination, payload }: Dispatch) =>
    deps.doors[destination].beginAll !== undefined && payload !== undefined;
  for (const [destination, some] of Map.groupBy(planned.filter(isTogether), (each) => each.destination)) {
    const free = destination === 'provider' ? some.filter(({ caseId }) => !held.has(caseId)) : some;
    await beginTogether(deps, destination, free).catch((error: unknown) => failures.push(error));
  }
  const alone = planned.filter((each) => !isTogether(each)).values();
  const work = async () => {
    for (const { id } of alone) await deliverDispatch(deps, id).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length > 0) throw failures[0];
}

async function beginTogether(
  deps: DeliveryDeps,
  destination: Destination,
  dispatches: readonly Dispatch[],
): Promise<void> {
  if (dispatches.length === 0) return;
  try {
    await deps.doors[destination].beginAll?.(dispatches);
  } catch (error) {
    const code = codeOf(error);
    const ids = dispatches.map(({ id }) => id);
    for (const dispatchId of ids) deps.log.warn('dispatch.failed', { destination, dispatchId, code });
    await transact(deps.db, (tx) => noteFailures(tx, ids, code, deps.clock.now()));
    throw error;
  }
}

async function endDelivered(deps: DeliveryDeps, { id, destination }: Dispatch, outcome: SendOutcome): Promise<void> {
  await transact(deps.db, async (tx) => {
    // It may have been held or cancelled while the door was at work: what has left has left, and the record says so.
    const state = (await lockDispatch(tx, id))?.state;
    if (state === 'sent' || state === 'rehearsed' || state === 'refused') return;
    const now = deps.clock.now();
    await endDispatch(tx, id, { state: outcome.kind, at: now, ...detailOf(outcome) });
    await recordAct(tx, {
      at: now,
      actor: 'system',
      action: `dispatch.${outcome.kind}`,
      subject: `dispatch:${id}`,
      payload: { destination, ...(outcome.kind === 'refused' ? { code: outcome.code } : {}) },
    });
    await emit(tx, { kind: outcome.kind === 'refused' ? 'dispatch-refused' : 'dispatch-sent', dispatchId: id });
  });
}

function detailOf(outcome: SendOutcome): { reference?: string | undefined; failureCode?: string | undefined } {
  switch (outcome.kind) {
    case 'sent':
      return { reference: outcome.reference };
    case 'rehearsed':
      return { failureCode: outcome.because };
    case 'refused':
      return { failureCode: outcome.code };
  }
}

function logOutcome(log: Log, dispatch: Dispatch, outcome: SendOutcome): void {
  const fields = { destination: dispatch.destination, dispatchId: dispatch.id };
  if (outcome.kind === 'refused') log.warn('dispatch.failed', { ...fields, code: outcome.code });
  else log.info(outcome.kind === 'sent' ? 'dispatch.sent' : 'dispatch.rehearsed', fields);
}
