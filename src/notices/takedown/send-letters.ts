import { transact } from '../../platform/db.ts';
import { codeOf } from '../../platform/log.ts';
import { listHeldCases } from '../../routing/door.ts';
import { pageTokenOf } from '../answers/page-token.ts';
import { composeLetter } from '../letters/compose-letter.ts';
import type { LetterInput } from '../letters/letter.ts';
import { readAcceptances } from './accepted-store.ts';
import { openAcceptances, type Acceptances } from './note-accepted.ts';
import { CHECK_LIMITS } from './check-notice.ts';
import { claimLetters } from './due-store.ts';
import { listStillWaiting } from './letter-store.ts';
import { NOT_ANY_MORE, recordAccepted, recordResults, type LetterResult } from './record-letters.ts';
import { settleLetters, type LeavingLetter } from './settle-letters.ts';
import { isSendingPaused } from './stop-sending.ts';
import type { SendingDeps, SendingLimits } from './takedown-deps.ts';

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

/**
 * Sends letters that are due: each is claimed, its items are checked, it is marked as leaving and that is committed; only
 * then it is sent. That a mail server has taken it is written at once, what follows from it for all letters together. Whoever dies
 * in between leaves a letter that is known to have left, or (in the moment between the server's answer and that mark) one that
 * is sent again with the same Message-ID and the same text. @returns how many letters were taken up
 */
export async function sendDueLetters(deps: SendingDeps, now: Date): Promise<number> {
  const limits = { ...LIMITS, ...deps.limits };
  const claimed = await claimLetters(deps.db, now, limits.batch, limits.leaseMs);
  if (claimed.length === 0) return 0;
  const acceptances = await readAcceptances(
    deps.db,
    claimed.map(({ id }) => id),
  );
  await recordAccepted(deps, claimed, acceptances);
  const open = claimed.filter(({ id }) => !acceptances.has(id));
  const leaving = await settleLetters(deps, limits, open, now);
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
  const acceptances = openAcceptances(deps.db);
  const waiting = [...leaving].reverse();
  const results: LetterResult[] = [];
  const worker = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      results.push(await sendOne(deps, acceptances, next, performance.now() - settledAt > SETTLED_FOR_MS));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, leaving.length) }, worker));
  return results;
}

async function sendOne(
  deps: SendingDeps,
  acceptances: Acceptances,
  leaving: LeavingLetter,
  isLate: boolean,
): Promise<LetterResult> {
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
    if (outcome.kind === 'sent' && provider.contact.channel === 'mail') await noteAccepted(deps, acceptances, leaving);
    return { leaving, kind: 'done', outcome };
  } catch (error) {
    return { leaving, kind: 'failed', code: codeOf(error) };
  }
}

/** Where even this cannot be written now, what follows from the letter is tried all the same: it may be the last that is known of it. */
async function noteAccepted(
  { clock, log }: SendingDeps,
  acceptances: Acceptances,
  { letter, items }: LeavingLetter,
): Promise<void> {
  const taken = { id: letter.id, noticeIds: items.map(({ notice }) => notice.id), at: clock.now() };
  await acceptances
    .note(taken)
    .catch((error: unknown) => log.warn('notices.failed', { what: 'letter', code: codeOf(error) }));
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
