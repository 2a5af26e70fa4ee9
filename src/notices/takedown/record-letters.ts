/** What came of letters, written down: those that have left, were refused, or have to be tried again. */
import { recordActs } from '../../ledger/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { endUnderWay, type SendOutcome, type UnderWayEnd } from '../../routing/door.ts';
import { itemIdSchema } from '../../terms/ids.ts';
import type { Acceptance, LeftNotice } from './accepted-store.ts';
import { takeBack } from './apply-bounce.ts';
import { markTold } from './change-store.ts';
import type { ClaimedLetter } from './due-store.ts';
import { markFailed, markLeft, type LetterEnd } from './letter-store.ts';
import { markWorking } from './provider-store.ts';
import type { ProviderContact } from './rung.ts';
import type { LeavingLetter } from './settle-letters.ts';
import type { SendingDeps } from './takedown-deps.ts';
import { lockTakedowns } from './takedown-store.ts';

const MINUTE_MS = 60_000;
/** Most mail servers that ask to come back (greylisting, a restart) are well again within a minute. */
const FIRST_RETRY_MS = 15_000;
const MOST_RETRY_MS = { normal: 30 * MINUTE_MS, urgent: 5 * MINUTE_MS };
/** Not a failure of anything: the letter is looked at again at once. */
export const NOT_ANY_MORE = 'not-any-more';

/** What came of one letter. */
export type LetterResult =
  | { readonly leaving: LeavingLetter; readonly kind: 'done'; readonly outcome: SendOutcome }
  | { readonly leaving: LeavingLetter; readonly kind: 'failed'; readonly code: string };

/** Writes what came of letters that were sent just now: each is left, refused, or tried again later. */
export async function recordResults(tx: Tx, deps: SendingDeps, results: readonly LetterResult[]): Promise<void> {
  const now = deps.clock.now();
  await lockTakedowns(
    tx,
    results.flatMap(({ leaving }) => leaving.items.map(({ notice }) => notice.takedownId)),
  );
  await recordLeft(tx, deps, results.flatMap(leftOf), now);
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

/** A letter that has left, or was rehearsed. */
interface Left {
  readonly letter: ClaimedLetter;
  readonly channel: ProviderContact['channel'];
  readonly messageId: string;
  readonly notices: readonly LeftNotice[];
  readonly outcome: Extract<SendOutcome, { kind: 'sent' | 'rehearsed' }>;
}

function leftOf(result: LetterResult): readonly Left[] {
  if (result.kind !== 'done' || result.outcome.kind === 'refused') return [];
  const { letter, provider, messageId, items } = result.leaving;
  const notices = items.map(({ notice }) => notice);
  return [{ letter, channel: provider.contact.channel, messageId, notices, outcome: result.outcome }];
}

/** Writes what follows from letters that a sender had handed over when it was killed, as of then. Only mail is known to have been taken. */
export async function recordAccepted(
  deps: SendingDeps,
  claimed: readonly ClaimedLetter[],
  acceptances: ReadonlyMap<string, Acceptance>,
): Promise<void> {
  for (const letter of claimed) {
    const taken = acceptances.get(letter.id);
    if (taken === undefined) continue;
    const { messageId, notices } = taken;
    await transact(deps.db, async (tx) => {
      await lockTakedowns(
        tx,
        notices.map(({ takedownId }) => takedownId),
      );
      const outcome = { kind: 'sent', reference: messageId } as const;
      await recordLeft(tx, deps, [{ letter, channel: 'mail', messageId, notices, outcome }], taken.at);
    });
  }
}

async function recordLeft(tx: Tx, deps: SendingDeps, left: readonly Left[], now: Date): Promise<void> {
  await markLeft(tx, left.map(letterEnd), now);
  const firstTold = await markTold(
    tx,
    left.flatMap(({ letter, channel, notices }) => {
      // Our mail server's outage is ours; that a provider's own API was away is not.
      const isOurs = channel === 'mail';
      const failingSince = isOurs ? letter.failingSince : undefined;
      const standstillMs = failingSince === undefined ? 0 : Math.max(0, now.getTime() - failingSince.getTime());
      return notices.map(({ takedownId }) => ({ takedownId, providerId: letter.providerId, standstillMs }));
    }),
    now,
  );
  const taken = left.filter(({ outcome }) => outcome.kind === 'sent');
  await markWorking(
    tx,
    taken.map(({ letter }) => letter.providerId),
    now,
  );
  await endUnderWay(tx, underWayEnds(left, firstTold), now);
  await deps.sights.noteSent(tx, [...new Set(left.flatMap(({ notices }) => notices.map(({ itemId }) => itemId)))], now);
  await recordActs(
    tx,
    left.map(({ letter, notices, outcome }) => ({
      ...{ at: now, actor: 'system' as const, action: `letter.${outcome.kind}`, subject: `letter:${letter.id}` },
      payload: { providerId: letter.providerId, notices: notices.length, isUrgent: letter.isUrgent },
    })),
  );
}

function letterEnd({ letter, channel, notices, outcome }: Left): LetterEnd {
  return {
    id: letter.id,
    state: outcome.kind,
    code: outcome.kind === 'rehearsed' ? outcome.because : undefined,
    ticket: outcome.kind === 'sent' && channel === 'api' ? outcome.reference : undefined,
    noticeIds: notices.map(({ id }) => id),
  };
}

/** The dispatches of items of which somebody has been told for the first time. */
function underWayEnds(left: readonly Left[], firstTold: ReadonlyMap<string, string>): readonly UnderWayEnd[] {
  const ends = new Map<string, UnderWayEnd>();
  for (const { messageId, notices, outcome } of left) {
    for (const { takedownId } of notices) {
      const itemId = firstTold.get(takedownId);
      if (itemId === undefined || ends.has(itemId)) continue;
      const reference = outcome.kind === 'sent' ? (outcome.reference ?? messageId) : undefined;
      const failureCode = outcome.kind === 'rehearsed' ? outcome.because : undefined;
      ends.set(itemId, { itemId: itemIdSchema.parse(itemId), state: outcome.kind, reference, failureCode });
    }
  }
  return [...ends.values()];
}
