/** What a version changes, one line each, for whoever decides about it. Pure. */
import { SITE_LANGUAGES, type SiteLanguage } from '../../terms/site-languages.ts';
import { questionIdsOf, type FormSet } from './form-set.ts';
import { wordIn } from './form-words.ts';

/**
 * | change         | meaning                                                                       |
 * |----------------|-------------------------------------------------------------------------------|
 * | offered        | a category is on the first page from now on                                   |
 * | withheld       | a category is not on the first page any more                                  |
 * | category-order | the categories stand in another order                                         |
 * | asked          | a question is asked in a category                                             |
 * | not-asked      | a question is not asked in a category any more                                |
 * | rearranged     | the same questions of a category stand elsewhere                              |
 * | answers        | a question of an administrator's has other answers                            |
 * | text           | a text reads differently in a language                                        |
 */
export type FormChange =
  | { readonly kind: 'offered' | 'withheld' | 'rearranged'; readonly category: string }
  | { readonly kind: 'category-order' }
  | { readonly kind: 'asked' | 'not-asked'; readonly category: string; readonly question: string }
  | { readonly kind: 'answers'; readonly question: string }
  | {
      readonly kind: 'text';
      readonly language: SiteLanguage;
      readonly key: string;
      readonly before: string;
      readonly after: string;
    };

/** All changes from one version to another, the structure first. */
export function changesBetween(before: FormSet, after: FormSet): readonly FormChange[] {
  const codes = (set: FormSet) => set.categories.map(({ code }) => code);
  const [had, has] = [codes(before), codes(after)];
  const kept = had.filter((code) => has.includes(code));
  const isReordered = kept.join() !== has.filter((code) => had.includes(code)).join();
  return [
    ...has.filter((code) => !had.includes(code)).map((category) => ({ kind: 'offered', category }) as const),
    ...had.filter((code) => !has.includes(code)).map((category) => ({ kind: 'withheld', category }) as const),
    ...(isReordered ? [{ kind: 'category-order' } as const] : []),
    ...kept.flatMap((code) => changesOfCategory(before, after, code)),
    ...changedAnswers(before, after),
    ...SITE_LANGUAGES.flatMap((language) => changedTexts(before, after, language)),
  ];
}

function changesOfCategory(before: FormSet, after: FormSet, category: string): readonly FormChange[] {
  const pages = (set: FormSet) => set.categories.find(({ code }) => code === category)?.pages ?? [];
  const [old, now] = [before, after].map((set) => questionIdsOf({ code: 'other', pages: pages(set) }));
  const [had, has] = [old ?? [], now ?? []];
  const asked = has.filter((id) => !had.includes(id));
  const dropped = had.filter((id) => !has.includes(id));
  const isRearranged =
    asked.length + dropped.length === 0 && JSON.stringify(pages(before)) !== JSON.stringify(pages(after));
  return [
    ...asked.map((question) => ({ kind: 'asked', category, question }) as const),
    ...dropped.map((question) => ({ kind: 'not-asked', category, question }) as const),
    ...(isRearranged ? [{ kind: 'rearranged', category } as const] : []),
  ];
}

const changedAnswers = (before: FormSet, after: FormSet): readonly FormChange[] =>
  after.questions
    .filter(({ id, kind, options }) => {
      const old = before.questions.find((question) => question.id === id);
      return old === undefined ? true : old.kind !== kind || old.options.join() !== options.join();
    })
    .map(({ id }) => ({ kind: 'answers', question: id }));

function changedTexts(before: FormSet, after: FormSet, language: SiteLanguage): readonly FormChange[] {
  const keys = new Set([...Object.keys(before.texts[language] ?? {}), ...Object.keys(after.texts[language] ?? {})]);
  return [...keys].flatMap((key) => {
    const [old, now] = [wordIn(before, language, key).text, wordIn(after, language, key).text];
    return old === now ? [] : [{ kind: 'text', language, key, before: old, after: now } as const];
  });
}
