/**
 * A watch: the visits to one item until it is offline, and for a time after that.
 *
 * | state    | meaning                       | moves to                                                                |
 * |----------|-------------------------------|-------------------------------------------------------------------------|
 * | watching | it is visited on a timetable  | gone: after N misses in a row that are spread over time                 |
 * | gone     | it is looked for, more and    | watching: two visits in a row saw the same thing again (`back`), or     |
 * |          | more slowly, for a set time   | somebody starts it anew, because the item was reported again            |
 *
 * What one visit's verdict does while watching (`judgeVisit` gives the verdict, by its own table):
 *
 * | verdict | misses   | why                                                                       |
 * |---------|----------|---------------------------------------------------------------------------|
 * | online  | none     | one proof that it is there outweighs any number of misses                 |
 * | gone    | one more | one visit never decides: an outage looks like a removal                   |
 * | moved   | one more | this address does not show it any more; where it leads is told to people  |
 * | unclear | the same | it says nothing about the item: a time-out, a 503, a challenge, a log-in  |
 *
 * And once it has gone:
 *
 * | verdict                                        | returns  | why                                                 |
 * |------------------------------------------------|----------|-----------------------------------------------------|
 * | online, and the same as when it was last seen  | one more | something else at the same address is not a return  |
 * | unclear                                        | the same | it says nothing                                     |
 * | any other                                      | none     | it is still gone                                    |
 */
import type { Fingerprint } from '../../crawl/door.ts';
import type { ItemId } from '../../terms/ids.ts';
import type { RecheckSettings } from './recheck-settings.ts';

/** What one visit says, as stored. */
export type Verdict = 'online' | 'gone' | 'moved' | 'unclear';

/** A watch as stored, one an item. Its times are those of visits: the removal itself lies some time before `goneAt`. */
export interface Watch {
  readonly itemId: ItemId;
  readonly state: 'watching' | 'gone';
  readonly startedAt: Date;
  /** From where the intervals grow: the newest notice, return or new start; undefined: `startedAt`. */
  readonly pacedFrom: Date | undefined;
  /** When it came back, or somebody started it anew; undefined: never. Intervals forget what was before. */
  readonly renewedAt: Date | undefined;
  /** In a row. */
  readonly misses: number;
  readonly visits: number;
  readonly lastVerdict: Verdict | undefined;
  readonly lastBecause: string | undefined;
  readonly lastVisitAt: Date | undefined;
  readonly firstMissAt: Date | undefined;
  /** Since when it is offline: the first of the misses that decided it, not the last. */
  readonly goneAt: Date | undefined;
  /** Of a watch that was started anew: its earlier end, until a visit sees it online. */
  readonly goneBeforeAt: Date | undefined;
  /** Undefined once nobody looks any more. */
  readonly nextVisitAt: Date | undefined;
  /** Of the last visit that found it online. */
  readonly fingerprint: Fingerprint | undefined;
  /** Since it has gone: visits in a row that saw the same thing again, and the first of them. */
  readonly returns: number;
  readonly firstReturnAt: Date | undefined;
  /** Where the address leads, as the newest visit that was sent to another site found. A secret of the case. */
  readonly movedTo: string | undefined;
  /** The house knows of `movedTo`: once a watch, so that an address that leads elsewhere each time floods nobody. */
  readonly isMoveTold: boolean;
}

/** What a visit found. */
export interface Finding {
  readonly at: Date;
  readonly verdict: Verdict;
  readonly because: string;
  /** The very thing was met that was there before. */
  readonly isSame: boolean;
  readonly fingerprint: Fingerprint | undefined;
  /** Where it leads now, when that is another site than when it was last seen. */
  readonly movedTo?: string | undefined;
}

/** What the house is told after a visit, beside the watch itself. */
export type WatchNews = 'gone' | 'back' | 'moved';

/**
 * Misses must span at least this part of the time that they take on the timetable: visits that come in a burst (asked for by
 * hand, a clock set back) are one observation and not several. So must the visits that see it again.
 */
const SPAN_PART = 0.5;
/** Visits in a row that must see a thing again before it counts as back. */
const RETURNS = 2;

/** The watch after a visit, by the tables above, and what there is to tell. `nextVisitAt` is left for the timetable. */
export function afterVisit(
  watch: Watch,
  finding: Finding,
  settings: RecheckSettings,
): { readonly watch: Watch; readonly news: readonly WatchNews[] } {
  const seen: Watch = {
    ...watch,
    visits: watch.visits + 1,
    lastVerdict: finding.verdict,
    lastBecause: finding.because,
    lastVisitAt: finding.at,
    nextVisitAt: undefined,
  };
  return watch.state === 'gone' ? whileGone(seen, finding, settings) : whileWatching(seen, watch, finding, settings);
}

function whileWatching(seen: Watch, before: Watch, finding: Finding, settings: RecheckSettings) {
  const counted = counting(seen, finding, settings);
  const hasEnded = counted.state === 'gone';
  // The same thing elsewhere is proof; something else there may be an accident until a second visit is sent there too.
  const isSure = finding.verdict === 'online' || finding.movedTo === before.movedTo || hasEnded;
  const isTold = finding.movedTo !== undefined && isSure && !before.isMoveTold;
  const watch: Watch = {
    ...counted,
    // What is unclear says nothing of where it leads either.
    movedTo: finding.movedTo ?? (finding.verdict === 'unclear' || before.isMoveTold ? before.movedTo : undefined),
    isMoveTold: before.isMoveTold || isTold,
  };
  const news: WatchNews[] = [...(isTold ? (['moved'] as const) : []), ...(hasEnded ? (['gone'] as const) : [])];
  return { watch, news };
}

function counting(seen: Watch, finding: Finding, settings: RecheckSettings): Watch {
  switch (finding.verdict) {
    case 'online':
      return {
        ...seen,
        misses: 0,
        firstMissAt: undefined,
        goneBeforeAt: undefined,
        fingerprint: finding.fingerprint ?? seen.fingerprint,
      };
    case 'unclear':
      return seen;
    case 'gone':
    case 'moved': {
      const missed: Watch = { ...seen, misses: seen.misses + 1, firstMissAt: seen.firstMissAt ?? finding.at };
      const isGone =
        missed.misses >= settings.misses && isSpread(missed.firstMissAt, finding.at, settings.misses - 1, settings);
      return isGone ? { ...missed, state: 'gone', goneAt: missed.goneBeforeAt ?? missed.firstMissAt } : missed;
    }
  }
}

function whileGone(seen: Watch, finding: Finding, settings: RecheckSettings) {
  const news: readonly WatchNews[] = [];
  if (finding.verdict === 'unclear') return { watch: seen, news };
  if (finding.verdict !== 'online' || !finding.isSame)
    return { watch: { ...seen, returns: 0, firstReturnAt: undefined }, news };
  const again: Watch = { ...seen, returns: seen.returns + 1, firstReturnAt: seen.firstReturnAt ?? finding.at };
  const isBack = again.returns >= RETURNS && isSpread(again.firstReturnAt, finding.at, RETURNS - 1, settings);
  if (!isBack) return { watch: again, news };
  const back: Watch = {
    ...resumed(again, finding.at),
    // It was seen: the earlier end has ended.
    goneBeforeAt: undefined,
    visits: again.visits,
    lastVerdict: 'online',
    lastBecause: finding.because,
    fingerprint: finding.fingerprint ?? seen.fingerprint,
  };
  return { watch: back, news: ['back'] as const };
}

function isSpread(from: Date | undefined, to: Date, intervals: number, settings: RecheckSettings): boolean {
  return from !== undefined && to.getTime() - from.getTime() >= intervals * settings.firstMs * SPAN_PART;
}

/** A watch that begins now, its first visit due at once. */
export function newWatch(itemId: ItemId, now: Date): Watch {
  return {
    itemId,
    state: 'watching',
    startedAt: now,
    pacedFrom: undefined,
    renewedAt: undefined,
    misses: 0,
    visits: 0,
    lastVerdict: undefined,
    lastBecause: undefined,
    lastVisitAt: undefined,
    firstMissAt: undefined,
    goneAt: undefined,
    goneBeforeAt: undefined,
    nextVisitAt: now,
    fingerprint: undefined,
    returns: 0,
    firstReturnAt: undefined,
    movedTo: undefined,
    isMoveTold: false,
  };
}

/**
 * A gone watch started anew. The earlier end stands if no visit sees the item online again: a second look at what is gone
 * already must not make its removal seem later than it was.
 */
export function resumed(watch: Watch, now: Date): Watch {
  return {
    ...watch,
    state: 'watching',
    pacedFrom: now,
    renewedAt: now,
    misses: 0,
    visits: 0,
    lastVerdict: undefined,
    lastBecause: undefined,
    firstMissAt: undefined,
    goneAt: undefined,
    goneBeforeAt: watch.goneBeforeAt ?? watch.goneAt,
    nextVisitAt: now,
    returns: 0,
    firstReturnAt: undefined,
    movedTo: undefined,
    isMoveTold: false,
  };
}
