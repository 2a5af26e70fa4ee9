/**
 * The elements of huge JSON arrays, one at a time, in little memory: VICS files are one array of millions of objects.
 *
 * What lies around the elements is read strictly (RFC 8259) by a small state machine; an element's own bytes are gathered
 * up to its closing bracket and left to JSON.parse, so that one damaged element is one bad row and not the end of the file.
 *
 * | place          | what may come next                                          |
 * |----------------|-------------------------------------------------------------|
 * | value          | any value                                                   |
 * | first-element  | any value, or the end of the array                          |
 * | first-key      | a key, or the end of the object                             |
 * | key            | a key                                                       |
 * | colon          | a colon                                                     |
 * | comma          | a comma, or the end of the container                        |
 * | string, escape | inside a string                                             |
 * | word           | inside a number, true, false or null                        |
 * | element        | inside an element that is gathered                          |
 * | end            | white space                                                 |
 */

/** One element of the array, as text with its place, so that a bad one can be named without parsing the others. */
export interface JsonElement {
  /** Where it begins: line from 1, offset in bytes from 0. */
  readonly line: number;
  readonly offset: number;
  /** Its JSON text; undefined when it is longer than the limit. */
  readonly text: string | undefined;
}

/** The file as a whole is not JSON. The message says where, and quotes nothing. */
export class JsonShapeError extends Error {
  override readonly name = 'JsonShapeError';
}

/** An array's place: names of fields, and `*` for any element of an array. `[]` is an array that is the whole file. */
export type ArrayPath = readonly string[];

type State =
  'value' | 'first-element' | 'first-key' | 'key' | 'colon' | 'comma' | 'string' | 'word' | 'element' | 'end';
interface Container {
  readonly isArray: boolean;
  /** Where its values lie. */
  path: string[];
  readonly isWanted: boolean;
}

const MAX_DEPTH = 64;
const MAX_KEY_BYTES = 1024;
const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const [TAB, NEWLINE, RETURN, SPACE, QUOTE, COMMA, COLON, BACKSLASH] = [9, 10, 13, 32, 34, 44, 58, 92];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/** Finds elements in chunks of bytes. An object that holds a wanted array itself is opened instead of given. */
export class JsonElements {
  readonly #paths: readonly ArrayPath[];
  readonly #maxElementBytes: number;
  #state: State = 'value';
  readonly #stack: Container[] = [];
  #line = 1;
  #offset = 0;
  /** Bytes of the string or word under way, outside elements. */
  #token: number[] = [];
  #isKey = false;
  #isEscaped = false;
  #found: JsonElement[] = [];
  // The element being gathered:
  #pieces: Buffer[] = [];
  #gatheredBytes = 0;
  #startLine = 0;
  #startOffset = 0;
  /** Its open brackets, outermost first. */
  #brackets: number[] = [];
  #inString = false;
  #lastString = '';
  /** Names of arrays that may be opened inside this element. */
  #inner: ReadonlySet<string> = new Set();

  constructor(paths: readonly ArrayPath[], maxElementBytes: number) {
    this.#paths = paths;
    this.#maxElementBytes = maxElementBytes;
  }

  /** Takes the next bytes and gives the elements that end in them. @throws JsonShapeError */
  push(bytes: Uint8Array): readonly JsonElement[] {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#found = [];
    let at = this.#offset === 0 && chunk.indexOf('\uFEFF') === 0 ? 3 : 0;
    while (at < chunk.length) {
      if (this.#state === 'element') at = this.#gather(chunk, at);
      else {
        const byte = chunk[at] ?? 0;
        if (this.#step(byte, this.#offset + at)) {
          at += 1;
          if (byte === NEWLINE) this.#line += 1;
        }
      }
    }
    this.#offset += chunk.length;
    return this.#found;
  }

  /** Says that the file has ended. @throws JsonShapeError when it may not end here */
  end(): void {
    if (this.#state === 'word') this.#endWord();
    if (this.#state !== 'end') this.#refuse('the file ends in the middle');
  }

  /** The innermost open container. */
  #top(): Container | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  #refuse(what: string): never {
    throw new JsonShapeError(`Line ${this.#line}: not JSON here, ${what}.`);
  }

  /** One byte outside elements; false when it is to be looked at again in the new state. */
  #step(byte: number, offset: number): boolean {
    if (this.#state === 'string') return this.#stepString(byte);
    if (this.#state === 'word') return this.#stepWord(byte);
    if (byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB) return true;
    switch (this.#state) {
      case 'first-element':
        if (byte === CLOSE_ARRAY) return this.#close(true);
        return this.#beginValue(byte, offset);
      case 'value':
        return this.#beginValue(byte, offset);
      case 'first-key':
        if (byte === CLOSE_OBJECT) return this.#close(false);
        return this.#beginKey(byte);
      case 'key':
        return this.#beginKey(byte);
      case 'colon':
        if (byte !== COLON) this.#refuse('a colon was expected');
        this.#state = 'value';
        return true;
      case 'comma':
        return this.#afterValue(byte);
      case 'element':
      case 'end':
        return this.#refuse('nothing more was expected');
    }
  }

  #beginKey(byte: number): boolean {
    if (byte !== QUOTE) this.#refuse('a name in quotes was expected');
    this.#isKey = true;
    this.#token = [QUOTE];
    this.#state = 'string';
    return true;
  }

  #beginValue(byte: number, offset: number): boolean {
    const top = this.#top();
    if (top?.isWanted === true && top.isArray) return this.#beginElement(byte, offset, top);
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.#open(byte === OPEN_ARRAY, top === undefined ? [] : this.#pathOfValue(top));
    } else if (byte === QUOTE) {
      this.#isKey = false;
      this.#token = [QUOTE];
      this.#state = 'string';
    } else {
      this.#token = [byte];
      this.#state = 'word';
    }
    return true;
  }

  #pathOfValue(top: Container): string[] {
    return top.isArray ? [...top.path, '*'] : top.path;
  }

  #open(isArray: boolean, path: string[]): void {
    if (this.#stack.length >= MAX_DEPTH) this.#refuse('nested too deeply');
    const isWanted =
      isArray &&
      this.#paths.some((wanted) => wanted.length === path.length && wanted.every((name, at) => name === path[at]));
    this.#stack.push({ isArray, path: [...path], isWanted });
    this.#state = isArray ? 'first-element' : 'first-key';
  }

  #close(isArray: boolean): boolean {
    if (this.#stack.pop()?.isArray !== isArray) this.#refuse('a bracket closes what was not opened');
    this.#endValue();
    return true;
  }

  #endValue(): void {
    const top = this.#top();
    // An object's path is that of the value being read; it loses the name again.
    if (top !== undefined && !top.isArray) top.path = top.path.slice(0, -1);
    this.#state = top === undefined ? 'end' : 'comma';
  }

  #afterValue(byte: number): boolean {
    const top = this.#top();
    if (byte === COMMA) this.#state = top?.isArray === true ? 'value' : 'key';
    else if (byte === CLOSE_ARRAY) return this.#close(true);
    else if (byte === CLOSE_OBJECT) return this.#close(false);
    else this.#refuse('a comma or a closing bracket was expected');
    return true;
  }

  #stepString(byte: number): boolean {
    if (byte < SPACE) this.#refuse('a control character stands in a string');
    this.#token.push(byte);
    if (this.#token.length > MAX_KEY_BYTES) {
      if (this.#isKey) this.#refuse('a name is too long');
      // A long text between the elements is of no interest: of its beginning only what may be an unfinished escape is kept.
      this.#token = [QUOTE, ...this.#checked(this.#token.slice(1))];
    }
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#endString();
    return true;
  }

  /** Checks the escapes of a part of a string and gives back the tail that may go on in the next part. */
  #checked(part: readonly number[]): readonly number[] {
    const tail = part.slice(-6);
    const cut = tail.lastIndexOf(BACKSLASH);
    const text = Buffer.from(part)
      .toString('latin1')
      .replace(/\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/g, '');
    const open = /\\(?:u[\da-fA-F]{0,3})?$/.exec(text);
    if (text.slice(0, open?.index).includes('\\')) this.#refuse('a string is damaged');
    return open === null || cut < 0 ? [] : tail.slice(cut);
  }

  #endString(): void {
    let text: unknown;
    try {
      text = JSON.parse(Buffer.from(this.#token).toString('utf8'));
    } catch {
      this.#refuse('a string is damaged');
    }
    const top = this.#top();
    if (this.#isKey && top !== undefined && typeof text === 'string') {
      top.path = [...top.path, text];
      this.#state = 'colon';
    } else this.#endValue();
  }

  #stepWord(byte: number): boolean {
    const ends = byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || byte <= SPACE;
    if (ends) {
      this.#endWord();
      return false;
    }
    this.#token.push(byte);
    if (this.#token.length > MAX_KEY_BYTES) this.#refuse('a number is too long');
    return true;
  }

  #endWord(): void {
    if (!WORD.test(Buffer.from(this.#token).toString('latin1'))) this.#refuse('a value was expected');
    this.#endValue();
  }

  #beginElement(byte: number, offset: number, top: Container): boolean {
    if (byte === CLOSE_ARRAY || byte === COMMA || byte === COLON || byte === CLOSE_OBJECT) {
      this.#refuse('a value was expected');
    }
    this.#state = 'element';
    this.#pieces = [];
    this.#gatheredBytes = 0;
    this.#startLine = this.#line;
    this.#startOffset = offset;
    this.#brackets = [];
    this.#inString = false;
    this.#lastString = '';
    const depth = top.path.length;
    this.#inner = new Set(
      this.#paths
        .filter(
          (path) => path.length === depth + 2 && path[depth] === '*' && top.path.every((name, at) => name === path[at]),
        )
        .flatMap((path) => path.slice(-1)),
    );
    return false;
  }

  /** Gathers the element's bytes; gives the place of the first byte that is not its own. */
  #gather(chunk: Buffer, from: number): number {
    const brackets = this.#brackets;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === NEWLINE) this.#line += 1;
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          if (brackets.length === 0) return this.#finish(chunk, from, at + 1);
          continue;
        }
        if (brackets.length === 1 && this.#inner.size > 0 && this.#lastString.length < 32) {
          this.#lastString += String.fromCharCode(byte);
        }
        continue;
      }
      if (byte === QUOTE) {
        this.#inString = true;
        if (brackets.length === 1) this.#lastString = '';
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        const isField = byte === OPEN_ARRAY && brackets.length === 1 && brackets[0] === OPEN_OBJECT;
        if (isField && this.#inner.has(this.#lastString)) return this.#openInner(at);
        brackets.push(byte);
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (brackets.length === 0) return this.#finish(chunk, from, at);
        // The closing bracket's code is its opening one's plus two.
        if (brackets.pop() !== byte - 2) this.#refuse('a bracket closes what was not opened');
        if (brackets.length === 0) return this.#finish(chunk, from, at + 1);
      } else if (brackets.length === 0 && (byte === COMMA || byte <= SPACE)) {
        // The newline that ends a bare word is read again, and counted then.
        if (byte === NEWLINE) this.#line -= 1;
        return this.#finish(chunk, from, at);
      }
    }
    this.#keep(chunk, from, chunk.length);
    return chunk.length;
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    this.#gatheredBytes += to - from;
    if (this.#gatheredBytes > this.#maxElementBytes) this.#pieces = [];
    else if (to > from) this.#pieces.push(chunk.subarray(from, to));
  }

  #finish(chunk: Buffer, from: number, to: number): number {
    this.#keep(chunk, from, to);
    const isKept = this.#gatheredBytes <= this.#maxElementBytes;
    const [only] = this.#pieces;
    const whole = this.#pieces.length === 1 && only !== undefined ? only : Buffer.concat(this.#pieces);
    this.#found.push({
      line: this.#startLine,
      offset: this.#startOffset,
      text: isKept ? whole.toString('utf8') : undefined,
    });
    this.#pieces = [];
    this.#endValue();
    return to;
  }

  /** The element holds a wanted array: it is read as surroundings from here on. */
  #openInner(at: number): number {
    const array = this.#top();
    if (array === undefined) this.#refuse('an element lies in no array');
    const path = [...array.path, '*', this.#lastString];
    this.#pieces = [];
    this.#stack.push({ isArray: false, path, isWanted: false });
    this.#open(true, path);
    return at + 1;
  }
}

/** Elements of the arrays at `paths` in a stream of bytes. @throws JsonShapeError */
export async function* readJsonElements(
  bytes: AsyncIterable<Uint8Array>,
  paths: readonly ArrayPath[],
  maxElementBytes: number,
): AsyncGenerator<JsonElement> {
  const elements = new JsonElements(paths, maxElementBytes);
  for await (const chunk of bytes) yield* elements.push(chunk);
  elements.end();
}
