/**
 * Records of a CSV file with a header line (RFC 4180; also with `;` or tabs). Read line by line, so that a stray quote costs
 * the one record that it stands in: csv-parse reads on to the next quote, and with it over every row between.
 */
import type { ReadRow } from '../list-entry.ts';
import { readLines, type Line } from './json-lines.ts';

/** A row that cannot be read is a value and not an error: it is set aside, and the rest of the file goes on. */
export type CsvRecord =
  | {
      readonly ok: true;
      readonly line: number;
      /** A field by its column's name (see `columnName`); empty when the file has no such column. */
      readonly field: (name: string) => string;
      readonly text: string;
    }
  | { readonly ok: false; readonly row: ReadRow };

const DELIMITERS = [',', ';', '\t'] as const;
/** A quoted field may hold line breaks, as series names do; more of them than this is a quote that nobody closed. */
const MAX_LINES_OF_RECORD = 20;

/** A column's name in its one spelling: `Image ID` and `image_id` are the same. */
export const columnName = (written: string): string =>
  written
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');

/**
 * Reads records. `checkHeader` gets the columns' names and throws when the file cannot be what it is taken for.
 * @throws Error for that, and when there is no header line
 */
export async function* readCsvRecords(
  bytes: AsyncIterable<Uint8Array>,
  checkHeader: (columns: readonly string[]) => void,
): AsyncGenerator<CsvRecord> {
  let header:
    { readonly delimiter: string; readonly places: ReadonlyMap<string, number>; readonly width: number } | undefined;
  for await (const { line, text, fields } of readRecords(bytes, () => header?.delimiter)) {
    if (header === undefined) {
      const delimiter = delimiterOf(text ?? '');
      const columns = splitRecord(text ?? '', delimiter);
      if (!Array.isArray(columns)) throw new Error('The first line is not a CSV header.');
      const names = columns.map(columnName);
      checkHeader(names);
      header = { delimiter, places: new Map(names.map((name, at) => [name, at])), width: names.length };
    } else if (fields === undefined) {
      yield bad(line, text === undefined ? 'is longer than 1 MiB' : 'is not a CSV record: check its quotes', text);
    } else if (fields.length !== header.width && !endsInDelimiter(fields, header.width)) {
      yield bad(line, `has ${fields.length} columns where the header has ${header.width}`, text);
    } else {
      const { places } = header;
      yield { ok: true, line, field: (name) => fields[places.get(name) ?? -1] ?? '', text: text ?? '' };
    }
  }
  if (header === undefined) throw new Error('The file is empty: a CSV file begins with a header line.');
}

const bad = (line: number, problem: string, text: string | undefined): CsvRecord => ({
  ok: false,
  row: { line, kind: 'bad', problems: [problem], text: text ?? '' },
});

/** Some tools end every row in a delimiter but not the header. */
const endsInDelimiter = (fields: readonly string[], width: number): boolean =>
  fields.length === width + 1 && fields[width] === '';

function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

interface Read extends Line {
  /** undefined when the record is damaged. */
  readonly fields: readonly string[] | undefined;
}

/** Lines as records: those with an open quote are joined to the lines after them. Before the delimiter is known, each line is one. */
async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  delimiterNow: () => string | undefined,
): AsyncGenerator<Read> {
  const waiting: Line[] = [];
  const settle = function* (isLast: boolean): Generator<Read> {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const joined = joinWaiting(waiting, delimiterNow() ?? ',');
      if (joined === undefined && !isLast && waiting.length < MAX_LINES_OF_RECORD) return;
      waiting.splice(0, joined?.lines ?? 1);
      yield { line: first.line, text: joined?.text ?? first.text, fields: joined?.fields };
    }
  };
  for await (const line of readLines(bytes)) {
    // An empty line is part of a text in quotes, or nothing.
    if (waiting.length === 0 && line.text?.trim() === '') continue;
    const delimiter = delimiterNow();
    if (delimiter === undefined) {
      yield { ...line, fields: [] };
      continue;
    }
    // The common case first: no quotes, nothing to join.
    const fields = waiting.length > 0 || line.text === undefined ? 'open' : splitRecord(line.text, delimiter);
    if (Array.isArray(fields)) yield { ...line, fields };
    else if (fields === 'damaged') yield { ...line, fields: undefined };
    else {
      waiting.push(line);
      yield* settle(false);
    }
  }
  yield* settle(true);
}

/** The first record of the waiting lines; undefined while its quote is open. */
function joinWaiting(
  waiting: readonly Line[],
  delimiter: string,
): { readonly text: string; readonly fields: readonly string[] | undefined; readonly lines: number } | undefined {
  let text = '';
  for (const [at, line] of waiting.entries()) {
    if (line.text === undefined) return at === 0 ? { text: '', fields: undefined, lines: 1 } : undefined;
    text += at === 0 ? line.text : `\n${line.text}`;
    const fields = splitRecord(text, delimiter);
    if (Array.isArray(fields)) return { text, fields, lines: at + 1 };
    // Joined lines that turn out damaged say that the first one's quote was never meant to be open.
    if (fields === 'damaged') return { text: waiting[0]?.text ?? '', fields: undefined, lines: 1 };
  }
  return undefined;
}

/** The fields of one record, without spaces around them; `open` when a quote is not closed, `damaged` when text follows a closing one. */
export function splitRecord(text: string, delimiter: string): string[] | 'open' | 'damaged' {
  if (!text.includes('"')) return text.split(delimiter).map((field) => field.trim());
  const fields: string[] = [];
  for (let at = 0; ; at += 1) {
    while (text[at] === ' ') at += 1;
    if (text[at] === '"') {
      const quoted = readQuoted(text, at + 1);
      if (quoted === undefined) return 'open';
      fields.push(quoted.field);
      at = quoted.end;
      while (text[at] === ' ') at += 1;
      if (at < text.length && text[at] !== delimiter) return 'damaged';
    } else {
      const end = text.indexOf(delimiter, at);
      fields.push(text.slice(at, end < 0 ? undefined : end).trim());
      at = end < 0 ? text.length : end;
    }
    if (at >= text.length) return fields;
  }
}

function readQuoted(text: string, from: number): { readonly field: string; readonly end: number } | undefined {
  let field = '';
  for (let at = from; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { field, end: quote + 1 };
    field += '"';
    at = quote + 2;
  }
}
