/**
 * The names that a scanner looks for. Most tags and attributes of a page are none of them: a table by first letter and length
 * turns those away before anything is compared.
 */

/** Longest name that is looked up; longer ones are none of ours. */
const MAX_NAME_LENGTH = 31;

/** Turns a stretch of markup into one of the names looked for. */
export interface Vocabulary {
  /** The name in lower case, or undefined where it is none of those looked for. */
  find(text: string, start: number, end: number): string | undefined;
}

/** A vocabulary of these names, which are ASCII in lower case. */
export function vocabularyOf(names: readonly string[]): Vocabulary {
  const known = new Set(names);
  const table = new Uint8Array(32 * (MAX_NAME_LENGTH + 1));
  for (const name of names) table[(name.charCodeAt(0) & 31) * (MAX_NAME_LENGTH + 1) + name.length] = 1;
  return {
    find(text, start, end) {
      const length = end - start;
      if (length > MAX_NAME_LENGTH) return undefined;
      if (table[(text.charCodeAt(start) & 31) * (MAX_NAME_LENGTH + 1) + length] !== 1) return undefined;
      const written = text.slice(start, end);
      if (known.has(written)) return written;
      const name = written.toLowerCase();
      return known.has(name) ? name : undefined;
    },
  };
}

/** Every name there is, for comparing whole documents. */
export const EVERY_NAME: Vocabulary = { find: (text, start, end) => asciiLowerCase(text.slice(start, end)) };

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
