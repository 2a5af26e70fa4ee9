/** Every word the console shows, in each language; the compiler asks for what is missing. */
import type { Language } from '../../terms/categories.ts';
import { en, type Texts } from './en.ts';
import { sv } from './sv.ts';

export type { Texts } from './en.ts';

const CATALOGUE: Readonly<Record<Language, Texts>> = { en, sv };

/** The words in one language. */
export const textsOf = (language: Language): Texts => CATALOGUE[language];

/** A code in words; the code itself where nobody has put it in words. */
export function codeText(words: Readonly<Record<string, string>>, code: string, otherCode: Texts['otherCode']): string {
  return words[code] ?? otherCode(code);
}
