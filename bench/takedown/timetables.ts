/** The two sides, as data: our shipped settings, and the field's as far as its timers are public (DOMAIN.md, Where a tip goes). */
import { parseTimetable, readTimetable, type NoticeTimetable, type QuietHours } from '../../src/notices/door.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** Both, ours first. */
export const SIDES = ['ours', 'field'] as const;

/** What a side does otherwise than the other. */
export interface Side {
  readonly name: (typeof SIDES)[number];
  readonly timetable: NoticeTimetable;
  /** Items for one contact gather for so long. */
  readonly groupMs: number;
  /** Of every contact; undefined: told around the clock. */
  readonly quietHours: QuietHours | undefined;
  readonly recheck: { readonly firstMs: number; readonly mostMs: number; readonly misses: number };
}

/** As shipped: config/notice-timetable.json, and the settings' defaults. */
export async function ourSide(): Promise<Side> {
  return {
    ...{ name: 'ours', timetable: await readTimetable(undefined), groupMs: 3 * MINUTE_MS, quietHours: undefined },
    recheck: { firstMs: 15 * MINUTE_MS, mostMs: 240 * MINUTE_MS, misses: 3 },
  };
}

/**
 * SCART's: an hour of grouping, the hosting provider once more after 24 h, the site owner after 72 h, the registrar after 144 h,
 * no upstream network; a recheck every 1 to 4 h, offline after 3 misses; silent from Friday 17:00 to Monday 12:00. A timetable
 * here has reminders for all who have been told: the one at 24 h finds the hosting provider alone.
 */
const FIELD_COLUMN = {
  groups: [
    { afterMinutes: 0, tell: ['hosting', 'proxy'] },
    { afterMinutes: 4320, tell: ['owner'] },
    { afterMinutes: 8640, tell: ['registrar'] },
  ],
  reminders: { afterMinutes: [1500], thenEveryMinutes: 525_600, leastGapMinutes: 60, gatherMinutes: 0 },
  handlingMinutes: 0,
};

/** The field's side. Urgent items have no timers of their own in it. */
function fieldSide(): Side {
  return {
    name: 'field',
    timetable: parseTimetable(JSON.stringify({ version: 1, normal: FIELD_COLUMN, urgent: FIELD_COLUMN })),
    groupMs: 60 * MINUTE_MS,
    quietHours: {
      timeZone: 'Europe/Amsterdam',
      hours: [
        { days: ['Fri'], from: '17:00', to: '24:00' },
        { days: ['Sat', 'Sun'], from: '00:00', to: '24:00' },
        { days: ['Mon'], from: '00:00', to: '12:00' },
      ],
    },
    recheck: { firstMs: 60 * MINUTE_MS, mostMs: 240 * MINUTE_MS, misses: 3 },
  };
}

/** A side by its name. */
export const sideOf = async (name: Side['name']): Promise<Side> => (name === 'ours' ? ourSide() : fieldSide());

/** How long both sides go on looking for what has gone. */
export const AFTERCARE_MS = 14 * DAY_MS;
