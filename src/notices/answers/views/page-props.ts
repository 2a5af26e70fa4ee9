import type { Language } from '../../../terms/categories.ts';
import type { SiteContext } from '../../../site/site-context.ts';
import type { LetterPage, PageNotice } from '../page-store.ts';
import type { AnswerFormValues, AnswerProblem } from '../provider-form.ts';
import type { Standing } from '../standing.ts';
import type { StatedKind } from '../answer.ts';
import type { PageTexts } from '../texts/texts.ts';

/** An item with its number in the letter (from 1) and how it stands. */
export interface ShownNotice {
  readonly number: number;
  readonly notice: PageNotice;
  readonly standing: Standing;
}

/** What a page of the provider's needs of its request. */
export interface PageFrame {
  readonly site: SiteContext<Language>;
  readonly texts: PageTexts;
  /** As it stands in the address. */
  readonly token: string;
}

/** Why the page is shown. `answered`: just now, and what came of it. */
export type PageState =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'answered'; readonly answer: StatedKind; readonly at: Date; readonly numbers: readonly number[] }
  | { readonly kind: 'problems'; readonly problems: readonly AnswerProblem[] }
  | { readonly kind: 'expired' };

/** All that the page of a letter is drawn from. */
export interface ProviderPageProps extends PageFrame {
  readonly letter: LetterPage;
  readonly shown: readonly ShownNotice[];
  readonly values: AnswerFormValues;
  /** Hidden: makes a form that is sent twice one answer. */
  readonly submission: string;
  readonly state: PageState;
}
