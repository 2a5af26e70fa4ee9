/** What no version of the forms may do, whoever edits it. Pure. */
import { TIP_CATEGORIES, type TipCategory } from '../../terms/categories.ts';
import { GROUPS, isAboutMatter, isContact } from '../tip-form.ts';
import {
  FORM_LIMITS,
  isOwnQuestion,
  isShippedPage,
  OWN_FIELDS,
  questionIdsOf,
  type CategoryForm,
  type FormPageDefinition,
  type FormSet,
} from './form-set.ts';
import { ownKeysOf, textLimitOf } from './form-words.ts';

/**
 * | code             | what is held                                                                                |
 * |------------------|---------------------------------------------------------------------------------------------|
 * | always-offered   | `online` and `other` are always there: every tip has somewhere to go                        |
 * | twice            | a category, a page of a category or a question of a category stands once                    |
 * | danger-first     | the first page asks whether a child is in danger, and nothing before it                     |
 * | contact-last     | the last page asks for the wish for an answer; contact details are asked there and nowhere else |
 * | addresses-kept   | `online` asks for addresses: they are the only thing that somebody must give                |
 * | nothing-asked    | each category asks something about the matter                                               |
 * | empty-page       | a page asks something                                                                       |
 * | too-many         | FORM_LIMITS                                                                                 |
 * | unknown-question | a question or page that is asked for is defined                                             |
 * | few-options      | a choice has at least two answers                                                           |
 * | missing-text     | what an administrator made has its words in Swedish and English                             |
 * | too-long-text    | a text fits its place                                                                       |
 */
export type FormFaultCode =
  | 'always-offered'
  | 'twice'
  | 'danger-first'
  | 'contact-last'
  | 'addresses-kept'
  | 'nothing-asked'
  | 'empty-page'
  | 'too-many'
  | 'unknown-question'
  | 'few-options'
  | 'missing-text'
  | 'too-long-text';

/** A fault and where: a category's code, a question's id, or a text's `language key`. */
export interface FormFault {
  readonly code: FormFaultCode;
  readonly at: string;
}

/** Categories that cannot be left out. */
export const ALWAYS_OFFERED: readonly TipCategory[] = ['online', 'other'];

/** Everything that keeps a version from being proposed; empty when nothing does. */
export function checkFormSet(set: FormSet): readonly FormFault[] {
  const codes = set.categories.map(({ code }) => code);
  return [
    ...ALWAYS_OFFERED.filter((code) => !codes.includes(code)).map((at) => fault('always-offered', at)),
    ...repeated(codes).map((at) => fault('twice', at)),
    ...set.categories.flatMap((form) => checkCategory(set, form)),
    ...checkQuestions(set),
    ...checkTexts(set),
  ];
}

const fault = (code: FormFaultCode, at: string): FormFault => ({ code, at });

const repeated = (ids: readonly string[]): readonly string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

function checkCategory(set: FormSet, form: CategoryForm): readonly FormFault[] {
  const { code, pages } = form;
  const questions = questionIdsOf(form);
  const codes: FormFaultCode[] = [];
  if (repeated(pages.map(({ id }) => id)).length > 0 || repeated(questions).length > 0) codes.push('twice');
  if (!asksDangerFirst(pages)) codes.push('danger-first');
  if (!asksContactLast(pages)) codes.push('contact-last');
  if (code === 'online' && !questions.includes('addresses')) codes.push('addresses-kept');
  if (!questions.some(isAboutMatter)) codes.push('nothing-asked');
  if (pages.some((page) => page.questions.length === 0)) codes.push('empty-page');
  const isTooMany =
    pages.length > FORM_LIMITS.pagesInCategory ||
    pages.some((page) => page.questions.length > FORM_LIMITS.questionsOnPage);
  if (isTooMany || ownLettersOf(set, questions) > FORM_LIMITS.ownLettersInCategory) codes.push('too-many');
  const isKnown = (id: string) => !isOwnQuestion(id) || set.questions.some((question) => question.id === id);
  const arePagesKnown = pages.every(({ id }) => isShippedPage(id) || set.pages.includes(id));
  if (!questions.every(isKnown) || !arePagesKnown) codes.push('unknown-question');
  return codes.map((each) => fault(each, code));
}

const ownLettersOf = (set: FormSet, questions: readonly string[]): number =>
  set.questions
    .filter(({ id }) => questions.includes(id))
    .reduce((sum, { kind }) => sum + (kind === 'choice' ? OPTION_ID_LETTERS : OWN_FIELDS[kind].most), 0);

/** `o-k3f9x2` */
const OPTION_ID_LETTERS = 8;

const asksDangerFirst = (pages: readonly FormPageDefinition[]): boolean =>
  pages[0]?.id === 'danger' && pages[0].questions.length === 1 && pages[0].questions[0] === 'isUrgent';

function asksContactLast(pages: readonly FormPageDefinition[]): boolean {
  const last = pages.at(-1);
  if (last?.id !== 'contact' || last.questions[0] !== 'wantsAnswer') return false;
  if (!last.questions.every((id) => GROUPS.contact.some((each) => each === id))) return false;
  return !pages.slice(0, -1).some((page) => page.questions.some(isPersonal));
}

const isPersonal = (id: string): boolean => id === 'wantsAnswer' || isContact(id);

function checkQuestions(set: FormSet): readonly FormFault[] {
  const few = set.questions.filter(({ kind, options }) =>
    kind === 'choice' ? options.length < 2 || repeated(options).length > 0 : options.length > 0,
  );
  const twice = repeated([...set.questions.map(({ id }) => id), ...set.pages]);
  return [...few.map(({ id }) => fault('few-options', id)), ...twice.map((id) => fault('twice', id))];
}

function checkTexts(set: FormSet): readonly FormFault[] {
  const missing = (['sv', 'en'] as const).flatMap((language) =>
    ownKeysOf(set)
      .filter((key) => !isOptionalText(key) && (set.texts[language]?.[key] ?? '').trim() === '')
      .map((key) => fault('missing-text', `${language} ${key}`)),
  );
  const tooLong = Object.entries(set.texts).flatMap(([language, texts]) =>
    Object.entries(texts)
      .filter(([key, text]) => text.length > textLimitOf(key))
      .map(([key]) => fault('too-long-text', `${language} ${key}`)),
  );
  return [...missing, ...tooLong];
}

const isOptionalText = (key: string): boolean => key.endsWith('.hint');

/** All categories there can be: those that are not offered last. */
export const offeredFirst = (set: FormSet): readonly TipCategory[] => {
  const offered = set.categories.map(({ code }) => code);
  return [...offered, ...TIP_CATEGORIES.filter((code) => !offered.includes(code))];
};
