import { recordActs } from '../../ledger/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { codeOf } from '../../platform/log.ts';
import { endUnderWay, listHeldCases, type SendOutcome, type UnderWayEnd } from '../../routing/door.ts';
import { itemIdSchema, type ItemId } from '../../terms/ids.ts';
import { pageTokenOf } from '../answers/page-token.ts';
import { composeLetter } from '../letters/compose-letter.ts';
import type { LetterInput } from '../letters/letter.ts';
import { takeBack } from './apply-bounce.ts';
import { CHECK_LIMITS } from './check-notice.ts';
import { markTold } from './change-store.ts';
import { claimLetters } from './due-store.ts';
import { listStillWaiting, markFailed, markLeft, type LetterEnd } from './letter-store.ts';
import { markWorking } from './provider-store.ts';
import { settleLetters, type LeavingLetter } from './settle-letters.ts';
import { isSendingPaused } from './stop-sending.ts';
import type { SendingDeps, SendingLimits } from './takedown-deps.ts';
import { lockTakedowns } from './takedown-store.ts';

const MINUTE_MS = 60_000;
/** As operated; a benchmark has more on their way at the same time. */
const LIMITS: SendingLimits = {
  ...CHECK_LIMITS,
  batch: 32,
  concurrency: 4,
  mostItems: 100,
  leaseMs: 5 * MINUTE_MS,
};
/**
 * A letter that has waited for its turn so long is looked at once more: the stop switch may have come, or its items may have gone.
 * Whether the police ask to wait is asked of each letter at the moment of leaving.
 */
const SETTLED_FOR_MS = 250;
/** Most mail servers that ask to come back (greylisting, a restart) are well again within a minute. */
const FIRST_RETRY_MS = 15_000;
const MOST_RETRY_MS = { normal: 30 * MINUTE_MS, urgent: 5 * MINUTE_MS };

type LetterResult =
  | { readonly leaving: LeavingLetter; readonly kind: 'done'; readonly outcome: SendOutcome }
  | { readonly leaving: LeavingLetter; readonly kind: 'failed'; readonly code: string };

/**
 * Sends letters that are due: each is claimed, its items are checked, it is marked as leaving and that is committed; only
 * then it is sent, and what came of it is written. Whoever dies in between leaves a letter that is sent again with the same
 * Message-ID and the same text. @returns how many letters were taken up
 */
export async function sendDueLetters(deps: SendingDeps, now: Date): Promise<number> {
  const limits = { ...LIMITS, ...deps.limits };
  const claimed = await claimLetters(deps.db, now, limits.batch, limits.leaseMs);
  if (claimed.length === 0) return 0;
  const leaving = await settleLetters(deps, limits, claimed, now);
  const results = await sendAll(deps, leaving, limits.concurrency);
  if (results.length > 0) await transact(deps.db, (tx) => recordResults(tx, deps, results));
  logResults(deps, results);
  return claimed.length;
}

async function sendAll(
  deps: SendingDeps,
  leaving: readonly LeavingLetter[],
  concurrency: number,
): Promise<readonly LetterResult[]> {
  const settledAt = performance.now();
  const waiting = [...leaving].reverse();
  const results: LetterResult[] = [];
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      results.push(await sendOne(deps, next, performance.now() - settledAt > SETTLED_FOR_MS));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, leaving.length) }, worker));
  return results;
}

async function sendOne(deps: SendingDeps, leaving: LeavingLetter, isLate: boolean): Promise<LetterResult> {
  try {
    if ((isLate && !(await mayStillLeave(deps, leaving))) || (await isHeld(deps, leaving)))
      return { leaving, kind: 'failed', code: NOT_ANY_MORE };
    const { letter, provider, earlier, messageId, writtenAt, templates } = leaving;
    const outcome = await deps.channelFor(provider.contact).send({
      ...composeLetter(letterInput(deps, leaving), templates),
      ...{ letterId: letter.id, contact: provider.contact, messageId, writtenAt, isUrgent: letter.isUrgent },
      idempotencyKey: letter.id,
      references: earlier?.messageIds,
    });
    return { leaving, kind: 'done', outcome };
  } catch (error) {
    return { leaving, kind: 'failed', code: codeOf(error) };
  }
}

/** What a letter is made from: its rows, so that a second try makes the same one. */
export function letterInput(
  deps: Pick<SendingDeps, 'hotline' | 'serviceKey' | 'pageUrlOf'>,
  { letter, provider, items, earlier }: Pick<LeavingLetter, 'letter' | 'provider' | 'items'> & Partial<LeavingLetter>,
): LetterInput {
  return {
    letterId: letter.id,
    contact: provider.contact,
    hotline: deps.hotline,
    items: items.map(({ notice, facts }) => ({
      noticeId: notice.id,
      facts,
      rung: notice.rung,
      kind: notice.kind,
      toldBeforeAt: notice.kind === 'reminder' ? notice.toldAt : undefined,
      nearerToldAt: notice.nearerToldAt,
    })),
    pageUrl: deps.pageUrlOf(pageTokenOf(deps.serviceKey, letter.id)),
    isDsa16: items.some(({ notice }) => notice.isDsa16),
    isUrgent: letter.isUrgent,
    ticket: earlier?.ticket,
  };
}

/** Not a failure of anything: the letter is looked at again at once. */
const NOT_ANY_MORE = 'not-any-more';

async function mayStillLeave({ db }: SendingDeps, { letter, items }: LeavingLetter): Promise<boolean> {
  if (await isSendingPaused(db)) return false;
  const stillWaiting = await listStillWaiting(db, [letter.id]);
  return items.every(({ notice }) => stillWaiting.has(notice.id));
}

async function isHeld({ db }: SendingDeps, { items }: LeavingLetter): Promise<boolean> {
  const held = await listHeldCases(
    db,
    items.map(({ notice }) => notice.caseId),
  );
  return held.size > 0;
}

async function recordResults(tx: Tx, deps: SendingDeps, results: readonly LetterResult[]): Promise<void> {
  const now = deps.clock.now();
  await lockTakedowns(
    tx,
    results.flatMap(({ leaving }) => leaving.items.map(({ notice }) => notice.takedownId)),
  );
  await recordLeft(tx, deps, results, now);
  for (const result of results) {
    if (result.kind === 'done' && result.outcome.kind === 'refused')
      await takeBack(tx, result.leaving.letter.id, { notices: 'refused', code: result.outcome.code }, now);
  }
  await markFailed(
    tx,
    results.flatMap((result) => {
      if (result.kind !== 'failed') return [];
      const { letter } = result.leaving;
      return [{ id: letter.id, code: result.code, sendAt: nextTryAt(letter, result.code, now) }];
    }),
    now,
  );
}

/** A quarter of a minute, then twice as long each time; a letter that only has to be looked at again is due at once. */
function nextTryAt(letter: LeavingLetter['letter'], code: string, now: Date): Date {
  if (code === NOT_ANY_MORE) return now;
  const mostMs = letter.isUrgent ? MOST_RETRY_MS.urgent : MOST_RETRY_MS.normal;
  return new Date(now.getTime() + Math.min(FIRST_RETRY_MS * 2 ** Math.min(letter.attempts, 20), mostMs));
}

interface Left {
  readonly leaving: LeavingLetter;
  readonly outcome: Extract<SendOutcome, { kind: 'sent' | 'rehearsed' }>;
}

async function recordLeft(tx: Tx, deps: SendingDeps, results: readonly LetterResult[], now: Date): Promise<void> {
  const left = results.flatMap((result): Left[] =>
    result.kind === 'done' && result.outcome.kind !== 'refused'
      ? [{ leaving: result.leaving, outcome: result.outcome }]
      : [],
  );
  await markLeft(tx, left.map(letterEnd), now);
  const firstTold = await markTold(
    tx,
    left.flatMap(({ leaving: { letter, provider, items } }) => {
      // Our mail server's outage is ours; that a provider's own API was away is not.
      const isOurs = provider.contact.channel === 'mail';
      const failingSince = isOurs ? letter.failingSince : undefined;
      const standstillMs = failingSince === undefined ? 0 : Math.max(0, now.getTime() - failingSince.getTime());
      return items.map(({ notice }) => ({
        ...{ takedownId: notice.takedownId, providerId: letter.providerId, standstillMs },
      }));
    }),
    now,
  );
  const taken = left.filter(({ outcome }) => outcome.kind === 'sent');
  await markWorking(
    tx,
    taken.map(({ leaving }) => leaving.letter.providerId),
    now,
  );
  await endUnderWay(tx, underWayEnds(left, firstTold), now);
  await deps.sights.noteSent(tx, [...new Set(left.flatMap(({ leaving }) => leaving.items.map(itemIdOf)))], now);
  await recordActs(
    tx,
    left.map(({ leaving: { letter, items }, outcome }) => ({
      ...{ at: now, actor: 'system' as const, action: `letter.${outcome.kind}`, subject: `letter:${letter.id}` },
      payload: { providerId: letter.providerId, notices: items.length, isUrgent: letter.isUrgent },
    })),
  );
}

const itemIdOf = ({ notice }: LeavingLetter['items'][number]): ItemId => notice.itemId;

function letterEnd({ leaving: { letter, provider, items }, outcome }: Left): LetterEnd {
  return {
    id: letter.id,
    state: outcome.kind,
    code: outcome.kind === 'rehearsed' ? outcome.because : undefined,
    ticket: outcome.kind === 'sent' && provider.contact.channel === 'api' ? outcome.reference : undefined,
    noticeIds: items.map(({ notice }) => notice.id),
  };
}

/** The dispatches of items of which somebody has been told for the first time. */
function underWayEnds(left: readonly Left[], firstTold: ReadonlyMap<string, string>): readonly UnderWayEnd[] {
  const ends = new Map<string, UnderWayEnd>();
  for (const { leaving, outcome } of left) {
    for (const { notice } of leaving.items) {
      const itemId = firstTold.get(notice.takedownId);
      if (itemId === undefined || ends.has(itemId)) continue;
      const reference = outcome.kind === 'sent' ? (outcome.reference ?? leaving.messageId) : undefined;
      const failureCode = outcome.kind === 'rehearsed' ? outcome.because : undefined;
      ends.set(itemId, { itemId: itemIdSchema.parse(itemId), state: outcome.kind, reference, failureCode });
    }
  }
  return [...ends.values()];
}

function logResults(deps: SendingDeps, results: readonly LetterResult[]): void {
  const left = results.filter((result) => result.kind === 'done' && result.outcome.kind !== 'refused');
  if (left.length > 0) {
    const items = left.reduce((sum, { leaving }) => sum + leaving.items.length, 0);
    deps.log.info('notices.sent', { letters: left.length, items });
  }
  for (const result of results) {
    if (result.kind === 'failed') deps.log.warn('notices.failed', { what: 'letter', code: result.code });
    else if (result.outcome.kind === 'refused')
      deps.log.warn('notices.failed', { what: 'letter', code: result.outcome.code });
  }
}
