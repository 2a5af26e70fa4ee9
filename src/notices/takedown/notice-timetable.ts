/**
 * The timetable of a takedown: who is told when, and reminded when. It is data (config/notice-timetable.json, or the file that
 * FYR_NOTICE_TIMETABLE names), in two columns: items as usual, and urgent ones.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { rungSchema } from './rung.ts';

const MINUTE_MS = 60_000;
const minutesSchema = z.number().int('must be whole minutes').min(0).max(525_600);

const groupsSchema = z
  .array(z.strictObject({ afterMinutes: minutesSchema, tell: z.array(rungSchema).min(1) }))
  .min(1)
  .refine((groups) => groups[0]?.afterMinutes === 0, 'the first group is told at once: afterMinutes must be 0')
  .refine(
    (groups) => isRising(groups.map((group) => group.afterMinutes)),
    'each group must come later than the one before it',
  )
  .refine((groups) => {
    const told = groups.flatMap((group) => group.tell);
    return new Set(told).size === told.length;
  }, 'no rung may be in two groups');

const columnSchema = z.strictObject({
  /** Minutes from the decision; the rungs of one group are told together. */
  groups: groupsSchema,
  reminders: z.strictObject({
    afterMinutes: z
      .array(minutesSchema.min(1))
      .min(1)
      .refine(isRising, 'each reminder must come later than the one before it'),
    /** After the last of those, for as long as the item is online. */
    thenEveryMinutes: minutesSchema.min(1),
    /** Nobody hears twice within it. */
    leastGapMinutes: minutesSchema,
    /** A reminder waits so long for others to the same provider; a first notice takes it along sooner. */
    gatherMinutes: minutesSchema.max(1440),
  }),
  /** For so long the next rung waits, once, when a provider says that it is at work. */
  handlingMinutes: minutesSchema,
});
/** One column of the timetable, in minutes. */
export type TimetableColumn = z.infer<typeof columnSchema>;

const timetableSchema = z.strictObject({ version: z.literal(1), normal: columnSchema, urgent: columnSchema });
/** Both columns. */
export type NoticeTimetable = z.infer<typeof timetableSchema>;

const DEFAULT_FILE = new URL('../../../config/notice-timetable.json', import.meta.url);

/** Reads a timetable's text. @throws Error naming every place that is not right, and what is allowed there */
export function parseTimetable(json: string): NoticeTimetable {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('The notices’ timetable is not JSON.');
  }
  const parsed = timetableSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(' > ') || 'the file'}: ${issue.message}`);
  throw new Error(`The notices’ timetable is not right:\n${lines.join('\n')}`);
}

/** Reads the file that is set, or the one that is shipped. @throws Error when it cannot be read or is not right */
export async function readTimetable(file: string | undefined): Promise<NoticeTimetable> {
  return parseTimetable(await readFile(file ?? DEFAULT_FILE, 'utf8'));
}

/** How many reminders are behind an item for which `elapsedMs` count. */
export function remindersBehind(column: TimetableColumn, elapsedMs: number): number {
  const { afterMinutes, thenEveryMinutes } = column.reminders;
  const listed = afterMinutes.filter((minutes) => minutes * MINUTE_MS <= elapsedMs).length;
  if (listed < afterMinutes.length) return listed;
  const last = afterMinutes[afterMinutes.length - 1] ?? 0;
  return listed + Math.floor((elapsedMs - last * MINUTE_MS) / (thenEveryMinutes * MINUTE_MS));
}

/** When the reminder after `behind` others is due, in milliseconds that count. */
export function nextReminderMs(column: TimetableColumn, behind: number): number {
  const { afterMinutes, thenEveryMinutes } = column.reminders;
  const listed = afterMinutes[behind];
  if (listed !== undefined) return listed * MINUTE_MS;
  const last = afterMinutes[afterMinutes.length - 1] ?? 0;
  return (last + (behind - afterMinutes.length + 1) * thenEveryMinutes) * MINUTE_MS;
}

function isRising(minutes: readonly number[]): boolean {
  return minutes.every((each, index) => index === 0 || each > (minutes[index - 1] ?? 0));
}
