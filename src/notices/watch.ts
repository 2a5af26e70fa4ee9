/**
 * A watch: the visits to one item until it is offline.
 *
 * | state    | meaning                       | moves to                                                                |
 * |----------|-------------------------------|-------------------------------------------------------------------------|
 * | watching | it is visited on a timetable  | gone: after N misses in a row that are spread over time                 |
 * | gone     | no visit is due               | watching: somebody starts it anew, because the item was reported again  |
 *
 * What one visit's verdict does to the misses in a row (`judgeVisit` gives the verdict, by its own table):
 *
 * | verdict | misses   | why                                                                       |
 * |---------|----------|---------------------------------------------------------------------------|
 * | online  | none     | one proof that it is there outweighs any number of misses                 |
 * | gone    | one more | one visit never decides: an outage looks like a removal                   |
 * | unclear | the same | it says nothing about the item: a time-out, a 503, a challenge, a log-in  |
 */
import type { Fingerprint } from '../crawl/door.ts';
import type { ItemId } from '../terms/ids.ts';
import type { RecheckSettings } from './recheck-settings.ts';

/** A watch as stored, one an item. Its times are those of visits: the removal itself lies some time before `goneAt`. */
export interface Watch {
  readonly itemId: ItemId;
  readonly state: 'watching' | 'gone';
  readonly startedAt: Date;
  /** In a row. */
  readonly misses: number;
  readonly visits: number;
  readonly lastVerdict: 'online' | 'gone' | 'unclear' | undefined;
  readonly lastBecause: string | undefined;
  readonly lastVisitAt: Date | undefined;
  readonly firstMissAt: Date | undefined;
  /** Since when it is offline: the first of the misses that decided it, not the last. */
  readonly goneAt: Date | undefined;
  /** Of a watch that was started anew: its earlier end, until a visit sees it online. */
  readonly goneBeforeAt: Date | undefined;
  /** Undefined once it is gone. */
  readonly nextVisitAt: Date | undefined;
  /** Of the last visit that found it online. */
  readonly fingerprint: Fingerprint | undefined;
}

/** What a visit found. */
export interface Finding {
  readonly at: Date;
  readonly verdict: 'online' | 'gone' | 'unclear';
  readonly because: string;
  readonly fingerprint: Fingerprint | undefined;
}

/**
 * Misses must span at least this part of the time that they take on the timetable: visits that come in a burst (a job
 * delivered twice, a clock set back) are one observation and not several.
 */
const SPAN_PART = 0.5;

/** The watch after a visit, by the tables above. `nextVisitAt` is left for the timetable. */
export function afterVisit(watch: Watch, finding: Finding, settings: RecheckSettings): Watch {
  const seen: Watch = {
    ...watch,
    visits: watch.visits + 1,
    lastVerdict: finding.verdict,
    lastBecause: finding.because,
    lastVisitAt: finding.at,
    nextVisitAt: undefined,
  };
  switch (finding.verdict) {
    case 'online':
      return {
        ...seen,
        misses: 0,
        firstMissAt: undefined,
        goneBeforeAt: undefined,
        fingerprint: finding.fingerprint ?? watch.fingerprint,
      };
    case 'unclear':
      return seen;
    case 'gone': {
      const missed: Watch = { ...seen, misses: watch.misses + 1, firstMissAt: watch.firstMissAt ?? finding.at };
      return isGone(missed, settings)
        ? { ...missed, state: 'gone', goneAt: missed.goneBeforeAt ?? missed.firstMissAt }
        : missed;
    }
  }
}

function isGone(watch: Watch, settings: RecheckSettings): boolean {
  if (watch.misses < settings.misses || watch.firstMissAt === undefined || watch.lastVisitAt === undefined)
    return false;
  const spanMs = watch.lastVisitAt.getTime() - watch.firstMissAt.getTime();
  return spanMs >= (settings.misses - 1) * settings.firstMs * SPAN_PART;
}

/** A watch that begins now, its first visit due at once. */
export function newWatch(itemId: ItemId, now: Date): Watch {
  return {
    itemId,
    state: 'watching',
    startedAt: now,
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
    misses: 0,
    visits: 0,
    lastVerdict: undefined,
    lastBecause: undefined,
    firstMissAt: undefined,
    goneAt: undefined,
    goneBeforeAt: watch.goneBeforeAt ?? watch.goneAt,
    nextVisitAt: now,
  };
}
