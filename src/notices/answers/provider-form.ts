/** The form on the provider's page: what it can say, how long a text may be, and what makes it ready to be taken. Pure. */
import { z } from 'zod';
import { readField } from '../../site/read-field.ts';
import { ANSWER_LIMITS, statedKindSchema, type StatedKind } from './answer.ts';

/** How soon a provider can say that it will be done, in hours: no date to type, and no time zone to mistake. */
export const HANDLING_HOURS = [1, 4, 12, 24, 72] as const;

/** What stands in the form; empty strings where nothing was written. Whatever was sent comes back as it was typed. */
export interface AnswerFormValues {
  readonly noticeIds: readonly string[];
  /** All that are still asked for. */
  readonly isForAll: boolean;
  readonly kind: StatedKind | undefined;
  readonly withinHours: number;
  readonly otherName: string;
  readonly otherEmail: string;
  readonly text: string;
  readonly ticket: string;
}

export const EMPTY_ANSWER_FORM: AnswerFormValues = {
  ...{ noticeIds: [], isForAll: false, kind: undefined, withinHours: 4 },
  ...{ otherName: '', otherEmail: '', text: '', ticket: '' },
};

const MOST_ITEMS = 1_000;
const withinSchema = z.coerce
  .number()
  .refine((hours) => HANDLING_HOURS.some((each) => each === hours))
  .catch(EMPTY_ANSWER_FORM.withinHours);

/** The values of a form's body, whatever was sent. */
export function readAnswerForm(body: unknown): AnswerFormValues {
  const ids = readField(body, 'item').split('\n').slice(0, MOST_ITEMS);
  return {
    noticeIds: [...new Set(ids.filter((id) => z.uuid().safeParse(id).success))],
    isForAll: readField(body, 'all') !== '',
    kind: statedKindSchema.safeParse(readField(body, 'kind')).data,
    withinHours: withinSchema.parse(readField(body, 'within')),
    otherName: readField(body, 'otherName'),
    otherEmail: readField(body, 'otherEmail'),
    text: readField(body, 'text'),
    ticket: readField(body, 'ticket'),
  };
}

const TEXT_FIELDS = ['otherName', 'otherEmail', 'text', 'ticket'] as const;
export type AnswerTextField = (typeof TEXT_FIELDS)[number];
const MOST: Readonly<Record<AnswerTextField, number>> = {
  ...{ otherName: ANSWER_LIMITS.name, otherEmail: ANSWER_LIMITS.email },
  ...{ text: ANSWER_LIMITS.text, ticket: ANSWER_LIMITS.ticket },
};

/** Why a form cannot be taken as it is, by the field that must change. */
export type AnswerProblem =
  | { readonly field: 'item' | 'kind'; readonly code: 'nothing-chosen' }
  | { readonly field: 'text'; readonly code: 'need-more-what' | 'appeal-why' }
  | { readonly field: 'otherEmail'; readonly code: 'not-an-email' }
  | { readonly field: AnswerTextField; readonly code: 'too-long'; readonly count: number; readonly most: number };

/** All that must be changed, in the order of the fields; for `answerable` and `stillAsked` see `chosenNotices`. */
export function findAnswerProblems(
  values: AnswerFormValues,
  answerable: readonly string[],
  stillAsked: readonly string[],
): readonly AnswerProblem[] {
  const problems: AnswerProblem[] = [];
  if (chosenNotices(values, answerable, stillAsked).length === 0)
    problems.push({ field: 'item', code: 'nothing-chosen' });
  if (values.kind === undefined) problems.push({ field: 'kind', code: 'nothing-chosen' });
  if (values.kind === 'not-ours' && values.otherEmail !== '' && !z.email().safeParse(values.otherEmail).success)
    problems.push({ field: 'otherEmail', code: 'not-an-email' });
  if (values.text === '' && values.kind === 'need-more') problems.push({ field: 'text', code: 'need-more-what' });
  if (values.text === '' && values.kind === 'appeal') problems.push({ field: 'text', code: 'appeal-why' });
  for (const field of TEXT_FIELDS) {
    const count = values[field].length;
    if (count > MOST[field]) problems.push({ field, code: 'too-long', count, most: MOST[field] });
  }
  return problems;
}

/**
 * The notices that a form is about: those ticked that can be answered, or all that are still asked for. Where a letter has
 * only one, nothing has to be ticked.
 */
export function chosenNotices(
  values: Pick<AnswerFormValues, 'noticeIds' | 'isForAll'>,
  answerable: readonly string[],
  stillAsked: readonly string[],
): readonly string[] {
  if (answerable.length === 1) return answerable;
  const ticked = answerable.filter((id) => values.noticeIds.includes(id));
  return values.isForAll ? answerable.filter((id) => ticked.includes(id) || stillAsked.includes(id)) : ticked;
}
