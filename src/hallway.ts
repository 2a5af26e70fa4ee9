/**
 * A tip's way through the house, on one screen: which event leads to what. Rooms do not call each other downstream; they
 * tell the house what happened, in the transaction in which it happened, and this table says who hears it.
 *
 *     tip-received      cases finds or opens its case; a tip marked urgent goes to the police at once
 *     tip-joined        its mailbox is told how far that case is
 *     sighting-made     cases finds or opens the case of the address; it becomes an item of it
 *     item-added        its host, IP address and country are looked up
 *     item-located      a case that holds nothing but exact hits of trusted lists is decided without anyone viewing it
 *     case-decided      mailboxes are told; illegal items are watched from now on, and are seeds of the crawler where the hotline
 *                       wants it; what was found of matches is feedback to their source; a case with nothing to do is closed
 *     dispatch-ready    it goes out through its destination's door
 *     dispatch-sent     mailboxes are told; a case with nothing left is closed
 *     dispatch-refused  its case goes back into the queue
 *     hold-set          takedowns of the case stop
 *     hold-released     they go on
 *     item-gone         its takedown ends; notices that have not left for it are cancelled; a case with nothing left is closed
 *     item-back         it is assessed as what it was, its case is open again, and its provider is told again
 *     item-moved        where its address leads joins the case as an item; an analyst looks at it
 *     case-closed       mailboxes are told
 *
 * Each event is delivered at least once, so each handler does nothing the second time.
 */
import {
  addMovedItem,
  listCasesOfTip,
  listTipsOfCase,
  markItemBack,
  markItemGone,
  noteLocation,
  openCaseForSighting,
  openCaseForTip,
  readCase,
  readCaseSummary,
  readItem,
  readItemStands,
  reassessItem,
  reopenCase,
  settleCase,
  type CaseSummary,
} from './cases/door.ts';
import { readSighting, seedFromCases, type Network, type Places } from './crawl/door.ts';
import { decideByList, type DecideDeps } from './deciding/door.ts';
import { clearUrgentPackage, postStatus, takeUrgentPackage } from './intake/door.ts';
import {
  endTakedownsOfItem,
  readWatch,
  renewNotice,
  resumeAfterHold,
  startWatch,
  stopForHold,
} from './notices/door.ts';
import { noteJudgements, type JudgementDeps } from './partners/door.ts';
import type { Clock } from './platform/clock.ts';
import { transact, type Db, type Tx } from './platform/db.ts';
import { EVENT_TASK } from './platform/events.ts';
import type { JobHandler } from './platform/jobs.ts';
import type { ServiceKey } from './platform/service-key.ts';
import {
  cancelNotices,
  deliverDispatch,
  isOnHold,
  listDispatches,
  planDispatches,
  readDispatch,
  type DeliveryDeps,
} from './routing/door.ts';
import { houseEventSchema, type HouseEvent, type MailboxStatus } from './terms/events.ts';
import type { CaseId, DispatchId, ItemId, SightingId, TipId } from './terms/ids.ts';
import { isIllegal } from './terms/outcomes.ts';
import { locateHost } from './locate-host.ts';

export interface HallwayDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly serviceKey: ServiceKey;
  readonly network: Network;
  readonly places: Places;
  readonly delivery: DeliveryDeps;
  readonly deciding: DecideDeps;
  /** Undefined: what analysts find of matches is told to no source of a list. */
  readonly judgements?: JudgementDeps | undefined;
}

/** The job that carries every event to its handler. */
export function hallway(deps: HallwayDeps): JobHandler {
  return { task: EVENT_TASK, handle: (payload) => handleEvent(deps, houseEventSchema.parse(payload)) };
}

function handleEvent(deps: HallwayDeps, event: HouseEvent): Promise<void> {
  const inOne = (work: (tx: Tx, now: Date) => Promise<void>) => transact(deps.db, (tx) => work(tx, deps.clock.now()));
  switch (event.kind) {
    case 'tip-received':
      return inOne((tx, now) => welcomeTip(deps, tx, event.tipId, now));
    case 'tip-joined':
      return inOne((tx, now) => tellNewcomer(tx, event.tipId, event.caseId, now));
    case 'item-added':
      return locateItem(deps, event.itemId);
    case 'sighting-made':
      return inOne((tx, now) => welcomeSighting(deps, tx, event.sightingId, now));
    case 'item-located':
      return decideIfListed(deps, event.itemId);
    case 'case-decided':
      return inOne((tx, now) => followDecision(deps, tx, event.caseId, now));
    case 'dispatch-ready':
      return deliverDispatch(deps.delivery, event.dispatchId);
    case 'dispatch-sent':
      return inOne((tx, now) => followDispatch(deps, tx, event.dispatchId, now));
    case 'dispatch-refused':
      return inOne((tx, now) => followRefusal(tx, event.dispatchId, now));
    case 'hold-set':
      return inOne((tx, now) => stopForHold(tx, event.caseId, now));
    case 'hold-released':
      return inOne((tx, now) => resumeAfterHold(tx, event.caseId, now));
    case 'item-gone':
      return inOne((tx, now) => followRemoval(deps, tx, event.itemId, now));
    case 'item-back':
      return inOne((tx, now) => followReturn(deps, tx, event.itemId, now));
    case 'item-moved':
      return inOne((tx, now) => followMove(deps, tx, event.itemId, now));
    case 'case-closed':
      return inOne((tx, now) => tellEnding(tx, event.caseId, now));
  }
}

async function welcomeTip(deps: HallwayDeps, tx: Tx, tipId: TipId, now: Date): Promise<void> {
  await openCaseForTip(tx, deps.serviceKey, tipId, now);
  const urgentPackage = await takeUrgentPackage(tx, tipId);
  const [caseId] = await listCasesOfTip(tx, tipId);
  if (urgentPackage === undefined || caseId === undefined) return;
  const alone = {
    caseId,
    tipId,
    itemId: undefined,
    target: undefined,
    isDsa16: false,
    isHeld: false,
    isAtOnce: true,
    occasion: 'arrival',
  };
  await planDispatches(
    tx,
    'system',
    [{ ...alone, destination: 'police', rule: 'danger', payload: urgentPackage }],
    now,
  );
  await clearUrgentPackage(tx, tipId);
}

/** A media without a page stood by itself: it is its own place. */
async function welcomeSighting(deps: HallwayDeps, tx: Tx, sightingId: SightingId, now: Date): Promise<void> {
  const sighting = await readSighting(tx, deps.serviceKey, sightingId);
  if (sighting === undefined) return;
  const { url, listId, entryId, kind, category, source, isTrusted, distance, seenAt, pageUrl = url } = sighting;
  const hit = { sightingId, listId, entryId, kind, category, source, isTrusted, distance, pageUrl, seenAt };
  await openCaseForSighting(tx, deps.serviceKey, { url, hit }, now);
}

async function tellNewcomer(tx: Tx, tipId: TipId, caseId: CaseId, now: Date): Promise<void> {
  const joined = await readCaseSummary(tx, caseId);
  const status = joined === undefined ? undefined : statusOf(joined);
  if (status !== undefined) await postStatus(tx, tipId, status, now);
}

async function locateItem(deps: HallwayDeps, itemId: ItemId): Promise<void> {
  const { host } = await readItem(deps.db, deps.serviceKey, itemId);
  const location = await locateHost(deps.network, deps.places, host);
  await transact(deps.db, (tx) => noteLocation(tx, deps.serviceKey, itemId, location, deps.clock.now()));
}

async function decideIfListed(deps: HallwayDeps, itemId: ItemId): Promise<void> {
  const { caseId } = await readItem(deps.db, deps.serviceKey, itemId);
  await decideByList(deps.deciding, caseId);
}

async function followDecision(deps: HallwayDeps, tx: Tx, caseId: CaseId, now: Date): Promise<void> {
  const dispatches = await listDispatches(tx, caseId);
  if (dispatches.some((dispatch) => dispatch.state !== 'cancelled')) await tellAll(tx, caseId, 'sent-on', now);
  const view = await readCase(tx, deps.serviceKey, caseId);
  const illegal = view?.items.filter((item) => item.state === 'assessed' && isIllegal(item.outcome)) ?? [];
  for (const item of illegal) await startWatch(tx, deps.serviceKey, item.id, now);
  // Where the hotline wants it, they are where the crawler begins: they, and the pages that they stood on.
  const pages = illegal.flatMap((item) => (view?.hits.get(item.id) ?? []).map(({ pageUrl }) => pageUrl));
  await seedFromCases(tx, deps.serviceKey, [...illegal.map(({ url }) => url), ...pages]);
  if (deps.judgements !== undefined) await noteJudgements(tx, deps.judgements, caseId, now);
  await settleIfNothingWaits(deps, tx, caseId, now);
}

async function followDispatch(deps: HallwayDeps, tx: Tx, dispatchId: DispatchId, now: Date): Promise<void> {
  const dispatch = await readDispatch(tx, dispatchId);
  if (dispatch === undefined) return;
  if (dispatch.tipId !== undefined) await postStatus(tx, dispatch.tipId, 'sent-on', now);
  else await tellAll(tx, dispatch.caseId, 'sent-on', now);
  await settleIfNothingWaits(deps, tx, dispatch.caseId, now);
}

async function followRemoval(deps: HallwayDeps, tx: Tx, itemId: ItemId, now: Date): Promise<void> {
  const caseId = await markItemGone(tx, deps.serviceKey, itemId, now);
  await cancelNotices(tx, caseId, itemId, now);
  await endTakedownsOfItem(tx, itemId, now);
  await settleIfNothingWaits(deps, tx, caseId, now);
}

async function followMove(deps: HallwayDeps, tx: Tx, itemId: ItemId, now: Date): Promise<void> {
  const watch = await readWatch(tx, deps.serviceKey, itemId);
  if (watch?.movedTo !== undefined) await addMovedItem(tx, deps.serviceKey, itemId, watch.movedTo, now);
}

/** The same material is there again: whoever was told before is told again, by the rule that decided then. */
async function followReturn(deps: HallwayDeps, tx: Tx, itemId: ItemId, now: Date): Promise<void> {
  const caseId = await markItemBack(tx, itemId, now);
  if (caseId === undefined) return;
  const before = (await listDispatches(tx, caseId)).findLast(
    (dispatch) => dispatch.itemId === itemId && dispatch.destination === 'provider',
  );
  const payload = await renewNotice(tx, deps, itemId);
  const stand = (await readItemStands(tx, [itemId])).get(itemId);
  if (before === undefined || payload === undefined || stand === undefined) return;
  const { isDsa16, rule } = before;
  const isHeld = await isOnHold(tx, caseId);
  const plan = { caseId, itemId, tipId: undefined, destination: 'provider', target: 'host', isAtOnce: false } as const;
  await planDispatches(tx, 'system', [{ ...plan, isDsa16, isHeld, rule, payload, occasion: `r${stand.round}` }], now);
}

/** Back to an analyst. Where the host has changed, what was assessed may not be what is there now. */
async function followRefusal(tx: Tx, dispatchId: DispatchId, now: Date): Promise<void> {
  const dispatch = await readDispatch(tx, dispatchId);
  if (dispatch?.state !== 'refused') return;
  if (dispatch.failureCode === 'host-changed' && dispatch.itemId !== undefined)
    await reassessItem(tx, dispatch.itemId, now);
  await reopenCase(tx, dispatch.caseId, now);
}

async function tellEnding(tx: Tx, caseId: CaseId, now: Date): Promise<void> {
  const closed = await readCaseSummary(tx, caseId);
  const status = closed === undefined ? undefined : statusOf(closed);
  if (status !== undefined) await tellAll(tx, caseId, status, now);
}

/** A refused dispatch keeps its case open: a person has to see it. */
async function settleIfNothingWaits(deps: HallwayDeps, tx: Tx, caseId: CaseId, now: Date): Promise<void> {
  const waiting = (await listDispatches(tx, caseId)).some(
    ({ state }) => state === 'planned' || state === 'held' || state === 'under-way' || state === 'refused',
  );
  if (!waiting) await settleCase(tx, deps.serviceKey, caseId, now);
}

async function tellAll(tx: Tx, caseId: CaseId, status: MailboxStatus, now: Date): Promise<void> {
  for (const tipId of await listTipsOfCase(tx, caseId)) await postStatus(tx, tipId, status, now);
}

/** How far a case is, in what a mailbox may say; undefined while `received` still says it all. */
function statusOf(summary: CaseSummary): MailboxStatus | undefined {
  switch (summary.state) {
    case 'new':
      return undefined;
    case 'claimed':
      return 'in-review';
    case 'decided':
      return 'sent-on';
    case 'closed':
      return summary.closeReason === 'removed' ? 'removed' : 'closed';
  }
}
