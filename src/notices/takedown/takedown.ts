/**
 * A takedown: one item, in one round, from the decision until it is gone. It climbs its ladder by the timetable.
 *
 * | state   | meaning                                   | moves to                                                               |
 * |---------|-------------------------------------------|------------------------------------------------------------------------|
 * | seeking | nobody to tell is known yet               | running: somebody was found; ended: nobody was, for an hour            |
 * | running | somebody is told whenever a step is due   | stopped; ended                                                         |
 * | stopped | it stands still, and its timetable too    | running: the hold is released, a person resumes it; ended              |
 * | ended   | nothing more is sent                      | running: the same round is decided again after nobody could be told    |
 *
 * | it stops for | until                                                |
 * |--------------|------------------------------------------------------|
 * | hold         | the police no longer ask to wait                     |
 * | appeal       | a person has looked, and resumes or ends it          |
 *
 * | it ends for       | because                                                                               |
 * |-------------------|---------------------------------------------------------------------------------------|
 * | item-gone         | repeated visits agree that the item is offline                                        |
 * | entry-withdrawn   | a list had decided by itself, and its source has taken the entry back: to an analyst  |
 * | no-longer-illegal | somebody has judged anew                                                              |
 * | superseded        | the item is in another round                                                          |
 * | host-changed      | the host is not the one decided on: back to an analyst                                |
 * | host-gone         | its name no longer exists, and nobody has been told yet                               |
 * | no-contact        | nobody is known to tell, or nobody of them can be reached (`smtp-550` and the like)   |
 * | not-configured    | test mode without anybody to rehearse with                                            |
 * | by-person         | a person has ended it                                                                 |
 *
 * The timetable counts time from the decision without standstills: holds, the stop switch, and our own mail server's
 * outages. A provider's quiet hours are its own business and do count.
 */
import type { ContactSource, Rung } from './rung.ts';
import { nextReminderMs, remindersBehind, type TimetableColumn } from './notice-timetable.ts';

const MINUTE_MS = 60_000;
/** While our own way out is closed nobody further is told; so often it is looked at again. */
const STUCK_PAUSE_MS = 5 * MINUTE_MS;
/** Told once, and nobody of them can be reached any more: the ladder is looked for anew after so long. */
const SEEK_ANEW_MS = 24 * 60 * MINUTE_MS;
/** Sources keep silent, and nobody is known whom we could tell: so long they are asked, in time that counts; then a person must look. */
export const MOST_SEEKING_MS = 60 * MINUTE_MS;
/** The only ones we could tell have an address that rests: so long a takedown of which nobody knows yet waits for them. */
const MOST_REST_MS = 6 * 60 * MINUTE_MS;

/** What a step needs to know of a takedown. */
export interface TakedownStand {
  readonly isUrgent: boolean;
  readonly decidedAt: Date;
  readonly standstillMs: number;
  readonly attention: string | undefined;
  readonly opened: number;
  readonly pushes: number;
  readonly reminded: number;
  readonly graceUntil: Date | undefined;
  readonly firstToldAt: Date | undefined;
  /** Sources that kept silent are being asked again. */
  readonly isSeeking: boolean;
}

/** One rung of a takedown's ladder as it stands. */
export interface RungStand {
  readonly rung: Rung;
  readonly providerId: string;
  readonly source: ContactSource;
  /** Bounced, not theirs, or refused: for this takedown. */
  readonly isOut: boolean;
  readonly standing: 'new' | 'approved' | 'refused';
  /** Its address has returned mail, whatever it was about, and rests until then (bounce-rest.ts); undefined: it may be told. */
  readonly restsUntil: Date | undefined;
  readonly toldAt: Date | undefined;
  readonly lastToldAt: Date | undefined;
  readonly isAsking: boolean;
  readonly quietUntil: Date | undefined;
  /** A notice to it waits to leave already. */
  readonly isWaiting: boolean;
  /** And cannot, because our own way out is closed. */
  readonly isStuck: boolean;
}

/** One telling that is due. */
export interface Telling {
  readonly providerId: string;
  readonly rung: Rung;
  readonly kind: 'first' | 'reminder';
}

/** What a step comes to. */
export type StepDecision =
  | {
      readonly kind: 'goes-on';
      readonly tellings: readonly Telling[];
      readonly opened: number;
      readonly reminded: number;
      readonly nextAt: Date;
      readonly attention: string | undefined;
      /** When the ladder is to be looked for anew; undefined: as it was. */
      readonly seekAt: Date | undefined;
    }
  /** Nobody has been told, and there is nobody left to tell. */
  | { readonly kind: 'nobody' };

/** Why a person must look, as the steps set it and take it back; other reasons stay until a person has seen to them. */
const OWN_ATTENTION: readonly string[] = ['approval', 'no-contact'];

type RungUse = 'tell' | 'ask-first' | 'leave-out';

/**
 * Whether a rung can be told. A site's owner is told only where somebody has written it down: a stranger's name in a
 * registration may be the very person who put the material there.
 */
function useOf(rung: RungStand, now: Date): RungUse {
  if (rung.isOut || rung.standing === 'refused') return 'leave-out';
  if (rung.rung === 'owner' && (rung.source === 'rdap' || rung.source === 'ripe')) return 'leave-out';
  if (isResting(rung, now)) return 'leave-out';
  return rung.standing === 'new' ? 'ask-first' : 'tell';
}

const isResting = ({ restsUntil }: RungStand, now: Date): boolean => restsUntil !== undefined && restsUntil > now;

interface Group {
  readonly index: number;
  readonly rungs: readonly { readonly stand: RungStand; readonly use: RungUse }[];
}

/** The timetable's groups that have anybody in them, in order. */
function livingGroups(rungs: readonly RungStand[], column: TimetableColumn, now: Date): readonly Group[] {
  const living = rungs.map((stand) => ({ stand, use: useOf(stand, now) })).filter(({ use }) => use !== 'leave-out');
  return column.groups
    .map((group, index) => ({ index, rungs: living.filter(({ stand }) => group.tell.includes(stand.rung)) }))
    .filter((group) => group.rungs.length > 0);
}

/**
 * The step that is due: who is told now, and when to look again. Nobody waits for an empty group: those that have anybody
 * in them take the timetable's times in order. Pure.
 */
export function decideStep(
  takedown: TakedownStand,
  rungs: readonly RungStand[],
  column: TimetableColumn,
  now: Date,
): StepDecision {
  const groups = livingGroups(rungs, column, now);
  if (groups.length === 0) return nobodyLeft(takedown, rungs, now);
  if (rungs.some((rung) => rung.isStuck)) {
    const { opened, reminded, attention } = takedown;
    const nextAt = new Date(now.getTime() + STUCK_PAUSE_MS);
    return { kind: 'goes-on', tellings: [], opened, reminded, nextAt, attention, seekAt: undefined };
  }
  const opened = openGroups(takedown, groups, column, now);
  const reminded = Math.max(takedown.reminded, remindersBehind(column, elapsedMs(takedown, now)));
  const open = groups.filter((group) => group.index < opened).flatMap((group) => group.rungs);
  return {
    kind: 'goes-on',
    tellings: [...firstTellings(open), ...(reminded > takedown.reminded ? reminders(open, column, now) : [])],
    opened,
    reminded,
    nextAt: nextStepAt({ ...takedown, opened, reminded }, groups, untoldRests(rungs, now), column, now),
    attention: attentionOf(takedown.attention, open),
    seekAt: undefined,
  };
}

const elapsedMs = (takedown: TakedownStand, now: Date): number =>
  now.getTime() - takedown.decidedAt.getTime() - takedown.standstillMs;

function nobodyLeft(takedown: TakedownStand, rungs: readonly RungStand[], now: Date): StepDecision {
  const { opened, reminded } = takedown;
  if (takedown.firstToldAt === undefined) {
    const nextAt = whenSomebodyMayBe(takedown, rungs, now);
    if (nextAt === undefined) return { kind: 'nobody' };
    return {
      kind: 'goes-on',
      tellings: [],
      opened,
      reminded,
      nextAt,
      attention: takedown.attention,
      seekAt: undefined,
    };
  }
  const later = new Date(now.getTime() + SEEK_ANEW_MS);
  const attention = takedown.attention ?? 'no-contact';
  return { kind: 'goes-on', tellings: [], opened, reminded, nextAt: later, attention, seekAt: later };
}

/** When there may be somebody to tell, though there is nobody now: a source answers, or an address has rested. Undefined: not soon. */
function whenSomebodyMayBe(takedown: TakedownStand, rungs: readonly RungStand[], now: Date): Date | undefined {
  const soughtUntilMs = takedown.decidedAt.getTime() + takedown.standstillMs + MOST_SEEKING_MS;
  const rests = rungs.flatMap((rung) =>
    isResting(rung, now) && useOf({ ...rung, restsUntil: undefined }, now) !== 'leave-out'
      ? (rung.restsUntil ?? [])
      : [],
  );
  const times = [
    ...(takedown.isSeeking ? [soughtUntilMs] : []),
    ...rests.map((each) => each.getTime()).filter((ms) => ms - now.getTime() <= MOST_REST_MS),
  ].filter((ms) => ms > now.getTime());
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}

/** How many of the timetable's groups are open now: those that were pushed first, then those whose time has come. */
function openGroups(takedown: TakedownStand, groups: readonly Group[], column: TimetableColumn, now: Date): number {
  let { opened } = takedown;
  for (let push = 0; push < takedown.pushes; push += 1) {
    const next = groups.find((group) => group.index >= opened);
    if (next !== undefined) opened = next.index + 1;
  }
  groups.forEach((group, place) => {
    if (group.index >= opened && dueAt(takedown, column, place) <= now) opened = group.index + 1;
  });
  return opened;
}

/** When the group in this place is due. */
function dueAt(takedown: TakedownStand, column: TimetableColumn, place: number): Date {
  const afterMs = (column.groups[place]?.afterMinutes ?? 0) * MINUTE_MS;
  const dueMs = takedown.decidedAt.getTime() + takedown.standstillMs + afterMs;
  const isFirst = place === 0;
  return new Date(isFirst ? dueMs : Math.max(dueMs, takedown.graceUntil?.getTime() ?? dueMs));
}

type Open = Group['rungs'];

const tellingTo = ({ providerId, rung }: RungStand, kind: Telling['kind']): Telling => ({ providerId, rung, kind });

function firstTellings(open: Open): readonly Telling[] {
  return open
    .filter(({ stand, use }) => use === 'tell' && stand.toldAt === undefined && !stand.isWaiting)
    .map(({ stand }) => tellingTo(stand, 'first'));
}

function reminders(open: Open, column: TimetableColumn, now: Date): readonly Telling[] {
  const leastGapMs = column.reminders.leastGapMinutes * MINUTE_MS;
  return open
    .filter(({ stand, use }) => use === 'tell' && !stand.isWaiting && !stand.isAsking)
    .filter(({ stand }) => stand.quietUntil === undefined || stand.quietUntil <= now)
    .filter(({ stand }) => stand.lastToldAt !== undefined && now.getTime() - stand.lastToldAt.getTime() >= leastGapMs)
    .map(({ stand }) => tellingTo(stand, 'reminder'));
}

/** When addresses have rested by which nobody of this takedown's ladder has been told yet. */
function untoldRests(rungs: readonly RungStand[], now: Date): readonly Date[] {
  return rungs.flatMap((rung) =>
    isResting(rung, now) && !rung.isOut && rung.toldAt === undefined ? (rung.restsUntil ?? []) : [],
  );
}

function nextStepAt(
  takedown: TakedownStand,
  groups: readonly Group[],
  rests: readonly Date[],
  column: TimetableColumn,
  now: Date,
): Date {
  const reminderMs = takedown.decidedAt.getTime() + takedown.standstillMs + nextReminderMs(column, takedown.reminded);
  const place = groups.findIndex((group) => group.index >= takedown.opened);
  const groupMs = place === -1 ? Infinity : dueAt(takedown, column, place).getTime();
  // On the full minute: what falls due in the same minute is one round's work.
  const earliestMs = Math.min(reminderMs, groupMs, ...rests.map((rest) => rest.getTime()));
  const dueMs = Math.ceil(earliestMs / MINUTE_MS) * MINUTE_MS;
  return new Date(Math.max(now.getTime() + 1, dueMs));
}

function attentionOf(before: string | undefined, open: Open): string | undefined {
  if (before !== undefined && !OWN_ATTENTION.includes(before)) return before;
  return open.some(({ use }) => use === 'ask-first') ? 'approval' : undefined;
}
