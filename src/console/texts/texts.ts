/** Every word the console shows, in each language; the compiler asks for what is missing. */
import type { Language } from '../../terms/categories.ts';
import { en, type Texts } from './en.ts';
import { sv } from './sv.ts';

export type { Texts } from './en.ts';

const CATALOGUE: Readonly<Record<Language, Texts>> = { en, sv };

/** The words in one language. */
export const textsOf = (language: Language): Texts => CATALOGUE[language];

/**
 * A code in words; the code itself where nobody has put it in words. A key that ends with `*` is for all codes that begin so: the rest of the
 * code stands in place of `{}`, and the longest such key counts.
 */
export function codeText(words: Readonly<Record<string, string>>, code: string, otherCode: Texts['otherCode']): string {
  const exact = words[code];
  if (exact !== undefined) return exact;
  const families = Object.entries(words).filter(([key]) => key.endsWith('*') && code.startsWith(key.slice(0, -1)));
  const [family] = families.toSorted(([one], [other]) => other.length - one.length);
  return family === undefined ? otherCode(code) : family[1].replace('{}', code.slice(family[0].length - 1));
}
