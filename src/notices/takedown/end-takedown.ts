/** How takedowns stop, go on and end, whoever asks for it. Each change is on the ledger, and what waited in letters is taken out. */
import { reassessItem, reopenCase } from '../../cases/door.ts';
import { recordAct, recordActs } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import { endUnderWay, isOnHold, listHeldCases } from '../../routing/door.ts';
import type { CaseId, ItemId, StaffId } from '../../terms/ids.ts';
import { clearAttention, endRows, listOpenTakedowns, resumeRows, stopRows } from './change-store.ts';
import { lockTakedowns } from './takedown-store.ts';

/** A takedown that ends, and what becomes of the dispatches that wait for its first notice. */
export interface TakedownEnd {
  readonly id: string;
  readonly reason: string;
  /** `cancelled`: whoever says that the item is gone sees to them. */
  readonly dispatches: 'refused' | 'rehearsed' | 'cancelled';
}

/**
 * Ends takedowns. Where nobody had been told, the dispatches that waited are refused, so that an analyst looks; a host
 * that has changed sends the item back to an analyst in any case.
 */
export async function endTakedowns(tx: Tx, ends: readonly TakedownEnd[], now: Date): Promise<void> {
  if (ends.length === 0) return;
  const locked = await lockTakedowns(
    tx,
    ends.map((end) => end.id),
  );
  const ended = new Set(await endRows(tx, ends, now));
  const news = ends.flatMap((end) => {
    const takedown = locked.get(end.id);
    return takedown === undefined || !ended.has(end.id) ? [] : [{ ...end, takedown }];
  });
  await recordActs(
    tx,
    news.map(({ takedown, reason }) => ({
      at: now,
      actor: 'system',
      action: 'takedown.ended',
      subject: `item:${takedown.itemId}`,
      payload: { takedownId: takedown.id, reason },
    })),
  );
  await endUnderWay(
    tx,
    news.flatMap(({ takedown, reason, dispatches }) =>
      dispatches === 'cancelled' ? [] : [{ itemId: takedown.itemId, state: dispatches, failureCode: reason }],
    ),
    now,
  );
  for (const { takedown, reason } of news) {
    if (reason !== 'host-changed') continue;
    await reassessItem(tx, takedown.itemId, now);
    await reopenCase(tx, takedown.caseId, now);
  }
}

/**
 * Ends what runs for items, and takes what waits for them out of the letters. `item-gone`: their takedowns have done their work.
 * `entry-withdrawn`: a list had decided about them by itself, and its source has taken the entry back.
 */
export async function endTakedownsOfItems(
  tx: Tx,
  itemIds: readonly ItemId[],
  reason: 'item-gone' | 'entry-withdrawn',
  now: Date,
): Promise<void> {
  const ids = await listOpenTakedowns(tx, { itemIds });
  await endTakedowns(
    tx,
    ids.map((id) => ({ id, reason, dispatches: 'cancelled' })),
    now,
  );
}

/** Stops takedowns for a reason that a person sees. */
export async function stopTakedowns(
  tx: Tx,
  ids: readonly string[],
  attention: 'hold' | 'appeal',
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  const stopped = await stopRows(tx, ids, attention, now);
  await recordActs(
    tx,
    stopped.map((id) => ({
      ...{ at: now, actor: 'system' as const, action: 'takedown.stopped', subject: `takedown:${id}` },
      payload: { reason: attention },
    })),
  );
}

/** The police ask to wait: everything of the case stops at once. */
export async function stopForHold(tx: Tx, caseId: CaseId, now: Date): Promise<void> {
  if (await isOnHold(tx, caseId))
    await stopTakedowns(tx, await listOpenTakedowns(tx, { caseIds: [caseId] }), 'hold', now);
}

/** They no longer do: it goes on from where it stood. Delivered twice it does nothing more. */
export async function resumeAfterHold(tx: Tx, caseIds: readonly CaseId[], now: Date): Promise<void> {
  const held = await listHeldCases(tx, caseIds);
  const open = await listOpenTakedowns(tx, { caseIds: caseIds.filter((id) => !held.has(id)) });
  if (open.length === 0) return;
  const resumed = await resumeRows(tx, open, ['hold'], now);
  await recordActs(
    tx,
    resumed.map((id) => ({
      ...{ at: now, actor: 'system' as const, action: 'takedown.resumed', subject: `takedown:${id}` },
      payload: {},
    })),
  );
}

/** A person's decision about a takedown that waits for one. */
export interface TakedownAct {
  readonly takedownId: string;
  readonly staffId: StaffId;
}

/** A person has looked: an appeal was not well founded, or what a provider asked for has been given. The ladder goes on. */
export async function resumeTakedown(tx: Tx, act: TakedownAct, now: Date): Promise<void> {
  await lockTakedowns(tx, [act.takedownId]);
  const resumed = await resumeRows(tx, [act.takedownId], ['appeal'], now);
  await clearAttention(tx, act.takedownId, now);
  await recordAct(tx, {
    at: now,
    actor: `staff:${act.staffId}`,
    action: 'takedown.resumed',
    subject: `takedown:${act.takedownId}`,
    payload: { had: resumed.length > 0 ? 'stopped' : 'attention' },
  });
}

/**
 * A person has looked, and nobody is told any more. `reason` is a code (`appeal-accepted`, `by-person`), never words.
 * @throws RangeError when it is none
 */
export async function endTakedown(tx: Tx, act: TakedownAct & { readonly reason: string }, now: Date): Promise<void> {
  if (!/^[a-z][a-z-]{0,39}$/.test(act.reason))
    throw new RangeError('Why a takedown ends is a code of small letters and hyphens, for example appeal-accepted.');
  await recordAct(tx, {
    at: now,
    actor: `staff:${act.staffId}`,
    action: 'takedown.ended-by-person',
    subject: `takedown:${act.takedownId}`,
    payload: { reason: act.reason },
  });
  await endTakedowns(tx, [{ id: act.takedownId, reason: act.reason, dispatches: 'refused' }], now);
}
