/** Where a form goes when a page of it is sent. Pure: the pages, the buttons and the answers decide. */
import type { TipCategory } from '../terms/categories.ts';
import {
  findObstacle,
  findProblemsIn,
  STEPS,
  type FormProblem,
  type QuestionGroup,
  type TipFormValues,
} from './tip-form.ts';

/** A page of the form. */
export type FormPage = QuestionGroup | 'review';

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
  { readonly kind: 'next' | 'back' | 'stay' | 'send' } | { readonly kind: 'edit'; readonly group: QuestionGroup };

/** What follows: a page, with what must be changed on it, or the tip is sent. */
export type NextPage =
  | { readonly kind: 'page'; readonly page: FormPage; readonly problems: readonly FormProblem[] }
  | { readonly kind: 'send' };

/** Reads the name of a page; the first one where it is none of this category's. */
export function readPage(category: TipCategory, name: string): FormPage {
  if (name === 'review') return 'review';
  return STEPS[category].find((group) => group === name) ?? firstPage(category);
}

/** The page that a form opens with. */
export const firstPage = (category: TipCategory): QuestionGroup => STEPS[category][0] ?? 'danger';

/** Reads a button's value. Enter in a field, and whatever no button of ours says, is `next`; on the review it changes nothing. */
export function readAsked(category: TipCategory, page: FormPage, value: string): Asked {
  if (value === 'back' || value === 'stay' || value === 'send') return { kind: value };
  const group = STEPS[category].find((each) => value === `edit-${each}`);
  if (group !== undefined) return { kind: 'edit', group };
  return { kind: page === 'review' ? 'stay' : 'next' };
}

/** Decides what follows. */
export function walk(
  category: TipCategory,
  page: FormPage,
  asked: Asked,
  form: { readonly values: TipFormValues; readonly hasReviewed: boolean },
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
      return to(asked.group);
    case 'back':
      return to(pageBefore(category, page));
    case 'next': {
      if (page === 'review') return to(page);
      const problems = findProblemsIn(category, page, form.values);
      if (problems.length > 0) return to(page, problems);
      return to(form.hasReviewed ? 'review' : pageAfter(category, page));
    }
    case 'send': {
      const obstacle = findObstacle(category, form.values);
      return obstacle === undefined ? { kind: 'send' } : to(obstacle.group, obstacle.problems);
    }
  }
}

function pageAfter(category: TipCategory, group: QuestionGroup): FormPage {
  return STEPS[category][STEPS[category].indexOf(group) + 1] ?? 'review';
}

function pageBefore(category: TipCategory, page: FormPage): FormPage {
  const steps = STEPS[category];
  if (page === 'review') return steps.at(-1) ?? firstPage(category);
  return steps[steps.indexOf(page) - 1] ?? page;
}
