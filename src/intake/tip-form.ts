/**
 * The public forms: which questions each category asks, how long an answer may be, and what makes a form ready to send.
 * Data and pure decisions; the words are in the site's catalogue.
 */
import type { TipCategory } from '../terms/categories.ts';
import type { AddressReasonCode } from '../terms/web-address.ts';
import { recogniseAddresses } from '../terms/web-address.ts';
import type { TipContact, TipReport } from './tip.ts';

/** Answers in words: their longest length in UTF-16 units, and how many lines the field shows. */
export const TEXT_FIELDS = {
  addresses: { most: 15_000, rows: 4 },
  pageReachedFrom: { most: 1_000, rows: 2 },
  accessNeeded: { most: 1_000, rows: 2 },
  seenWhen: { most: 300, rows: 1 },
  narrative: { most: 5_000, rows: 6 },
  travelCountry: { most: 100, rows: 1 },
  place: { most: 500, rows: 1 },
  hotel: { most: 300, rows: 1 },
  dates: { most: 300, rows: 1 },
  suspect: { most: 2_000, rows: 3 },
  whySuspicious: { most: 2_000, rows: 3 },
  name: { most: 100, rows: 1 },
  email: { most: 254, rows: 1 },
  phone: { most: 50, rows: 1 },
} as const;

export type TextField = keyof typeof TEXT_FIELDS;
const CONTACT_FIELDS = ['name', 'email', 'phone'] as const;

/** Questions that are asked together, on a page of their own. A tick is a question too. */
export const GROUPS = {
  danger: ['isUrgent'],
  addresses: ['addresses'],
  circumstances: ['pageReachedFrom', 'accessNeeded', 'seenWhen'],
  narrative: ['narrative'],
  placeTime: ['place', 'seenWhen'],
  journey: ['travelCountry', 'place', 'hotel', 'dates'],
  suspect: ['suspect', 'whySuspicious'],
  contact: ['wantsAnswer', ...CONTACT_FIELDS],
} as const satisfies Readonly<Record<string, readonly (TextField | TickField)[]>>;

export type QuestionGroup = keyof typeof GROUPS;
export type TickField = 'isUrgent' | 'wantsAnswer';

/** The pages of each category's form, in their order: danger first, the person last. */
export const STEPS: Readonly<Record<TipCategory, readonly QuestionGroup[]>> = {
  online: ['danger', 'addresses', 'circumstances', 'narrative', 'contact'],
  grooming: ['danger', 'narrative', 'suspect', 'addresses', 'contact'],
  extortion: ['danger', 'narrative', 'suspect', 'addresses', 'contact'],
  trafficking: ['danger', 'narrative', 'placeTime', 'suspect', 'addresses', 'contact'],
  travel: ['danger', 'journey', 'suspect', 'narrative', 'contact'],
  offline: ['danger', 'narrative', 'placeTime', 'suspect', 'contact'],
  other: ['danger', 'narrative', 'placeTime', 'suspect', 'addresses', 'contact'],
};

/** True for one of the contact details. */
export const isContact = (id: string): boolean => CONTACT_FIELDS.some((each) => each === id);

/** True for a question about the matter itself: neither urgency nor who the sender is. */
export const isAboutMatter = (id: string): boolean => id !== 'isUrgent' && id !== 'wantsAnswer' && !isContact(id);

/**
 * A question as a form asks it. `words`: answered in words, at most `most` UTF-16 units in a field of `rows` lines; `choice`: by
 * the id of one of `options`; `tick`: a box. `id` of Fyr's own are in `TEXT_FIELDS`; others are an administrator's.
 */
export type AskedQuestion =
  | { readonly kind: 'words'; readonly id: string; readonly most: number; readonly rows: number }
  | { readonly kind: 'choice'; readonly id: string; readonly options: readonly string[] }
  | { readonly kind: 'tick'; readonly id: TickField };

/** Questions that are asked together. */
export interface AskedPage {
  readonly id: string;
  readonly questions: readonly AskedQuestion[];
}

/** A category's form as a version of the forms asks it. */
export interface AskedForm {
  readonly category: TipCategory;
  readonly pages: readonly AskedPage[];
}

/** What stands in a form: empty strings where nothing was written. `own`: answers to an administrator's questions, by id. */
export type TipFormValues = Readonly<Record<TextField, string>> & {
  readonly isUrgent: boolean;
  readonly wantsAnswer: boolean;
  readonly own: Readonly<Record<string, string>>;
};

export const EMPTY_FORM: TipFormValues = {
  ...{
    addresses: '',
    pageReachedFrom: '',
    accessNeeded: '',
    seenWhen: '',
    narrative: '',
    travelCountry: '',
    place: '',
  },
  ...{ hotel: '', dates: '', suspect: '', whySuspicious: '', name: '', email: '', phone: '' },
  isUrgent: false,
  wantsAnswer: false,
  own: {},
};

/** True for a question of Fyr's that is answered in words. */
export const isTextField = (id: string): id is TextField => Object.hasOwn(TEXT_FIELDS, id);

/** The answer in words, or the option that was chosen; empty where there is none, and for a box. */
export const answerTo = (values: TipFormValues, id: string): string =>
  isTextField(id) ? values[id] : (values.own[id] ?? '');

/** A form's questions in their order. */
export const questionsIn = (form: AskedForm): readonly AskedQuestion[] => form.pages.flatMap((page) => page.questions);

/** What a form asks about the matter. Urgency, contact details and the wish for an answer are asked in all. */
const matterOf = (form: AskedForm): readonly AskedQuestion[] => questionsIn(form).filter(({ id }) => isAboutMatter(id));

/** A line of the address field that was not taken, and why. */
export interface OddLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly reasonCode: AddressReasonCode;
}

/** What the address field says. */
export interface ReadAddresses {
  readonly addresses: readonly string[];
  readonly oddLines: readonly OddLine[];
  /** Lines whose address had a user name or password in it: needed to open the page, so kept with the report. */
  readonly withCredentials: readonly string[];
}

/** Why a form cannot be sent as it is. */
export type FormProblem =
  | { readonly field: string; readonly code: 'missing-addresses' | 'missing-anything' | 'not-an-email' }
  | { readonly field: string; readonly code: 'too-long'; readonly count: number; readonly most: number };

/** What must be changed on one page before it is left; empty when nothing must. */
export function findProblemsIn(form: AskedForm, page: AskedPage, values: TipFormValues): readonly FormProblem[] {
  return page.questions.flatMap((question): readonly FormProblem[] => {
    if (question.kind !== 'words') return [];
    const { id: field, most } = question;
    const answer = answerTo(values, field);
    if (field === 'addresses' && form.category === 'online' && answer === '')
      return [{ field, code: 'missing-addresses' }];
    const tooLong = { field, code: 'too-long', count: answer.length, most } as const;
    const isOddEmail = field === 'email' && answer !== '' && !answer.includes('@');
    return [
      ...(answer.length > most ? [tooLong] : []),
      ...(isOddEmail ? [{ field, code: 'not-an-email' } as const] : []),
    ];
  });
}

/** The first page that keeps the whole form from being sent, and why; undefined when it can be sent. */
export function findObstacle(
  form: AskedForm,
  values: TipFormValues,
): { readonly pageId: string; readonly problems: readonly FormProblem[] } | undefined {
  for (const page of form.pages) {
    const problems = findProblemsIn(form, page, values);
    if (problems.length > 0) return { pageId: page.id, problems };
  }
  if (matterOf(form).some(({ id }) => answerTo(values, id) !== '')) return undefined;
  for (const { id: pageId, questions } of form.pages) {
    const field = questions.find(({ id }) => isAboutMatter(id))?.id;
    if (field !== undefined) return { pageId, problems: [{ field, code: 'missing-anything' }] };
  }
  return undefined;
}

/**
 * Finds the addresses, and the lines that hold something else. No line is lost: from the 51st address on every line is odd,
 * and so is one that continues an odd line (an address broken over two lines, say).
 */
export function readAddressField(text: string): ReadAddresses {
  const { addresses, rejected } = recogniseAddresses(text);
  const understood = new Set(addresses.map((address) => address.line));
  const taken = new Set<string>(addresses.map((address) => address.canonical));
  const reasons = new Map(rejected.map(({ line, reasonCode }) => [line, reasonCode]));
  const oddLines: OddLine[] = [];
  let carried: AddressReasonCode | undefined;
  for (const [index, words] of text.split('\n').entries()) {
    const line = index + 1;
    if (words.trim() === '') continue;
    const isRepeat = carried !== 'too-many' && holdsOnly(words, taken);
    const reasonCode = reasons.get(line) ?? (understood.has(line) || isRepeat ? undefined : carried);
    if (reasonCode !== undefined) oddLines.push({ line, text: words.trim(), reasonCode });
    carried = carried === 'too-many' ? carried : reasonCode;
  }
  return {
    addresses: [...taken],
    oddLines,
    withCredentials: addresses.filter((each) => each.credentials !== undefined).map((each) => each.pasted),
  };
}

function holdsOnly(words: string, taken: ReadonlySet<string>): boolean {
  const { addresses, rejected } = recogniseAddresses(words);
  return rejected.length === 0 && addresses.every((address) => taken.has(address.canonical));
}

/** What a report is written with, in the language of those who read it. */
export interface ReportWords {
  /** Stands over what the address field says besides addresses. */
  readonly oddHeading: string;
  /** An administrator's question, and the answer that an option of it gives. */
  readonly label: (questionId: string) => string;
  readonly option: (questionId: string, optionId: string) => string;
}

/**
 * The report of a form. What the address field says besides addresses is kept in the narrative. Answers to an administrator's
 * questions are kept with the question's words: they say the same when the forms have long been others.
 */
export function toReport(form: AskedForm, values: TipFormValues, read: ReadAddresses, words: ReportWords): TipReport {
  const questions = matterOf(form);
  const isAsked = questions.some(({ id }) => id === 'narrative');
  const narrative = [...(isAsked ? [values.narrative] : []), remarksIn(read, words.oddHeading)]
    .filter((part) => part !== '')
    .join('\n\n');
  const fields = questions.flatMap(({ id }) =>
    isTextField(id) && id !== 'addresses' && id !== 'narrative' && values[id] !== '' ? [[id, values[id]] as const] : [],
  );
  const own = questions.flatMap((question) => {
    const { id } = question;
    const answer = answerTo(values, id);
    if (isTextField(id) || answer === '') return [];
    const said = question.kind === 'choice' ? words.option(id, answer) : answer;
    return [{ question: id, label: words.label(id), answer: said }];
  });
  return {
    ...Object.fromEntries(fields),
    ...(narrative === '' ? {} : { narrative }),
    ...(own.length === 0 ? {} : { own }),
  };
}

/** What the address field says besides addresses, under a heading; empty when it says nothing else. */
export function remarksIn(read: ReadAddresses, heading: string): string {
  const kept = [...read.oddLines.map((odd) => odd.text), ...read.withCredentials];
  return kept.length === 0 ? '' : `${heading}:\n${kept.join('\n')}`;
}

/** The contact details of a form; undefined when none were left. */
export function toContact(values: TipFormValues): TipContact | undefined {
  const given = CONTACT_FIELDS.filter((field) => values[field] !== '').map((field) => [field, values[field]] as const);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
