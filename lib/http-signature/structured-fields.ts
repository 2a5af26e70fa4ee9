/**
 * As much of Structured Fields (RFC 8941) as signatures and digests need: dictionaries whose members are byte sequences or inner
 * lists of strings, with integers, strings, tokens and booleans as parameters. Whatever else a field may hold is refused whole.
 */

/** A parameter's value; a token is told from a string by its wrapper. */
export type BareItem = string | number | boolean | { readonly token: string };
/** In the order in which they were written: a signature covers that order. */
export type Parameters = ReadonlyMap<string, BareItem>;

/** One member of a dictionary: bytes, or a list of strings (each without parameters of its own). */
export interface Member {
  readonly value: Uint8Array | readonly string[];
  readonly parameters: Parameters;
}

const KEY = /[a-z*][a-z0-9_\-.*]*/y;
const INTEGER = /-?\d{1,15}(?![\d.])/y;
const STRING = /"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/y;
const TOKEN = /[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/]*/y;
const BYTES = /:([A-Za-z0-9+/]*={0,2}):/y;
const SPACES = /[ \t]*/y;

/** Reads a dictionary; undefined when the text is not one, or holds what is not supported. The last of equal keys counts (RFC 8941, 3.2). */
export function parseDictionary(text: string): ReadonlyMap<string, Member> | undefined {
  try {
    return readDictionary(new Reader(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A list of strings with its parameters, as RFC 8941 (4.1) writes it: what `@signature-params` is made of. */
export const writeInnerList = (items: readonly string[], parameters: Parameters): string =>
  `(${items.map(writeString).join(' ')})${writeParameters(parameters)}`;

function writeParameters(parameters: Parameters): string {
  return [...parameters].map(([key, value]) => (value === true ? `;${key}` : `;${key}=${writeBare(value)}`)).join('');
}

function writeBare(value: BareItem): string {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '?1' : '?0';
  return value.token;
}

function writeString(text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new RangeError('A string of a structured field is printable ASCII.');
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

class Reader {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text.trim();
  }
  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }
  /** What the pattern finds here; undefined, and nothing read, when it does not. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }
  need(pattern: RegExp): RegExpExecArray {
    const match = this.take(pattern);
    if (match === undefined) throw new SyntaxError('not a structured field of a known form');
    return match;
  }
  isNext(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}

function readDictionary(reader: Reader): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  while (!reader.isAtEnd()) {
    const [key] = reader.need(KEY);
    reader.need(/=/y);
    members.set(key, readMember(reader));
    reader.take(SPACES);
    if (reader.isAtEnd()) break;
    reader.need(/,/y);
    reader.take(SPACES);
    if (reader.isAtEnd()) throw new SyntaxError('a dictionary ends with a comma');
  }
  return members;
}

function readMember(reader: Reader): Member {
  const value = reader.isNext('(') ? readStrings(reader) : readBytes(reader);
  return { value, parameters: readParameters(reader) };
}

function readStrings(reader: Reader): readonly string[] {
  const items: string[] = [];
  for (;;) {
    reader.take(/ */y);
    if (reader.isNext(')')) return items;
    items.push(unescape(reader.need(STRING)[1] ?? ''));
    reader.need(/(?=[ )])/y);
  }
}

function readBytes(reader: Reader): Uint8Array {
  const text = reader.need(BYTES)[1] ?? '';
  return Buffer.from(text, 'base64');
}

function readParameters(reader: Reader): Parameters {
  const parameters = new Map<string, BareItem>();
  while (reader.isNext(';')) {
    reader.take(/ */y);
    const [key] = reader.need(KEY);
    // The last of equal keys counts, in its place.
    parameters.delete(key);
    parameters.set(key, reader.isNext('=') ? readBare(reader) : true);
  }
  return parameters;
}

function readBare(reader: Reader): BareItem {
  const integer = reader.take(INTEGER);
  if (integer !== undefined) return Number(integer[0]);
  const text = reader.take(STRING);
  if (text !== undefined) return unescape(text[1] ?? '');
  const truth = reader.take(/\?([01])/y);
  if (truth !== undefined) return truth[1] === '1';
  return { token: reader.need(TOKEN)[0] };
}

const unescape = (text: string): string => text.replaceAll(/\\(["\\])/g, '$1');
