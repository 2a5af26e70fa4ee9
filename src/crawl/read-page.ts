/**
 * What `judgeVisit` needs of an answer's body: whether it is a page or media, by its bytes; a page's words, title and number
 * of pictures; and a keyed fingerprint. All in memory and bounded; nothing of it but the fingerprint may be stored.
 */
import { hash } from 'node:crypto';
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { hammingDistance } from '../../lib/pdq/door.ts';
import { hmacSha256 } from '../../lib/seal/door.ts';

/** `other` is neither, so that only its bytes can be compared. */
export type BodyKind = 'page' | 'media' | 'other';

/** Keyed, so that a stolen database does not tell which known file or page it belongs to. */
export interface Fingerprint {
  kind: BodyKind;
  /** HMAC-SHA-256 of SHA-256 of the body, hex. Equal means: the same bytes. */
  exact: string;
  /** 64-bit simhash of a page's words in threes, 16 hex digits; undefined for media and pages with hardly any words. */
  words: string | undefined;
  /** PDQ of a picture, 64 hex digits; `NO_PICTURE` where it has none that can be compared; undefined where nobody has tried. */
  picture: string | undefined;
  /** It was told apart from what its host answers for an address that cannot exist. */
  isDistinct: boolean;
  /** HMAC-SHA-256 of the registrable domain that answered, hex: an address may lead to another site from the first day on. */
  place: string;
}

/** A page as far as words can tell whether it is still there. Kept in memory while it is judged, stored nowhere. */
export interface PageText {
  title: string;
  /** Text of h1 and h2. */
  headings: string;
  /** Visible text with single spaces, at most `MAX_TEXT_LENGTH`. */
  text: string;
  mediaCount: number;
}

const MAX_PAGE_BYTES = 2 * 1024 * 1024;
const MAX_TEXT_LENGTH = 200_000;
const MAX_TITLE_LENGTH = 2000;
/** Pages with fewer words than this are alike too easily to be compared by words. */
const MIN_WORDS = 20;
const MAX_WORDS = 20_000;
const UNSEEN_ELEMENTS: ReadonlySet<string> = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe']);
/** Elements inside a word or a sentence: all others part the words before and after them. */
const INLINE_ELEMENTS: ReadonlySet<string> = new Set(
  'a abbr b bdi cite code em font i mark q s small span strong sub sup u wbr'.split(' '),
);
const MEDIA_ELEMENTS: ReadonlySet<string> = new Set(['img', 'video', 'audio', 'picture', 'embed', 'object']);

const MEDIA_SIGNATURES: readonly { offset: number; hex: string }[] = [
  { offset: 0, hex: 'ffd8ff' }, // JPEG
  { offset: 0, hex: '89504e470d0a1a0a' }, // PNG
  { offset: 0, hex: '47494638' }, // GIF
  { offset: 8, hex: '57454250' }, // WebP in RIFF
  { offset: 8, hex: '41564920' }, // AVI in RIFF
  { offset: 4, hex: '66747970' }, // ISO media: MP4, MOV, AVIF, HEIC
  { offset: 0, hex: '1a45dfa3' }, // Matroska, WebM
  { offset: 0, hex: '4f676753' }, // Ogg
  { offset: 0, hex: '464c5601' }, // FLV
  { offset: 0, hex: '000001ba' }, // MPEG programme stream
  { offset: 0, hex: '000001b3' }, // MPEG video
  { offset: 0, hex: '3026b275' }, // ASF, WMV
  { offset: 0, hex: '424d' }, // BMP
  { offset: 0, hex: '49492a00' }, // TIFF
  { offset: 0, hex: '4d4d002a' }, // TIFF
  { offset: 0, hex: 'ff0a' }, // JPEG XL
  { offset: 0, hex: '0000000c4a584c20' }, // JPEG XL in a container
];

/** Bytes before the header: servers name types wrongly, on purpose and by accident. */
export function kindOfBody(body: Uint8Array, contentType: string | undefined): BodyKind {
  const start = Buffer.from(body.subarray(0, 1024));
  const isMedia = MEDIA_SIGNATURES.some(
    ({ offset, hex }) => start.toString('hex', offset, offset + hex.length / 2) === hex,
  );
  if (isMedia) return 'media';
  const looksLikeMarkup =
    /^\s*(?:<!--[^]*?-->\s*)?<(?:!doctype\s+html|html|head|body|title|script|meta|div|h1|p)\b/i.test(
      start.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, ''),
    );
  if (looksLikeMarkup || /^(?:text\/|application\/(?:xhtml\+xml|xml|json))/.test(contentType ?? '')) return 'page';
  return /^(?:image|video|audio)\//.test(contentType ?? '') ? 'media' : 'other';
}

function textOf(body: Uint8Array, contentTypeHeader: string | undefined): string {
  const bytes = body.subarray(0, MAX_PAGE_BYTES);
  const inMarkup = /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(
    Buffer.from(bytes.subarray(0, 1024)).toString('latin1'),
  );
  const label = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentTypeHeader ?? '')?.[1] ?? inMarkup?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}

interface PageParts {
  title: string;
  headings: string;
  text: string;
  mediaCount: number;
}

/** What the tokenizer's events mean for us. Offsets are into `html`. */
function pageCollector(html: string, parts: PageParts): TokenizerCallbacks {
  let unseenDepth = 0;
  let into: 'title' | 'headings' | undefined;
  const nameAt = (start: number, end: number) => html.slice(start, Math.min(end, start + 40)).toLowerCase();
  const take = (text: string) => {
    if (into !== undefined && parts[into].length < MAX_TITLE_LENGTH) parts[into] += text.slice(0, MAX_TITLE_LENGTH);
    if (into !== 'title' && unseenDepth === 0 && parts.text.length < MAX_TEXT_LENGTH) parts.text += text;
  };
  const nothing = () => undefined;
  return {
    onopentagname(start, end) {
      const name = nameAt(start, end);
      if (name === 'body') unseenDepth = 0;
      if (UNSEEN_ELEMENTS.has(name)) unseenDepth += 1;
      if (MEDIA_ELEMENTS.has(name)) parts.mediaCount += 1;
      if (!INLINE_ELEMENTS.has(name)) take(' ');
      if (name === 'title' && unseenDepth === 0) into = 'title';
      if (name === 'h1' || name === 'h2') into = 'headings';
    },
    onclosetag(start, end) {
      const name = nameAt(start, end);
      if (!INLINE_ELEMENTS.has(name)) take(' ');
      if (UNSEEN_ELEMENTS.has(name)) unseenDepth = Math.max(0, unseenDepth - 1);
      if (name === 'title' || name === 'h1' || name === 'h2') into = undefined;
    },
    ontext: (start, end) => take(html.slice(start, Math.min(end, start + MAX_TEXT_LENGTH))),
    ontextentity: (codePoint) => take(String.fromCodePoint(codePoint)),
    onattribdata: nothing,
    onattribentity: nothing,
    onattribend: nothing,
    onattribname: nothing,
    oncdata: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onend: nothing,
    onopentagend: nothing,
    onprocessinginstruction: nothing,
    onselfclosingtag: nothing,
  };
}

/**
 * A page's words, without markup, scripts or styles. Reads the first 2 MB in time that grows with their number, whatever the
 * markup: htmlparser2's tokenizer alone, as its `Parser` keeps a stack of open elements that makes 2 MB of `<div>` take 31 s.
 */
export function readPage(body: Uint8Array, contentTypeHeader: string | undefined): PageText {
  const html = textOf(body, contentTypeHeader);
  const parts: PageParts = { title: '', headings: '', text: '', mediaCount: 0 };
  const tokenizer = new Tokenizer({ decodeEntities: true }, pageCollector(html, parts));
  tokenizer.write(html);
  tokenizer.end();
  const tidy = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT_LENGTH);
  return { ...parts, title: tidy(parts.title), headings: tidy(parts.headings), text: tidy(parts.text) };
}

/** Stands for a picture's hash where there is none: film, a broken file, a picture too plain to be told from others. */
export const NO_PICTURE = 'none';

/** What a fingerprint is made from. */
export interface Seen {
  body: Uint8Array;
  kind: BodyKind;
  page: PageText | undefined;
  /** As `Fingerprint.picture`. */
  picture?: string | undefined;
  isDistinct?: boolean;
  /** Registrable domain of the address that answered. */
  domain: string;
}

const keyed = (key: Uint8Array, value: Uint8Array | string): string =>
  hmacSha256(key, Buffer.from(value)).toString('hex');

/** `Fingerprint.exact` alone: most visits meet the same bytes, and need no more of them. */
export const exactMarkOf = (body: Uint8Array, key: Uint8Array): string => keyed(key, hash('sha256', body, 'buffer'));

/** `Fingerprint.place` alone. */
export const placeMarkOf = (domain: string, key: Uint8Array): string => keyed(key, `place ${domain}`);

/** The fingerprint of what was seen. `key`: a secret of the installation, the same for each visit. */
export function fingerprintOf(
  { body, kind, page, picture, isDistinct = false, domain }: Seen,
  key: Uint8Array,
): Fingerprint {
  return {
    kind,
    exact: exactMarkOf(body, key),
    words: page === undefined ? undefined : simhash(page.text, keyed(key, 'words')),
    picture,
    isDistinct,
    place: placeMarkOf(domain, key),
  };
}

/**
 * Simhash (Charikar 2002) over words in threes: near-equal texts differ in few of 64 bits. Numbers are left out, as counters,
 * dates and prices change from visit to visit.
 */
function simhash(text: string, key: string): string | undefined {
  const words = (text.toLowerCase().match(/\p{L}{2,40}/gu) ?? []).slice(0, MAX_WORDS);
  if (words.length < MIN_WORDS) return undefined;
  const shingles = new Set(words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`));
  const votes = new Int32Array(64);
  for (const shingle of shingles) {
    const digest = hash('sha256', `${key}|${shingle}`, 'buffer');
    for (let bit = 0; bit < 64; bit += 1) {
      const isSet = ((digest[bit >> 3] ?? 0) >> (bit & 7)) & 1;
      votes[bit] = (votes[bit] ?? 0) + (isSet === 1 ? 1 : -1);
    }
  }
  const bits = votes.reduce((value, vote, bit) => (vote > 0 ? value | (1n << BigInt(bit)) : value), 0n);
  return bits.toString(16).padStart(16, '0');
}

/** How many of 64 bits two simhashes differ in; 64 where either is missing. */
export function wordsDistance(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return 64;
  let rest = BigInt(`0x${one}`) ^ BigInt(`0x${other}`);
  let distance = 0;
  for (; rest > 0n; rest &= rest - 1n) distance += 1;
  return distance;
}

/** How many of 256 bits two pictures' hashes differ in; undefined where either cannot be compared. */
export function pictureDistance(one: string | undefined, other: string | undefined): number | undefined {
  if (one === undefined || other === undefined || one === NO_PICTURE || other === NO_PICTURE) return undefined;
  return hammingDistance(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));
}
