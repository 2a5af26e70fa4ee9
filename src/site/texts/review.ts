/**
 * Which texts somebody has read who speaks the language. Swedish and English are the source; everything else began as a
 * machine's draft. A review is of words, not of a place: it is kept with a digest of them, and ends when they change.
 */
import { createHash } from 'node:crypto';
import { SITE_LANGUAGES, type SiteLanguage } from '../../terms/site-languages.ts';
import { textsIn } from '../texts.ts';
import { leavesOf } from './leaves.ts';

/** Language -> section of the catalogue -> digest of the words that were read (`npm run fyr -- texts fi` prints it). */
const REVIEWED: Readonly<Partial<Record<SiteLanguage, Readonly<Record<string, string>>>>> = {};

const SOURCES: ReadonlySet<SiteLanguage> = new Set(['sv', 'en']);

/** `draft`: nobody has read it. `changed`: it was read, and is another text now. */
export type ReviewState = 'source' | 'reviewed' | 'changed' | 'draft';

/** A section of one language, as an administrator lists it. */
export interface SectionReview {
  readonly section: string;
  readonly state: ReviewState;
  /** Of the words as they are now: 12 hexadecimal digits. */
  readonly digest: string;
  readonly texts: readonly (readonly [path: string, text: string])[];
}

/** A language's sections in the catalogue's order. `reviewed`: what stands for the reviews; the release's own by default. */
export function reviewOf(language: SiteLanguage, reviewed = REVIEWED): readonly SectionReview[] {
  return Object.entries(textsIn(language)).map(([section, value]) => {
    const texts = leavesOf(value, section);
    const digest = createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 12);
    const read = reviewed[language]?.[section];
    const state = SOURCES.has(language)
      ? 'source'
      : read === undefined
        ? 'draft'
        : read === digest
          ? 'reviewed'
          : 'changed';
    return { section, state, digest, texts };
  });
}

/** How many sections of each language wait for a reader. */
export const countUnread = (): readonly (readonly [language: SiteLanguage, unread: number, sections: number])[] =>
  SITE_LANGUAGES.map((language) => {
    const sections = reviewOf(language);
    return [language, sections.filter(({ state }) => state === 'draft' || state === 'changed').length, sections.length];
  });
