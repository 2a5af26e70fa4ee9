/** The end of a month, held against the truth: every item's state, every notice, everything once. */
import { partiesOf, type Party } from './providers.ts';
import type { ReceivedLetter } from './book.ts';
import type { MonthItem } from './month.ts';
import type { MonthRun } from './run-month.ts';
import { everActs } from './tempers.ts';
import { readItemEnds, readNoticeRows, type ItemEnd } from './end-rows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/**
 * How long after a removal a notice may still leave (docs/notices.md, What stops a notice): the next visit comes after the longest interval
 * and the tenth by which it strays, a miss then holds the notice up for three hours, and each of both is seen at the clock's next step.
 */
const HELD_MS = 3 * HOUR_MS;
const STRAY_PART = 0.1;
/** A host is looked at within the hour before a letter leaves. */
const HOST_FRESH_MS = 70 * 60_000;
/** From a removal until repeated visits have decided, at the longest interval; and from a return until it is seen. */
const DECIDING_MS = 12 * HOUR_MS;
const RETURN_MS = 1.5 * DAY_MS;
/** By our timetable a notice that was upheld is reminded of within a day and what it takes to gather. */
const APPEAL_TOLD_MS = 2 * DAY_MS;
/** Silent hours come on top of that. */
const SILENT_MS = 3.5 * DAY_MS;
/** Within which every rung has had its turn, silent hours and handling included. */
const LADDER_MS = 12 * DAY_MS;
const MOST_EXAMPLES = 8;

/** What was found, counted by its name; `wrong` are those that must not be. */
export interface MonthFindings {
  readonly ends: ReadonlyMap<string, number>;
  readonly wrong: ReadonlyMap<string, number>;
  /** Numbers of some of the items that are wrong, to be looked at. */
  readonly examples: ReadonlyMap<string, readonly number[]>;
  readonly notices: number;
  readonly letters: number;
  readonly repeats: number;
  /** Notices about what was removed already, and the longest time since then in milliseconds: nobody had seen it go yet. */
  readonly late: { readonly count: number; readonly mostMs: number };
  /** Arrived without our knowing of it (the sender died, the connection was cut), and taken out of the letter before its repeat. */
  readonly unsure: number;
  readonly noticedAgain: number;
  /** Appeals after which the notice stood, and somebody was told again. */
  readonly upheld: number;
}

/** Checks a run. */
export async function checkMonth(run: MonthRun): Promise<MonthFindings> {
  const ends = new Map<string, number>();
  const wrong = new Map<string, number>();
  const examples = new Map<string, number[]>();
  const count = (into: Map<string, number>, name: string, item?: number) => {
    into.set(name, (into.get(name) ?? 0) + 1);
    const known = examples.get(name) ?? [];
    if (into === wrong && item !== undefined && known.length < MOST_EXAMPLES) examples.set(name, [...known, item]);
  };
  const { pool } = run.database;
  const told = tellingsOf(run);
  const parties = partiesOf(run.month);
  const rows = await readItemEnds(pool);
  let noticedAgain = 0;
  let upheld = 0;
  for (const item of run.month.items) {
    // What is decided after the last step is the next month's.
    if (item.decidedAt.getTime() >= run.end - run.stepMs) continue;
    const record = run.people.records[item.n];
    const end = record === undefined ? undefined : rows.get(record.itemId);
    const { state, isRight } = judgeEnd(run, parties, item, end, told.get(item.n) ?? []);
    count(isRight ? ends : wrong, state, item.n);
    const again = judgeReturn(run, item, told.get(item.n) ?? []);
    if (again === 'noticed') noticedAgain += 1;
    if (again === 'missed') count(wrong, 'came back, and nobody was told', item.n);
    const appeal = judgeAppeal(run, item, told.get(item.n) ?? []);
    if (appeal === 'told on') upheld += 1;
    if (appeal === 'wrong') count(wrong, 'an appeal that was not followed', item.n);
  }
  const seen = new Map<string, string>();
  const late = { count: 0, mostMs: 0 };
  for (const letter of run.book.letters()) {
    for (const { item, noticeId } of letter.notices) {
      const lateMs = letter.atMs - downAtMs(run, item, letter.atMs);
      if (lateMs > 0) late.count += 1;
      late.mostMs = Math.max(late.mostMs, lateMs);
      const wasSeen = rows.get(run.people.records[item]?.itemId ?? '')?.wasSeen === true;
      const fault =
        judgeNotice(run, parties, letter, { item, wasSeen }) ?? (seen.has(noticeId) ? 'doubled notice' : undefined);
      seen.set(noticeId, letter.messageId);
      if (fault !== undefined) count(wrong, fault, item);
    }
  }
  if (run.book.doubled.different > 0) wrong.set('one Message-ID, two mails', run.book.doubled.different);
  let unsure = 0;
  for (const { id, state, isTried } of await readNoticeRows(pool)) {
    const hasArrived = seen.has(id);
    if (['sent', 'bounced'].includes(state) && !hasArrived) count(wrong, 'sent by the record, and lost');
    if (!hasArrived || !['cancelled', 'refused', 'waiting'].includes(state)) continue;
    if (isTried) unsure += 1;
    else count(wrong, `arrived, and ${state} by the record`);
  }
  const { repeats } = run.book.doubled;
  return {
    ...{ ends, wrong, examples, repeats, late, unsure, noticedAgain, upheld },
    notices: seen.size,
    letters: run.book.letters().length,
  };
}

/** Who was told of each item, when. */
function tellingsOf(run: MonthRun): ReadonlyMap<number, readonly { readonly to: string; readonly atMs: number }[]> {
  const told = new Map<number, { to: string; atMs: number }[]>();
  for (const { notices, to, atMs } of run.book.letters())
    for (const { item } of notices) {
      const known = told.get(item);
      if (known === undefined) told.set(item, [{ to, atMs }]);
      else known.push({ to, atMs });
    }
  return told;
}

interface Judged {
  readonly state: string;
  readonly isRight: boolean;
}
const right = (state: string): Judged => ({ state, isRight: true });
const wrongly = (state: string): Judged => ({ state, isRight: false });

function judgeEnd(
  run: MonthRun,
  parties: ReadonlyMap<string, Party>,
  item: MonthItem,
  end: ItemEnd | undefined,
  told: readonly { readonly to: string }[],
): Judged {
  const record = run.people.records[item.n];
  if (end === undefined || record === undefined) return wrongly('lost');
  const truth = run.web.truthOf(item.n);
  const isUp = run.web.isUp(item.n, run.end);
  if (record.isRejudged === true) return right('judged anew: not illegal');
  if (!isUp) {
    if (end.state === 'gone') return right('gone');
    if (record.isNotFound === true) return right('gone when an analyst looked again');
    if (!end.wasSeen) return right('gone before any visit saw it');
    const downMs = run.end - Math.min(truth.againRemovedAtMs > run.end ? Infinity : truth.againRemovedAtMs, run.end);
    const sinceMs = truth.backAtMs < run.end ? downMs : run.end - truth.removedAtMs;
    return sinceMs < DECIDING_MS ? right('just gone') : wrongly('gone, and the house does not know');
  }
  if (end.state === 'gone')
    return run.end - truth.backAtMs < RETURN_MS
      ? right('just back')
      : wrongly('online, and the house takes it for gone');
  if (record.appeal === 'accepted' && end.takedown === 'ended') return right('online: appeal accepted');
  if (end.takedown === 'stopped') return right('online: waits for a person');
  if (end.state === 'new') return right('online: waits for an analyst');
  if (end.takedown !== 'running') return wrongly(`online, and its takedown is ${end.takedown}: ${end.reason}`);
  return explainOnline(run, parties, item, told);
}

/** It is online, and notices go on: because of whoever does not act, or because the month was too short. */
function explainOnline(
  run: MonthRun,
  parties: ReadonlyMap<string, Party>,
  item: MonthItem,
  told: readonly { readonly to: string }[],
): Judged {
  const { month, web } = run;
  const truth = web.truthOf(item.n);
  const planned = truth.backAtMs < run.end ? truth.againRemovedAtMs : truth.removedAtMs;
  if (planned < Infinity) return right('online: about to be removed');
  if (run.end - truth.backAtMs < LADDER_MS && truth.backAtMs < run.end)
    return right('online: back, its ladder under way');
  const provider = month.providers[web.providerOf(item.site, run.end)];
  const acts = [...new Set(told.map(({ to }) => to))].filter((to) => {
    const party = parties.get(to);
    if (party === undefined || provider === undefined) return false;
    return everActs(party.role, provider.temper, month.seed, `${party.role} ${party.n}`);
  });
  // Whoever acts overlooks three notices in ten; one who overlooks them all is as good as deaf.
  if (acts.length > 0 && told.filter(({ to }) => acts.includes(to)).length > 6)
    return wrongly('online, though somebody acts');
  return right(acts.length > 0 ? 'online: overlooked so far' : `online: nobody acts (${provider?.temper})`);
}

function judgeReturn(
  run: MonthRun,
  item: MonthItem,
  told: readonly { readonly atMs: number }[],
): 'noticed' | 'missed' | 'none' {
  const { backAtMs } = run.web.truthOf(item.n);
  const noticedMs = RETURN_MS + (run.side.quietHours === undefined ? 0 : SILENT_MS);
  if (backAtMs >= run.end - noticedMs || run.people.records[item.n]?.isRejudged === true) return 'none';
  // Nobody knew that it had gone: then nothing has come back.
  const wasGone = (run.gone.get(item.n) ?? []).some(({ goneMs }) => goneMs < backAtMs);
  if (!wasGone) return 'none';
  return told.some(({ atMs }) => atMs >= backAtMs) ? 'noticed' : 'missed';
}

/** A notice that stands is told on while the item is up; an appeal that was accepted ends all telling. */
function judgeAppeal(
  run: MonthRun,
  item: MonthItem,
  told: readonly { readonly atMs: number }[],
): 'told on' | 'ended' | 'wrong' | 'none' {
  const { appeal, appealAtMs = Infinity } = run.people.records[item.n] ?? {};
  // Judged anew while the appeal waited: nobody is told any more, whatever became of it.
  if (appeal === undefined || run.people.records[item.n]?.isRejudged === true) return 'none';
  const isToldOn = told.some(({ atMs }) => atMs > appealAtMs);
  if (appeal === 'accepted') return isToldOn && run.web.truthOf(item.n).backAtMs === Infinity ? 'wrong' : 'ended';
  if (isToldOn) return 'told on';
  const staysUp = run.web.isUp(item.n, Math.min(run.end, appealAtMs + APPEAL_TOLD_MS));
  return run.side.name === 'ours' && staysUp && run.end - appealAtMs > APPEAL_TOLD_MS ? 'wrong' : 'none';
}

/** What is wrong with one notice; undefined: nothing is. */
function judgeNotice(
  run: MonthRun,
  parties: ReadonlyMap<string, Party>,
  letter: ReceivedLetter,
  { item: n, wasSeen }: { readonly item: number; readonly wasSeen: boolean },
): string | undefined {
  const item = run.month.items[n];
  const record = run.people.records[n];
  if (item === undefined || record === undefined) return 'about nothing of ours';
  const { atMs } = letter;
  if (atMs < item.decidedAt.getTime()) return 'before the decision';
  if (run.people.stops.some(({ fromMs, toMs }) => atMs > fromMs && atMs < toMs)) return 'during a stop';
  const silence = record.silences.find(({ fromMs, toMs }) => atMs > fromMs && atMs < toMs);
  if (silence !== undefined) return `during a silence: ${silence.because}`;
  const isGone = (run.gone.get(n) ?? []).some(({ goneMs, backMs }) => atMs > goneMs && atMs < backMs);
  if (isGone) return 'after it had gone';
  const mostLateMs = run.side.recheck.mostMs * (1 + STRAY_PART) + HELD_MS + 2 * run.stepMs;
  // What no visit has seen cannot be seen to go where the site answers the same for whatever is not there.
  if (wasSeen && atMs - downAtMs(run, n, atMs) > mostLateMs) return 'long after it was removed';
  return isOnLadder(run, parties.get(letter.to), item, atMs) ? undefined : 'to somebody who is not on its ladder';
}

/** When the item was removed, as it stood at an instant; Infinity: never. */
function downAtMs(run: MonthRun, n: number, atMs: number): number {
  const truth = run.web.truthOf(n);
  return atMs >= truth.backAtMs ? truth.againRemovedAtMs : truth.removedAtMs;
}

function isOnLadder({ month, web }: MonthRun, party: Party | undefined, item: MonthItem, atMs: number): boolean {
  const site = month.sites[item.site];
  const hosts = [atMs, atMs - HOST_FRESH_MS].map((at) => web.providerOf(item.site, at));
  switch (party?.role) {
    case 'hosting':
      return hosts.includes(party.n);
    case 'upstream':
      return hosts.some((host) => month.providers[host]?.carrier === party.n);
    case 'registrar':
      return site?.registrar === party.n;
    case 'owner':
      return site?.n === party.n;
    case undefined:
      return false;
  }
}
