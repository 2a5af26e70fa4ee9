/** From letters that are due to letters that may leave: every item in them is looked at once more. */
import { transact, type Tx } from '../../platform/db.ts';
import type { ItemId } from '../../terms/ids.ts';
import type { LetterTemplates } from '../letters/paragraphs.ts';
import { readCurrentTemplates, readTemplateVersions } from '../letters/template-store.ts';
import { markOut } from './change-store.ts';
import { isResting } from './bounce-rest.ts';
import type { ClaimedLetter, EarlierLetters } from './due-store.ts';
import { draftLetters, judgeItems, takedownsOf, type Draft, type DraftItem, type Verdict } from './draft-letters.ts';
import { endTakedowns, stopTakedowns } from './end-takedown.ts';
import { letterObstacle } from './letter-obstacle.ts';
import {
  cancelNoticeRows,
  closeEmptyLetters,
  gatheringKey,
  insertFullLetters,
  markLeaving,
  moveNotices,
  openLetters,
  postponeLetters,
  readEarlierLetters,
  type LetterWish,
} from './letter-store.ts';
import type { ProviderStand } from './provider-store.ts';
import { newLetter } from './step-takedowns.ts';
import { isSendingPaused } from './stop-sending.ts';
import type { SendingDeps, SendingLimits } from './takedown-deps.ts';
import { lockTakedowns } from './takedown-store.ts';

const MINUTE_MS = 60_000;
/** A letter that the stop switch holds up is looked at again after so long. */
const PAUSED_MS = 15_000;
/** What waits for a visit, or for anything else, is looked at again after so long. */
const WAIT_MS = { 'no-fresh-visit': MINUTE_MS, 'seems-gone': 10 * MINUTE_MS, 'host-not-resolved': 5 * MINUTE_MS };

/** A letter that is about to leave: its rows say so already. */
export interface LeavingLetter {
  readonly letter: ClaimedLetter;
  readonly provider: ProviderStand;
  readonly items: readonly DraftItem[];
  readonly earlier: EarlierLetters | undefined;
  readonly messageId: string;
  readonly writtenAt: Date;
  /** A repeat is made from the same texts. */
  readonly templates: LetterTemplates;
}

/**
 * Looks at claimed letters, takes out what must not be sent, lets what may be sent later wait in a later letter, and marks
 * the rest as leaving. Names are resolved before the transaction; holds, stops and states are read in it.
 */
export async function settleLetters(
  deps: SendingDeps,
  limits: SendingLimits,
  claimed: readonly ClaimedLetter[],
  now: Date,
): Promise<readonly LeavingLetter[]> {
  const letterIds = claimed.map((letter) => letter.id);
  const [drafts, earlier, current, versions] = await Promise.all([
    draftLetters(deps, limits, claimed, now),
    readEarlierLetters(deps.db, letterIds),
    readCurrentTemplates(deps.db),
    readTemplateVersions(
      deps.db,
      claimed.flatMap(({ templateVersion }) => templateVersion ?? []),
    ),
  ]);
  return transact(deps.db, async (tx) => {
    if (await isSendingPaused(tx)) {
      await postponeLetters(tx, letterIds, new Date(now.getTime() + PAUSED_MS));
      return [];
    }
    const takedowns = await lockTakedowns(tx, takedownsOf(drafts));
    const verdicts = await judgeItems(tx, { ...deps, limits }, drafts, takedowns, now);
    const kept = await keepTried(tx, deps, drafts, verdicts, now);
    const untried = drafts.filter(({ letter }) => !kept.has(letter.id));
    const leaving = await sortOut(tx, deps, limits, untried, verdicts, now);
    const keptIds = new Set([...leaving.map(({ letter }) => letter.id), ...kept]);
    await closeEmptyLetters(
      tx,
      letterIds.filter((id) => !keptIds.has(id)),
    );
    // A repeat is the same mail: what it refers to is what it referred to the first time.
    const letters = leaving.map((draft) => ({
      ...draft,
      messageId: `<${draft.letter.id}@${deps.mailDomain}>`,
      earlier: draft.letter.attempts > 0 ? draft.letter.earlier : earlier.get(draft.letter.id),
    }));
    await markLeaving(
      tx,
      letters.map(({ letter, messageId, earlier: thread }) => ({ id: letter.id, messageId, earlier: thread })),
      {
        now,
        leaseUntil: new Date(now.getTime() + limits.leaseMs),
        pageExpiresAt: new Date(now.getTime() + deps.pageMs),
        templateVersion: current.version,
      },
    );
    return letters.map((draft) => ({
      ...draft,
      writtenAt: draft.letter.writtenAt ?? now,
      templates: versions.get(draft.letter.templateVersion ?? current.version) ?? current,
    }));
  });
}

/**
 * A letter that was on its way before may have arrived, whatever we know of it: what it names stays in it, or the same notice
 * would come a second time under another Message-ID. If any of it has to wait, the letter waits as a whole. @returns those that do
 */
async function keepTried(
  tx: Tx,
  deps: SendingDeps,
  drafts: readonly Draft[],
  verdicts: ReadonlyMap<string, Verdict>,
  now: Date,
): Promise<ReadonlySet<string>> {
  const kept = new Set<string>();
  for (const draft of drafts.filter(({ letter }) => letter.attempts > 0)) {
    const obstacle = letterObstacle(draft.provider, draft.letter, now);
    const waits = waitingOf(draft, verdicts, now);
    const untilMs = [
      ...waits.map(({ sendAt }) => sendAt.getTime()),
      ...(obstacle?.kind === 'later' ? [obstacle.until.getTime()] : []),
    ];
    if (untilMs.length === 0 || obstacle?.kind === 'out') continue;
    kept.add(draft.letter.id);
    await postponeLetters(tx, [draft.letter.id], new Date(Math.max(...untilMs)));
    const toVisit = waits.filter(({ wantsVisit }) => wantsVisit).flatMap(({ items }) => items);
    if (toVisit.length > 0) await deps.sights.hasten(tx, [...new Set(toVisit.map(({ notice }) => notice.itemId))], now);
  }
  await dropItems(
    tx,
    drafts.filter(({ letter }) => kept.has(letter.id)),
    verdicts,
    now,
  );
  return kept;
}

/** Does what the verdicts say. @returns the letters that leave, with the items that do */
async function sortOut(
  tx: Tx,
  deps: SendingDeps,
  limits: SendingLimits,
  drafts: readonly Draft[],
  verdicts: ReadonlyMap<string, Verdict>,
  now: Date,
): Promise<readonly (Draft & { readonly provider: ProviderStand })[]> {
  const leaving: (Draft & { readonly provider: ProviderStand })[] = [];
  const later: Later[] = [];
  const full: { readonly letter: LetterWish; readonly items: readonly DraftItem[] }[] = [];
  for (const draft of drafts) {
    const { letter, provider } = draft;
    const items = draft.items.filter(({ notice }) => verdicts.get(notice.id)?.kind === 'send');
    const obstacle = letterObstacle(provider, letter, now);
    if (provider === undefined || obstacle?.kind === 'out') {
      await leaveOut(tx, letter.providerId, items, provider !== undefined && isResting(provider, now), now);
    } else if (obstacle !== undefined) {
      later.push({ letter, items, sendAt: obstacle.until, wantsVisit: false });
    } else if (items.length > 0) {
      leaving.push({ letter, provider, items: items.slice(0, limits.mostItems) });
      for (let from = limits.mostItems; from < items.length; from += limits.mostItems)
        full.push({
          letter: newLetter(deps, { ...letter, sendAt: now }),
          items: items.slice(from, from + limits.mostItems),
        });
    }
    later.push(...waitingOf(draft, verdicts, now));
  }
  await insertFullLetters(
    tx,
    full.map(({ letter }) => letter),
  );
  await moveNotices(
    tx,
    full.flatMap(({ letter, items }) => items.map(({ notice }) => ({ id: notice.id, letterId: letter.id }))),
  );
  await putOff(tx, deps, later, now);
  await dropItems(tx, drafts, verdicts, now);
  return leaving;
}

interface Later {
  readonly letter: ClaimedLetter;
  readonly items: readonly DraftItem[];
  readonly sendAt: Date;
  readonly wantsVisit: boolean;
}

function waitingOf(draft: Draft, verdicts: ReadonlyMap<string, Verdict>, now: Date): readonly Later[] {
  return draft.items.flatMap((item): Later[] => {
    const verdict = verdicts.get(item.notice.id);
    if (verdict?.kind !== 'wait') return [];
    const sendAt = new Date(now.getTime() + WAIT_MS[verdict.because]);
    return [{ letter: draft.letter, items: [item], sendAt, wantsVisit: verdict.because !== 'host-not-resolved' }];
  });
}

/** Into the letter that gathers for the same provider, to be looked at again with it. */
async function putOff(tx: Tx, deps: SendingDeps, later: readonly Later[], now: Date): Promise<void> {
  const waiting = later.filter(({ items }) => items.length > 0);
  const wishes = new Map<string, LetterWish>();
  for (const { letter, sendAt } of waiting) {
    const key = gatheringKey(letter);
    const known = wishes.get(key);
    if (known === undefined || sendAt < known.sendAt) wishes.set(key, newLetter(deps, { ...letter, sendAt }));
  }
  const letters = await openLetters(tx, [...wishes.values()]);
  await moveNotices(
    tx,
    waiting.flatMap(({ letter, items }) => {
      const letterId = letters.get(gatheringKey(letter));
      return letterId === undefined ? [] : items.map(({ notice }) => ({ id: notice.id, letterId }));
    }),
  );
  const toVisit = new Set<ItemId>(
    waiting.filter(({ wantsVisit }) => wantsVisit).flatMap(({ items }) => items.map(({ notice }) => notice.itemId)),
  );
  if (toVisit.size > 0) await deps.sights.hasten(tx, [...toVisit], now);
}

/** The provider is nobody to tell any more: the next rung takes its place. */
async function leaveOut(
  tx: Tx,
  providerId: string,
  items: readonly DraftItem[],
  isBounced: boolean,
  now: Date,
): Promise<void> {
  const reason = isBounced ? 'provider-bouncing' : 'provider-refused';
  await cancelNoticeRows(
    tx,
    items.map(({ notice }) => ({ id: notice.id, reason })),
    now,
  );
  await markOut(
    tx,
    items.map(({ notice }) => notice.takedownId),
    providerId,
    now,
  );
}

/** What must not be sent is taken out, and what that says of its takedown is done. */
async function dropItems(
  tx: Tx,
  drafts: readonly Draft[],
  verdicts: ReadonlyMap<string, Verdict>,
  now: Date,
): Promise<void> {
  const dropped = drafts
    .flatMap((draft) => draft.items)
    .flatMap(({ notice }) => {
      const verdict = verdicts.get(notice.id);
      return verdict?.kind === 'drop' ? [{ id: notice.id, takedownId: notice.takedownId, reason: verdict.code }] : [];
    });
  await cancelNoticeRows(tx, dropped, now);
  const held = dropped.filter(({ reason }) => reason === 'hold').map(({ takedownId }) => takedownId);
  await stopTakedowns(tx, held, 'hold', now);
  const ends = dropped.filter(({ reason }) => reason !== 'hold' && reason !== 'stopped');
  await endTakedowns(
    tx,
    [...new Map(ends.map((end) => [end.takedownId, end.reason]))].map(([id, reason]) => ({
      ...{ id, reason, dispatches: 'refused' },
    })),
    now,
  );
}
