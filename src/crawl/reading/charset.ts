/**
 * Which encoding a document is in (HTML Standard, 13.2.3, and Encoding Standard): a byte order mark, then the header, then what
 * its first 1,024 bytes say; UTF-8 where nobody says anything.
 */
import { TagScanner, type Tag } from './tag-scanner.ts';

/** Bytes in which a document names its encoding. */
export const PRESCAN_BYTES = 1024;

/** Name of the encoding as `TextDecoder` knows it, in lower case. */
export function encodingOf(start: Uint8Array, contentType: string | undefined): string {
  const marked = byteOrderMark(start);
  if (marked !== undefined) return marked;
  const inHeader = known(/charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1]);
  return inHeader ?? prescan(start.subarray(0, PRESCAN_BYTES)) ?? 'utf-8';
}

function byteOrderMark(start: Uint8Array): string | undefined {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

const MAX_LABELS = 256;
const labels = new Map<string, string | undefined>();

/** Undefined for labels that no browser knows, and for those that stand for no text at all. Few labels stand in most documents. */
function known(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  if (labels.has(label)) return labels.get(label);
  if (labels.size >= MAX_LABELS) labels.clear();
  const encoding = encodingNamed(label);
  labels.set(label, encoding);
  return encoding;
}

function encodingNamed(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

function prescan(start: Uint8Array): string | undefined {
  let found: string | undefined;
  const onTag = (tag: Tag) => {
    if (found !== undefined || tag.name !== 'meta') return;
    const isContentType = tag.attribute('http-equiv')?.toLowerCase() === 'content-type';
    const inContent = isContentType
      ? /charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(tag.attribute('content') ?? '')?.[1]
      : undefined;
    found = known(tag.attribute('charset')?.trim() ?? inContent);
  };
  const scanner = new TagScanner({ onTag, onStyle: () => undefined });
  scanner.write(start);
  scanner.end();
  // A document whose tags can be read as ASCII is in no UTF-16, whatever it says (13.2.3.2).
  if (found === 'utf-16le' || found === 'utf-16be') return 'utf-8';
  return found === 'x-user-defined' ? 'windows-1252' : found;
}
