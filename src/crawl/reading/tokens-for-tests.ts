/** What htmlparser2's tokenizer and our scanner make of the same document, in a form that can be compared. */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { ForeignContext } from './foreign-context.ts';
import { TagScanner, type Tag } from './tag-scanner.ts';
import { asciiLowerCase, EVERY_NAME } from './vocabulary.ts';

/** A start tag with its attributes, the first of each name; or a piece of a style sheet. */
export type Token = readonly [name: string, attributes: Map<string, string>] | { style: string };

const nothing = () => undefined;

function addFirst(attributes: Map<string, string>, name: string, value: string): void {
  if (!attributes.has(name)) attributes.set(name, value);
}

function addStyle(tokens: Token[], text: string): void {
  const last = tokens.at(-1);
  if (last !== undefined && 'style' in last) last.style += text;
  else tokens.push({ style: text });
}

/** The reference: htmlparser2's tokenizer, with our account of where SVG and MathML begin and end. */
export function tokensOfHtmlparser2(document: string): Token[] {
  const tokens: Token[] = [];
  const foreign = new ForeignContext();
  let name = '';
  let attribute = '';
  let value = '';
  let attributes = new Map<string, string>();
  let raw = '';
  const opened = (isSelfClosing: boolean) => {
    raw = foreign.isForeign ? '' : name;
    foreign.start(name, isSelfClosing);
    tokens.push([name, attributes]);
  };
  const callbacks: TokenizerCallbacks = {
    isInForeignContext: () => foreign.isForeign,
    onopentagname: (start, end) => {
      name = asciiLowerCase(document.slice(start, end));
      attributes = new Map();
    },
    onattribname: (start, end) => {
      attribute = asciiLowerCase(document.slice(start, end));
      value = '';
    },
    onattribdata: (start, end) => (value += document.slice(start, end)),
    onattribentity: (codePoint) => (value += String.fromCodePoint(codePoint)),
    onattribend: () => addFirst(attributes, attribute, value),
    onopentagend: () => opened(false),
    onselfclosingtag: () => opened(true),
    onclosetag: (start, end) => {
      raw = '';
      foreign.end(asciiLowerCase(document.slice(start, end)));
    },
    ontext: (start, end) => {
      if (raw === 'style') addStyle(tokens, document.slice(start, end));
    },
    ontextentity: nothing,
    oncdata: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onend: nothing,
    onprocessinginstruction: nothing,
  };
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks);
  tokenizer.write(document);
  tokenizer.end();
  return tokens;
}

/** Ours; `cuts` are places in the bytes where the document arrives in a further piece. */
export function tokensOfScanner(document: string, cuts: readonly number[] = []): Token[] {
  const tokens: Token[] = [];
  const utf8 = (latin1: string) => Buffer.from(latin1, 'latin1').toString('utf8');
  const scanner = new TagScanner(
    {
      onTag: (tag: Tag) => {
        const attributes = new Map<string, string>();
        for (const name of tag.attributeNames) addFirst(attributes, utf8(name), tag.attribute(name) ?? '');
        tokens.push([utf8(tag.name), attributes]);
      },
      onStyle: (text) => addStyle(tokens, text),
    },
    { elements: EVERY_NAME, attributes: EVERY_NAME },
  );
  const bytes = Buffer.from(document, 'utf8');
  const places = [...new Set(cuts)].filter((cut) => cut > 0 && cut < bytes.length).sort((one, other) => one - other);
  for (const [at, cut] of [0, ...places].entries()) scanner.write(bytes.subarray(cut, places[at] ?? bytes.length));
  scanner.end();
  return tokens.map((token) => ('style' in token ? { style: utf8(token.style) } : token));
}
