/** A person's own day: what they have had before them, breaks, limits, and its end. And for supervisors the sums of several. */
import { z } from 'zod';
import { listQueue, releaseCase } from '../../cases/door.ts';
import { recordAct } from '../../ledger/door.ts';
import { transact } from '../../platform/db.ts';
import {
  endBreaks,
  insertBreak,
  limitsFor,
  listDays,
  listWeeks,
  readLimits,
  readStanding,
  upsertLimits,
  type Limits,
} from '../../wellbeing/door.ts';
import { couldNot, wordOf } from '../attempt.ts';
import type { Form } from '../form.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { DayPage } from '../views/day.tsx';
import { EndPage } from '../views/day-end.tsx';
import { WellbeingPage } from '../views/wellbeing.tsx';

const DAY_MS = 86_400_000;
/** So many days are listed, and so many weeks. */
const SHOWN_DAYS = 14;
const SHOWN_WEEKS = 12;
const MOST_IN_HAND = 200;
const MINUTE_MS = 60_000;

/** The pages and their forms. */
export function addDay(screens: Screens): void {
  screens.staff('GET /day', dayPage);
  screens.staff('POST /day/break', async ({ deps, session, now }) => {
    const { breakMinutes } = await limitsFor(deps.db, session.staffId);
    const until = new Date(now.getTime() + breakMinutes * MINUTE_MS);
    await transact(deps.db, (tx) => insertBreak(tx, session.staffId, now, until));
    return { goTo: '/?done=break-begun' };
  });
  screens.staff('POST /day/back', async ({ deps, session, now }) => {
    await transact(deps.db, (tx) => endBreaks(tx, session.staffId, now));
    return { goTo: '/?done=break-ended' };
  });
  screens.staff('POST /day/limits', async ({ deps, session, form }) => {
    const limits = readLimitsForm(form);
    if (limits === undefined) return couldNot('/day', 'limits-form');
    await transact(deps.db, (tx) => upsertLimits(tx, session.staffId, limits));
    return { goTo: '/day?done=limits-saved' };
  });
  screens.staff('GET /day/end', endPage);
  screens.staff('POST /day/give-back', giveAllBack);
  screens.staff('GET /wellbeing', wellbeingPage);
  screens.staff('POST /wellbeing', async ({ deps, session, form, now }) => {
    const limits = readLimitsForm(form);
    if (limits === undefined) return couldNot('/wellbeing', 'limits-form');
    const payload = { items: limits.mostItems ?? null, minutes: limits.mostMinutes ?? null };
    const act = { at: now, actor: `staff:${session.staffId}`, action: 'limits.set', subject: 'house:limits' } as const;
    await transact(deps.db, async (tx) => {
      await upsertLimits(tx, undefined, limits);
      await recordAct(tx, { ...act, payload: { ...payload, work: limits.workMinutes ?? null } });
    });
    return { goTo: '/wellbeing?done=limits-saved' };
  });
}

async function dayPage(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, page } = visit;
  const { db, config } = deps;
  const [standing, days, house, own] = await Promise.all([
    readStanding(db, session.staffId, now, config.timeZone),
    listDays(db, session.staffId, new Date(now.getTime() - SHOWN_DAYS * DAY_MS), config.timeZone),
    readLimits(db, undefined),
    readLimits(db, session.staffId),
  ]);
  return DayPage({ page, word: wordOf(visit), standing, days, house, own, now });
}

async function endPage(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, page } = visit;
  const [standing, mine] = await Promise.all([
    readStanding(deps.db, session.staffId, now, deps.config.timeZone),
    listQueue(deps.db, { states: ['claimed'], claimedBy: session.staffId, limit: MOST_IN_HAND }),
  ]);
  return EndPage({ page, word: wordOf(visit), standing, mine });
}

/** Somebody else can go on with them, tonight or tomorrow. */
async function giveAllBack({ deps, session, now }: StaffVisit): Promise<Answer> {
  const mine = await listQueue(deps.db, { states: ['claimed'], claimedBy: session.staffId, limit: MOST_IN_HAND });
  await transact(deps.db, async (tx) => {
    for (const { id } of mine.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      await releaseCase(tx, id, session.staffId, now);
  });
  return { goTo: '/day/end?done=given-back' };
}

async function wellbeingPage(visit: StaffVisit): Promise<Answer> {
  const { deps, now, page } = visit;
  const since = new Date(now.getTime() - SHOWN_WEEKS * 7 * DAY_MS);
  const [weeks, house] = await Promise.all([
    listWeeks(deps.db, since, deps.config.timeZone),
    readLimits(deps.db, undefined),
  ]);
  return WellbeingPage({ page, word: wordOf(visit), weeks, house });
}

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most));
const orNone = (least: number, most: number) =>
  z.union([
    z
      .string()
      .trim()
      .length(0)
      .transform(() => undefined),
    wholeNumber(least, most),
  ]);

const limitsSchema = z.object({
  mostItems: orNone(1, 10_000),
  mostMinutes: orNone(1, 1_440),
  workMinutes: orNone(5, 480),
  breakMinutes: wholeNumber(1, 120),
});

function readLimitsForm(form: Form): Limits | undefined {
  return limitsSchema.safeParse({
    ...{ mostItems: form.get('items'), mostMinutes: form.get('minutes') },
    ...{ workMinutes: form.get('work'), breakMinutes: form.get('break') },
  }).data;
}
