import type { Db } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { standingOf, stricter, type Limits, type Standing } from './exposure.ts';
import { listOpenings, readBreakUntil, readLimits } from './exposure-store.ts';

const NO_LIMITS: Limits = { mostItems: undefined, mostMinutes: undefined, workMinutes: undefined, breakMinutes: 10 };

/** The limits that hold for a person: the house's, or their own where those are stricter. */
export async function limitsFor(db: Db, staffId: StaffId): Promise<Limits> {
  const [house, own] = [await readLimits(db, undefined), await readLimits(db, staffId)];
  return stricter(house ?? NO_LIMITS, own);
}

/** How a person's day stands; it begins at midnight on the hotline's wall clock. */
export async function readStanding(db: Db, staffId: StaffId, now: Date, timeZone: string): Promise<Standing> {
  const [openings, limits, breakUntil] = await Promise.all([
    listOpenings(db, staffId, startOfDay(now, timeZone)),
    limitsFor(db, staffId),
    readBreakUntil(db, staffId),
  ]);
  return standingOf(openings, limits, breakUntil, now);
}

/** The instant at which the day of `now` began there; where midnight is skipped, the first instant after it. */
export function startOfDay(now: Date, timeZone: string): Date {
  const clock = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  });
  const sinceMidnightMs = (at: Date) => {
    const [hours = 0, minutes = 0, seconds = 0] = clock.format(at).split(':').map(Number);
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + (at.getTime() % 1000);
  };
  const guess = new Date(now.getTime() - sinceMidnightMs(now));
  // A change of the clock since midnight: the guess is off by it, on either side of midnight.
  const off = sinceMidnightMs(guess);
  if (off === 0) return guess;
  return new Date(guess.getTime() + (off > 43_200_000 ? 86_400_000 - off : -off));
}
