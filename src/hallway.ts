/**
 * A tip's way through the house, on one screen: which event leads to what. Rooms do not call each other downstream; they
 * tell the house what happened, in the transaction in which it happened, and this table says who hears it.
 *
 *     tip-received      cases finds or opens its case; a tip marked urgent goes to the police at once
 *     tip-joined        its mailbox is told how far that case is
 *     sighting-made     cases finds or opens the case of the address; it becomes an item of it
 *     item-added        its host, IP address and country are looked up
 *     item-located      a case that holds nothing but exact hits of trusted lists is decided without anyone viewing it
 *     origin-noted      the host that an analyst found behind a CDN or proxy is looked up
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
 *     content-assigned  what ICCAM assigned to this hotline finds or opens its case
 *     entries-withdrawn what a list had decided by itself, and its source has taken back, goes to an analyst; sending stops
 *     case-closed       mailboxes are told
 *
 * Whatever happens to an item that ICCAM has as a content is told there: each such event wakes the content, and its next run
 * tells what is to be told.
 *
 * Each event is delivered at least once, so each handler does nothing the second time. Those that come by the hundred are
 * delivered together (`GATHERED`), and followed together.
 */
import { z } from 'zod';
import {
  addMovedItem,
  doubtHits,
  listCasesOfTip,
  listItemsInCases,
  listTipsOfCases,
  markItemsGone,
  noteLocation,
  noteOriginLocation,
  openCaseForPartner,
  openCaseForSighting,
  openCaseForTip,
  readCaseStands,
  readCaseSummary,
  readItem,
  readOrigins,
  reassessItem,
  reopenCase,
  settleCases,
} from './cases/door.ts';
import { readSighting, type Network, type Places } from './crawl/door.ts';
import { decideByList, type DecideDeps } from './deciding/door.ts';
import { noteStands } from './exchange/door.ts';
import { clearUrgentPackage, postStatus, takeUrgentPackage } from './intake/door.ts';
import { endTakedownsOfItems, readWatch, resumeAfterHold, startWatches, stopForHold } from './notices/door.ts';
import {
  noteJudgements,
  noteUnusable,
  readContent,
  updateItemOf,
  wakeContents,
  type JudgementDeps,
} from './partners/door.ts';
import type { Clock } from './platform/clock.ts';
import { transact, type Db, type Tx } from './platform/db.ts';
import { EVENT_TASK } from './platform/events.ts';
import type { JobHandler } from './platform/jobs.ts';
import type { ServiceKey } from './platform/service-key.ts';
import {
  cancelNotices,
  deliverDispatch,
  deliverDispatches,
  listCasesSentOn,
  listCasesThatWait,
  planDispatches,
  readDispatch,
  readDispatches,
  type DeliveryDeps,
} from './routing/door.ts';
import { houseEventSchema, type HouseEvent, type MailboxStatus } from './terms/events.ts';
import type { CaseId, DispatchId, IccamContentId, ItemId, SightingId, TipId } from './terms/ids.ts';
import { isIllegal } from './terms/outcomes.ts';
import { tellWebhooks } from './webhooks/door.ts';
import { followReturn } from './follow-return.ts';
import { giveToPeers } from './give-to-peers.ts';
import { optionalStatusOf, statusOf } from './mailbox-status.ts';
import { seedCrawler } from './seed-crawler.ts';
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
  /** How other hotlines are told of this one; undefined: nothing is given to them. */
  readonly hotlineName?: string;
}

/** Events that come by the hundred: the relay puts those of one kind into one job. */
export const GATHERED: readonly HouseEvent['kind'][] = [
  'case-decided',
  'dispatch-ready',
  'dispatch-sent',
  'item-gone',
  'case-closed',
];

/** An event as its job has it. `number` is its own in the outbox; one that has waited since before they had any is told to nobody outside. */
interface Carried {
  readonly event: HouseEvent;
  readonly number: number | undefined;
}
const numberSchema = z.object({ number: z.number().optional() });
const oneSchema = z.unknown().transform((payload): Carried => {
  return { event: houseEventSchema.parse(payload), number: numberSchema.parse(payload).number };
});
const carriedSchema = z.union([z.array(oneSchema), oneSchema.transform((one) => [one])]);

/** The job that carries every event to its handler. */
export function hallway(deps: HallwayDeps): JobHandler {
  return { task: EVENT_TASK, handle: (payload) => handleEvents(deps, carriedSchema.parse(payload)) };
}

/**
 * Follows events of one kind, together where that can be. What fails together is followed one by one, so that one that cannot
 * be followed keeps none of the others back. @throws the first failure: the job is tried again
 */
async function handleEvents(deps: HallwayDeps, carried: readonly Carried[]): Promise<void> {
  const failures: unknown[] = [];
  for (const some of Map.groupBy(carried, ({ event }) => event.kind).values()) {
    const isDone = some.length > 1 && (await followTogether(deps, some).catch(() => false));
    if (isDone) continue;
    for (const each of some) await followAlone(deps, each).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function followAlone(deps: HallwayDeps, carried: Carried): Promise<void> {
  await handleEvent(deps, carried.event);
  await tellOthers(deps, [carried]);
}

/** False where events of their kind are followed one by one. */
async function followTogether(deps: HallwayDeps, carried: readonly Carried[]): Promise<boolean> {
  const events = carried.map(({ event }) => event);
  const [first] = events;
  if (first === undefined || !GATHERED.includes(first.kind)) return false;
  const inOne = (work: (tx: Tx, now: Date) => Promise<void>) => transact(deps.db, (tx) => work(tx, deps.clock.now()));
  const cases = events.flatMap((event) =>
    event.kind === 'case-decided' || event.kind === 'case-closed' ? [event.caseId] : [],
  );
  const dispatches = events.flatMap((event) =>
    event.kind === 'dispatch-ready' || event.kind === 'dispatch-sent' ? [event.dispatchId] : [],
  );
  const items = events.flatMap((event) => (event.kind === 'item-gone' ? [event.itemId] : []));
  if (first.kind === 'case-decided') await inOne((tx, now) => followDecisions(deps, tx, cases, now));
  if (first.kind === 'case-closed') await inOne((tx, now) => tellEndings(tx, cases, now));
  if (first.kind === 'dispatch-ready') await deliverDispatches(deps.delivery, dispatches);
  if (first.kind === 'dispatch-sent') await inOne((tx, now) => followDispatches(tx, dispatches, now));
  if (first.kind === 'item-gone') await inOne((tx, now) => followRemovals(tx, items, now));
  await tellOthers(deps, carried);
  return true;
}

/** Once the house has done what events ask for, the hotline's own systems hear of them. */
async function tellOthers(deps: HallwayDeps, carried: readonly Carried[]): Promise<void> {
  const numbered = carried.flatMap(({ event, number }) => (number === undefined ? [] : [{ event, number }]));
  if (numbered.length === 0) return;
  await transact(deps.db, async (tx) => {
    for (const { event, number } of numbered) await tellWebhooks(tx, deps.serviceKey, event, number, deps.clock.now());
  });
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
    case 'origin-noted':
      return locateOrigin(deps, event.itemId);
    case 'case-decided':
      return inOne((tx, now) => followDecisions(deps, tx, [event.caseId], now));
    case 'dispatch-ready':
      return deliverDispatch(deps.delivery, event.dispatchId);
    case 'dispatch-sent':
      return inOne((tx, now) => followDispatches(tx, [event.dispatchId], now));
    case 'dispatch-refused':
      return inOne((tx, now) => followRefusal(tx, event.dispatchId, now));
    case 'hold-set':
      return inOne((tx, now) => stopForHold(tx, event.caseId, now));
    case 'hold-released':
      return inOne((tx, now) => resumeAfterHold(tx, [event.caseId], now));
    case 'item-gone':
      return inOne((tx, now) => followRemovals(tx, [event.itemId], now));
    case 'item-back':
      return inOne((tx, now) => followReturn(deps, tx, event.itemId, now));
    case 'item-moved':
      return inOne((tx, now) => followMove(deps, tx, event.itemId, now));
    case 'content-assigned':
      return inOne((tx, now) => welcomeContent(deps, tx, event.contentId, now));
    case 'entries-withdrawn':
      return inOne((tx, now) => followWithdrawal(tx, event.listId, event.numbers, now));
    case 'case-closed':
      return inOne((tx, now) => tellEndings(tx, [event.caseId], now));
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

/** What cannot become an item stands on the partner's page, for a person. */
async function welcomeContent(deps: HallwayDeps, tx: Tx, id: IccamContentId, now: Date): Promise<void> {
  const content = await readContent(tx, deps.serviceKey, id);
  if (content?.standing !== 'ours' && content?.standing !== 'untaken') return;
  const { view, reportId, isOurs } = content;
  const assigned = { partner: 'iccam', url: view.urlString, gathering: `report ${reportId}`, isNews: isOurs };
  const itemId = await openCaseForPartner(tx, deps.serviceKey, assigned, now);
  if (itemId === undefined) await noteUnusable(tx, id, 'iccam-no-address');
  else await updateItemOf(tx, id, itemId, now);
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

async function locateOrigin(deps: HallwayDeps, itemId: ItemId): Promise<void> {
  const origin = (await readOrigins(deps.db, deps.serviceKey, [itemId])).get(itemId);
  if (origin?.said !== 'found' || origin.locationCode !== undefined) return;
  const location = await locateHost(deps.network, deps.places, origin.host);
  const word = { itemId, number: origin.number };
  await transact(deps.db, (tx) => noteOriginLocation(tx, deps.serviceKey, word, location, deps.clock.now()));
}

async function decideIfListed(deps: HallwayDeps, itemId: ItemId): Promise<void> {
  const { caseId } = await readItem(deps.db, deps.serviceKey, itemId);
  await decideByList(deps.deciding, caseId);
}

async function followDecisions(deps: HallwayDeps, tx: Tx, caseIds: readonly CaseId[], now: Date): Promise<void> {
  await tellAll(tx, await listCasesSentOn(tx, caseIds), () => 'sent-on', now);
  const items = await listItemsInCases(tx, caseIds);
  const illegal = items.filter((item) => item.state === 'assessed' && isIllegal(item.outcome));
  await startWatches(
    tx,
    deps.serviceKey,
    illegal.map(({ id }) => id),
    now,
  );
  await seedCrawler(deps, tx, [...new Set(illegal.map(({ caseId }) => caseId))]);
  await wakeContents(tx, { caseIds }, now);
  if (deps.judgements !== undefined)
    for (const caseId of caseIds) await noteJudgements(tx, deps.judgements, caseId, now);
  await giveToPeers(deps, tx, caseIds, now);
  await noteStands(
    tx,
    items.map(({ id }) => id),
    now,
  );
  await settleWhatWaitsForNothing(tx, caseIds, now);
}

async function followDispatches(tx: Tx, ids: readonly DispatchId[], now: Date): Promise<void> {
  const dispatches = await readDispatches(tx, ids);
  for (const { tipId } of dispatches) if (tipId !== undefined) await postStatus(tx, tipId, 'sent-on', now);
  const ofCases = dispatches.filter(({ tipId }) => tipId === undefined).map(({ caseId }) => caseId);
  await tellAll(tx, ofCases, () => 'sent-on', now);
  const caseIds = [...new Set(dispatches.map(({ caseId }) => caseId))];
  await wakeContents(tx, { caseIds }, now);
  await settleWhatWaitsForNothing(tx, caseIds, now);
}

/** Takedowns before dispatches, as sending takes them: then neither waits for the other. */
async function followRemovals(tx: Tx, itemIds: readonly ItemId[], now: Date): Promise<void> {
  const caseIds = await markItemsGone(tx, itemIds, now);
  await endTakedownsOfItems(tx, itemIds, 'item-gone', now);
  await cancelNotices(tx, itemIds, now);
  await wakeContents(tx, { itemIds }, now);
  await noteStands(tx, itemIds, now);
  await settleWhatWaitsForNothing(tx, caseIds, now);
}

async function followMove(deps: HallwayDeps, tx: Tx, itemId: ItemId, now: Date): Promise<void> {
  const watch = await readWatch(tx, deps.serviceKey, itemId);
  if (watch?.movedTo !== undefined) await addMovedItem(tx, deps.serviceKey, itemId, watch.movedTo, now);
}

/** Back to an analyst. Where the host has changed, what was assessed may not be what is there now. */
async function followRefusal(tx: Tx, dispatchId: DispatchId, now: Date): Promise<void> {
  const dispatch = await readDispatch(tx, dispatchId);
  if (dispatch?.state !== 'refused') return;
  if (dispatch.failureCode === 'host-changed' && dispatch.itemId !== undefined)
    await reassessItem(tx, dispatch.itemId, now);
  await reopenCase(tx, dispatch.caseId, now);
}

/** Nothing more is sent about what a list decided by itself and has taken back, until an analyst has looked. */
async function followWithdrawal(tx: Tx, listId: number, numbers: readonly number[], now: Date): Promise<void> {
  const itemIds = (await doubtHits(tx, listId, numbers, now)).map(({ itemId }) => itemId);
  await endTakedownsOfItems(tx, itemIds, 'entry-withdrawn', now);
  await cancelNotices(tx, itemIds, now);
}

async function tellEndings(tx: Tx, caseIds: readonly CaseId[], now: Date): Promise<void> {
  const stands = await readCaseStands(tx, caseIds);
  await tellAll(tx, caseIds, (caseId) => optionalStatusOf(stands.get(caseId)), now);
}

/** A refused dispatch keeps its case open: a person has to see it. */
async function settleWhatWaitsForNothing(tx: Tx, caseIds: readonly CaseId[], now: Date): Promise<void> {
  const waiting = await listCasesThatWait(tx, caseIds);
  await settleCases(
    tx,
    caseIds.filter((id) => !waiting.has(id)),
    now,
  );
}

async function tellAll(
  tx: Tx,
  caseIds: readonly CaseId[],
  statusFor: (caseId: CaseId) => MailboxStatus | undefined,
  now: Date,
): Promise<void> {
  for (const { caseId, tipId } of await listTipsOfCases(tx, caseIds)) {
    const status = statusFor(caseId);
    if (status !== undefined) await postStatus(tx, tipId, status, now);
  }
}
