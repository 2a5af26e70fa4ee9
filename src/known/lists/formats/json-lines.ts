/** Lines of JSON (NDJSON), bounded: a file without newlines cannot fill the memory. */
import { fieldsOf, type ReadRow } from '../list-entry.ts';

const MAX_LINE_BYTES = 1 << 20;
const NEWLINE = 10;

/** A line with its number, from 1, for the file of rejected rows. */
export interface Line {
  readonly line: number;
  /** Without its line ending; undefined when longer than a mebibyte. */
  readonly text: string | undefined;
}

/** Splits bytes into lines (LF or CRLF), without a byte order mark. */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let line = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const take = (end: Buffer): Line => {
    line += 1;
    const isKept = heldBytes + end.length <= MAX_LINE_BYTES;
    const whole = heldBytes === 0 ? end : Buffer.concat([...held, end]);
    held = [];
    heldBytes = 0;
    if (!isKept) return { line, text: undefined };
    const text = whole.toString('utf8').replace(/^\uFEFF/, '');
    return { line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  };
  for await (const piece of bytes) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      yield take(chunk.subarray(from, to));
      from = to + 1;
    }
    heldBytes += chunk.length - from;
    // Of a line that is too long only its length is kept.
    if (heldBytes > MAX_LINE_BYTES) held = [];
    else if (from < chunk.length) held.push(chunk.subarray(from));
  }
  if (heldBytes > 0) yield take(Buffer.alloc(0));
}

/** The objects of an NDJSON file, and a bad row for each line that is none; empty lines are passed over. */
export async function* readJsonLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<
  | {
      readonly ok: true;
      readonly line: number;
      readonly fields: Readonly<Record<string, unknown>>;
      readonly text: string;
    }
  | { readonly ok: false; readonly row: ReadRow }
> {
  for await (const { line, text } of readLines(bytes)) {
    if (text?.trim() === '') continue;
    const fields = text === undefined ? undefined : parseFields(text);
    if (fields !== undefined && text !== undefined) yield { ok: true, line, fields, text };
    else {
      const problem = text === undefined ? 'is longer than 1 MiB' : 'is not a JSON object';
      yield { ok: false, row: { line, kind: 'bad', problems: [problem], text: text ?? '' } };
    }
  }
}

/** The fields of a JSON object in `text`; undefined when it is anything else. */
export function parseFields(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
