/** Sitemaps (sitemaps.org 0.9, with its image and video extensions) and feeds (RSS, Atom): addresses out of XML, as a stream. */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { Found } from './found.ts';
import { mediaKindOfType } from './media-kind.ts';

const MAX_ADDRESS_TEXT = 4096;
/** Elements whose text is an address, by local name. */
const ADDRESS_ELEMENTS: ReadonlySet<string> = new Set([
  'loc',
  'content_loc',
  'thumbnail_loc',
  'player_loc',
  'link',
  'url',
  'guid',
]);
/** No entity but XML's own is expanded, as htmlparser2 knows no declarations: a bomb of entities is text. */
const nothing = () => undefined;

/** Feeds a document, decoded, to `Found`. Time grows with its length. */
export class XmlReader {
  readonly #tokenizer: Tokenizer;
  readonly #found: Found;
  #chunk = '';
  #offset = 0;
  #name = '';
  #prefix = '';
  #attribute = '';
  #attributes = new Map<string, string>();
  #text: string | undefined;
  #isIndex = false;

  constructor(found: Found) {
    this.#found = found;
    this.#tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: true }, this.#callbacks());
  }

  write(text: string): void {
    this.#offset += this.#chunk.length;
    this.#chunk = text;
    this.#tokenizer.write(text);
  }

  end(): void {
    this.#tokenizer.end();
  }

  #slice(start: number, end: number): string {
    return this.#chunk.slice(Math.max(0, start - this.#offset), end - this.#offset);
  }

  #callbacks(): TokenizerCallbacks {
    return {
      onopentagname: (start, end) => this.#open(this.#slice(start, Math.min(end, start + 64))),
      onattribname: (start, end) => (this.#attribute = this.#slice(start, Math.min(end, start + 64)).toLowerCase()),
      onattribdata: (start, end) => this.#addToAttribute(this.#slice(start, end)),
      onattribentity: (codePoint) => this.#addToAttribute(String.fromCodePoint(codePoint)),
      onattribend: nothing,
      onopentagend: () => this.#opened(),
      onselfclosingtag: () => {
        this.#opened();
        this.#text = undefined;
      },
      onclosetag: () => this.#close(),
      ontext: (start, end) => this.#addToText(this.#slice(start, end)),
      ontextentity: (codePoint) => this.#addToText(String.fromCodePoint(codePoint)),
      oncdata: (start, end, offset) => this.#addToText(this.#slice(start, end - offset)),
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onprocessinginstruction: nothing,
    };
  }

  #open(name: string): void {
    const colon = name.indexOf(':');
    this.#prefix = colon === -1 ? '' : name.slice(0, colon);
    this.#name = name.slice(colon + 1).toLowerCase();
    this.#attributes = new Map();
    this.#text = undefined;
    if (this.#name === 'sitemapindex') this.#isIndex = true;
  }

  #addToAttribute(text: string): void {
    if (this.#attributes.size >= 16 && !this.#attributes.has(this.#attribute)) return;
    const value = (this.#attributes.get(this.#attribute) ?? '') + text;
    if (value.length <= MAX_ADDRESS_TEXT) this.#attributes.set(this.#attribute, value);
  }

  #addToText(text: string): void {
    if (this.#text !== undefined && this.#text.length + text.length <= MAX_ADDRESS_TEXT) this.#text += text;
  }

  #opened(): void {
    this.#text = ADDRESS_ELEMENTS.has(this.#name) ? '' : undefined;
    const type = this.#attributes.get('type') ?? this.#attributes.get('medium');
    if (this.#name === 'enclosure' || (this.#prefix === 'media' && this.#name !== 'player'))
      this.#found.media(this.#attributes.get('url') ?? '', mediaKindOfType(type) ?? 'unknown');
    const href = this.#attributes.get('href');
    if (this.#name === 'link' && href !== undefined) {
      const kind = this.#attributes.get('rel') === 'enclosure' ? (mediaKindOfType(type) ?? 'unknown') : undefined;
      if (kind === undefined) this.#found.link(href, 'page');
      else this.#found.media(href, kind);
    }
  }

  #close(): void {
    const text = this.#text?.trim() ?? '';
    this.#text = undefined;
    if (text === '') return;
    if (this.#name === 'content_loc') this.#found.media(text, 'video');
    else if (
      this.#name === 'thumbnail_loc' ||
      (this.#name === 'loc' && this.#prefix === 'image') ||
      this.#name === 'url'
    )
      this.#found.media(text, 'picture');
    else if (/^https?:\/\//i.test(text))
      this.#found.link(text, this.#name === 'loc' && this.#isIndex ? 'sitemap' : 'page');
  }
}
