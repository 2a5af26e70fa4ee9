/**
 * What a letter is made of: its texts by code, which names in braces each may hold, and the check that a changed text has to
 * pass before anybody can propose it. Pure.
 *
 * | name      | stands for                                                        |
 * |-----------|-------------------------------------------------------------------|
 * | {hotline} | the hotline's name                                                |
 * | {country} | the hotline's country                                             |
 * | {provider}| whom the letter is to                                             |
 * | {email}   | the hotline's address, for answers                                |
 * | {page}    | the provider's page of this letter: a link                        |
 * | {date}    | when somebody was told before                                     |
 * | {count}   | how many addresses the letter names                               |
 */
import { LANGUAGES, type Language } from '../../terms/categories.ts';

/** Names that may stand in braces, as in the table above. */
export const PLACEHOLDERS = ['hotline', 'country', 'provider', 'email', 'page', 'date', 'count'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What one text must and may hold, and how long it may be. */
export interface ParagraphRule {
  /** Without them the letter would not say what it has to. */
  readonly requires: readonly Placeholder[];
  readonly allows: readonly Placeholder[];
  readonly mostCharacters: number;
  /** One line: part of the subject. */
  readonly isLine: boolean;
}

const line = (mostCharacters: number): ParagraphRule => ({ requires: [], allows: [], mostCharacters, isLine: true });
const text = (requires: readonly Placeholder[] = [], allows: readonly Placeholder[] = []): ParagraphRule => ({
  ...{ requires, allows, mostCharacters: 1200, isLine: false },
});

/** Every text of a letter, in the order in which the letter and the editor show them. */
export const PARAGRAPHS = {
  subject: line(120),
  'mark-urgent': line(30),
  'mark-reminder': line(30),
  greeting: text(['provider']),
  'who-we-are': text(['hotline'], ['country', 'email']),
  urgent: text(),
  several: text(['count']),
  'why-owner': text(),
  'why-hosting': text(),
  'why-proxy': text(),
  'why-upstream': text(),
  'why-registrar': text(),
  'reason-baseline-analyst': text([], ['country']),
  'reason-baseline-hash': text([], ['country']),
  'reason-national-analyst': text(['country']),
  'reason-national-hash': text(['country']),
  reminder: text(['date']),
  'nearer-told': text(['date']),
  'ask-owner': text(),
  'ask-hosting': text(),
  'ask-proxy': text(),
  'ask-upstream': text(),
  'ask-registrar': text(),
  ladder: text(),
  warning: text(),
  preserve: text(),
  dsa16: text([], ['hotline', 'country', 'email']),
  page: text(['page']),
  answer: text(['email']),
} as const satisfies Readonly<Record<string, ParagraphRule>>;

export type ParagraphCode = keyof typeof PARAGRAPHS;

const isCode = (code: string): code is ParagraphCode => Object.hasOwn(PARAGRAPHS, code);
/** In the letter's order. */
export const PARAGRAPH_CODES: readonly ParagraphCode[] = Object.keys(PARAGRAPHS).filter(isCode);

/** All texts in one language. */
export type LetterWords = Readonly<Record<ParagraphCode, string>>;
/** All texts in all languages: what is proposed, released and kept. */
export type LetterTexts = Readonly<Record<Language, LetterWords>>;

/** The texts that a letter is composed from, and which version of them; 0 are those that Fyr ships. */
export interface LetterTemplates {
  readonly version: number;
  readonly texts: LetterTexts;
}

/**
 * | kind                | meaning                                                            |
 * |---------------------|--------------------------------------------------------------------|
 * | empty               | nothing is there                                                   |
 * | too-long            | more characters than `most`                                        |
 * | line-break          | a text of the subject must be one line                             |
 * | missing-placeholder | `name` has to be in it                                             |
 * | unknown-placeholder | `name` stands in braces and means nothing here                     |
 * | stray-brace         | a brace that belongs to no name                                    |
 */
export type TextProblem =
  | { readonly kind: 'empty' | 'line-break' | 'stray-brace' }
  | { readonly kind: 'too-long'; readonly most: number }
  | { readonly kind: 'missing-placeholder' | 'unknown-placeholder'; readonly name: string };

/** A problem and the text that has it. */
export interface PlacedProblem {
  readonly language: Language;
  readonly code: ParagraphCode;
  readonly problem: TextProblem;
}

const IN_BRACES = /\{([^{}]*)\}/g;

/** What is wrong with one text; empty when it can be used. */
export function checkText(code: ParagraphCode, written: string): readonly TextProblem[] {
  const rule: ParagraphRule = PARAGRAPHS[code];
  if (written.trim() === '') return [{ kind: 'empty' }];
  const names = [...written.matchAll(IN_BRACES)].map(([, name]) => name ?? '');
  const known: readonly string[] = [...rule.requires, ...rule.allows];
  const unknown = [...new Set(names.filter((name) => !known.includes(name)))];
  return [
    ...(written.length > rule.mostCharacters ? [{ kind: 'too-long', most: rule.mostCharacters } as const] : []),
    ...(rule.isLine && /[\r\n]/.test(written) ? [{ kind: 'line-break' } as const] : []),
    ...rule.requires
      .filter((name) => !names.includes(name))
      .map((name) => ({ kind: 'missing-placeholder', name }) as const),
    ...unknown.map((name) => ({ kind: 'unknown-placeholder', name }) as const),
    ...(/[{}]/.test(written.replace(IN_BRACES, '')) ? [{ kind: 'stray-brace' } as const] : []),
  ];
}

/** Everything that is wrong, in the order of the letter. */
export const checkTexts = (texts: LetterTexts): readonly PlacedProblem[] =>
  LANGUAGES.flatMap((language) =>
    PARAGRAPH_CODES.flatMap((code) =>
      checkText(code, texts[language][code]).map((problem) => ({ language, code, problem })),
    ),
  );

/** A text as it is kept: line feeds alone, no space at the ends, no other control or invisible character. */
export const tidyText = (written: string): string =>
  written
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[ \t]+$/gm, '')
    .trim();

/** A filled-in piece of text; a link is shown as one where the letter's form has such. */
export type Segment = string | { readonly href: string };

/** Puts values in the place of names, once: a value that holds braces stays as it is. */
export function fillIn(written: string, values: Readonly<Partial<Record<Placeholder, string>>>): readonly Segment[] {
  const byName = new Map<string, string>(Object.entries(values));
  return written.split(/(\{[a-z]+\})/).flatMap((part): readonly Segment[] => {
    const value = /^\{[a-z]+\}$/.test(part) ? byName.get(part.slice(1, -1)) : undefined;
    if (value === undefined) return part === '' ? [] : [part];
    return [part === '{page}' ? { href: value } : value];
  });
}
