/**
 * NCMEC Hash Sharing v2: the XML of `/v2/entries`. Read as it streams in and bounded in bytes, depth and text; what is not known
 * (feedback, fingerprints of other kinds) is passed over, wherever it stands.
 */
import { SaxesParser } from 'saxes';
import type { HashKind } from '../../known-hit.ts';
import type { FeedUpdate } from '../apply-updates.ts';
import { parseInstant, toReadRow } from '../list-entry.ts';

/** A page as far as it is of use here. What is dropped is counted, so that nobody believes more is matched than is. */
export interface EntriesPage {
  readonly updates: readonly FeedUpdate[];
  /** Entries that cannot be used, by the source's reference; a problem quotes nothing of them. */
  readonly bad: readonly { readonly reference: string; readonly problems: readonly string[] }[];
  readonly photoDnaDropped: number;
  /** Entries with nothing that can be matched here. */
  readonly unusable: number;
  /** Path and query of the next page, relative to the service; undefined on the last. */
  readonly next: string | undefined;
}

/** The answer is not a whole page of entries: cut off, another document, or beyond the limits. */
export class EntriesMalformed extends Error {
  override readonly name = 'EntriesMalformed';
  readonly code = 'ncmec-answer-malformed';
}

/** A page has 1,000 entries of some 1.5 kB; feedback can make them several times as long. */
const MAX_PAGE_BYTES = 64 << 20;
const MAX_DEPTH = 24;
const MAX_TEXT = 1 << 16;

const KINDS: Readonly<Record<string, HashKind>> = { md5: 'md5', sha1: 'sha1', sha256: 'sha256', pdq: 'pdq' };
const ENTRY_TAGS: Readonly<Record<string, { medium: 'image' | 'video'; isDeleted: boolean }>> = {
  image: { medium: 'image', isDeleted: false },
  deletedImage: { medium: 'image', isDeleted: true },
  video: { medium: 'video', isDeleted: false },
  deletedVideo: { medium: 'video', isDeleted: true },
};
const ENTRY_DEPTH = 3;

interface OpenEntry {
  readonly medium: 'image' | 'video';
  readonly isDeleted: boolean;
  member: string;
  id: string;
  timestamp: string;
  classification: string;
  hashes: [HashKind, string][];
  hasPhotoDna: boolean;
  hasOther: boolean;
}

/** Reads one page. @throws EntriesMalformed */
export async function readEntries(bytes: AsyncIterable<Uint8Array>): Promise<EntriesPage> {
  const reader = new PageReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let sizeBytes = 0;
  try {
    for await (const chunk of bytes) {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_PAGE_BYTES) throw new EntriesMalformed('The page is larger than a page can be.');
      reader.write(decoder.decode(chunk, { stream: true }));
    }
    reader.write(decoder.decode());
    return reader.end();
  } catch (error) {
    // Errors of the parser and the decoder quote the document; what breaks the connection is the caller's.
    if (error instanceof ParseFault || error instanceof TypeError)
      throw new EntriesMalformed('The page is not whole XML.');
    throw error;
  }
}

class ParseFault extends Error {}

class PageReader {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #path: string[] = [];
  #text = '';
  #entry: OpenEntry | undefined;
  readonly #updates: FeedUpdate[] = [];
  readonly #bad: { reference: string; problems: readonly string[] }[] = [];
  #photoDnaDropped = 0;
  #unusable = 0;
  #next: string | undefined;
  #isWhole = false;

  constructor() {
    const parser = this.#parser;
    parser.on('error', () => {
      throw new ParseFault();
    });
    // No document of NCMEC has one; entities are a way to make a small file large.
    parser.on('doctype', () => {
      throw new ParseFault();
    });
    parser.on('opentag', ({ name, attributes }) => this.#open(localName(name), attributes));
    parser.on('closetag', ({ name }) => this.#close(localName(name)));
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(): EntriesPage {
    this.#parser.close();
    if (!this.#isWhole) throw new ParseFault();
    return {
      ...{ updates: this.#updates, bad: this.#bad, photoDnaDropped: this.#photoDnaDropped, unusable: this.#unusable },
      next: this.#next,
    };
  }

  #open(name: string, attributes: Readonly<Record<string, unknown>>): void {
    this.#path.push(name);
    this.#text = '';
    if (this.#path.length > MAX_DEPTH || this.#path[0] !== 'queryResult') throw new ParseFault();
    const tag = this.#path.length === ENTRY_DEPTH && Object.hasOwn(ENTRY_TAGS, name) ? ENTRY_TAGS[name] : undefined;
    if (tag !== undefined) {
      this.#entry = {
        ...tag,
        ...{ member: '', id: '', timestamp: '', classification: '', hashes: [], hasPhotoDna: false, hasOther: false },
      };
    }
    if (this.#path.length === ENTRY_DEPTH + 1 && name === 'member' && this.#entry !== undefined) {
      const id = attributes['id'];
      this.#entry.member = typeof id === 'string' ? id : '';
    }
  }

  #addText(text: string): void {
    this.#text += text;
    if (this.#text.length > MAX_TEXT) throw new ParseFault();
  }

  #close(name: string): void {
    const text = this.#text.trim();
    this.#text = '';
    const depth = this.#path.length;
    const parent = this.#path[depth - 2];
    const entry = this.#entry;
    if (entry !== undefined) {
      if (depth === ENTRY_DEPTH) this.#finish(entry);
      else if (depth === ENTRY_DEPTH + 1) takeField(entry, name, text);
      else if (depth === ENTRY_DEPTH + 2 && parent === 'fingerprints') takeFingerprint(entry, name, text);
    } else if (depth === 3 && parent === 'paging' && name === 'next') this.#next = text === '' ? undefined : text;
    this.#path.pop();
    if (depth === 1) this.#isWhole = true;
  }

  #finish(entry: OpenEntry): void {
    this.#entry = undefined;
    // Members number their entries each for themselves, images and videos apart.
    const reference = `${entry.medium}/${entry.member}/${entry.id}`;
    if (entry.member === '' || entry.id === '') {
      this.#bad.push({ reference, problems: ['member and id are both needed'] });
      return;
    }
    const at = parseInstant(entry.timestamp);
    if (entry.isDeleted) {
      if (at === 'wrong') this.#bad.push({ reference, problems: ['time: is not a date'] });
      else this.#updates.push({ reference, at, entry: undefined });
      return;
    }
    const row = toReadRow(
      { line: 0 },
      { reference, code: entry.classification, listedAt: entry.timestamp, hashes: entry.hashes, ...photoDnaOf(entry) },
      () => '',
    );
    if (row.kind !== 'bad' && entry.hasPhotoDna) this.#photoDnaDropped += 1;
    if (row.kind === 'bad') this.#bad.push({ reference, problems: row.problems });
    else if (row.kind === 'entry') this.#updates.push({ reference, at: row.entry.listedAt, entry: row.entry });
    else {
      this.#unusable += 1;
      // An entry that has lost its hashes must not be matched by those it had.
      if (at !== 'wrong') this.#updates.push({ reference, at, entry: undefined });
    }
  }
}

const photoDnaOf = ({ hasPhotoDna, hasOther }: OpenEntry) => ({ hasPhotoDna, hasOther });

function takeField(entry: OpenEntry, name: string, text: string): void {
  if (name === 'id') entry.id = text;
  else if (name === 'timestamp') entry.timestamp = text;
  else if (name === 'classification') entry.classification = text;
}

function takeFingerprint(entry: OpenEntry, name: string, text: string): void {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind !== undefined) entry.hashes.push([kind, text]);
  else if (name === 'pdna') entry.hasPhotoDna = true;
  else entry.hasOther = true;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
