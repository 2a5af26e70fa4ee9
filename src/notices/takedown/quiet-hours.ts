/** Hours in which a provider wishes to hear nothing: weekly, in its own time zone. Without any it is told around the clock. */
import { z } from 'zod';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** Quiet hours that never end would silence a provider: after so long it is told all the same. */
const MOST_QUIET_MS = 7 * DAY_MINUTES * MINUTE_MS;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day, from 00:00 to 24:00');

/** For the console's form and rows read back. `from` lies before `to`: a night is two entries. */
export const quietHoursSchema = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'must be a time zone of the IANA database, for example Europe/Stockholm'),
  hours: z
    .array(
      z
        .strictObject({ days: z.array(z.enum(DAYS)).min(1), from: timeSchema, to: timeSchema })
        .refine(({ from, to }) => from < to, 'must begin before it ends: give a night as two entries'),
    )
    .max(50),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** When the quiet that `now` lies in ends, taking entries that follow on each other together; undefined when it is not quiet. */
export function quietUntil(quiet: QuietHours, now: Date): Date | undefined {
  const format = formatFor(quiet.timeZone);
  const latest = now.getTime() + MOST_QUIET_MS;
  let at = now.getTime();
  for (;;) {
    const minutes = minutesLeft(quiet, format, new Date(at));
    if (minutes === 0) break;
    // To the full minute, so that the end is the end of the hour that was written down.
    at = Math.floor(at / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS;
    if (at >= latest) return new Date(latest);
  }
  return at === now.getTime() ? undefined : new Date(at);
}

/** Minutes until the longest entry that holds this instant ends; 0: none holds it. */
function minutesLeft(quiet: QuietHours, format: Intl.DateTimeFormat, at: Date): number {
  const parts = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
  const day = parts.get('weekday');
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  const ends = quiet.hours
    .filter((entry) => entry.days.some((each) => each === day))
    .filter((entry) => minutesOf(entry.from) <= minute && minute < minutesOf(entry.to))
    .map((entry) => minutesOf(entry.to) - minute);
  return Math.max(0, ...ends);
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  formats.set(timeZone, made);
  return made;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
