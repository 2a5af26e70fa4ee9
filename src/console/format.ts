/** Times and addresses as an analyst reads them. Pure. */
import type { Language } from '../terms/categories.ts';

/** The hotline's wall clock (the figures' months begin and end by it too). */
export const TIME_ZONE = 'Europe/Stockholm';

export interface Formats {
  /** 24 Nov 2026, 14:05 */
  moment(at: Date): string;
  /** 14:05, with the day when it is not today. */
  time(at: Date, now: Date): string;
  /** 14:05 */
  clock(at: Date): string;
  /** 24 Nov 2026 */
  day(at: Date): string;
  /** 40 min, 5 h, 3 d: how long it has been, rounded down. */
  age(since: Date, now: Date): string;
  count(n: number): string;
}

const LOCALES: Readonly<Record<Language, string>> = { sv: 'sv-SE', en: 'en-GB' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const made = new Map<Language, Formats>();

/** The formats of a language. */
export function formatsOf(language: Language): Formats {
  const known = made.get(language);
  if (known !== undefined) return known;
  const fresh = makeFormats(LOCALES[language]);
  made.set(language, fresh);
  return fresh;
}

function makeFormats(locale: string): Formats {
  const zone = { timeZone: TIME_ZONE } as const;
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const day = new Intl.DateTimeFormat(locale, { ...date, ...zone });
  const time = new Intl.DateTimeFormat(locale, { ...clock, ...zone });
  const number = new Intl.NumberFormat(locale);
  const unit = (name: 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 });
  const [minutes, hours, days] = [unit('minute'), unit('hour'), unit('day')];
  const moment = (at: Date) => `${day.format(at)}, ${time.format(at)}`;
  return {
    moment,
    clock: (at) => time.format(at),
    day: (at) => day.format(at),
    time: (at, now) => (day.format(at) === day.format(now) ? time.format(at) : moment(at)),
    age: (since, now) => {
      const ms = Math.max(0, now.getTime() - since.getTime());
      if (ms < HOUR_MS) return minutes.format(Math.floor(ms / MINUTE_MS));
      return ms < 2 * DAY_MS ? hours.format(Math.floor(ms / HOUR_MS)) : days.format(Math.floor(ms / DAY_MS));
    },
    count: (n) => number.format(n),
  };
}

/**
 * An address that cannot be opened by accident, neither by a click nor by a program that makes links of what it finds:
 * `hxxp` for `http`, and the host's dots (and an IPv6 address's colons) in brackets.
 */
export function defang(url: string): string {
  const [, scheme, host, rest] = /^(https?):\/\/([^/?#]*)([^]*)$/i.exec(url) ?? [];
  if (scheme === undefined || host === undefined || rest === undefined)
    return defangHost(url).replace(/:\/\//g, '[://]');
  return `${scheme.replace(/tt/i, 'xx')}://${defangHost(host)}${rest}`;
}

/** A host or IP address, likewise. */
export const defangHost = (host: string): string => host.replaceAll('.', '[.]').replaceAll(':', '[:]');

/** Words that somebody wrote, with every web address in them made safe in the same way. */
export const defangText = (text: string): string => text.replace(/https?:\/\/[^\s<>"']+/gi, defang);

/** The same words with a capital letter, to begin a row with. */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
