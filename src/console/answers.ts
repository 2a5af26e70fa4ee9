/** From a form to an analyst's answers. Pure: which were given, which are needless, which are missing. */
import type { Question, QuestionSet } from '../cases/door.ts';
import {
  caseAnswersSchema,
  itemAnswersSchema,
  missingAnswers,
  outcomeOf,
  type CaseAnswers,
  type ItemAnswers,
} from '../terms/answers.ts';
import type { Form } from './form.ts';

/** A question that was not answered, or answered with something that it does not offer. */
export interface AnswerProblem {
  readonly code: string;
  readonly kind: 'missing' | 'not-offered';
}

/** The texts of a form's answers by question code; '' where there is none. */
type Given = ReadonlyMap<string, string>;

const givenIn = (form: Form, questions: readonly Question[]): Given =>
  new Map(questions.map(({ code }) => [code, form.get(code)]));

const notOffered = (given: Given, questions: readonly Question[]): readonly AnswerProblem[] =>
  questions
    .filter(({ code, options }) => {
      const answer = given.get(code) ?? '';
      return answer !== '' && options.every((option) => option.code !== answer);
    })
    .map(({ code }) => ({ code, kind: 'not-offered' }));

const answered = (given: Given): Record<string, string> =>
  Object.fromEntries([...given].filter(([, answer]) => answer !== ''));

/** Reads the answers about one item; answers that the others make needless are left out. */
export function readItemAnswers(
  form: Form,
  set: QuestionSet,
):
  | { readonly isWhole: true; readonly answers: ItemAnswers }
  | { readonly isWhole: false; readonly problems: readonly AnswerProblem[] } {
  const given = givenIn(form, set.item);
  const wrong = notOffered(given, set.item);
  if (wrong.length > 0) return { isWhole: false, problems: wrong };
  const parsed = itemAnswersSchema.safeParse(answered(given));
  if (!parsed.success) return { isWhole: false, problems: [{ code: 'access', kind: 'missing' }] };
  const answers = neededAnswers(parsed.data);
  const missing = missingAnswers(answers);
  if (missing.length === 0) return { isWhole: true, answers };
  // In the order in which the form asks.
  const problems = set.item.filter(({ code }) => missing.some((each) => each === code));
  return { isWhole: false, problems: problems.map(({ code }) => ({ code, kind: 'missing' })) };
}

/** Only what the outcome rests on: an answer to a question that was hidden again must not stand in the record. */
export function neededAnswers(answers: ItemAnswers): ItemAnswers {
  const { access } = answers;
  if (access !== 'available') return { access };
  const conditions = {
    access,
    'baseline-1': answers['baseline-1'],
    'baseline-2': answers['baseline-2'],
    'baseline-3': answers['baseline-3'],
  };
  switch (outcomeOf(answers)) {
    case 'illegal-baseline':
      return itemAnswersSchema.parse({ ...answers, national: undefined });
    case 'not-illegal':
      return { ...conditions, national: answers.national };
    case 'illegal-national':
    case 'not-found':
    case 'not-public':
    case undefined:
      return answers;
  }
}

/** Which questions about the case are to be asked: what it comes to, only where it has no address. */
export const caseQuestions = (set: QuestionSet, hasItems: boolean): readonly Question[] =>
  set.case.filter(({ code }) => code !== 'outcome' || !hasItems);

/** Reads the answers about the case, complete or not; problems only for what is not offered. */
export function readCaseAnswers(
  form: Form,
  questions: readonly Question[],
): { readonly answers: CaseAnswers; readonly problems: readonly AnswerProblem[] } {
  const given = givenIn(form, questions);
  const problems = notOffered(given, questions);
  return { answers: caseAnswersSchema.catch({}).parse(answered(given)), problems };
}

/** The questions about the case that nobody has answered. */
export function unansweredOf(answers: CaseAnswers, questions: readonly Question[]): readonly Question[] {
  const known: Readonly<Record<string, unknown>> = answers;
  return questions.filter(({ code }) => known[code] === undefined);
}
