/** The provider's page's texts by language, and its moments in words. */
import type { Language } from '../../../terms/categories.ts';
import { en } from './en.ts';
import { sv, type PageTexts } from './sv.ts';

const CATALOGUE: Readonly<Record<Language, PageTexts>> = { sv, en };

/** All that the page says in a language. */
export const pageTextsIn = (language: Language): PageTexts => CATALOGUE[language];
export type { PageTexts };

const LOCALES: Readonly<Record<Language, string>> = { sv: 'sv-SE', en: 'en-GB' };

/** An instant in words. In UTC and saying so: the reader can be anywhere, and compares it with logs. */
export function momentIn(language: Language, at: Date): string {
  const options = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(LOCALES[language], options).format(at)} UTC`;
}

/** A day in words, in UTC. */
export function dayIn(language: Language, at: Date): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], options).format(at);
}
