/**
 * Reads what a document links to and shows, as it arrives: HTML, style sheets, sitemaps (XML, index, text, gzip) and feeds. Which of
 * them it is, its type says, or else its first bytes; anything else reads as nothing.
 */
import { gunzipSync } from 'node:zlib';
import { encodingOf, PRESCAN_BYTES } from './charset.ts';
import { Found } from './found.ts';
import { HtmlReader } from './html-reader.ts';
import {
  DEFAULT_READING_LIMITS,
  type DocumentHead,
  type PageReader,
  type PageReading,
  type ReadingLimits,
} from './page-reading.ts';
import { readRobotsDirectives } from './robots-directives.ts';
import { findStyleAddresses } from './style-addresses.ts';
import { TagScanner } from './tag-scanner.ts';
import { XmlReader } from './xml-reader.ts';

/** Addresses in one sitemap and its size once unpacked (sitemaps.org: 50,000 and 50 MB). */
export const SITEMAP_LIMITS: ReadingLimits = { maxLinks: 50_000, maxMedia: 50_000, maxBytes: 50 * 1024 * 1024 };
const MAX_STYLE_BYTES = 1024 * 1024;
/** A page with scripts, at most this many bytes of words and hardly a link is one that its scripts fill. */
const SHELL_TEXT_LENGTH = 200;
const SHELL_LINKS = 3;

/** Takes a document's bytes once its kind is known. */
interface Format {
  write(bytes: Uint8Array): void;
  end(): void;
}

type Kind = 'html' | 'style' | 'xml' | 'lines' | 'gzip' | 'other';

function kindOf(start: Uint8Array, head: DocumentHead): Kind {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  const type = (head.contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/css') return 'style';
  const isHtml = type === 'text/html' || type === 'application/xhtml+xml';
  // A page is told by its type without looking; only sitemaps are served as anything.
  if (isHtml && head.isSitemap !== true) return 'html';
  const text = Buffer.from(start.subarray(0, 512)).toString('latin1').trimStart();
  if (/^(?:ï»¿)?<(?:\?xml|urlset|sitemapindex|rss|feed)\b/i.test(text)) return /<html\b/i.test(text) ? 'html' : 'xml';
  if (isHtml || (type === '' && /^(?:ï»¿)?</.test(text))) return 'html';
  if (/^(?:application|text)\/(?:[\w.-]+\+)?xml$/.test(type)) return 'xml';
  return head.isSitemap === true && (type === 'text/plain' || type === '') ? 'lines' : 'other';
}

const NOTHING: Format = { write: () => undefined, end: () => undefined };

function openFormat(kind: Kind, start: Uint8Array, head: DocumentHead, found: Found): Format {
  switch (kind) {
    case 'html':
      return openHtml(start, head, found);
    case 'style':
      return gathered(MAX_STYLE_BYTES, (bytes) => {
        findStyleAddresses(textOf(bytes, head), {
          onPicture: (written) => found.media(written, 'picture'),
          onImport: (written) => found.link(written, 'style'),
        });
      });
    case 'xml': {
      const reader = new XmlReader(found);
      const decoder = new TextDecoder(encodingOf(start, head.contentType));
      return {
        write: (bytes) => reader.write(decoder.decode(bytes, { stream: true })),
        end: () => reader.end(),
      };
    }
    case 'lines':
      return gathered(SITEMAP_LIMITS.maxBytes, (bytes) => readLines(textOf(bytes, head), found));
    case 'gzip':
      return gathered(SITEMAP_LIMITS.maxBytes, (bytes) => readGzip(bytes, head, found));
    case 'other':
      return NOTHING;
  }
}

function textOf(bytes: Uint8Array, head: DocumentHead): string {
  return new TextDecoder(encodingOf(bytes, head.contentType)).decode(bytes);
}

function openHtml(start: Uint8Array, head: DocumentHead, found: Found): Format {
  const reader = new HtmlReader(found, head.agent);
  const scanner = new TagScanner(reader);
  const encoding = encodingOf(start, head.contentType);
  const decoder = encoding === 'utf-8' ? undefined : new TextDecoder(encoding);
  return {
    write: (bytes) =>
      scanner.write(decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }), 'utf8')),
    end: () => {
      scanner.end();
      reader.end();
      found.isScriptShell =
        reader.scriptCount > 0 &&
        scanner.textLength < SHELL_TEXT_LENGTH &&
        found.count <= SHELL_LINKS + reader.sheetCount;
    },
  };
}

/** For formats that are read whole; what lies beyond `maxBytes` is left. */
function gathered(maxBytes: number, read: (bytes: Uint8Array) => void): Format {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  return {
    write: (bytes) => {
      const taken = bytes.subarray(0, maxBytes - sizeBytes);
      sizeBytes += taken.byteLength;
      if (taken.byteLength > 0) pieces.push(Uint8Array.from(taken));
    },
    end: () => read(Buffer.concat(pieces, sizeBytes)),
  };
}

function readLines(text: string, found: Found): void {
  for (const line of text.split(/[\r\n]+/)) {
    const address = line.trim();
    if (/^https?:\/\//i.test(address)) found.link(address, 'page');
  }
}

/** A packed sitemap; one that would unpack to more than a sitemap may be is a bomb and reads as nothing. */
function readGzip(bytes: Uint8Array, head: DocumentHead, found: Found): void {
  let unpacked: Uint8Array;
  try {
    unpacked = gunzipSync(bytes, { maxOutputLength: SITEMAP_LIMITS.maxBytes });
  } catch {
    found.isCut = true;
    return;
  }
  const inner: DocumentHead = { ...head, contentType: undefined, isSitemap: true };
  const kind = kindOf(unpacked, inner);
  if (kind === 'gzip') return;
  const format = openFormat(kind, unpacked, inner, found);
  format.write(unpacked);
  format.end();
}

/** Opens a reader for one document. It never throws, whatever it is fed. */
export function openPageReader(head: DocumentHead, limits?: ReadingLimits): PageReader {
  const bounds = limits ?? (head.isSitemap === true ? SITEMAP_LIMITS : DEFAULT_READING_LIMITS);
  const found = new Found(head.url, bounds, head.markSeed);
  if (head.robotsTag !== undefined) Object.assign(found, readRobotsDirectives(head.robotsTag, head.agent));
  let start: Uint8Array = new Uint8Array(0);
  let format: Format | undefined;
  let readBytes = 0;
  const open = (bytes: Uint8Array) => {
    format = openFormat(kindOf(bytes, head), bytes, head, found);
    format.write(bytes);
    return format;
  };
  return {
    write(bytes) {
      const room = bounds.maxBytes - readBytes;
      if (bytes.byteLength > room) found.isCut = true;
      const taken = bytes.byteLength > room ? bytes.subarray(0, room) : bytes;
      readBytes += taken.byteLength;
      if (format !== undefined) format.write(taken);
      else if (start.byteLength + taken.byteLength >= PRESCAN_BYTES)
        open(start.byteLength === 0 ? taken : Buffer.concat([start, taken]));
      else start = Buffer.concat([start, taken]);
      return !found.isCut && format !== NOTHING;
    },
    end(): PageReading {
      (format ?? open(start)).end();
      return found.reading(head.isKnown);
    },
  };
}

/** Reads a whole document at once. */
export function readLinks(body: Uint8Array, head: DocumentHead, limits?: ReadingLimits): PageReading {
  const reader = openPageReader(head, limits);
  reader.write(body);
  return reader.end();
}
