/** The single changes that an editor makes to a draft. Pure; a change that makes no sense for the draft leaves it as it was. */
import type { TipCategory } from '../../terms/categories.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../../terms/site-languages.ts';
import {
  isShippedPage,
  shippedForm,
  type CategoryForm,
  type FormPageDefinition,
  type FormSet,
  type OwnKind,
} from './form-set.ts';
import { isKeyOf, shippedWord } from './form-words.ts';

/** One place towards the beginning, or towards the end. */
export type Direction = 'up' | 'down';

/** A change; ids of what is new come from outside, because they are random. */
export type FormEdit =
  | { readonly kind: 'offer' | 'withhold'; readonly category: TipCategory }
  | { readonly kind: 'move-category'; readonly category: TipCategory; readonly to: Direction }
  | { readonly kind: 'add-page' | 'remove-page'; readonly category: TipCategory; readonly page: string }
  | { readonly kind: 'move-page'; readonly category: TipCategory; readonly page: string; readonly to: Direction }
  | { readonly kind: 'ask'; readonly category: TipCategory; readonly page: string; readonly question: string }
  | { readonly kind: 'do-not-ask'; readonly category: TipCategory; readonly question: string }
  | {
      readonly kind: 'move-question';
      readonly category: TipCategory;
      readonly question: string;
      readonly to: Direction;
    }
  | { readonly kind: 'new-page'; readonly id: string; readonly titles: Titles }
  | { readonly kind: 'new-question'; readonly id: string; readonly answers: OwnKind; readonly titles: Titles }
  | { readonly kind: 'delete-question' | 'delete-page'; readonly id: string }
  | { readonly kind: 'new-option'; readonly question: string; readonly id: string; readonly titles: Titles }
  | { readonly kind: 'delete-option'; readonly question: string; readonly id: string }
  | { readonly kind: 'move-option'; readonly question: string; readonly id: string; readonly to: Direction }
  | { readonly kind: 'say'; readonly texts: readonly (readonly [SiteLanguage, string, string])[] };

/** What somebody calls a new thing, in the console's languages. */
export type Titles = Readonly<Record<'sv' | 'en', string>>;

/** The draft after a change. */
export function editFormSet(set: FormSet, edit: FormEdit): FormSet {
  switch (edit.kind) {
    case 'offer':
      return set.categories.some(({ code }) => code === edit.category)
        ? set
        : { ...set, categories: [...set.categories, shippedForm(edit.category)] };
    case 'withhold':
      return { ...set, categories: set.categories.filter(({ code }) => code !== edit.category) };
    case 'move-category':
      return { ...set, categories: moved(set.categories, ({ code }) => code === edit.category, edit.to) };
    case 'new-page':
      if (set.pages.includes(edit.id)) return set;
      return withTitles({ ...set, pages: [...set.pages, edit.id] }, `page.${edit.id}.title`, edit.titles);
    case 'new-question': {
      if (set.questions.some(({ id }) => id === edit.id)) return set;
      const question = { id: edit.id, kind: edit.answers, options: [] };
      const questions = [...set.questions, question];
      return withTitles({ ...set, questions }, `question.${edit.id}.label`, edit.titles);
    }
    case 'delete-question':
      return withoutTexts(dropQuestion(set, edit.id), `question.${edit.id}.`);
    case 'delete-page':
      return withoutTexts(dropPage(set, edit.id), `page.${edit.id}.`);
    case 'new-option':
    case 'delete-option':
    case 'move-option':
      return editOptions(set, edit);
    case 'say':
      return edit.texts.reduce((each, [language, key, text]) => say(each, language, key, text), set);
    default:
      return inCategory(set, edit.category, (form) => ({ ...form, pages: editPages(form.pages, edit) }));
  }
}

type PageEdit = Extract<
  FormEdit,
  { kind: 'add-page' | 'remove-page' | 'move-page' | 'ask' | 'do-not-ask' | 'move-question' }
>;

function editPages(pages: readonly FormPageDefinition[], edit: PageEdit): FormPageDefinition[] {
  switch (edit.kind) {
    case 'add-page': {
      if (pages.some(({ id }) => id === edit.page)) return [...pages];
      // Before the last one, which is about the sender.
      return [...pages.slice(0, -1), { id: edit.page, questions: [] }, ...pages.slice(-1)];
    }
    case 'remove-page':
      return pages.filter(({ id }) => id !== edit.page);
    case 'move-page':
      return moved(pages, ({ id }) => id === edit.page, edit.to);
    case 'ask':
      return pages.map((page) =>
        page.id === edit.page ? { ...page, questions: [...page.questions, edit.question] } : page,
      );
    case 'do-not-ask':
      return pages.map((page) => ({ ...page, questions: page.questions.filter((id) => id !== edit.question) }));
    case 'move-question':
      return pages.map((page) => ({
        ...page,
        questions: moved(page.questions, (id) => id === edit.question, edit.to),
      }));
  }
}

function inCategory(set: FormSet, code: TipCategory, change: (form: CategoryForm) => CategoryForm): FormSet {
  return { ...set, categories: set.categories.map((form) => (form.code === code ? change(form) : form)) };
}

function moved<T>(list: readonly T[], isIt: (each: T) => boolean, to: Direction): T[] {
  const from = list.findIndex(isIt);
  const target = to === 'up' ? from - 1 : from + 1;
  const [one, other] = [list[from], list[target]];
  if (one === undefined || other === undefined) return [...list];
  return list.map((each, index) => (index === from ? other : index === target ? one : each));
}

/** A question that is gone is asked nowhere. */
function dropQuestion(set: FormSet, id: string): FormSet {
  const categories = set.categories.map((form) => ({
    ...form,
    pages: form.pages.map((page) => ({ ...page, questions: page.questions.filter((each) => each !== id) })),
  }));
  return { ...set, categories, questions: set.questions.filter((question) => question.id !== id) };
}

function dropPage(set: FormSet, id: string): FormSet {
  if (isShippedPage(id)) return set;
  const categories = set.categories.map((form) => ({ ...form, pages: form.pages.filter((page) => page.id !== id) }));
  return { ...set, categories, pages: set.pages.filter((page) => page !== id) };
}

function editOptions(
  set: FormSet,
  edit: Extract<FormEdit, { kind: 'new-option' | 'delete-option' | 'move-option' }>,
): FormSet {
  const change = (options: readonly string[]): string[] => {
    if (edit.kind === 'new-option') return [...options.filter((id) => id !== edit.id), edit.id];
    if (edit.kind === 'delete-option') return options.filter((id) => id !== edit.id);
    return moved(options, (id) => id === edit.id, edit.to);
  };
  const key = `question.${edit.question}.${edit.id}.option`;
  const changed = {
    ...set,
    questions: set.questions.map((question) =>
      question.id === edit.question && question.kind === 'choice'
        ? { ...question, options: change(question.options) }
        : question,
    ),
  };
  if (edit.kind === 'new-option') return withTitles(changed, key, edit.titles);
  return edit.kind === 'delete-option' ? withoutTexts(changed, key) : changed;
}

const withTitles = (set: FormSet, key: string, titles: Titles): FormSet =>
  say(say(set, 'sv', key, titles.sv), 'en', key, titles.en);

/** Words that are Fyr's own, or none, are not kept as a change. */
function say(set: FormSet, language: SiteLanguage, key: string, text: string): FormSet {
  if (!isKeyOf(set, key)) return set;
  const others = Object.fromEntries(Object.entries(set.texts[language] ?? {}).filter(([each]) => each !== key));
  const isChange = text !== '' && text !== shippedWord(language, key);
  return { ...set, texts: { ...set.texts, [language]: isChange ? { ...others, [key]: text } : others } };
}

function withoutTexts(set: FormSet, prefix: string): FormSet {
  const texts: FormSet['texts'] = {};
  for (const language of SITE_LANGUAGES) {
    const kept = Object.entries(set.texts[language] ?? {}).filter(([key]) => !key.startsWith(prefix));
    if (set.texts[language] !== undefined) texts[language] = Object.fromEntries(kept);
  }
  return { ...set, texts };
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A new id of 6 letters and digits from as many random bytes: `q-k3f9x2`. */
export const freshId = (kind: 'q' | 'p' | 'o', random: Uint8Array): string =>
  `${kind}-${[...random.subarray(0, 6)].map((byte) => LETTERS[byte % LETTERS.length] ?? 'a').join('')}`;
