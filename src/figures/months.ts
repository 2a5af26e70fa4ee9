/** Calendar months as the hotline's people count them: in their own time zone. */

/** The month, `YYYY-MM`, that an instant lies in. @throws RangeError for a time zone that is not known. */
export function monthOf(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    year: 'numeric',
    month: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}`;
}

/** The last `count` months up to the one that `now` lies in, oldest first. */
export function lastMonths(now: Date, timeZone: string, count: number): readonly string[] {
  const [year, month] = monthOf(now, timeZone).split('-').map(Number);
  if (year === undefined || month === undefined) throw new RangeError('An instant without a month.');
  return Array.from({ length: count }, (_, at) => {
    const index = year * 12 + (month - 1) - (count - 1 - at);
    return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
  });
}

/** The form in which a month is named: in addresses, and in the sums. */
export const MONTH_FORM = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Longest period that is drawn by month. */
const MOST_MONTHS = 600;

/** All months from one to another, both included. @throws RangeError when the period ends before it begins, or is over fifty years */
export function monthsBetween(from: string, to: string): readonly string[] {
  const indexOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const [first, last] = [indexOf(from), indexOf(to)];
  if (!(last >= first && last - first < MOST_MONTHS)) throw new RangeError(`There is no period from ${from} to ${to}.`);
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const index = first + at;
    return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
  });
}
