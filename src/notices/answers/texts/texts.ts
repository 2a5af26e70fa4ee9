/** The provider's page's texts by language, and its moments in words. */
import type { Language } from '../../../terms/categories.ts';
import { en } from './en.ts';
import { sv, type PageTexts } from './sv.ts';

const CATALOGUE: Readonly<Record<Language, PageTexts>> = { sv, en };

/** All that the page says in a language. */
export const pageTextsIn = (language: Language): PageTexts => CATALOGUE[language];
export type { PageTexts };

const LOCALES: Readonly<Record<Language, string>> = { sv: 'sv-SE', en: 'en-GB' };

const MOMENT = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const;
const DAY = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;

/** One each: making one takes longer than all else that a moment takes, and a page has two for each of its items. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(language: Language, options: typeof MOMENT | typeof DAY): Intl.DateTimeFormat {
  const key = `${language} ${options === DAY ? 'day' : 'moment'}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], options);
  formats.set(key, known);
  return known;
}

/** An instant in words. In UTC and saying so: the reader can be anywhere, and compares it with logs. */
export const momentIn = (language: Language, at: Date): string => `${formatFor(language, MOMENT).format(at)} UTC`;

/** A day in words, in UTC. */
export const dayIn = (language: Language, at: Date): string => formatFor(language, DAY).format(at);
