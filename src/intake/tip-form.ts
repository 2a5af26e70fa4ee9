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

/** What each category asks, in the order asked. Contact details, urgency and the wish for an answer follow in all. */
export const QUESTIONS: Readonly<Record<TipCategory, readonly TextField[]>> = {
  online: ['addresses', 'pageReachedFrom', 'accessNeeded', 'seenWhen', 'narrative'],
  grooming: ['narrative', 'suspect', 'addresses', 'seenWhen'],
  extortion: ['narrative', 'suspect', 'addresses', 'seenWhen'],
  trafficking: ['narrative', 'place', 'seenWhen', 'suspect', 'addresses'],
  travel: ['travelCountry', 'place', 'hotel', 'dates', 'suspect', 'whySuspicious', 'narrative'],
  offline: ['narrative', 'place', 'seenWhen', 'suspect'],
  other: ['narrative', 'place', 'seenWhen', 'suspect', 'addresses'],
};

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

/** All that must be changed before the form can be sent; empty when it can. In the order of the questions. */
export function findProblems(category: TipCategory, values: TipFormValues): readonly FormProblem[] {
  const questions = QUESTIONS[category];
  const first = questions[0] ?? 'narrative';
  const problems: FormProblem[] = [];
  if (category === 'online') {
    if (values.addresses === '') problems.push({ field: 'addresses', code: 'missing-addresses' });
  } else if (questions.every((field) => values[field] === '')) {
    problems.push({ field: first, code: 'missing-anything' });
  }
  for (const field of [...questions, ...CONTACT_FIELDS]) {
    const count = values[field].length;
    const { most } = TEXT_FIELDS[field];
    if (count > most) problems.push({ field, code: 'too-long', count, most });
  }
  if (values.email !== '' && !values.email.includes('@')) problems.push({ field: 'email', code: 'not-an-email' });
  return problems;
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
  const answered = QUESTIONS[category].filter((field) => field !== 'addresses' && field !== 'narrative');
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
