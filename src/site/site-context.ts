import type { VNode } from 'preact';
import type { SiteLanguage } from '../terms/site-languages.ts';
import { guidanceFor } from './country-guidance.ts';
import type { Script } from './script.ts';
import type { Stylesheet } from './stylesheet.ts';
import type { CountryGuidance } from './support.ts';
import { textsIn, type SiteTexts } from './texts.ts';

/** Whose site it is. */
export interface Hotline {
  readonly name: string;
  readonly email: string;
  /** ISO 3166-1 alpha-2. */
  readonly homeCountry: string;
  /** Where the public reaches the site, `https://tips.example.org/`; undefined where the operator has not said. */
  readonly siteUrl?: string | undefined;
}

/** Of a page that is only looked at: what says so, above it and in its title. */
export interface Preview {
  readonly bar: VNode;
  /** In the language of who looks, "Preview". */
  readonly title: string;
}

/** What every page of the public site is made with. */
export interface SiteContext<L extends SiteLanguage = SiteLanguage> {
  readonly hotline: Hotline;
  readonly guidance: CountryGuidance;
  readonly language: L;
  readonly texts: SiteTexts;
  readonly stylesheet: Stylesheet;
  readonly script: Script;
  readonly formScript: Script;
  /** The page is only looked at: it can be read, and nothing on it pressed. */
  readonly preview?: Preview | undefined;
}

/** What the pages of every language link to. */
export interface SiteFiles {
  readonly stylesheet: Stylesheet;
  readonly script: Script;
  /** For the tip's form and the mailbox: it seals what is written. */
  readonly formScript: Script;
}

/** The context of a language. */
export function siteContext<L extends SiteLanguage>(hotline: Hotline, files: SiteFiles, language: L): SiteContext<L> {
  return { hotline, ...files, language, guidance: guidanceFor(hotline.homeCountry), texts: textsIn(language) };
}
