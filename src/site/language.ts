import { LANGUAGES, languageSchema, type Language } from '../terms/categories.ts';

/**
 * The site's language that a browser asks for, by its Accept-Language header (RFC 9110, 12.5.4): the highest weight wins,
 * the first of equals. Norwegian and Danish readers get Swedish before English. `fallback` when none fits.
 */
export function preferredLanguage(header: string | undefined, fallback: Language): Language {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .flatMap((part, index) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
      const language = NEAREST[tag.split('-', 1)[0] ?? ''];
      const quality = weight === undefined ? 1 : Number(weight);
      return language === undefined || quality === 0 ? [] : [{ language, quality, index }];
    })
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  return wishes[0]?.language ?? fallback;
}

const NEAREST: Readonly<Record<string, Language>> = { sv: 'sv', nb: 'sv', nn: 'sv', no: 'sv', da: 'sv', en: 'en' };

/** The language that a path begins with: `/sv/...`; undefined for another path. */
export function languageOfPath(path: string): Language | undefined {
  return languageSchema.safeParse(path.split(/[/?#]/, 2)[1]).data;
}

/** The site's other languages. */
export const otherLanguages = (language: Language): readonly Language[] =>
  LANGUAGES.filter((each) => each !== language);
