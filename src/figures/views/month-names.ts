/** Which words fit under the bars. */
import { MARGIN, type ChartSize } from './chart.tsx';

/** Room that a month's short name, a year, and a letter of other text take, with some air. */
const NAME_PX = 34;
const YEAR_PX = 36;
const LETTER_PX = 8;

export interface MonthNames {
  readonly named: readonly string[];
  /** Months that carry their year. */
  readonly years: readonly string[];
  /** Is there room, right of all years, to say that the last month is not over? */
  readonly hasSoFar: boolean;
}

/** Names each month, or every second, third ... counted from January, as the bars' distance allows. */
export function placeMonthNames(
  months: readonly string[],
  size: Pick<ChartSize, 'widthPx'>,
  soFar: string,
): MonthNames {
  const roomPx = (size.widthPx - MARGIN.left - MARGIN.right) / Math.max(1, months.length);
  const every = [1, 2, 3, 4, 6].find((step) => step * roomPx >= NAME_PX) ?? 12;
  const isJanuary = (month: string) => month.endsWith('-01');
  const firstJanuary = months.findIndex(isJanuary);
  // The first month's year would run into that of a January right after it.
  const firstHasRoom = firstJanuary < 0 || firstJanuary * roomPx >= YEAR_PX;
  const years = months.filter((month, at) => isJanuary(month) || (at === 0 && firstHasRoom));
  const lastYearAt = months.findLastIndex((month) => years.includes(month));
  const afterLastYearPx = (months.length - lastYearAt - 0.5) * roomPx - YEAR_PX / 2;
  return {
    named: months.filter((month) => (Number(month.slice(5)) - 1) % every === 0),
    years,
    hasSoFar: afterLastYearPx >= soFar.length * LETTER_PX,
  };
}
