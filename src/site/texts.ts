/** The public site's texts by language. */
import type { Language } from '../terms/categories.ts';
import { en } from './texts/en.ts';
import { sv, type SiteTexts } from './texts/sv.ts';

const CATALOGUE: Readonly<Record<Language, SiteTexts>> = { sv, en };

/** All that the public site says in a language. */
export const textsIn = (language: Language): SiteTexts => CATALOGUE[language];
export type { SiteTexts };
