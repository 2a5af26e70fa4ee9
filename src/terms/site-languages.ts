/** The languages that the public reads and writes in. What analysts, the police and providers read is in `Language`. */
import { z } from 'zod';

/** In the order of the menu: the country's own first, then by where a hotline of this coast meets its readers. */
export const SITE_LANGUAGES = [
  ...(['sv', 'en', 'fi', 'nb', 'da', 'de', 'fr'] as const),
  ...(['es', 'pl', 'uk', 'ar', 'so', 'fa', 'th'] as const),
] as const;

/** For the first part of a path, for an import and for rows read back. */
export const siteLanguageSchema = z.enum(SITE_LANGUAGES);
export type SiteLanguage = z.infer<typeof siteLanguageSchema>;

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa']);

/** Which way a language is written; goes into `dir`. */
export const directionOf = (language: SiteLanguage): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr');

/** A language's name as its reader says it, from the runtime's own CLDR data: `suomi` in Swedish is `finska`. */
export const languageName = (language: SiteLanguage, reader: string): string =>
  new Intl.DisplayNames([reader], { type: 'language' }).of(language) ?? language;

/**
 * The locale for `Intl`: digits as telephones and receipts have them and the calendar of the country the hotline is in,
 * so that a number or a date on the page is the one that somebody else reads out.
 */
export function localeOf(language: SiteLanguage): string {
  return `${language === 'en' ? 'en-GB' : language}-u-ca-gregory-nu-latn`;
}
