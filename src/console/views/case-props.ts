import type { CaseSummary, Note, Preset, Question } from '../../cases/door.ts';
import type { CaseScreen } from '../case-screen.ts';
import type { PageContext, Problem } from './shell.tsx';

/** What the page of one case, and each part of it, is drawn from. */
export interface CaseProps {
  readonly page: PageContext;
  readonly screen: CaseScreen;
  /** Oldest first. */
  readonly notes: readonly Note[];
  /** Cases that have to do with it. */
  readonly linked: readonly CaseSummary[];
  /** Where everything in it was moved to. */
  readonly joinedTo: CaseSummary | undefined;
  readonly questions: readonly Question[];
  readonly presets: readonly Preset[];
  readonly problems: readonly Problem[];
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly now: Date;
}
