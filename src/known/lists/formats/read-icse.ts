/**
 * The CSV of Interpol's ICSE database (`;`): MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender
 * identified;Series name;Number of submissions;File Available;Media Type;Baseline. Its code is whether an entry is baseline.
 */
import { toReadRow, type ReadRow } from '../list-entry.ts';
import { readCsvRecords } from './csv-records.ts';

const NEEDED = ['md5', 'sha1', 'photodna', 'image_id', 'baseline'];
const YES: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1', 'baseline']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0', 'non-baseline', 'not baseline']);

/** Reads ICSE rows. @throws Error when the header is not ICSE's */
export async function* readIcse(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRow> {
  for await (const record of readCsvRecords(bytes, checkHeader)) {
    if (!record.ok) {
      yield record.row;
      continue;
    }
    const { line, field, text } = record;
    const baseline = field('baseline').toLowerCase();
    if (baseline !== '' && !YES.has(baseline) && !NO.has(baseline)) {
      yield { line, kind: 'bad', problems: ['baseline: must be true or false'], text };
      continue;
    }
    yield toReadRow(
      { line },
      {
        reference: field('image_id'),
        code: baseline === '' ? '' : YES.has(baseline) ? 'baseline' : 'not-baseline',
        hashes: [
          ['md5', field('md5')],
          ['sha1', field('sha1')],
        ],
        hasPhotoDna: field('photodna') !== '',
      },
      () => text,
    );
  }
}

function checkHeader(columns: readonly string[]): void {
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new Error(`Not an ICSE file: its header lacks ${missing.join(', ')}.`);
}
