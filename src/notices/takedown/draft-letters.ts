/** Letters as they would leave now: their items with all that is known of them, and the last look at each. Nothing is written. */
import { isIP } from 'node:net';
import { readItemStands } from '../../cases/door.ts';
import { NameNotResolved } from '../../crawl/door.ts';
import type { Db } from '../../platform/db.ts';
import { listHeldCases } from '../../routing/door.ts';
import { readNoticeFacts, type NoticeFacts } from '../letters/notice.ts';
import {
  checkNotice,
  needsHostNow,
  type CheckLimits,
  type CheckOutcome,
  type HostNow,
  type Sight,
} from './check-notice.ts';
import type { ClaimedLetter } from './due-store.ts';
import { listStillWaiting, readWaitingNotices, type WaitingNotice } from './letter-store.ts';
import { readProviders, type ProviderStand } from './provider-store.ts';
import type { SendingDeps } from './takedown-deps.ts';
import type { LockedTakedown } from './takedown-store.ts';

const RESOLVE_TIMEOUT_MS = 10_000;

/** An item in a letter, with what is known of it. */
export interface DraftItem {
  readonly notice: WaitingNotice;
  readonly facts: NoticeFacts;
  readonly sight: Sight | undefined;
  readonly hostNow: HostNow | undefined;
}

/** A letter before the last look. */
export interface Draft {
  readonly letter: ClaimedLetter;
  readonly provider: ProviderStand | undefined;
  readonly items: readonly DraftItem[];
}

/** `gone-meanwhile`: it was taken out of its letter since it was read. */
export type Verdict = CheckOutcome | { readonly kind: 'gone-meanwhile' };

/** Without `network` no name is resolved: for people who only look. */
export type DraftDeps = Pick<SendingDeps, 'db' | 'serviceKey' | 'sights'> & Partial<Pick<SendingDeps, 'network'>>;

/** Reads letters with their items. Names that no fresh visit has met are resolved. */
export async function draftLetters(
  deps: DraftDeps,
  limits: CheckLimits,
  letters: readonly ClaimedLetter[],
  now: Date,
): Promise<readonly Draft[]> {
  const notices = await readWaitingNotices(
    deps.db,
    letters.map((letter) => letter.id),
  );
  const providerIds = letters.map((letter) => letter.providerId);
  const [providers, sights] = await Promise.all([
    readProviders(deps.db, deps.serviceKey, providerIds),
    deps.sights.read([...new Set(notices.map((notice) => notice.itemId))]),
  ]);
  const hosts = new Map<string, Promise<HostNow>>();
  const looked = notices.map((notice) => {
    const facts = readNoticeFacts(deps.serviceKey.unshroud('payload', notice.shroudedFacts));
    const sight = sights.get(notice.itemId);
    const isAsked = needsHostNow({ decided: decidedOf(facts), sight }, now, limits);
    const { network } = deps;
    if (isAsked && network !== undefined && !hosts.has(facts.host))
      hosts.set(facts.host, resolveHost(network, facts.host));
    return { notice, facts, sight, isAsked };
  });
  const items = new Map<string, DraftItem[]>(letters.map((letter) => [letter.id, []]));
  for (const { isAsked, ...item } of looked) {
    const hostNow = isAsked ? await hosts.get(item.facts.host) : undefined;
    items.get(item.notice.letterId)?.push({ ...item, hostNow });
  }
  return letters.map((letter) => ({
    letter,
    provider: providers.get(letter.providerId),
    items: items.get(letter.id) ?? [],
  }));
}

async function resolveHost(network: SendingDeps['network'], host: string): Promise<HostNow> {
  if (isIP(host) !== 0) return { kind: 'at', ips: [host] };
  try {
    return { kind: 'at', ips: await network.resolve(host, AbortSignal.timeout(RESOLVE_TIMEOUT_MS)) };
  } catch (error) {
    // A resolver in trouble says nothing of the host; that the name is not there does.
    const isNameGone = error instanceof NameNotResolved && error.code !== 'resolver-failed';
    return { kind: isNameGone ? 'no-such-name' : 'no-answer' };
  }
}

const decidedOf = (facts: NoticeFacts) => ({ ip: facts.ip, country: facts.country, assessedAt: facts.assessedAt });

/** The takedowns that drafts are about. */
export const takedownsOf = (drafts: readonly Draft[]): readonly string[] =>
  drafts.flatMap((draft) => draft.items.map(({ notice }) => notice.takedownId));

/** The check of every item, by the rows as `db` sees them now; verdicts by notice. */
export async function judgeItems(
  db: Db,
  deps: Pick<SendingDeps, 'places'> & { readonly limits: CheckLimits },
  drafts: readonly Draft[],
  takedowns: ReadonlyMap<string, LockedTakedown>,
  now: Date,
): Promise<ReadonlyMap<string, Verdict>> {
  const items = drafts.flatMap((draft) => draft.items);
  const stillWaiting = await listStillWaiting(
    db,
    drafts.map((draft) => draft.letter.id),
  );
  const stands = await readItemStands(db, [...new Set(items.map(({ notice }) => notice.itemId))]);
  const held = await listHeldCases(db, [...new Set(items.map(({ notice }) => notice.caseId))]);
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
      return [notice.id, checkNotice({ ...states, ...seen, round, plannedAt }, now, countryOf, deps.limits)];
    }),
  );
}
