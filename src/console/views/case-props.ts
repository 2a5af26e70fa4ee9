import type { Preset, Question } from '../../cases/door.ts';
import type { CaseScreen } from '../case-screen.ts';
import type { PageContext, Problem } from './shell.tsx';

/** What the page of one case, and each part of it, is drawn from. */
export interface CaseProps {
  readonly page: PageContext;
  readonly screen: CaseScreen;
  readonly questions: readonly Question[];
  readonly presets: readonly Preset[];
  readonly problems: readonly Problem[];
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly now: Date;
}
