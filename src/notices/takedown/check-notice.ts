/**
 * The last look at an item before a letter about it leaves. Pure: what was found comes in.
 *
 * | found                                                     | the notice                                             |
 * |-----------------------------------------------------------|--------------------------------------------------------|
 * | the takedown has stopped or ended                         | is not sent                                            |
 * | the police ask to wait                                    | is not sent: `hold`                                    |
 * | offline, by the repeated visits' decision                 | is not sent: `item-gone`                               |
 * | judged anew: not illegal                                  | is not sent: `no-longer-illegal`                       |
 * | the item is in another round                              | is not sent: `superseded`                              |
 * | the host is another one (`hasHostChanged`)                | is not sent: `host-changed`                            |
 * | the name no longer exists, and nobody has been told yet   | is not sent: `host-gone`                               |
 * | the newest clear visit missed it, and visits have not     | waits, up to `mostMissMs`                              |
 * | decided; an unclear one after it changes nothing          |                                                        |
 * | no visit that is fresh and clear                          | waits for one, up to `mostWaitMs`; then it leaves      |
 * | the resolver gives no answer                              | waits, up to `mostMissMs`; then it leaves              |
 * | else                                                      | leaves                                                 |
 *
 * An analyst's assessment is as good as a visit. Stale and unclear visits hold nothing up for long: a site that shuts out our
 * visits would else never be told about.
 */
import type { ItemStand } from '../../cases/door.ts';
import { isIllegal } from '../../terms/outcomes.ts';
import { hasHostChanged } from '../host-change.ts';

const MINUTE_MS = 60_000;

/** How old a visit may be, and how long a notice waits for a better one. */
export interface CheckLimits {
  readonly freshMs: number;
  readonly mostWaitMs: number;
  readonly mostMissMs: number;
}
/** What the docs promise. */
export const CHECK_LIMITS: CheckLimits = {
  freshMs: 60 * MINUTE_MS,
  mostWaitMs: 5 * MINUTE_MS,
  mostMissMs: 180 * MINUTE_MS,
};

/** The newest visit to an item. */
export interface Sight {
  readonly verdict: 'online' | 'gone' | 'moved' | 'unclear';
  readonly at: Date;
  /** Some visit missed it, and none has seen it since. */
  readonly isMissOpen: boolean;
  /** Which addresses answered; empty where none was reached. */
  readonly ips: readonly string[];
}

/** Where the host is by its name, asked just now where no fresh visit says it. */
export type HostNow =
  | { readonly kind: 'at'; readonly ips: readonly string[] }
  | { readonly kind: 'no-such-name' }
  | { readonly kind: 'no-answer' };

/** Why a notice is never sent. */
export type DropCode =
  'stopped' | 'hold' | 'item-gone' | 'no-longer-illegal' | 'superseded' | 'host-changed' | 'host-gone';

export type CheckOutcome =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly because: 'no-fresh-visit' | 'seems-gone' | 'host-not-resolved' }
  | { readonly kind: 'drop'; readonly code: DropCode };

/** Everything that the table above asks. */
export interface CheckFacts {
  readonly isRunning: boolean;
  readonly isHeld: boolean;
  readonly isAnybodyTold: boolean;
  readonly round: number;
  /** When the notice was to leave: waiting is counted from then. */
  readonly plannedAt: Date;
  /** As it was decided. */
  readonly decided: {
    readonly ip: string | undefined;
    readonly country: string | undefined;
    readonly assessedAt: Date;
  };
  readonly item: ItemStand | undefined;
  readonly sight: Sight | undefined;
  /** Undefined: a fresh visit says it, or there is nothing to compare with. */
  readonly hostNow: HostNow | undefined;
}

/** Whether a visit is recent enough to go by. */
export const isFresh = (at: Date, now: Date, limits: CheckLimits): boolean =>
  now.getTime() - at.getTime() <= limits.freshMs;

/** Whether the host's name has to be asked for: the decision named an address, and no fresh visit has met one. */
export function needsHostNow(facts: Pick<CheckFacts, 'decided' | 'sight'>, now: Date, limits: CheckLimits): boolean {
  if (facts.decided.ip === undefined) return false;
  return facts.sight === undefined || facts.sight.ips.length === 0 || !isFresh(facts.sight.at, now, limits);
}

/** The check, by the table above. `countryOf` is of an IP address. */
export function checkNotice(
  facts: CheckFacts,
  now: Date,
  countryOf: (ip: string) => string | undefined,
  limits: CheckLimits,
): CheckOutcome {
  const code = obstacleOf(facts) ?? (isElsewhere(facts, countryOf) ? 'host-changed' : undefined);
  if (code !== undefined) return { kind: 'drop', code };
  const waitedMs = now.getTime() - facts.plannedAt.getTime();
  const { sight, hostNow } = facts;
  if (hostNow?.kind === 'no-such-name' && !facts.isAnybodyTold) return { kind: 'drop', code: 'host-gone' };
  const isMissed = hostNow?.kind === 'no-such-name' || (isUnseen(sight) && isFresh(sight.at, now, limits));
  if (isMissed && waitedMs < limits.mostMissMs) return { kind: 'wait', because: 'seems-gone' };
  if (hostNow?.kind === 'no-answer' && waitedMs < limits.mostMissMs)
    return { kind: 'wait', because: 'host-not-resolved' };
  const isSeen =
    isFresh(facts.decided.assessedAt, now, limits) ||
    (sight !== undefined && sight.verdict !== 'unclear' && isFresh(sight.at, now, limits));
  return isSeen || waitedMs >= limits.mostWaitMs ? { kind: 'send' } : { kind: 'wait', because: 'no-fresh-visit' };
}

/** A miss, or what says nothing after a miss: a site that is about to lose a page at times gives no answer at all. */
const isUnseen = (sight: Sight | undefined): sight is Sight =>
  sight?.verdict === 'gone' || (sight?.verdict === 'unclear' && sight.isMissOpen);

function obstacleOf({ isRunning, isHeld, item, round }: CheckFacts): DropCode | undefined {
  if (!isRunning) return 'stopped';
  if (isHeld) return 'hold';
  if (item === undefined || item.round !== round) return 'superseded';
  if (item.state === 'gone') return 'item-gone';
  return item.outcome !== undefined && !isIllegal(item.outcome) ? 'no-longer-illegal' : undefined;
}

function isElsewhere({ decided, sight, hostNow }: CheckFacts, countryOf: (ip: string) => string | undefined): boolean {
  if (hostNow !== undefined) return hostNow.kind === 'at' && hasHostChanged(decided, hostNow.ips, countryOf);
  return sight !== undefined && sight.ips.length > 0 && hasHostChanged(decided, sight.ips, countryOf);
}
