import { postStatus } from '../intake/door.ts';
import { recordAct, type Actor } from '../ledger/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { CaseAnswers } from '../terms/answers.ts';
import type { CaseId, ItemId, StaffId } from '../terms/ids.ts';
import type { CloseReason, ItemOutcome } from '../terms/outcomes.ts';
import { readJoinedTo } from './arrange-store.ts';
import type { CaseView } from './case.ts';
import { CaseStateError } from './case-state-error.ts';
import { listTipsOfCase, readCaseSummary, updateCase } from './case-store.ts';
import { followAssessment, requireOutcome, type ItemAct } from './give-second.ts';
import { listHitsOfCase } from './hit-store.ts';
import {
  insertAssessment,
  listItems,
  readItem,
  startNextRound,
  updateItemState,
  updateLocation,
  type Location,
} from './item-store.ts';
import { readOrigins } from './origin-store.ts';
import { requireCase, requireMine } from './require-mine.ts';
import { isOpenSecond, type SecondRules } from './second-opinion.ts';
import { listSeconds, lockItem } from './second-store.ts';
import { insertSkip } from './skip-store.ts';

/** A case with its items in clear and its tips; undefined when there is none. */
export async function readCase(db: Db, serviceKey: ServiceKey, id: CaseId): Promise<CaseView | undefined> {
  const summary = await readCaseSummary(db, id);
  if (summary === undefined) return undefined;
  const [items, tipIds, hits] = await Promise.all([
    listItems(db, serviceKey, id),
    listTipsOfCase(db, id),
    listHitsOfCase(db, serviceKey, id),
  ]);
  const origins = await readOrigins(
    db,
    serviceKey,
    items.map((item) => item.id),
  );
  return { ...summary, items, tipIds, hits, origins };
}

/** Takes a case from the queue. @throws CaseStateError `taken` when somebody else has it, `ended` when it is closed. */
export async function claimCase(tx: Tx, caseId: CaseId, staffId: StaffId, now: Date): Promise<void> {
  const found = await requireCase(tx, caseId);
  if (found.claimedBy === staffId && found.state === 'claimed') return;
  if (found.state === 'claimed') throw new CaseStateError('taken');
  if (found.state !== 'new') throw new CaseStateError('ended');
  await putIntoHands(tx, caseId, { staffId, action: 'case.claimed' }, now);
}

/**
 * Takes a case that was decided or closed into one's own hands: something new is known of it, or something was wrong. What was sent stays
 * sent, and its notices go on. One that waits in the queue is claimed.
 * @throws CaseStateError `taken` when somebody else has it, `joined` when all that was in it is in another case
 */
export async function takeUpCase(tx: Tx, caseId: CaseId, staffId: StaffId, now: Date): Promise<void> {
  const { state } = await requireCase(tx, caseId);
  if (state === 'new' || state === 'claimed') return claimCase(tx, caseId, staffId, now);
  if ((await readJoinedTo(tx, caseId)) !== undefined) throw new CaseStateError('joined');
  await putIntoHands(tx, caseId, { staffId, action: 'case.taken-up' }, now);
}

async function putIntoHands(
  tx: Tx,
  caseId: CaseId,
  { staffId, action }: { readonly staffId: StaffId; readonly action: string },
  now: Date,
): Promise<void> {
  const open = { state: 'claimed', closedAt: null, closeReason: null } as const;
  await updateCase(tx, caseId, { ...open, claimedBy: staffId, claimedAt: now });
  await record(tx, `staff:${staffId}`, action, caseId, now);
  for (const tipId of await listTipsOfCase(tx, caseId)) await postStatus(tx, tipId, 'in-review', now);
}

/** Gives a case back to the queue. @throws CaseStateError `not-yours` */
export async function releaseCase(tx: Tx, caseId: CaseId, staffId: StaffId, now: Date): Promise<void> {
  await requireMine(tx, caseId, staffId);
  await updateCase(tx, caseId, { state: 'new', claimedBy: null, claimedAt: null });
  await record(tx, `staff:${staffId}`, 'case.released', caseId, now);
}

/**
 * Passes a case over: it goes back to the queue as it is, and is not offered to this person again. Nobody asks why, and the record says
 * no more than that it was given back. @throws CaseStateError `not-yours`
 */
export async function skipCase(tx: Tx, caseId: CaseId, staffId: StaffId, now: Date): Promise<void> {
  await releaseCase(tx, caseId, staffId, now);
  await insertSkip(tx, caseId, staffId);
}

/**
 * An analyst's answers about one item; a second opinion is asked for where the rules say so.
 * @throws CaseStateError `not-yours`, or `answers-missing` while the outcome needs more.
 */
export async function assessItem(
  tx: Tx,
  serviceKey: ServiceKey,
  act: ItemAct & { readonly second?: SecondRules },
): Promise<ItemOutcome> {
  const { itemId, staffId, questionSet, answers, now } = act;
  const item = await readItem(tx, serviceKey, itemId);
  await requireMine(tx, item.caseId, staffId);
  await lockItem(tx, itemId);
  const outcome = requireOutcome(answers);
  const id = await insertAssessment(tx, itemId, { staffId, questionSet, answers, outcome, assessedAt: now });
  await updateItemState(tx, itemId, 'assessed', outcome);
  await followAssessment(tx, serviceKey, act, id, act.second);
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'item.assessed',
    subject: `item:${itemId}`,
    payload: { questionSet, outcome, answers: JSON.stringify(answers) },
  });
  return outcome;
}

/** An analyst's answers about the case as a whole. @throws CaseStateError `not-yours` */
export async function answerCase(
  tx: Tx,
  caseId: CaseId,
  staffId: StaffId,
  answers: CaseAnswers,
  now: Date,
): Promise<void> {
  await requireMine(tx, caseId, staffId);
  const isUrgent = answers.danger === 'yes' || answers.identifiable === 'yes';
  await updateCase(tx, caseId, { answers, ...(isUrgent ? { isUrgent } : {}) });
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'case.answered',
    subject: `case:${caseId}`,
    payload: { answers: JSON.stringify(answers) },
  });
}

/**
 * The analyst's work is done and what follows is planned, in the same transaction.
 * @throws CaseStateError `not-yours`; `second-missing` while a second person has to say something, or two differ
 */
export async function markDecided(tx: Tx, caseId: CaseId, staffId: StaffId, now: Date): Promise<void> {
  await requireMine(tx, caseId, staffId);
  const seconds = [...(await listSeconds(tx, caseId)).values()];
  if (seconds.some(({ state }) => isOpenSecond(state))) throw new CaseStateError('second-missing');
  await updateCase(tx, caseId, { state: 'decided', decidedAt: now });
  await record(tx, `staff:${staffId}`, 'case.decided', caseId, now);
  await emit(tx, { kind: 'case-decided', caseId });
}

/**
 * A trusted list decided in a person's place: its items are what it says, and what follows is planned in the same transaction. Says
 * false, and writes nothing, when a person has the case or it has ended: then theirs is the decision.
 */
export async function markDecidedByList(
  tx: Tx,
  caseId: CaseId,
  outcomes: ReadonlyMap<ItemId, ItemOutcome>,
  now: Date,
): Promise<boolean> {
  const found = await requireCase(tx, caseId);
  if (found.state !== 'new') return false;
  for (const [itemId, outcome] of outcomes) {
    await updateItemState(tx, itemId, 'assessed', outcome);
    await recordAct(tx, {
      at: now,
      actor: 'system',
      action: 'item.recognised',
      subject: `item:${itemId}`,
      payload: { outcome },
    });
  }
  await updateCase(tx, caseId, { state: 'decided', decidedAt: now });
  await record(tx, 'system', 'case.decided', caseId, now);
  await emit(tx, { kind: 'case-decided', caseId });
  return true;
}

/** Ends a case for a stated reason; a closed one stays as it is. */
export async function closeCase(tx: Tx, caseId: CaseId, reason: CloseReason, actor: Actor, now: Date): Promise<void> {
  const found = await requireCase(tx, caseId);
  if (found.state === 'closed') return;
  await updateCase(tx, caseId, { state: 'closed', closedAt: now, closeReason: reason });
  await recordAct(tx, { at: now, actor, action: 'case.closed', subject: `case:${caseId}`, payload: { reason } });
  await emit(tx, { kind: 'case-closed', caseId });
}

/** Puts a decided case back into the queue: a destination refused what was sent, and a person must look. */
export async function reopenCase(tx: Tx, caseId: CaseId, now: Date): Promise<void> {
  const found = await requireCase(tx, caseId);
  if (found.state !== 'decided') return;
  await updateCase(tx, caseId, { state: 'new', claimedBy: null, claimedAt: null });
  await record(tx, 'system', 'case.reopened', caseId, now);
}

/** An item's host is not the one that was decided about: where it is now is looked up, and it is assessed anew. */
export async function reassessItem(tx: Tx, itemId: ItemId, now: Date): Promise<void> {
  if (!(await startNextRound(tx, itemId, 'assessed'))) return;
  await recordAct(tx, { at: now, actor: 'system', action: 'item.returned', subject: `item:${itemId}`, payload: {} });
  await emit(tx, { kind: 'item-added', itemId });
}

/** Notes where an item's host was found to be. */
export async function noteLocation(
  tx: Tx,
  serviceKey: ServiceKey,
  itemId: ItemId,
  location: Location,
  now: Date,
): Promise<void> {
  await updateLocation(tx, serviceKey, itemId, location, now);
  await recordAct(tx, {
    at: now,
    actor: 'system',
    action: 'item.located',
    subject: `item:${itemId}`,
    payload: { code: location.code, country: location.country ?? null },
  });
  await emit(tx, { kind: 'item-located', itemId });
}

function record(tx: Tx, actor: Actor, action: string, caseId: CaseId, now: Date): Promise<void> {
  return recordAct(tx, { at: now, actor, action, subject: `case:${caseId}`, payload: {} });
}
