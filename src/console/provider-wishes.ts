/** From the form about a provider's wishes to quiet hours and a time to gather. Pure. */
import { quietHoursSchema, type ProviderWishes, type QuietHours } from '../notices/door.ts';
import type { Form } from './form.ts';
import type { Problem } from './views/shell.tsx';
import type { Texts } from './texts/texts.ts';

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
/** Rows that a form may have. */
const MOST_ROWS = 40;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** One row as it was typed. */
export interface QuietRow {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
}

/** The form as it was typed. */
export interface TypedWishes {
  readonly group: string;
  readonly zone: string;
  readonly rows: readonly QuietRow[];
}

/** Names of a row's fields; `index` from 0. */
export const rowField = (index: number, part: 'from' | 'to' | Weekday): string => `quiet-${index}-${part}`;

/** What was typed, without rows that are empty. */
export function typedWishes(form: Form): TypedWishes {
  const rows = Array.from({ length: MOST_ROWS }, (_, index): QuietRow => {
    const time = (part: 'from' | 'to') =>
      form
        .get(rowField(index, part))
        .trim()
        .replace('.', ':')
        .replace(/^(\d):/, '0$1:');
    return {
      days: WEEKDAYS.filter((day) => form.get(rowField(index, day)) === 'yes'),
      from: time('from'),
      to: time('to'),
    };
  });
  return {
    group: form.get('group').trim(),
    zone: form.get('zone').trim(),
    rows: rows.filter(({ days, from, to }) => days.length > 0 || from !== '' || to !== ''),
  };
}

/** A provider's wishes as the form shows them. */
export const shownWishes = (wishes: ProviderWishes, zone: string): TypedWishes => ({
  group: wishes.groupMinutes === undefined ? '' : String(wishes.groupMinutes),
  zone: wishes.quietHours?.timeZone ?? zone,
  rows: wishes.quietHours?.hours ?? [],
});

/** The wishes, or what is wrong with them. A night is one row in the form and two entries for the engine. */
export function readWishes(
  typed: TypedWishes,
  texts: Texts['providers'],
): { readonly wishes: ProviderWishes } | { readonly problems: readonly Problem[] } {
  const { problems } = texts;
  const found: Problem[] = [];
  const isGroup = /^\d{1,4}$/.test(typed.group) && Number(typed.group) <= 1440;
  if (typed.group !== '' && !isGroup) found.push({ field: 'group', text: problems.group });
  typed.rows.forEach(({ days, from, to }, index) => {
    if (days.length === 0) found.push({ field: rowField(index, 'Mon'), text: problems.days(index + 1) });
    if (!TIME.test(from) || !TIME.test(to) || from === to || from === '24:00')
      found.push({ field: rowField(index, 'from'), text: problems.time(index + 1) });
  });
  const quiet = quietOf(typed);
  if (found.length === 0 && quiet === 'wrong') found.push({ field: 'zone', text: problems.zone });
  if (found.length > 0 || quiet === 'wrong') return { problems: found };
  return { wishes: { quietHours: quiet, groupMinutes: typed.group === '' ? undefined : Number(typed.group) } };
}

function quietOf({ zone, rows }: TypedWishes): QuietHours | undefined | 'wrong' {
  if (rows.length === 0) return undefined;
  const parsed = quietHoursSchema.safeParse({ timeZone: zone, hours: rows.flatMap(entriesOf) });
  return parsed.success ? parsed.data : 'wrong';
}

/** 22:00 to 07:00 on Friday is Friday until 24:00 and Saturday until 07:00. */
function entriesOf({ days, from, to }: QuietRow): readonly QuietRow[] {
  if (from < to) return [{ days, from, to }];
  const isNext = (day: Weekday) => days.some((each) => WEEKDAYS.indexOf(each) === (WEEKDAYS.indexOf(day) + 6) % 7);
  const evening = { days, from, to: '24:00' };
  return to === '00:00' ? [evening] : [evening, { days: WEEKDAYS.filter(isNext), from: '00:00', to }];
}
