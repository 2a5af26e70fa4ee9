/**
 * The words of the forms. Each has a key; a version's own words stand before the shipped ones. What an administrator made and has not
 * been put into a language is shown in English, and marked as English for who hears the page read aloud.
 */
import { textsIn, type SiteTexts } from '../../site/texts.ts';
import { TIP_CATEGORIES } from '../../terms/categories.ts';
import type { SiteLanguage } from '../../terms/site-languages.ts';
import type { QuestionGroup, TextField, TickField } from '../tip-form.ts';
import type { FormSet } from './form-set.ts';

/** A text as the public meets it. `language` is set where it is not the page's own. */
export interface Word {
  readonly text: string;
  readonly language?: SiteLanguage | undefined;
}

/** The longest text by the last part of its key, in UTF-16 units. */
const LIMITS: Readonly<Record<string, number>> = {
  ...{ title: 80, heading: 110, label: 140, option: 100 },
  ...{ hint: 300, lead: 400, text: 400 },
};

/** How long a text may be. */
export const textLimitOf = (key: string): number => LIMITS[key.slice(key.lastIndexOf('.') + 1)] ?? 0;

/** The shipped words that can be replaced, by key, in the order of the editor; `textsIn` of a language in, its words out. */
const FIXED: Readonly<Record<string, (texts: SiteTexts) => string>> = {
  'start.title': ({ start }) => start.title,
  'start.lead': ({ start }) => start.lead,
  'choose.title': ({ start }) => start.chooseTitle,
  'intro.text': ({ form }) => form.intro,
  'onlyAddress.text': ({ form }) => form.onlyAddressNeeded,
  'something.text': ({ form }) => form.somethingNeeded,
  'contact.title': ({ form }) => form.contactTitle,
  'contact.text': ({ form }) => form.contactHint,
};

const PAGE_NAMES = [
  ...(['danger', 'addresses', 'circumstances', 'narrative'] as const),
  ...(['placeTime', 'journey', 'suspect', 'contact'] as const),
] as const satisfies readonly QuestionGroup[];
/** `addressesOptional`: how addresses are asked for where they are not needed. */
const QUESTION_NAMES = [
  ...(['isUrgent', 'addresses', 'addressesOptional', 'pageReachedFrom', 'accessNeeded', 'seenWhen'] as const),
  ...(['narrative', 'travelCountry', 'place', 'hotel', 'dates', 'suspect', 'whySuspicious'] as const),
  ...(['wantsAnswer', 'name', 'email', 'phone'] as const),
] as const satisfies readonly (TextField | TickField | 'addressesOptional')[];

const SHIPPED_WORDS: ReadonlyMap<string, (texts: SiteTexts) => string> = new Map([
  ...Object.entries(FIXED),
  ...TIP_CATEGORIES.flatMap((code) =>
    (['title', 'hint', 'heading'] as const).map(
      (part) => [`category.${code}.${part}`, ({ categories }: SiteTexts) => categories[code][part]] as const,
    ),
  ),
  ...PAGE_NAMES.map((id) => [`page.${id}.title`, ({ steps }: SiteTexts) => steps.groups[id]] as const),
  ...QUESTION_NAMES.flatMap((id) =>
    (['label', 'hint'] as const).map(
      (part) => [`question.${id}.${part}`, ({ fields }: SiteTexts) => fields[id][part]] as const,
    ),
  ),
]);

/** The hint of the urgent tick holds the emergency number, and is the catalogue's alone. */
const UNCHANGEABLE: ReadonlySet<string> = new Set(['question.isUrgent.hint']);

/** Every key of Fyr's own that can be given other words. */
export const SHIPPED_KEYS: readonly string[] = [...SHIPPED_WORDS.keys()].filter((key) => !UNCHANGEABLE.has(key));

/** The keys of what an administrator made: each question's label and hint, each option, each page's title. */
export const ownKeysOf = (set: FormSet): readonly string[] => [
  ...set.questions.flatMap(({ id, options }) => [
    ...(['label', 'hint'] as const).map((part) => `question.${id}.${part}`),
    ...options.map((option) => `question.${id}.${option}.option`),
  ]),
  ...set.pages.map((id) => `page.${id}.title`),
];

/** Whether a version may hold a text under this key. */
export const isKeyOf = (set: FormSet, key: string): boolean =>
  SHIPPED_KEYS.includes(key) || ownKeysOf(set).includes(key);

/** What Fyr ships under a key; undefined for what an administrator made. */
export const shippedWord = (language: SiteLanguage, key: string): string | undefined =>
  SHIPPED_WORDS.get(key)?.(textsIn(language));

/** The words under a key: the version's in this language, else Fyr's in it, else the version's in English. */
export function wordIn(set: FormSet, language: SiteLanguage, key: string): Word {
  const own = set.texts[language]?.[key];
  if (own !== undefined && own !== '') return { text: own };
  const shipped = shippedWord(language, key);
  if (shipped !== undefined) return { text: shipped };
  const english = set.texts.en?.[key] ?? '';
  return english === '' || language === 'en' ? { text: english } : { text: english, language: 'en' };
}

/**
 * Where a language stands with a text, for whoever edits it.
 *
 * | standing | meaning                                                                          |
 * |----------|----------------------------------------------------------------------------------|
 * | own      | the version says it in this language                                             |
 * | shipped  | nobody changed it in any language; or it may be absent, and is                    |
 * | behind   | it was changed in another language, and in this one Fyr's words still stand      |
 * | english  | not translated: the public reads English                                         |
 */
export type TextStanding = 'own' | 'shipped' | 'behind' | 'english';

/** The standing of a text in a language. */
export function standingOf(set: FormSet, language: SiteLanguage, key: string): TextStanding {
  if ((set.texts[language]?.[key] ?? '') !== '') return 'own';
  if (shippedWord(language, key) === undefined) return (set.texts.en?.[key] ?? '') === '' ? 'shipped' : 'english';
  return Object.values(set.texts).some((texts) => (texts[key] ?? '') !== '') ? 'behind' : 'shipped';
}
