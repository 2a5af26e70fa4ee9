/** The head of an HTTP/1.1 response (RFC 9112), read strictly where framing depends on it and leniently elsewhere. Pure. */
import { KEPT_HEADERS, MAX_HEADER_VALUE_LENGTH, type KeptHeaders } from '../safe-fetch.ts';

/** How the body's end is found (RFC 9112, 6.3). */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/** What a head says. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: KeptHeaders;
  readonly framing: Framing;
  /** Whether the connection may take another request afterwards. */
  readonly isKept: boolean;
}

type KeptName = (typeof KEPT_HEADERS)[number];

const KEPT = new Map<string, KeptName>(KEPT_HEADERS.map((name) => [name, name]));
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

interface FramingFields {
  transferEncoding: string;
  contentLength: string | undefined;
  connection: string;
}

/** `text`: everything before the empty line, one character for each byte. Undefined for what is no HTTP/1 response. */
export function parseResponseHead(text: string): ResponseHead | undefined {
  const lines = text.split('\n');
  const start = STATUS_LINE.exec(withoutReturn(lines[0] ?? ''));
  if (start === null) return undefined;
  const headers: KeptHeaders = {};
  const fields: FramingFields = { transferEncoding: '', contentLength: undefined, connection: '' };
  let last: KeptName | undefined;
  for (let at = 1; at < lines.length; at += 1) {
    const line = withoutReturn(lines[at] ?? '');
    if (line.startsWith(' ') || line.startsWith('\t')) {
      // A folded line (RFC 9112, 5.2) continues the one before.
      if (last !== undefined) keep(headers, last, `${headers[last] ?? ''} ${line.trim()}`, true);
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (colon < 1 || !NAME.test(name)) return undefined;
    last = readField(name.toLowerCase(), line.slice(colon + 1).trim(), headers, fields);
  }
  const status = Number(start[2]);
  const framing = framingOf(status, fields);
  if (framing === undefined) return undefined;
  const isModern = start[1] === '1';
  const says = (option: string) => fields.connection.toLowerCase().includes(option);
  const isAmbiguous = fields.transferEncoding !== '' && fields.contentLength !== undefined;
  const isKept = framing.kind !== 'until-close' && !says('close') && (isModern || says('keep-alive')) && !isAmbiguous;
  return { status, headers, framing, isKept };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function readField(name: string, value: string, headers: KeptHeaders, fields: FramingFields): KeptName | undefined {
  if (name === 'transfer-encoding') fields.transferEncoding += `,${value}`;
  else if (name === 'connection') fields.connection += `,${value}`;
  else if (name === 'content-length')
    fields.contentLength = fields.contentLength === undefined ? value : `${fields.contentLength},${value}`;
  const kept = KEPT.get(name);
  if (kept !== undefined) keep(headers, kept, value, false);
  return kept;
}

/** Repeated fields are joined (RFC 9110, 5.3), but a second Location would be no address. */
function keep(headers: KeptHeaders, name: KeptName, value: string, isWhole: boolean): void {
  const before = headers[name];
  if (before !== undefined && name === 'location' && !isWhole) return;
  const joined = before === undefined || isWhole ? value : `${before}, ${value}`;
  if (joined.length <= MAX_HEADER_VALUE_LENGTH) headers[name] = joined;
}

/** Undefined where two readers could differ about the body's end: such a connection is given up. */
function framingOf(status: number, { transferEncoding, contentLength }: FramingFields): Framing | undefined {
  if (status < 200 || status === 204 || status === 304) return { kind: 'none' };
  if (transferEncoding !== '') {
    const codings = transferEncoding
      .toLowerCase()
      .split(',')
      .map((coding) => coding.trim())
      .filter((coding) => coding !== '' && coding !== 'identity');
    if (codings.length === 0) return { kind: 'until-close' };
    return codings.length === 1 && codings[0] === 'chunked' ? { kind: 'chunked' } : undefined;
  }
  if (contentLength === undefined) return { kind: 'until-close' };
  const values = new Set(contentLength.split(',').map((value) => value.trim()));
  const [value = ''] = values;
  // Several equal values are one (RFC 9110, 8.6).
  if (values.size !== 1 || !/^\d{1,15}$/.test(value)) return undefined;
  return { kind: 'length', bytes: Number(value) };
}
