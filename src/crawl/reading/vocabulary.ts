/** The names that a scanner looks for. */
import { byteAt, latin1Of, type Piece } from './piece.ts';

/** Longest name that is looked up; longer ones are none of ours. */
const MAX_NAME_LENGTH = 31;

/** Turns a stretch of markup into one of the names looked for. */
export interface Vocabulary {
  /** The name in lower case, or undefined where it is none of those looked for. */
  find(piece: Piece, start: number, end: number): string | undefined;
}

/** A vocabulary of these names, which are ASCII in lower case. */
export function vocabularyOf(names: readonly string[]): Vocabulary {
  // By first letter and length: most tags and attributes of a page find no name there, the others one or two.
  const table: (readonly string[] | undefined)[] = [];
  for (let at = 0; at < 32 * (MAX_NAME_LENGTH + 1); at += 1) table.push(undefined);
  for (const name of names) {
    const place = placeOf(name.charCodeAt(0), name.length);
    table[place] = [...(table[place] ?? []), name];
  }
  return {
    find(piece, start, end) {
      if (end - start > MAX_NAME_LENGTH) return undefined;
      const candidates = table[placeOf(byteAt(piece, start), end - start)];
      if (candidates === undefined) return undefined;
      for (const name of candidates) if (stands(name, piece, start)) return name;
      return undefined;
    },
  };
}

const placeOf = (first: number, length: number): number => (first & 31) * (MAX_NAME_LENGTH + 1) + length;

/** Whether a name stands there, in capitals or not: compared in place, since cutting it out costs more. */
function stands(name: string, piece: Piece, start: number): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const c = byteAt(piece, start + at);
    if (c !== name.charCodeAt(at) && (c < 65 || c > 90 || (c | 32) !== name.charCodeAt(at))) return false;
  }
  return true;
}

/** Every name there is, for comparing whole documents. */
export const EVERY_NAME: Vocabulary = { find: (piece, start, end) => asciiLowerCase(latin1Of(piece, start, end)) };

/** Only A to Z change, as the HTML Standard's tokenizer has it. */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

/** Elements whose content is no markup (HTML Standard, 13.2.6.2 and following); `noscript` is read, as we run no script. */
export const RAW_TEXT_ELEMENTS: ReadonlySet<string> = new Set(
  'script style title textarea iframe noembed noframes xmp'.split(' '),
);

/** Elements that carry addresses or rules. */
export const ELEMENTS = vocabularyOf([
  ...'a area audio base embed frame image img input link meta object source track video svg math plaintext'.split(' '),
  ...RAW_TEXT_ELEMENTS,
]);

/** Attributes that carry addresses or rules, on any element. */
export const ATTRIBUTES = vocabularyOf(
  (
    'href src srcset data poster rel content name property http-equiv charset type style background as imagesrcset ' +
    'xlink:href data-src data-srcset data-original data-lazy-src data-lazy data-bg data-url data-full data-image data-poster'
  ).split(' '),
);
