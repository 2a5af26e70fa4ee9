/**
 * VICS JSON (Project VIC, CAID) 1.3 and 2.0. Met in practice and read here: a byte order mark, booleans and numbers as text,
 * upper-case hashes, empty hashes, `#Cases` files whose media lie in `value[].Media`, bare arrays, other fields in any order.
 * What a Category means differs by country: the mapping comes with the import.
 */
import type { HashKind } from '../../known-hit.ts';
import { fieldsOf, textOf, toReadRow, type RawEntry, type ReadRow } from '../list-entry.ts';
import { readJsonElements, type ArrayPath } from './json-elements.ts';
import { parseFields } from './json-lines.ts';

const MEDIA: readonly ArrayPath[] = [[], ['value'], ['value', '*', 'Media']];
/** An entry lists every file that the medium was met as: generous, and still bounded. */
const MAX_ENTRY_BYTES = 4 << 20;

/** Names of AlternativeHashes, in one spelling (letters and digits, lower case). */
const ALTERNATIVE_KINDS: ReadonlyMap<string, HashKind> = new Map([
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['sha256', 'sha256'],
  ['pdq', 'pdq'],
]);

/** Reads VICS media. @throws JsonShapeError when the file is not JSON around its media; Error when it holds no list of media */
export async function* readVics(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRow> {
  for await (const { line, offset, text } of readJsonElements(bytes, MEDIA, MAX_ENTRY_BYTES)) {
    const media = text === undefined ? undefined : parseFields(text);
    if (media === undefined || text === undefined) {
      const problem = text === undefined ? 'is longer than 4 MiB' : 'is not a JSON object';
      yield { line, offset, kind: 'bad', problems: [problem], text: text ?? '' };
    } else yield toReadRow({ line, offset }, rawOf(media), () => text);
  }
}

function rawOf(media: Readonly<Record<string, unknown>>): RawEntry {
  const hashes: (readonly [HashKind, string])[] = [
    ['md5', textOf(media['MD5']) ?? ''],
    ['sha1', textOf(media['SHA1']) ?? ''],
    ['sha256', textOf(media['SHA256']) ?? ''],
  ];
  let hasPhotoDna = (textOf(media['PhotoDNA']) ?? '') !== '';
  let hasOther = false;
  const alternatives: unknown = media['AlternativeHashes'];
  for (const each of Array.isArray(alternatives) ? alternatives : []) {
    const alternative = fieldsOf(each);
    const value = textOf(alternative?.['HashValue']) ?? '';
    if (value === '') continue;
    const name = (textOf(alternative?.['HashName']) ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const kind = ALTERNATIVE_KINDS.get(name);
    if (kind !== undefined) hashes.push([kind, value]);
    else if (name.startsWith('photodna') || name === 'pdna') hasPhotoDna = true;
    else hasOther = true;
  }
  return {
    reference: textOf(media['MediaID']),
    code: textOf(media['Category']),
    hashes,
    listedAt: textOf(media['DateUpdated']),
    hasPhotoDna,
    hasOther,
  };
}
