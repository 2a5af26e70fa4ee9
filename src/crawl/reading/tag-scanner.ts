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
import { byteAt, END, findByte, findKind, HeldBytes, isSpace, KIND, latin1Of, type Piece } from './piece.ts';
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
const [BLANK, BANG, DOUBLE_QUOTE, SINGLE_QUOTE, DASH] = [32, 33, 34, 39, 45];
const [SLASH, LESS, EQUALS, GREATER, QUESTION, BRACKET, BRACKET_END] = [47, 60, 61, 62, 63, 91, 93];
/** What ends a tag's or an attribute's name, and a value without quotes. */
const TAG_NAME_END = KIND.space | KIND.slash | KIND.greater;
const NAME_END = TAG_NAME_END | KIND.equals;
const VALUE_END = KIND.space | KIND.greater;
const NOTHING: Piece = { bytes: Buffer.alloc(0), end: 0 };
const CDATA = 'CDATA[';

function isLetter(c: number): boolean {
  const lower = c | 32;
  return lower >= 97 && lower <= 122;
}

/** The present tag's attributes, kept as places in its bytes until somebody asks for one. */
class ScannedTag implements Tag {
  name = '';
  piece = NOTHING;
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
      if (this.#names[at] === name) return attributeValueOf(this.piece, this.#starts[at] ?? 0, this.#ends[at] ?? 0);
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
  readonly #held = new HeldBytes();
  #mode: Mode = 'text';
  #rawName = '';
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
    return this.#held.length;
  }

  /** The bytes are looked at during the call; of an unfinished tag a copy is kept. */
  write(bytes: Uint8Array): void {
    const piece = this.#held.with(bytes);
    if (piece.end < this.#rescanAt) return;
    const rest = this.#scan(piece, false);
    this.#forget();
    if (piece.end - rest > MAX_TAG_LENGTH) {
      const shortened = Buffer.from(this.#shortened());
      this.#held.keep({ bytes: shortened, end: shortened.length }, 0);
    } else this.#held.keep(piece, rest);
    this.#rescanAt = this.#held.length * 2;
  }

  end(): void {
    const piece = this.#held.with(NOTHING.bytes);
    this.#scan(piece, true);
    this.#forget();
    this.#held.keep(piece, piece.end);
  }

  /** Between two pieces nothing of them is kept by way of the tag. */
  #forget(): void {
    this.#tag.piece = NOTHING;
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

  /** How much of the piece is done with; the rest is wanted again with what follows it. */
  #scan(piece: Piece, isLast: boolean): number {
    this.#tag.piece = piece;
    let at = 0;
    while (at < piece.end) {
      const next = this.#mode === 'text' ? this.#inText(piece, at) : this.#step(piece, at, isLast);
      if (next === INCOMPLETE) return isLast ? piece.end : this.#resumeAt;
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

  #step(piece: Piece, at: number, isLast: boolean): number {
    switch (this.#mode) {
      case 'text':
        return this.#inText(piece, at);
      case 'comment':
        return this.#inComment(piece, at);
      case 'cdata':
        return this.#inCdata(piece, at);
      case 'bogus':
        return this.#inBogus(piece, at);
      case 'raw':
        return this.#inRaw(piece, at, isLast);
      case 'plain':
        return piece.end;
    }
  }

  #inText(piece: Piece, from: number): number {
    let at = from;
    while (byteAt(piece, at) <= BLANK) at += 1;
    const open = findByte(piece, LESS, at);
    this.#textLength += open - at;
    if (open === piece.end) return open;
    const c = byteAt(piece, open + 1);
    if (isLetter(c)) return this.#startTag(piece, open);
    if (c === SLASH) return this.#endTag(piece, open);
    if (c === BANG) return this.#declaration(piece, open);
    if (c === END) return this.#incompleteFrom(open);
    if (c !== QUESTION) return open + 1;
    this.#mode = 'bogus';
    return open + 2;
  }

  #inBogus(piece: Piece, at: number): number {
    const found = findByte(piece, GREATER, at);
    if (found === piece.end) return found;
    this.#mode = 'text';
    return found + 1;
  }

  #inCdata(piece: Piece, from: number): number {
    for (let at = findByte(piece, BRACKET_END, from); at < piece.end; at = findByte(piece, BRACKET_END, at + 1)) {
      const next = byteAt(piece, at + 1);
      const last = byteAt(piece, at + 2);
      if (next === END || (next === BRACKET_END && last === END)) return this.#incompleteFrom(at);
      if (next !== BRACKET_END || last !== GREATER) continue;
      this.#mode = 'text';
      return at + 3;
    }
    return piece.end;
  }

  #inComment(piece: Piece, from: number): number {
    for (let at = findByte(piece, DASH, from); at < piece.end; at = findByte(piece, DASH, at + 1)) {
      const next = byteAt(piece, at + 1);
      if (next === END) return this.#incompleteFrom(at);
      if (next !== DASH) continue;
      const c = byteAt(piece, at + 2);
      const last = c === BANG ? byteAt(piece, at + 3) : c;
      if (last === END) return this.#incompleteFrom(at);
      if (last !== GREATER) continue;
      this.#mode = 'text';
      return at + (c === BANG ? 4 : 3);
    }
    return piece.end;
  }

  #declaration(piece: Piece, open: number): number {
    const c = byteAt(piece, open + 2);
    if (c === END) return this.#incompleteFrom(open);
    if (c === DASH) return this.#commentStart(piece, open);
    if (c === BRACKET && CDATA.startsWith(latin1Of(piece, open + 3, Math.min(piece.end, open + 9)))) {
      if (piece.end < open + 9) return this.#incompleteFrom(open);
      this.#mode = 'cdata';
      return open + 9;
    }
    this.#mode = 'bogus';
    return open + 2;
  }

  #commentStart(piece: Piece, open: number): number {
    const second = byteAt(piece, open + 3);
    if (second === END) return this.#incompleteFrom(open);
    if (second !== DASH) {
      this.#mode = 'bogus';
      return open + 3;
    }
    const c = byteAt(piece, open + 4);
    const next = byteAt(piece, open + 5);
    // `<!-->` and `<!--->` are whole comments (HTML Standard, 13.2.5.43 and 13.2.5.44).
    if (c === GREATER) return open + 5;
    if (c === DASH && next === GREATER) return open + 6;
    if (c === END || (c === DASH && next === END)) return this.#incompleteFrom(open);
    this.#mode = 'comment';
    return open + 4;
  }

  #inRaw(piece: Piece, at: number, isLast: boolean): number {
    const { length } = this.#rawName;
    for (let open = findByte(piece, LESS, at); open < piece.end; open = findByte(piece, LESS, open + 1)) {
      const end = open + 2 + length;
      const second = byteAt(piece, open + 1);
      if (second !== SLASH && second !== END) continue;
      if (end >= piece.end && !isLast) {
        this.#rawText(piece, at, open);
        return this.#incompleteFrom(open);
      }
      const isName = end < piece.end && findKind(piece, TAG_NAME_END, open + 2) === end;
      if (!isName || asciiLowerCase(latin1Of(piece, open + 2, end)) !== this.#rawName) continue;
      this.#rawText(piece, at, open);
      this.#foreign.end(this.#rawName);
      this.#mode = 'bogus';
      return end;
    }
    this.#rawText(piece, at, piece.end);
    return piece.end;
  }

  #rawText(piece: Piece, start: number, end: number): void {
    if (this.#rawName === 'style' && end > start) this.#handler.onStyle(latin1Of(piece, start, end));
  }

  #endTag(piece: Piece, open: number): number {
    const c = byteAt(piece, open + 2);
    if (c === END) return this.#incompleteFrom(open);
    if (c === GREATER) return open + 3;
    this.#mode = 'bogus';
    if (!isLetter(c)) return open + 2;
    const end = findKind(piece, TAG_NAME_END, open + 3);
    // A name this long closes nothing that we follow.
    if (end - open > 40) return end;
    if (end >= piece.end) {
      this.#mode = 'text';
      return this.#incompleteFrom(open);
    }
    if (this.#foreign.hasAny) this.#foreign.end(asciiLowerCase(latin1Of(piece, open + 2, end)));
    if (byteAt(piece, end) !== GREATER) return end;
    this.#mode = 'text';
    return end + 1;
  }

  #unfinishedTag(stoppedIn: '"' | "'" | 'value' | 'tag', open: number): number {
    this.#stoppedIn = stoppedIn;
    return this.#incompleteFrom(open);
  }

  #startTag(piece: Piece, open: number): number {
    const nameEnd = findKind(piece, TAG_NAME_END, open + 2);
    this.#tag.count = 0;
    let isSelfClosing = false;
    for (let at = nameEnd; ;) {
      const c = byteAt(piece, at);
      if (c === GREATER) {
        this.#finishTag(piece, open + 1, nameEnd, isSelfClosing);
        return at + 1;
      }
      if (c === END) return this.#unfinishedTag('tag', open);
      if (c === SLASH) {
        isSelfClosing = true;
        at += 1;
      } else if (isSpace(c)) {
        at = findKind(piece, KIND.other, at + 1);
      } else {
        isSelfClosing = false;
        at = this.#attribute(piece, at);
        if (at === INCOMPLETE) return this.#incompleteFrom(open);
      }
    }
  }

  /** Reads one attribute and says where the next may begin. */
  #attribute(piece: Piece, start: number): number {
    // The first character belongs to the name whatever it is, `=` too (13.2.5.32).
    const nameEnd = findKind(piece, NAME_END, start + 1);
    const name = this.#for.attributes.find(piece, start, nameEnd);
    const equals = findKind(piece, KIND.other, nameEnd);
    const c = byteAt(piece, equals);
    if (c !== EQUALS) {
      if (c === END) return this.#unfinishedTag('tag', start);
      if (name !== undefined) this.#tag.add(name, equals, equals);
      return equals;
    }
    const valueStart = findKind(piece, KIND.other, equals + 1);
    const quote = byteAt(piece, valueStart);
    if (quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE) {
      const end = findByte(piece, quote, valueStart + 1);
      if (end === piece.end) return this.#unfinishedTag(quote === DOUBLE_QUOTE ? '"' : "'", start);
      if (name !== undefined) this.#tag.add(name, valueStart + 1, end);
      return end + 1;
    }
    const end = findKind(piece, VALUE_END, valueStart);
    if (end === piece.end) return this.#unfinishedTag('value', start);
    if (name !== undefined) this.#tag.add(name, valueStart, end);
    return end;
  }

  #finishTag(piece: Piece, start: number, end: number, isSelfClosing: boolean): void {
    const tag = this.#tag;
    const wasForeign = this.#foreign.isForeign;
    const name = this.#for.elements.find(piece, start, end);
    if (name === undefined) {
      if (wasForeign)
        this.#foreign.start(asciiLowerCase(latin1Of(piece, start, Math.min(end, start + 40))), isSelfClosing);
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
