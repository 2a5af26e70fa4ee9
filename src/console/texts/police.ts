/** The words of the pages for and about the police, by language. */
import type { Language } from '../../terms/categories.ts';
import { policeEn, type PoliceTexts } from './police-en.ts';
import { policeSv } from './police-sv.ts';

export type { PoliceTexts } from './police-en.ts';

const CATALOGUE: Readonly<Record<Language, PoliceTexts>> = { en: policeEn, sv: policeSv };

/** The words in one language. */
export const policeTextsIn = (language: Language): PoliceTexts => CATALOGUE[language];

/** What an address says was done, or not, in words; undefined where it says neither. */
export function policeWord(
  language: Language,
  query: ReadonlyMap<string, string>,
): { readonly text: string; readonly isBad: boolean } | undefined {
  const { done, notDone } = CATALOGUE[language];
  const find = (words: Readonly<Record<string, string>>, code: string | undefined) =>
    code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined;
  const bad = find(notDone, query.get('not'));
  if (bad !== undefined) return { text: bad, isBad: true };
  const good = find(done, query.get('done'));
  return good === undefined ? undefined : { text: good, isBad: false };
}
