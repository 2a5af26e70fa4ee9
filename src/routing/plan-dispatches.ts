import { randomUUID } from 'node:crypto';
import { recordActs, type Actor } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emitAll } from '../platform/events.ts';
import { dispatchIdSchema, type CaseId, type DispatchId, type ItemId, type TipId } from '../terms/ids.ts';
import type { Destination, Dispatch } from './dispatch.ts';
import { insertDispatchItems, type CoveredItem } from './dispatch-item-store.ts';
import { supersedeEnded } from './dispatch-store.ts';
import { insertDispatches, listKnownKeys } from './many-store.ts';
import type { RowRef, RuleCode } from './facts.ts';

/** A decision that goes to somebody, with what will be sent already sealed or shrouded. */
export interface PlannedDispatch {
  readonly caseId: CaseId;
  readonly itemId: ItemId | undefined;
  readonly tipId: TipId | undefined;
  readonly destination: Destination;
  /** Tells two provider notices about one item apart: the host's and the proxy's. */
  readonly target: 'host' | 'proxy' | undefined;
  readonly isDsa16: boolean;
  readonly isHeld: boolean;
  readonly isAtOnce: boolean;
  readonly rule: RuleCode;
  /** The row that decided; undefined for what leaves without the table. */
  readonly by?: RowRef | undefined;
  readonly payload: Buffer;
  /** The items that it is about, where it is about several or the case as a whole. */
  readonly covers?: readonly CoveredItem[];
  /** Tells a repeat of the same sending from another one later: an item's round, or a digest of what a package covers. */
  readonly occasion: string;
}

/**
 * Writes dispatches with the decision they follow from; jobs send them after commit. The same thing to the same
 * destination is written once, however often it is decided; one that was refused or cancelled may be tried again. Returns the
 * ids of those that are new.
 */
export async function planDispatches(
  tx: Tx,
  actor: Actor,
  planned: readonly PlannedDispatch[],
  now: Date,
): Promise<readonly DispatchId[]> {
  if (planned.length === 0) return [];
  const byKey = new Map(planned.toReversed().map((plan) => [keyOf(plan), plan]));
  const known = await listKnownKeys(tx, [...byKey.keys()]);
  const dispatches: { readonly plan: PlannedDispatch; readonly dispatch: Dispatch }[] = [];
  for (const [key, plan] of [...byKey].toReversed()) {
    const triedBefore = known.has(key) ? await supersedeEnded(tx, key) : 0;
    const dispatch = toDispatch(plan, triedBefore === 0 ? key : `${key}.again${triedBefore}`, now);
    dispatches.push({ plan, dispatch });
  }
  const inserted = await insertDispatches(
    tx,
    dispatches.map(({ dispatch }) => dispatch),
  );
  const written = dispatches.filter(({ dispatch }) => inserted.has(dispatch.id));
  for (const { plan, dispatch } of written) await insertDispatchItems(tx, dispatch.id, plan.covers ?? []);
  await recordActs(
    tx,
    written.map(({ plan, dispatch }) => ({
      ...{ at: now, actor, action: 'dispatch.planned', subject: `dispatch:${dispatch.id}` },
      payload: {
        caseId: plan.caseId,
        destination: plan.destination,
        rule: plan.rule,
        ...(plan.by === undefined ? {} : { routingVersion: plan.by.version, routingRow: plan.by.row }),
        state: dispatch.state,
        payload: plan.payload,
      },
    })),
  );
  for (const isUrgent of [true, false]) {
    const ready = written.filter(({ plan, dispatch }) => dispatch.state === 'planned' && plan.isAtOnce === isUrgent);
    await emitAll(
      tx,
      ready.map(({ dispatch }) => ({ kind: 'dispatch-ready', dispatchId: dispatch.id })),
      { isUrgent },
    );
  }
  return written.map(({ dispatch }) => dispatch.id);
}

const keyOf = (plan: PlannedDispatch): string =>
  [plan.destination, plan.target, plan.tipId ?? plan.itemId ?? plan.caseId, plan.occasion]
    .filter((part) => part !== undefined)
    .join('.');

function toDispatch(plan: PlannedDispatch, idempotencyKey: string, now: Date): Dispatch {
  return {
    id: dispatchIdSchema.parse(randomUUID()),
    idempotencyKey,
    caseId: plan.caseId,
    itemId: plan.itemId,
    tipId: plan.tipId,
    destination: plan.destination,
    isDsa16: plan.isDsa16,
    rule: plan.rule,
    by: plan.by,
    state: plan.isHeld && plan.destination === 'provider' ? 'held' : 'planned',
    payload: plan.payload,
    reference: undefined,
    failureCode: undefined,
    attempts: 0,
    plannedAt: now,
    endedAt: undefined,
  };
}
