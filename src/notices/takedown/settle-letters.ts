/** From letters that are due to letters that may leave: every item in them is looked at once more. */
import { isIP } from 'node:net';
import { readItemStands } from '../../cases/door.ts';
import { NameNotResolved } from '../../crawl/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { listHeldCases } from '../../routing/door.ts';
import type { ItemId } from '../../terms/ids.ts';
import { readNoticeFacts, type NoticeFacts } from '../letters/notice.ts';
import type { LetterTemplates } from '../letters/paragraphs.ts';
import { readCurrentTemplates, readTemplateVersions } from '../letters/template-store.ts';
import { markOut } from './change-store.ts';
import { checkNotice, needsHostNow, type CheckOutcome, type HostNow, type Sight } from './check-notice.ts';
import { endTakedowns, stopTakedowns } from './end-takedown.ts';
import {
  cancelNoticeRows,
  closeEmptyLetters,
  gatheringKey,
  insertFullLetters,
  listStillWaiting,
  markLeaving,
  moveNotices,
  openLetters,
  postponeLetters,
  readEarlierLetters,
  readWaitingNotices,
  type ClaimedLetter,
  type EarlierLetters,
  type LetterWish,
  type WaitingNotice,
} from './letter-store.ts';
import { isBouncing, letterObstacle } from './letter-obstacle.ts';
import { readProviders, type ProviderStand } from './provider-store.ts';
import { newLetter } from './step-takedowns.ts';
import { isSendingPaused } from './stop-sending.ts';
import type { SendingDeps, SendingLimits } from './takedown-deps.ts';
import { lockTakedowns } from './takedown-store.ts';

const MINUTE_MS = 60_000;
const RESOLVE_TIMEOUT_MS = 10_000;
/** A letter that the stop switch holds up is looked at again after so long. */
const PAUSED_MS = 15_000;
/** What waits for a visit, or for anything else, is looked at again after so long. */
const WAIT_MS = { 'no-fresh-visit': MINUTE_MS, 'seems-gone': 10 * MINUTE_MS, 'host-not-resolved': 5 * MINUTE_MS };

/** An item in a letter, with what is known of it. */
export interface DraftItem {
  readonly notice: WaitingNotice;
  readonly facts: NoticeFacts;
  readonly sight: Sight | undefined;
  readonly hostNow: HostNow | undefined;
}

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

interface Draft {
  readonly letter: ClaimedLetter;
  readonly provider: ProviderStand | undefined;
  readonly items: readonly DraftItem[];
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
  const drafts = await draftLetters(deps, limits, claimed, now);
  const earlier = await readEarlierLetters(
    deps.db,
    claimed.map((letter) => letter.id),
  );
  const current = await readCurrentTemplates(deps.db);
  const versions = await readTemplateVersions(
    deps.db,
    claimed.flatMap(({ templateVersion }) => templateVersion ?? []),
  );
  return transact(deps.db, async (tx) => {
    const ids = claimed.map((letter) => letter.id);
    if (await isSendingPaused(tx)) {
      await postponeLetters(tx, ids, new Date(now.getTime() + PAUSED_MS));
      return [];
    }
    const verdicts = await judgeItems(tx, deps, limits, drafts, now);
    const leaving = await sortOut(tx, deps, limits, drafts, verdicts, now);
    const leavingIds = new Set(leaving.map(({ letter }) => letter.id));
    await closeEmptyLetters(
      tx,
      ids.filter((id) => !leavingIds.has(id)),
    );
    const letters = leaving.map((draft) => ({ ...draft, messageId: `<${draft.letter.id}@${deps.mailDomain}>` }));
    await markLeaving(
      tx,
      letters.map(({ letter, messageId }) => ({ id: letter.id, messageId })),
      {
        now,
        leaseUntil: new Date(now.getTime() + limits.leaseMs),
        pageExpiresAt: new Date(now.getTime() + deps.pageMs),
        templateVersion: current.version,
      },
    );
    return letters.map((draft) => ({
      ...draft,
      earlier: earlier.get(draft.letter.id),
      writtenAt: draft.letter.writtenAt ?? now,
      templates: versions.get(draft.letter.templateVersion ?? current.version) ?? current,
    }));
  });
}

async function draftLetters(
  deps: SendingDeps,
  limits: SendingLimits,
  claimed: readonly ClaimedLetter[],
  now: Date,
): Promise<readonly Draft[]> {
  const notices = await readWaitingNotices(
    deps.db,
    claimed.map((letter) => letter.id),
  );
  const [providers, sights] = await Promise.all([
    readProviders(
      deps.db,
      deps.serviceKey,
      claimed.map((letter) => letter.providerId),
    ),
    deps.sights.read([...new Set(notices.map((notice) => notice.itemId))]),
  ]);
  const hosts = new Map<string, Promise<HostNow>>();
  const items = await Promise.all(
    notices.map(async (notice): Promise<DraftItem> => {
      const facts = readNoticeFacts(deps.serviceKey.unshroud('payload', notice.shroudedFacts));
      const sight = sights.get(notice.itemId);
      if (!needsHostNow({ decided: decidedOf(facts), sight }, now, limits))
        return { notice, facts, sight, hostNow: undefined };
      const asked = hosts.get(facts.host) ?? resolveHost(deps, facts.host);
      hosts.set(facts.host, asked);
      return { notice, facts, sight, hostNow: await asked };
    }),
  );
  return claimed.map((letter) => ({
    letter,
    provider: providers.get(letter.providerId),
    items: items.filter((item) => item.notice.letterId === letter.id),
  }));
}

async function resolveHost(deps: SendingDeps, host: string): Promise<HostNow> {
  if (isIP(host) !== 0) return { kind: 'at', ips: [host] };
  try {
    return { kind: 'at', ips: await deps.network.resolve(host, AbortSignal.timeout(RESOLVE_TIMEOUT_MS)) };
  } catch (error) {
    // A resolver in trouble says nothing of the host; that the name is not there does.
    const isNameGone = error instanceof NameNotResolved && error.code !== 'resolver-failed';
    return { kind: isNameGone ? 'no-such-name' : 'no-answer' };
  }
}

const decidedOf = (facts: NoticeFacts) => ({ ip: facts.ip, country: facts.country, assessedAt: facts.assessedAt });

type Verdict = CheckOutcome | { readonly kind: 'gone-meanwhile' };

/** The check of every item, by the rows as they are in this transaction; their takedowns are held until it ends. */
async function judgeItems(
  tx: Tx,
  deps: SendingDeps,
  limits: SendingLimits,
  drafts: readonly Draft[],
  now: Date,
): Promise<ReadonlyMap<string, Verdict>> {
  const items = drafts.flatMap((draft) => draft.items);
  const takedowns = await lockTakedowns(
    tx,
    items.map(({ notice }) => notice.takedownId),
  );
  const stillWaiting = await listStillWaiting(
    tx,
    drafts.map((draft) => draft.letter.id),
  );
  const stands = await readItemStands(tx, [...new Set(items.map(({ notice }) => notice.itemId))]);
  const held = await listHeldCases(tx, [...new Set(items.map(({ notice }) => notice.caseId))]);
  const countryOf = (ip: string) => deps.places.countryOf(ip);
  return new Map(
    items.map(({ notice, facts, sight, hostNow }): [string, Verdict] => {
      if (!stillWaiting.has(notice.id)) return [notice.id, { kind: 'gone-meanwhile' }];
      const takedown = takedowns.get(notice.takedownId);
      const { round, plannedAt } = notice;
      const states = {
        isRunning: takedown?.state === 'running',
        isHeld: held.has(notice.caseId),
        isAnybodyTold: takedown?.firstToldAt !== undefined,
        item: stands.get(notice.itemId),
      };
      const seen = { decided: decidedOf(facts), sight, hostNow };
      return [notice.id, checkNotice({ ...states, ...seen, round, plannedAt }, now, countryOf, limits)];
    }),
  );
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
      await leaveOut(tx, letter.providerId, items, provider !== undefined && isBouncing(provider, now), now);
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
