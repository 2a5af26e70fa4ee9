import { readCaseSummary, readItemStands } from '../../cases/door.ts';
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { beginDispatch, endUnderWay, type Dispatch, type DoorAnswer, type PartnerDoor } from '../../routing/door.ts';
import { readNoticeFacts, writeNoticeFacts, type NoticeInput } from '../letters/notice.ts';
import { resumeAfterHold } from './end-takedown.ts';
import { startTakedown } from './start-takedown.ts';

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
  };
}

function begin(deps: NoticeDeps, dispatch: Dispatch): Promise<DoorAnswer> {
  if (dispatch.payload === undefined) return Promise.resolve({ kind: 'refused', code: 'no-payload' });
  const facts = readNoticeFacts(deps.serviceKey.unshroud('payload', dispatch.payload));
  const now = deps.clock.now();
  return transact(deps.db, async (tx) => {
    // Held or cancelled meanwhile, or begun by another delivery: nothing is left to do here.
    if (!(await beginDispatch(tx, dispatch.id))) return { kind: 'under-way' };
    const stand = (await readItemStands(tx, [facts.itemId])).get(facts.itemId);
    const summary = await readCaseSummary(tx, dispatch.caseId);
    const told = await startTakedown(
      tx,
      deps,
      {
        itemId: facts.itemId,
        round: stand?.round ?? 1,
        caseId: dispatch.caseId,
        isUrgent: summary?.isUrgent ?? false,
        isDsa16: dispatch.isDsa16,
        isBehindProxy: facts.target === 'proxy',
        decidedAt: dispatch.plannedAt,
        facts,
      },
      now,
    );
    // After a hold it is the dispatch that comes back first.
    await resumeAfterHold(tx, dispatch.caseId, now);
    if (told.has(facts.itemId))
      await endUnderWay(tx, [{ itemId: facts.itemId, state: 'sent', reference: told.get(facts.itemId) }], now);
    return { kind: 'under-way' };
  });
}
