/** Where a form goes when a page of it is sent. Pure: the pages, the buttons and the answers decide. */
import {
  findObstacle,
  findProblemsIn,
  type AskedForm,
  type AskedPage,
  type FormProblem,
  type TipFormValues,
} from './tip-form.ts';

/** A page of the form by its id, or `review`. */
export type FormPage = string;

/** The last page, where everything is read through. */
export const REVIEW = 'review';

/**
 * What a button asks for.
 *
 * | asked   | then                                                                                       |
 * |---------|--------------------------------------------------------------------------------------------|
 * | next    | the next page, or the review when it was seen before; stays where something must change    |
 * | back    | the page before; what was written stays, right or wrong                                    |
 * | stay    | the same page again, in another language                                                   |
 * | edit    | from the review to a page                                                                  |
 * | send    | the tip is taken; to the first page where something must change otherwise                  |
 */
export type Asked =
  { readonly kind: 'next' | 'back' | 'stay' | 'send' } | { readonly kind: 'edit'; readonly pageId: string };

/** What follows: a page, with what must be changed on it, or the tip is sent. */
export type NextPage =
  | { readonly kind: 'page'; readonly page: FormPage; readonly problems: readonly FormProblem[] }
  | { readonly kind: 'send' };

/** A form's page by its id; undefined for the review and for a page that the form has not got. */
export const findPage = (form: AskedForm, id: FormPage): AskedPage | undefined =>
  form.pages.find((page) => page.id === id);

/** Reads the name of a page; the first one where it is none of this form's. */
export const readPage = (form: AskedForm, name: string): FormPage =>
  name === REVIEW || findPage(form, name) !== undefined ? name : firstPage(form);

/** The page that a form opens with. */
export const firstPage = (form: AskedForm): FormPage => form.pages[0]?.id ?? REVIEW;

/** Reads a button's value. Enter in a field, and whatever no button of ours says, is `next`; on the review it changes nothing. */
export function readAsked(form: AskedForm, page: FormPage, value: string): Asked {
  if (value === 'back' || value === 'stay' || value === 'send') return { kind: value };
  const edited = form.pages.find(({ id }) => value === `edit-${id}`);
  if (edited !== undefined) return { kind: 'edit', pageId: edited.id };
  return { kind: page === REVIEW ? 'stay' : 'next' };
}

/** Decides what follows. */
export function walk(
  form: AskedForm,
  page: FormPage,
  asked: Asked,
  filled: { readonly values: TipFormValues; readonly hasReviewed: boolean },
): NextPage {
  const to = (next: FormPage, problems: readonly FormProblem[] = []): NextPage => ({
    kind: 'page',
    page: next,
    problems,
  });
  switch (asked.kind) {
    case 'stay':
      return to(page);
    case 'edit':
      return to(asked.pageId);
    case 'back':
      return to(pageBefore(form, page));
    case 'next': {
      const here = findPage(form, page);
      if (here === undefined) return to(page);
      const problems = findProblemsIn(form, here, filled.values);
      if (problems.length > 0) return to(page, problems);
      return to(filled.hasReviewed ? REVIEW : pageAfter(form, page));
    }
    case 'send': {
      const obstacle = findObstacle(form, filled.values);
      return obstacle === undefined ? { kind: 'send' } : to(obstacle.pageId, obstacle.problems);
    }
  }
}

const placeOf = (form: AskedForm, page: FormPage): number => form.pages.findIndex(({ id }) => id === page);

const pageAfter = (form: AskedForm, page: FormPage): FormPage => form.pages[placeOf(form, page) + 1]?.id ?? REVIEW;

function pageBefore(form: AskedForm, page: FormPage): FormPage {
  if (page === REVIEW) return form.pages.at(-1)?.id ?? page;
  return form.pages[placeOf(form, page) - 1]?.id ?? page;
}
