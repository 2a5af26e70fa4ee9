import { siteLanguageSchema, type SiteLanguage } from '../terms/site-languages.ts';

/**
 * The language that a browser asks for, by its Accept-Language header (RFC 9110, 12.5.4): the highest weight wins, the
 * first of equals. Where it is not `available`, a language that its reader understands as well is taken before a lower wish.
 * `fallback` when none fits.
 */
export function preferredLanguage<T extends SiteLanguage>(
  header: string | undefined,
  fallback: T,
  available: readonly T[],
): T {
  const wishes = (header ?? '')
    .slice(0, 500)
    .split(',')
    .flatMap((part, index) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
      const language = nearest(tag.split('-', 1)[0] ?? '', available);
      const quality = weight === undefined ? 1 : Number(weight);
      return language === undefined || quality === 0 ? [] : [{ language, quality, index }];
    })
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  return wishes[0]?.language ?? fallback;
}

/** Readers of one read the others, best first: Bokmål for all Norwegian, Persian for Dari. */
const UNDERSTOOD: Readonly<Record<string, readonly string[]>> = {
  no: ['nb', 'da', 'sv'],
  nn: ['nb', 'da', 'sv'],
  nb: ['nb', 'da', 'sv'],
  da: ['da', 'nb', 'sv'],
  prs: ['fa'],
};

function nearest<T extends SiteLanguage>(tag: string, available: readonly T[]): T | undefined {
  const tried = UNDERSTOOD[tag] ?? [tag];
  return tried.flatMap((each) => available.filter((language) => language === each))[0];
}

/** The language that a path begins with: `/sv/...`; undefined for another path. */
export function languageOfPath(path: string): SiteLanguage | undefined {
  return siteLanguageSchema.safeParse(path.split(/[/?#]/, 2)[1]).data;
}
