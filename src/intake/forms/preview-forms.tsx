/** A version of the forms as the public would meet it, made by the public's own pages. */
import type { VNode } from 'preact';
import type { Hotline, Preview } from '../../site/site-context.ts';
import type { TipCategory } from '../../terms/categories.ts';
import type { SiteLanguage } from '../../terms/site-languages.ts';
import { findPage, firstPage, REVIEW } from '../form-walk.ts';
import { siteOf } from '../site-deps.ts';
import { EMPTY_FORM } from '../tip-form.ts';
import { ReviewPage } from '../views/review-page.tsx';
import { NO_SEALING } from '../views/sealing.tsx';
import { StartPage } from '../views/start-page.tsx';
import { StepPage } from '../views/step-page.tsx';
import type { FormSet } from './form-set.ts';
import { formsOf } from './forms.ts';

/** The first page, or a page of a category's form: its id, or `review`. One that there is not is the form's first. */
export type PreviewedPage = 'start' | { readonly category: TipCategory; readonly page: string };

/** As without a script. */
const PLAIN = { notice: undefined, sealing: NO_SEALING };

/** The page, to be read and not used. */
export function previewForms(
  hotline: Hotline,
  set: FormSet,
  shown: { readonly language: SiteLanguage; readonly what: PreviewedPage; readonly preview: Preview },
): VNode {
  const { language, what, preview } = shown;
  const site = { ...siteOf(hotline, language), preview };
  const forms = formsOf(0, set);
  const form = what === 'start' ? undefined : forms.form(what.category);
  if (what === 'start' || form === undefined) return <StartPage site={site} forms={forms} />;
  const common = { site, form, words: forms.words(language), values: EMPTY_FORM, state: '', ...PLAIN };
  if (what.page === REVIEW) return <ReviewPage {...common} />;
  const page = findPage(form, what.page) ?? findPage(form, firstPage(form));
  if (page === undefined) return <StartPage site={site} forms={forms} />;
  return <StepPage {...common} page={page} problems={[]} hasReviewed={false} />;
}
