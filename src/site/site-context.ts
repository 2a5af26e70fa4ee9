import type { Language } from '../terms/categories.ts';
import { guidanceFor, type CountryGuidance } from './country-guidance.ts';
import type { Stylesheet } from './stylesheet.ts';
import { textsIn, type SiteTexts } from './texts.ts';

/** Whose site it is. */
export interface Hotline {
  readonly name: string;
  readonly email: string;
  /** ISO 3166-1 alpha-2. */
  readonly homeCountry: string;
}

/** What every page of the public site is made with. */
export interface SiteContext {
  readonly hotline: Hotline;
  readonly guidance: CountryGuidance;
  readonly language: Language;
  readonly texts: SiteTexts;
  readonly stylesheet: Stylesheet;
}

/** The context of a language. */
export function siteContext(hotline: Hotline, stylesheet: Stylesheet, language: Language): SiteContext {
  return { hotline, stylesheet, language, guidance: guidanceFor(hotline.homeCountry), texts: textsIn(language) };
}
