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

/** What every page of the public site is made with. */
export interface SiteContext<L extends SiteLanguage = SiteLanguage> {
  readonly hotline: Hotline;
  readonly guidance: CountryGuidance;
  readonly language: L;
  readonly texts: SiteTexts;
  readonly stylesheet: Stylesheet;
  readonly script: Script;
  readonly formScript: Script;
  /** Stands above the page where it is only looked at; nothing on the page itself can then be pressed. */
  readonly preview?: VNode | undefined;
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
