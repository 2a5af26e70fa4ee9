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
export const CONTACT_FIELDS = ['name', 'email', 'phone'] as const;

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

const isTick = (field: TextField | TickField): field is TickField => field === 'isUrgent' || field === 'wantsAnswer';
const isContact = (field: TextField): boolean => CONTACT_FIELDS.some((each) => each === field);

/** The questions of a group that are answered in words. */
export const textFieldsOf = (group: QuestionGroup): readonly TextField[] =>
  GROUPS[group].filter((field): field is Exclude<typeof field, TickField> => !isTick(field));

/** The questions of a group that are ticked. */
export const ticksOf = (group: QuestionGroup): readonly TickField[] => GROUPS[group].filter(isTick);

/** What a category asks about the matter, in words. Urgency, contact details and the wish for an answer are asked in all. */
export const questionsOf = (category: TipCategory): readonly TextField[] =>
  STEPS[category].flatMap(textFieldsOf).filter((field) => !isContact(field));

/** What stands in a form: empty strings where nothing was written. */
export type TipFormValues = Readonly<Record<TextField, string>> & {
  readonly isUrgent: boolean;
  readonly wantsAnswer: boolean;
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
};

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
  | { readonly field: TextField; readonly code: 'missing-addresses' | 'missing-anything' | 'not-an-email' }
  | { readonly field: TextField; readonly code: 'too-long'; readonly count: number; readonly most: number };

/** What must be changed on one page before it is left; empty when nothing must. */
export function findProblemsIn(
  category: TipCategory,
  group: QuestionGroup,
  values: TipFormValues,
): readonly FormProblem[] {
  const problems: FormProblem[] = [];
  if (category === 'online' && group === 'addresses' && values.addresses === '')
    problems.push({ field: 'addresses', code: 'missing-addresses' });
  for (const field of textFieldsOf(group)) {
    const count = values[field].length;
    const { most } = TEXT_FIELDS[field];
    if (count > most) problems.push({ field, code: 'too-long', count, most });
    if (field === 'email' && count > 0 && !values.email.includes('@')) problems.push({ field, code: 'not-an-email' });
  }
  return problems;
}

/** The first page that keeps the whole form from being sent, and why; undefined when it can be sent. */
export function findObstacle(
  category: TipCategory,
  values: TipFormValues,
): { readonly group: QuestionGroup; readonly problems: readonly FormProblem[] } | undefined {
  for (const group of STEPS[category]) {
    const problems = findProblemsIn(category, group, values);
    if (problems.length > 0) return { group, problems };
  }
  if (questionsOf(category).some((field) => values[field] !== '')) return undefined;
  const group = STEPS[category].find((each) => each !== 'danger') ?? 'narrative';
  return { group, problems: [{ field: textFieldsOf(group)[0] ?? 'narrative', code: 'missing-anything' }] };
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

/** The report of a form. What the address field says besides addresses is kept, under `oddHeading`, in the narrative. */
export function toReport(
  category: TipCategory,
  values: TipFormValues,
  read: ReadAddresses,
  oddHeading: string,
): TipReport {
  const kept = [...read.oddLines.map((odd) => odd.text), ...read.withCredentials];
  const narrative = [values.narrative, ...(kept.length === 0 ? [] : [`${oddHeading}:\n${kept.join('\n')}`])]
    .filter((part) => part !== '')
    .join('\n\n');
  const answered = questionsOf(category).filter((field) => field !== 'addresses' && field !== 'narrative');
  const report = Object.fromEntries(
    answered.map((field) => [field, values[field]] as const).filter(([, value]) => value !== ''),
  );
  return narrative === '' ? report : { ...report, narrative };
}

/** The contact details of a form; undefined when none were left. */
export function toContact(values: TipFormValues): TipContact | undefined {
  const given = CONTACT_FIELDS.filter((field) => values[field] !== '').map((field) => [field, values[field]] as const);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
