/** A version of the forms ready for use: each category's questions, and the words of each language, made once and kept. */
import type { TipCategory } from '../../terms/categories.ts';
import type { SiteLanguage } from '../../terms/site-languages.ts';
import { isTextField, TEXT_FIELDS, type AskedForm, type AskedQuestion } from '../tip-form.ts';
import { isTickField, OWN_FIELDS, SHIPPED_FORMS, shippedForm, type CategoryForm, type FormSet } from './form-set.ts';
import { wordIn, type Word } from './form-words.ts';

/** What the public site is made with. */
export interface Forms {
  readonly version: number;
  /** Those that are offered, in their order. */
  readonly categories: readonly TipCategory[];
  /** Undefined where the category is not offered. */
  form(category: TipCategory): AskedForm | undefined;
  words(language: SiteLanguage): FormWords;
}

/** The words of a version in one language. */
export interface FormWords {
  /** By key (form-words.ts). */
  word(key: string): Word;
  /** The same, as text alone: for where no language can be told, a page's title or a button. */
  text(key: string): string;
}

/** Makes a version ready. */
export function formsOf(version: number, set: FormSet): Forms {
  const forms = new Map(set.categories.map((form) => [form.code, askedForm(set, form)]));
  const words = new Map<SiteLanguage, FormWords>();
  return {
    version,
    categories: set.categories.map(({ code }) => code),
    form: (category) => forms.get(category),
    words: (language) => {
      const known = words.get(language) ?? wordsOf(set, language);
      words.set(language, known);
      return known;
    },
  };
}

function askedForm(set: FormSet, form: CategoryForm): AskedForm {
  const pages = form.pages.map(({ id, questions }) => ({
    id,
    questions: questions.flatMap((question) => askedQuestion(set, question) ?? []),
  }));
  return { category: form.code, pages };
}

function askedQuestion(set: FormSet, id: string): AskedQuestion | undefined {
  if (isTickField(id)) return { kind: 'tick', id };
  if (isTextField(id)) return { kind: 'words', id, ...TEXT_FIELDS[id] };
  const own = set.questions.find((question) => question.id === id);
  if (own === undefined) return undefined;
  return own.kind === 'choice'
    ? { kind: 'choice', id, options: own.options }
    : { kind: 'words', id, ...OWN_FIELDS[own.kind] };
}

function wordsOf(set: FormSet, language: SiteLanguage): FormWords {
  const kept = new Map<string, Word>();
  const word = (key: string): Word => {
    const known = kept.get(key) ?? wordIn(set, language, key);
    kept.set(key, known);
    return known;
  };
  return { word, text: (key) => word(key).text };
}

/** What Fyr ships: in use until two people have released another version. */
export const SHIPPED: Forms = formsOf(0, SHIPPED_FORMS);

/** A category's form as Fyr ships it: for a page that lay open when its category was taken from the first page. */
export const shippedAskedForm = (category: TipCategory): AskedForm => askedForm(SHIPPED_FORMS, shippedForm(category));

/** Where the public site gets its forms from: without a question to the database but for a version that is new to this process. */
export interface FormSource {
  inUse(): Forms;
  /** One that was in use when a page was opened; undefined where there is none such. */
  ofVersion(version: number): Promise<Forms | undefined>;
}

/** The shipped forms and no others: for tests, and where nothing can be edited. */
export const SHIPPED_SOURCE: FormSource = {
  inUse: () => SHIPPED,
  ofVersion: (version) => Promise.resolve(version === 0 ? SHIPPED : undefined),
};
