/**
 * Plain CSV (`,`, `;` or tabs, with a header line) or NDJSON, one entry a row. Columns: md5, sha1, sha256, pdq, pdq_quality,
 * photodna, category, id, listed_at, each under some other names as well; or `hash` with `hash_type`. Others are ignored.
 */
import { HASH_KINDS, type HashKind } from '../../known-hit.ts';
import { textOf, toReadRow, type ReadRow } from '../list-entry.ts';
import { columnName, readCsvRecords } from './csv-records.ts';
import { isJsonLines } from './first-byte.ts';
import { readJsonLines } from './json-lines.ts';

const NAMES = {
  md5: ['md5', 'md5_hash', 'hash_md5', 'md5_hex'],
  sha1: ['sha1', 'sha_1', 'sha1_hash', 'hash_sha1', 'sha1_hex', 'sha1_base32'],
  sha256: ['sha256', 'sha_256', 'sha256_hash', 'hash_sha256', 'sha256_hex'],
  pdq: ['pdq', 'pdq_hash', 'hash_pdq'],
  pdqQuality: ['pdq_quality', 'quality'],
  photoDna: ['photodna', 'photo_dna', 'pdna'],
  code: ['category', 'classification', 'code', 'label'],
  reference: ['id', 'reference', 'media_id', 'image_id'],
  listedAt: ['listed_at', 'timestamp', 'date', 'created_at', 'updated_at'],
  hash: ['hash', 'value'],
  hashType: ['hash_type', 'type', 'algorithm'],
} as const;

/** Reads plain rows, CSV or NDJSON by the first character. @throws Error when a CSV header names no hash */
export async function* readPlain(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRow> {
  const { isJson, all } = await isJsonLines(bytes);
  if (isJson) {
    for await (const read of readJsonLines(all)) {
      if (!read.ok) yield read.row;
      else {
        const fields = new Map(
          Object.entries(read.fields).map(([name, value]) => [columnName(name), textOf(value) ?? '']),
        );
        yield toRow(read.line, (name) => fields.get(name) ?? '', read.text);
      }
    }
    return;
  }
  for await (const record of readCsvRecords(all, checkHeader)) {
    yield record.ok ? toRow(record.line, record.field, record.text) : record.row;
  }
}

function toRow(line: number, field: (name: string) => string, text: string): ReadRow {
  const first = (names: readonly string[]) => {
    for (const name of names) {
      const value = field(name);
      if (value !== '') return value;
    }
    return '';
  };
  const hashes: (readonly [HashKind, string])[] = HASH_KINDS.map((kind) => [kind, first(NAMES[kind])]);
  const typed = first(NAMES.hash);
  const type = first(NAMES.hashType)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/^hash/, '');
  const kind = HASH_KINDS.find((each) => each === type);
  if (typed !== '' && kind !== undefined) hashes.push([kind, typed]);
  return toReadRow(
    { line },
    {
      reference: first(NAMES.reference),
      code: first(NAMES.code),
      hashes,
      pdqQuality: first(NAMES.pdqQuality),
      listedAt: first(NAMES.listedAt),
      hasPhotoDna: first(NAMES.photoDna) !== '' || (typed !== '' && /^(photodna|pdna)$/.test(type)),
      hasOther: typed !== '' && kind === undefined,
    },
    () => text,
  );
}

function checkHeader(columns: readonly string[]): void {
  const has = (names: readonly string[]) => names.some((name) => columns.includes(name));
  if (HASH_KINDS.some((kind) => has(NAMES[kind])) || (has(NAMES.hash) && has(NAMES.hashType))) return;
  throw new Error('The header names no hash: one of md5, sha1, sha256, pdq is needed, or hash and hash_type.');
}
