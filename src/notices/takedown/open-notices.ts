import { readCaseStands, readItemStands } from '../../cases/door.ts';
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { beginDispatches, endUnderWay, type Dispatch, type DoorAnswer, type PartnerDoor } from '../../routing/door.ts';
import { readNoticeFacts, writeNoticeFacts, type NoticeInput } from '../letters/notice.ts';
import { resumeAfterHold } from './end-takedown.ts';
import { startTakedowns, type TakedownStart } from './start-takedown.ts';

/** Preparing and starting go over no network: sending is the takedowns' own business. */
export interface NoticeDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
}

/** The way to providers: preparing happens with the decision; the dispatch then becomes a takedown. */
export interface NoticeDoor extends PartnerDoor {
  /** What a notice will be made of, shrouded: a dispatch's payload. @throws z.ZodError when the item is not illegal or not whole */
  prepareNotice(input: NoticeInput): Buffer;
}

/**
 * Opens the way to providers. A dispatch starts the takedown of its item, or joins it, and is under way from then on, in one
 * transaction; it ends when the takedown's first notice has left, or cannot leave (`endUnderWay`).
 */
export function openNotices(deps: NoticeDeps): NoticeDoor {
  return {
    destination: 'provider',
    prepareNotice: (input) => deps.serviceKey.shroud('payload', writeNoticeFacts(input)),
    send: (dispatch) => begin(deps, dispatch),
    beginAll: (dispatches) => beginAll(deps, dispatches),
  };
}

async function begin(deps: NoticeDeps, dispatch: Dispatch): Promise<DoorAnswer> {
  if (dispatch.payload === undefined) return { kind: 'refused', code: 'no-payload' };
  await beginAll(deps, [dispatch]);
  return { kind: 'under-way' };
}

async function beginAll(deps: NoticeDeps, dispatches: readonly Dispatch[]): Promise<void> {
  const opened = dispatches.flatMap((dispatch) => {
    const { payload } = dispatch;
    if (payload === undefined) return [];
    return [{ dispatch, facts: readNoticeFacts(deps.serviceKey.unshroud('payload', payload)) }];
  });
  const now = deps.clock.now();
  await transact(deps.db, async (tx) => {
    // Held or cancelled meanwhile, or begun by another delivery: nothing is left to do for those here.
    const begun = await beginDispatches(
      tx,
      opened.map(({ dispatch }) => dispatch.id),
    );
    const mine = opened.filter(({ dispatch }) => begun.has(dispatch.id));
    if (mine.length === 0) return;
    const caseIds = [...new Set(mine.map(({ dispatch }) => dispatch.caseId))];
    const stands = await readItemStands(tx, [...new Set(mine.map(({ facts }) => facts.itemId))]);
    const cases = await readCaseStands(tx, caseIds);
    const starts = mine.map(({ dispatch, facts }): TakedownStart => ({
      ...{ itemId: facts.itemId, round: stands.get(facts.itemId)?.round ?? 1, caseId: dispatch.caseId },
      isUrgent: cases.get(dispatch.caseId)?.isUrgent ?? false,
      ...{ isDsa16: dispatch.isDsa16, isBehindProxy: facts.target === 'proxy', decidedAt: dispatch.plannedAt, facts },
    }));
    for (const wave of wavesOf(starts)) {
      const told = await startTakedowns(tx, deps, wave, now);
      await endUnderWay(
        tx,
        [...told].map(([itemId, reference]) => ({ itemId, state: 'sent', reference })),
        now,
      );
    }
    // After a hold it is the dispatch that comes back first.
    await resumeAfterHold(tx, caseIds, now);
  });
}

/** An item is in each wave once: its host's dispatch starts the takedown that its proxy's joins. */
function wavesOf(starts: readonly TakedownStart[]): readonly (readonly TakedownStart[])[] {
  const waves: TakedownStart[][] = [];
  for (const ofItem of Map.groupBy(starts, ({ itemId }) => itemId).values())
    ofItem.forEach((start, place) => (waves[place] ??= []).push(start));
  return waves;
}
