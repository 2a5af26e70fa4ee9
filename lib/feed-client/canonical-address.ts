/**
 * One spelling for each web address, and the expressions under which it can be listed: the rules of the Safe Browsing API
 * ("URLs and Hashing"), so that a provider's own code for that API may be used in place of this one. Text is handled as bytes (each
 * character of the strings below 256), because an unescaped address need not be UTF-8.
 */
import { domainToASCII } from 'node:url';

/** The parts that count. Scheme, user, port and fragment do not. */
export interface CanonicalAddress {
  readonly scheme: string;
  /** Lower case; a name, dotted IPv4, or IPv6 in brackets. */
  readonly host: string;
  /** `:8080`, or empty; not in any expression. */
  readonly port: string;
  readonly path: string;
  /** With its `?`; empty where there is none. */
  readonly query: string;
}

/** Longer addresses are not looked at. */
const MOST_LENGTH = 8_192;
const MOST_HOSTS = 5;
const MOST_FOLDERS = 4;

/** The address in its one spelling; undefined when it is none of the web. */
export function canonicalise(text: string): CanonicalAddress | undefined {
  if (text.length > MOST_LENGTH) return undefined;
  const bare = text.trim().replaceAll(/[\t\r\n]/g, '');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `http://${bare}`;
  // What a browser makes of it comes first; what no browser opens is still taken apart by the rules.
  const parsed = URL.parse(withScheme);
  const [whole = ''] = (parsed?.href ?? withScheme).split('#');
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?]*)([^?]*)(\?.*)?$/is.exec(whole);
  if (match === null) return undefined;
  const [, scheme = '', authority = '', path = '', query = ''] = match;
  if (!/^(https?|ftp)$/i.test(scheme)) return undefined;
  const place = /^(?:.*@)?(.*?)(:\d*)?$/s.exec(authority);
  const host = canonicalHost(place?.[1] ?? '');
  if (host === undefined) return undefined;
  return {
    ...{ scheme: scheme.toLowerCase(), host },
    port: place?.[2] === ':' ? '' : (place?.[2] ?? ''),
    path: escape(canonicalPath(unescape(toBytes(path)))),
    query: escape(unescape(toBytes(query))),
  };
}

/** What an address itself is listed under. */
export const exactExpression = ({ host, path, query }: CanonicalAddress): string => `${host}${path}${query}`;

/** Every expression that would list this address: up to five hosts by up to six paths, the exact one first. */
export function expressionsOf(address: CanonicalAddress): readonly string[] {
  const { path, query } = address;
  const paths = [...(query === '' ? [] : [path + query]), path, ...foldersOf(path)];
  const expressions = hostsOf(address.host).flatMap((host) => paths.map((each) => `${host}${each}`));
  return [...new Set(expressions)];
}

function hostsOf(host: string): readonly string[] {
  if (host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host)) return [host];
  const parts = host.split('.');
  const suffixes: string[] = [];
  for (let from = Math.max(1, parts.length - MOST_HOSTS); from <= parts.length - 2; from += 1)
    suffixes.push(parts.slice(from).join('.'));
  return [host, ...suffixes.slice(0, MOST_HOSTS - 1)];
}

/** The root and up to three folders below it. */
function foldersOf(path: string): readonly string[] {
  const folders = path.split('/').slice(1, -1);
  return Array.from({ length: Math.min(MOST_FOLDERS, folders.length + 1) }, (_, depth) =>
    depth === 0 ? '/' : `/${folders.slice(0, depth).join('/')}/`,
  );
}

const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Unescapes until nothing is escaped any more. */
function unescape(text: string): string {
  let now = text;
  for (;;) {
    const next = now.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (next === now) return now;
    now = next;
  }
}

/** Escapes, once, what is not printable ASCII, and `#` and `%`. */
const escape = (text: string): string =>
  text.replaceAll(
    /[^\x21-\x22\x24\x26-\x7e]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

function canonicalHost(text: string): string | undefined {
  if (text.startsWith('[')) return URL.parse(`http://${text}/`)?.hostname;
  const isForeign = /[^\x00-\x7f]/.test(text);
  const ascii = isForeign ? domainToASCII(text) : text;
  const bytes = unescape(ascii === '' ? toBytes(text) : ascii);
  const dotted = bytes
    .toLowerCase()
    .replaceAll(/\.{2,}/g, '.')
    .replaceAll(/^\.|\.$/g, '');
  return dotted === '' ? undefined : (ipv4Of(dotted) ?? escape(dotted));
}

/** IPv4 in any spelling that `inet_aton` knows: one to four parts, decimal, octal or hexadecimal; the last fills what is left. */
function ipv4Of(host: string): string | undefined {
  const parts = host.split('.');
  if (parts.length > 4) return undefined;
  const numbers = parts.map((part) =>
    /^0x[0-9a-f]*$/.test(part)
      ? Number.parseInt(part.slice(2) || '0', 16)
      : /^0[0-7]*$/.test(part)
        ? Number.parseInt(part, 8)
        : /^[1-9]\d*$/.test(part)
          ? Number(part)
          : Number.NaN,
  );
  const last = numbers.at(-1) ?? Number.NaN;
  const isRight = numbers.slice(0, -1).every((number) => number <= 255) && last < 256 ** (5 - parts.length);
  if (!isRight) return undefined;
  const value = numbers.slice(0, -1).reduce((sum, number, at) => sum + number * 256 ** (3 - at), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function canonicalPath(path: string): string {
  const kept: string[] = [];
  const parts = path.split('/').slice(1);
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '.' && part !== '') kept.push(part);
  }
  const end = parts.at(-1) ?? '';
  const isFolder = end === '' || end === '.' || end === '..';
  return `/${kept.join('/')}${isFolder && kept.length > 0 ? '/' : ''}`;
}
