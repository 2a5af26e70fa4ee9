/**
 * Finds start tags and their attributes in the bytes of a page, without building a tree or decoding text. Equal to
 * htmlparser2's tokenizer, tag for tag and attribute for attribute (`tag-scanner.test.ts`), at a fraction of its work.
 *
 * Time grows with the number of bytes, whatever they are and however they are cut into pieces: a piece that leaves a tag
 * unfinished is looked at again only once twice as much is there. Memory holds one unfinished tag, of `MAX_TAG_LENGTH` at most.
 *
 * | mode      | ends with                           | what is in it                                        |
 * |-----------|-------------------------------------|------------------------------------------------------|
 * | `text`    | `<`                                 | counted, not kept                                    |
 * | `comment` | `-->`, `--!>`                       | nothing                                              |
 * | `cdata`   | `]]>`                               | nothing                                              |
 * | `bogus`   | `>`                                 | the rest of a declaration, end tag or broken markup  |
 * | `raw`     | the element's own end tag           | nothing, but for `style`, whose text is handed on    |
 * | `plain`   | never (`plaintext`)                 | nothing                                              |
 */
import { attributeValueOf } from './attribute-value.ts';
import { ForeignContext } from './foreign-context.ts';
import { asciiLowerCase, ATTRIBUTES, ELEMENTS, RAW_TEXT_ELEMENTS, type Vocabulary } from './vocabulary.ts';

/** A start tag, valid during the call only. */
export interface Tag {
  /** In lower case; empty where the element is none of those looked for but one of its attributes is. */
  readonly name: string;
  /** Names of those looked for, in order, repeated ones too. */
  readonly attributeNames: readonly string[];
  /** Value of the first attribute of that name, references decoded; empty for an attribute without a value. */
  attribute(name: string): string | undefined;
}

/** Told what is found, in the document's order. */
export interface TagHandler {
  onTag(tag: Tag): void;
  /** A piece of a style sheet, one character for each byte; a sheet may come in several. */
  onStyle(text: string): void;
}

/** What a scanner looks for; by default what carries addresses and rules. */
export interface ScanFor {
  readonly elements: Vocabulary;
  readonly attributes: Vocabulary;
}

type Mode = 'text' | 'comment' | 'cdata' | 'bogus' | 'raw' | 'plain';

/** Longer tags are passed over: only pictures written into the page itself (`data:`) make such. */
export const MAX_TAG_LENGTH = 512 * 1024;
/** More attributes of interest than any honest tag has: further ones are not kept. */
const MAX_ATTRIBUTES = 64;
const INCOMPLETE = -1;
const [TAB, LF, FF, CR, SPACE] = [9, 10, 12, 13, 32];
const [BANG, DOUBLE_QUOTE, SINGLE_QUOTE, DASH, SLASH, EQUALS, GREATER, QUESTION, BRACKET] = [
  33, 34, 39, 45, 47, 61, 62, 63, 91,
];

function isSpace(c: number): boolean {
  return c <= SPACE && (c === SPACE || c === LF || c === TAB || c === CR || c === FF);
}

function isLetter(c: number): boolean {
  const lower = c | 32;
  return lower >= 97 && lower <= 122;
}

/** What ends a tag's name; also true past the end of the text, where `charCodeAt` gives NaN. */
function endsName(c: number): boolean {
  // Letters, which most are, are answered at once; NaN is greater than nothing.
  return !(c > GREATER) && (c === GREATER || c === SLASH || isSpace(c) || Number.isNaN(c));
}

/** The present tag's attributes, kept as places in the text until somebody asks for one. */
class ScannedTag implements Tag {
  name = '';
  text = '';
  count = 0;
  readonly #names: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  add(name: string, start: number, end: number): void {
    if (this.count === MAX_ATTRIBUTES) return;
    this.#names[this.count] = name;
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.count += 1;
  }

  attribute(name: string): string | undefined {
    for (let at = 0; at < this.count; at += 1) {
      if (this.#names[at] === name) return attributeValueOf(this.text.slice(this.#starts[at], this.#ends[at]));
    }
    return undefined;
  }

  get attributeNames(): readonly string[] {
    return this.#names.slice(0, this.count);
  }
}

/** One document's scanner: `write` its bytes (UTF-8) in order, then `end`. */
export class TagScanner {
  readonly #handler: TagHandler;
  readonly #for: ScanFor;
  readonly #tag = new ScannedTag();
  readonly #foreign = new ForeignContext();
  #mode: Mode = 'text';
  #rawName = '';
  #pending = '';
  #rescanAt = 0;
  /** Where an unfinished tag stopped: inside a quoted value, an unquoted one, or between them. */
  #stoppedIn: '"' | "'" | 'value' | 'tag' = 'tag';
  #textLength = 0;

  constructor(handler: TagHandler, scanFor: ScanFor = { elements: ELEMENTS, attributes: ATTRIBUTES }) {
    this.#handler = handler;
    this.#for = scanFor;
  }

  /** Bytes of text outside tags, comments, scripts, styles and titles, less the white space before each stretch of it. */
  get textLength(): number {
    return this.#textLength;
  }

  /** Bytes held back because a tag is not finished. */
  get pendingLength(): number {
    return this.#pending.length;
  }

  write(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const text = this.#pending === '' ? chunk : this.#pending + chunk;
    if (text.length < this.#rescanAt) {
      this.#pending = text;
      return;
    }
    const rest = text.slice(this.#scan(text, false));
    this.#pending = rest.length > MAX_TAG_LENGTH ? this.#shortened() : rest;
    this.#rescanAt = this.#pending.length * 2;
  }

  end(): void {
    this.#scan(this.#pending, true);
    this.#pending = '';
  }

  /** Stands for a tag that is too long: the same place in it, without what was before. */
  #shortened(): string {
    switch (this.#stoppedIn) {
      case '"':
      case "'":
        return `<x x=${this.#stoppedIn}`;
      case 'value':
        return '<x x=x';
      case 'tag':
        return '<x ';
    }
  }

  /** How much of the text is done with; the rest is wanted again with what follows it. */
  #scan(text: string, isLast: boolean): number {
    let at = 0;
    while (at < text.length) {
      const next = this.#mode === 'text' ? this.#inText(text, at) : this.#step(text, at, isLast);
      if (next === INCOMPLETE) return isLast ? text.length : this.#resumeAt;
      at = next;
    }
    return at;
  }

  /** Where reading goes on when a step was incomplete. */
  #resumeAt = 0;

  #incompleteFrom(at: number): number {
    this.#resumeAt = at;
    return INCOMPLETE;
  }

  #step(text: string, at: number, isLast: boolean): number {
    switch (this.#mode) {
      case 'text':
        return this.#inText(text, at);
      case 'comment':
        return this.#inComment(text, at);
      case 'cdata':
        return this.#until(text, at, ']]>');
      case 'bogus':
        return this.#until(text, at, '>');
      case 'raw':
        return this.#inRaw(text, at, isLast);
      case 'plain':
        return text.length;
    }
  }

  #inText(text: string, from: number): number {
    const open = text.indexOf('<', from);
    const end = open === -1 ? text.length : open;
    let at = from;
    while (at < end && text.charCodeAt(at) <= SPACE) at += 1;
    this.#textLength += end - at;
    if (open === -1) return end;
    const c = text.charCodeAt(open + 1);
    if (isLetter(c)) return this.#startTag(text, open);
    if (c === SLASH) return this.#endTag(text, open);
    if (c === BANG) return this.#declaration(text, open);
    if (Number.isNaN(c)) return this.#incompleteFrom(open);
    if (c !== QUESTION) return open + 1;
    this.#mode = 'bogus';
    return open + 2;
  }

  #until(text: string, at: number, end: string): number {
    const found = text.indexOf(end, at);
    if (found === -1) return this.#incompleteFrom(Math.max(at, text.length - end.length + 1));
    this.#mode = 'text';
    return found + end.length;
  }

  #inComment(text: string, at: number): number {
    for (let dash = text.indexOf('--', at); dash !== -1; dash = text.indexOf('--', dash + 1)) {
      const c = text.charCodeAt(dash + 2);
      const length = c === GREATER ? 3 : c === BANG && text.charCodeAt(dash + 3) === GREATER ? 4 : 0;
      if (length === 0) continue;
      this.#mode = 'text';
      return dash + length;
    }
    return this.#incompleteFrom(Math.max(at, text.length - 3));
  }

  #declaration(text: string, open: number): number {
    const c = text.charCodeAt(open + 2);
    if (Number.isNaN(c)) return this.#incompleteFrom(open);
    if (c === DASH) return this.#commentStart(text, open);
    if (c === BRACKET && 'CDATA['.startsWith(text.slice(open + 3, open + 9))) {
      if (text.length < open + 9) return this.#incompleteFrom(open);
      this.#mode = 'cdata';
      return open + 9;
    }
    this.#mode = 'bogus';
    return open + 2;
  }

  #commentStart(text: string, open: number): number {
    const second = text.charCodeAt(open + 3);
    if (Number.isNaN(second)) return this.#incompleteFrom(open);
    if (second !== DASH) {
      this.#mode = 'bogus';
      return open + 3;
    }
    const c = text.charCodeAt(open + 4);
    const next = text.charCodeAt(open + 5);
    // `<!-->` and `<!--->` are whole comments (HTML Standard, 13.2.5.43 and 13.2.5.44).
    if (c === GREATER) return open + 5;
    if (c === DASH && next === GREATER) return open + 6;
    if (Number.isNaN(c) || (c === DASH && Number.isNaN(next))) return this.#incompleteFrom(open);
    this.#mode = 'comment';
    return open + 4;
  }

  #inRaw(text: string, at: number, isLast: boolean): number {
    const { length } = this.#rawName;
    for (let open = text.indexOf('</', at); open !== -1; open = text.indexOf('</', open + 2)) {
      const end = open + 2 + length;
      if (end >= text.length && !isLast) {
        this.#rawText(text, at, open);
        return this.#incompleteFrom(open);
      }
      const c = text.charCodeAt(end);
      if (!endsName(c) || Number.isNaN(c) || asciiLowerCase(text.slice(open + 2, end)) !== this.#rawName) continue;
      this.#rawText(text, at, open);
      this.#foreign.end(this.#rawName);
      this.#mode = 'bogus';
      return end;
    }
    const rest = text.endsWith('<') && !isLast ? text.length - 1 : text.length;
    this.#rawText(text, at, rest);
    return rest === text.length ? rest : this.#incompleteFrom(rest);
  }

  #rawText(text: string, start: number, end: number): void {
    if (this.#rawName === 'style' && end > start) this.#handler.onStyle(text.slice(start, end));
  }

  #endTag(text: string, open: number): number {
    const c = text.charCodeAt(open + 2);
    if (Number.isNaN(c)) return this.#incompleteFrom(open);
    if (c === GREATER) return open + 3;
    this.#mode = 'bogus';
    if (!isLetter(c)) return open + 2;
    let end = open + 3;
    while (!endsName(text.charCodeAt(end))) end += 1;
    // A name this long closes nothing that we follow.
    if (end - open > 40) return end;
    if (end >= text.length) {
      this.#mode = 'text';
      return this.#incompleteFrom(open);
    }
    if (this.#foreign.hasAny) this.#foreign.end(asciiLowerCase(text.slice(open + 2, end)));
    if (text.charCodeAt(end) !== GREATER) return end;
    this.#mode = 'text';
    return end + 1;
  }

  #unfinishedTag(stoppedIn: '"' | "'" | 'value' | 'tag', open: number): number {
    this.#stoppedIn = stoppedIn;
    return this.#incompleteFrom(open);
  }

  #startTag(text: string, open: number): number {
    const tag = this.#tag;
    let at = open + 2;
    while (!endsName(text.charCodeAt(at))) at += 1;
    const nameEnd = at;
    tag.text = text;
    tag.count = 0;
    let isSelfClosing = false;
    for (;;) {
      let c = text.charCodeAt(at);
      for (; isSpace(c) || c === SLASH; c = text.charCodeAt(++at)) if (c === SLASH) isSelfClosing = true;
      if (c === GREATER) break;
      if (Number.isNaN(c)) return this.#unfinishedTag('tag', open);
      isSelfClosing = false;
      at = this.#attribute(text, at);
      if (at === INCOMPLETE) return this.#incompleteFrom(open);
    }
    this.#finishTag(text, open + 1, nameEnd, isSelfClosing);
    return at + 1;
  }

  /** Reads one attribute and says where the next may begin. */
  #attribute(text: string, start: number): number {
    let at = start + 1;
    let c = text.charCodeAt(at);
    // The first character belongs to the name whatever it is, `=` too (13.2.5.32).
    while (c !== EQUALS && !endsName(c)) c = text.charCodeAt(++at);
    const name = this.#for.attributes.find(text, start, at);
    while (isSpace(c)) c = text.charCodeAt(++at);
    if (c !== EQUALS) {
      if (Number.isNaN(c)) return this.#unfinishedTag('tag', start);
      if (name !== undefined) this.#tag.add(name, at, at);
      return at;
    }
    do c = text.charCodeAt(++at);
    while (isSpace(c));
    if (c === DOUBLE_QUOTE || c === SINGLE_QUOTE) {
      const quote = c === DOUBLE_QUOTE ? '"' : "'";
      const end = text.indexOf(quote, at + 1);
      if (end === -1) return this.#unfinishedTag(quote, start);
      if (name !== undefined) this.#tag.add(name, at + 1, end);
      return end + 1;
    }
    const valueStart = at;
    while (c !== GREATER && !isSpace(c) && !Number.isNaN(c)) c = text.charCodeAt(++at);
    if (Number.isNaN(c)) return this.#unfinishedTag('value', start);
    if (name !== undefined) this.#tag.add(name, valueStart, at);
    return at;
  }

  #finishTag(text: string, start: number, end: number, isSelfClosing: boolean): void {
    const tag = this.#tag;
    const wasForeign = this.#foreign.isForeign;
    const name = this.#for.elements.find(text, start, end);
    if (name === undefined) {
      if (wasForeign) this.#foreign.start(asciiLowerCase(text.slice(start, Math.min(end, start + 40))), isSelfClosing);
      if (tag.count === 0) return;
    } else {
      this.#foreign.start(name, isSelfClosing);
      if (!wasForeign && RAW_TEXT_ELEMENTS.has(name)) {
        this.#mode = 'raw';
        this.#rawName = name;
      } else if (!wasForeign && name === 'plaintext') this.#mode = 'plain';
    }
    tag.name = name ?? '';
    this.#handler.onTag(tag);
  }
}
