/** How the pages write numbers, shares, months and lengths of time. */
import { localeOf, type SiteLanguage } from '../terms/site-languages.ts';
import { DAY_MS } from './figures.ts';

const HOUR_MS = 3_600_000;
/** Below this, hours say more than days. */
const HOURS_UP_TO_MS = 2 * DAY_MS;

/** One language's way of writing, so that page, charts and tables never differ. */
export interface Formats {
  readonly count: (value: number) => string;
  /** A share of 0 to 1 in per cent, whole. */
  readonly share: (value: number) => string;
  /** `YYYY-MM` in words. */
  readonly month: (month: string) => string;
  /** A few letters: `Jan`, or `jan.` where the language writes it so. */
  readonly shortMonth: (month: string) => string;
  /** `YYYY-MM-DD` in words. */
  readonly day: (day: string) => string;
  readonly length: (lengthMs: number) => string;
  readonly days: (days: number) => string;
  readonly instant: (at: Date) => string;
}

const known = new Map<string, Formats>();

/** Everything by `Intl`, in the reader's language; instants in the hotline's time zone. Made once for both: it takes some milliseconds. */
export function formatsOf(language: SiteLanguage, timeZone: string): Formats {
  const key = `${language} ${timeZone}`;
  const formats = known.get(key) ?? makeFormats(localeOf(language), timeZone);
  known.set(key, formats);
  return formats;
}

function makeFormats(locale: string, timeZone: string): Formats {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const unit = (name: 'hour' | 'day', digits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long', maximumFractionDigits: digits });
  const hours = unit('hour', 1);
  const days = unit('day', 1);
  const longMonth = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  return {
    count: (value) => whole.format(value),
    share: (value) => percent.format(value),
    month: (month) => longMonth.format(firstDayOf(month)),
    shortMonth: (month) => shortMonth.format(firstDayOf(month)),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    length: (lengthMs) =>
      lengthMs < HOURS_UP_TO_MS ? hours.format(lengthMs / HOUR_MS) : days.format(lengthMs / DAY_MS),
    days: (count) => days.format(count),
    instant: (at) => instant.format(at),
  };
}

function firstDayOf(month: string): Date {
  return new Date(`${month}-01T00:00:00Z`);
}
