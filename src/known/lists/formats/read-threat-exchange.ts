/**
 * ThreatExchange hashes as CSV or NDJSON, in both of its shapes: indicators (`indicator`, `type`, `status`) and descriptors
 * (`td_raw_indicator`, `td_indicator_type`, `td_status`). One hash a row; `should_delete` takes an entry back. The code is the status.
 */
import type { HashKind } from '../../known-hit.ts';
import { parseInstant, textOf, toReadRow, type ReadRow } from '../list-entry.ts';
import { readCsvRecords } from './csv-records.ts';
import { readJsonLines } from './json-lines.ts';
import { isJsonLines } from './first-byte.ts';

const KINDS: ReadonlyMap<string, HashKind> = new Map([
  ['HASH_MD5', 'md5'],
  ['HASH_VIDEO_MD5', 'md5'],
  ['HASH_SHA1', 'sha1'],
  ['HASH_SHA256', 'sha256'],
  ['HASH_PDQ', 'pdq'],
]);

/** Reads ThreatExchange rows, CSV or NDJSON by the first character. @throws Error when a CSV header has neither shape's columns */
export async function* readThreatExchange(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRow> {
  const { isJson, all } = await isJsonLines(bytes);
  if (isJson) {
    for await (const read of readJsonLines(all)) {
      yield read.ok ? toRow(read.line, (name) => textOfAny(read.fields[name]), read.text) : read.row;
    }
    return;
  }
  for await (const record of readCsvRecords(all, checkHeader)) {
    yield record.ok ? toRow(record.line, record.field, record.text) : record.row;
  }
}

/** CSV exports of its web page write a useless `[object Object]` into `td_indicator`; the hash is in `td_raw_indicator`. */
function toRow(line: number, field: (name: string) => string, text: string): ReadRow {
  const first = (...names: string[]) => names.map(field).find((value) => value !== '') ?? '';
  const reference = first('id', 'td_id');
  const listed = first('last_updated', 'added_on', 'creation_time');
  if (/^(true|1)$/i.test(field('should_delete'))) {
    const listedAt = parseInstant(listed);
    if (reference === '' || listedAt === 'wrong') {
      return { line, kind: 'bad', problems: ['should_delete needs an id, and a time if any that is one'], text };
    }
    return { line, kind: 'withdrawal', reference, listedAt };
  }
  const type = first('td_indicator_type', 'type').toUpperCase();
  const kind = KINDS.get(type);
  const written = first('td_raw_indicator', 'indicator');
  return toReadRow(
    { line },
    {
      reference,
      code: first('td_status', 'status'),
      hashes: kind === undefined ? [] : [[kind, written]],
      listedAt: listed,
      hasPhotoDna: type.includes('PHOTO_DNA') || type.includes('PHOTODNA'),
      hasOther: kind === undefined && type !== '',
    },
    () => text,
  );
}

const textOfAny = (value: unknown): string => (typeof value === 'boolean' ? String(value) : (textOf(value) ?? ''));

function checkHeader(columns: readonly string[]): void {
  const has = (...names: string[]) => names.every((name) => columns.includes(name));
  if (!has('indicator', 'type') && !has('td_raw_indicator', 'td_indicator_type')) {
    throw new Error(
      'Not a ThreatExchange file: its header has neither indicator and type nor td_raw_indicator and td_indicator_type.',
    );
  }
}
