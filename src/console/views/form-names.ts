/** How the editor calls the parts of the forms: in the console's language, by the draft's own words. */
import { TIP_CATEGORIES, type Language } from '../../terms/categories.ts';
import { languageName, siteLanguageSchema } from '../../terms/site-languages.ts';
import { wordIn, type FormFault, type FormSet } from '../../intake/door.ts';
import type { FormsTexts } from '../texts/public-forms.ts';

/** Names of categories, pages, questions and texts of one version. */
export interface FormNames {
  readonly category: (code: string) => string;
  readonly page: (id: string) => string;
  readonly question: (id: string) => string;
  readonly option: (question: string, option: string) => string;
  /** What a text is of: `question.narrative` is the question itself. */
  readonly subject: (subject: string) => string;
  /** A text by its key: what it is of, and which part. */
  readonly text: (key: string) => string;
  /** Where a fault is. */
  readonly place: (fault: FormFault) => string;
}

/** The part of a key after its last dot. */
export const partOf = (key: string): string => key.slice(key.lastIndexOf('.') + 1);

/** What a key's text is of: `question.q-k3f9x2` for each of that question's texts. */
export const subjectOf = (key: string): string =>
  key
    .split('.')
    .slice(0, /^(category|page|question)\./.test(key) ? 2 : 1)
    .join('.');

/** Those in a language. */
export function formNames(set: FormSet, language: Language, words: FormsTexts): FormNames {
  const said = (key: string, code: string) => {
    const { text } = wordIn(set, language, key);
    return text === '' ? code : text;
  };
  const names: FormNames = {
    category: (code) => said(`category.${code}.title`, code),
    page: (id) => said(`page.${id}.title`, id),
    question: (id) => said(`question.${id}.label`, id),
    option: (question, option) => said(`question.${question}.${option}.option`, option),
    subject: (subject) => {
      const [kind, id = ''] = subject.split('.');
      if (kind === 'category') return names.category(id);
      if (kind === 'page') return words.pageOf(names.page(id));
      if (kind === 'question') return names.question(id);
      return said(`${subject}.title`, said(`${subject}.text`, subject));
    },
    text: (key) => {
      const part = partOf(key);
      const name = Object.entries(words.parts).find(([each]) => each === part)?.[1] ?? part;
      return `${names.subject(subjectOf(key))}, ${name.toLowerCase()}`;
    },
    place: ({ at }) => {
      const [first = '', key] = at.split(' ');
      const foreign = siteLanguageSchema.safeParse(first);
      if (key !== undefined && foreign.success) return `${languageName(foreign.data, language)}, ${names.text(key)}`;
      if (TIP_CATEGORIES.some((code) => code === at)) return names.category(at);
      return at.startsWith('p-') ? names.page(at) : names.question(at);
    },
  };
  return names;
}
