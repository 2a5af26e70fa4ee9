import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invented } from '../lists-for-tests.ts';
import type { ReadRow } from '../list-entry.ts';
import { FORMATS, type ListFormat } from './formats.ts';
import { JsonShapeError } from './json-elements.ts';

async function* bytesOf(text: string) {
  await Promise.resolve();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 11) yield bytes.subarray(at, at + 11);
}
async function read(format: ListFormat, text: string): Promise<ReadRow[]> {
  const rows = [];
  for await (const row of FORMATS[format].read(bytesOf(text))) rows.push(row);
  return rows;
}
const hex = (kind: 'md5' | 'sha1' | 'sha256' | 'pdq', n: number) => invented(kind, n).toString('hex');
/** What a row came to, in short. */
const brief = (row: ReadRow): unknown => {
  switch (row.kind) {
    case 'entry':
      return [
        row.entry.code,
        ...Object.entries(row.entry.hashes).map(([kind, hash]) => `${kind}:${hash.toString('hex')}`),
      ];
    case 'bad':
      return [row.line, ...row.problems];
    case 'unusable':
      return row.because;
    case 'withdrawal':
      return ['withdrawn', row.reference];
  }
};

const MEDIA = [
  {
    MediaID: 1,
    Category: 1,
    MD5: hex('md5', 1).toUpperCase(),
    SHA1: hex('sha1', 1).toUpperCase(),
    MediaSize: 12,
    IsPrecategorized: 'True',
    VictimIdentified: 'False',
    MediaFiles: [{ FileName: 'å.jpg' }],
  },
  {
    MediaID: '2',
    Category: '2',
    MD5: hex('md5', 2),
    SHA1: '',
    AlternativeHashes: [
      { HashName: 'PhotoDNA', HashValue: 'AAAA' },
      { HashName: 'SHA-256', HashValue: hex('sha256', 2) },
    ],
    DateUpdated: '2023-06-07T02:31:49.8300Z',
  },
  { MediaID: 3, Category: 0, MD5: null, SHA1: null, AlternativeHashes: [{ HashName: 'PhotoDNA', HashValue: 'AAAA' }] },
  { MediaID: 4, Category: null, MD5: 'zz' },
  { MediaID: 5, MD5: '0'.repeat(32), SHA1: hex('sha1', 5) },
  { MediaID: 6, Tags: 'none' },
];
const MEDIA_ROWS = [
  ['1', `md5:${hex('md5', 1)}`, `sha1:${hex('sha1', 1)}`],
  ['2', `md5:${hex('md5', 2)}`, `sha256:${hex('sha256', 2)}`],
  'photodna-only',
  [1, 'md5: must be 16 bytes in hexadecimal, base64 or base32'],
  [1, 'md5: is a placeholder, not a hash'],
  'no-hash',
];

test('readVics reads 1.3 and 2.0, #Media and #Cases, with a byte order mark and fields in any order', async () => {
  const models = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml';
  for (const text of [
    JSON.stringify({ 'odata.metadata': 'http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media', value: MEDIA }),
    JSON.stringify({ '@odata.context': `${models}/Default/$metadata#Media`, value: MEDIA }),
    `\uFEFF${JSON.stringify({ value: MEDIA, '@odata.context': `${models}/SE/$metadata#Media` })}`,
    JSON.stringify({
      '@odata.context': `${models}/US/$metadata#Cases`,
      value: [{ CaseID: 'x', Media: MEDIA, SourceApplicationName: 'y' }],
    }),
    JSON.stringify({
      value: [{ Media: MEDIA.slice(0, 2) }, { CaseID: 'z', Media: MEDIA.slice(2) }],
      '@odata.context': `${models}/UK/$metadata#Cases`,
    }),
    JSON.stringify(MEDIA),
  ]) {
    assert.deepEqual((await read('vics', text)).map(brief), MEDIA_ROWS, text.slice(0, 80));
  }
});

test('readVics keeps the time, the reference and the place of a bad row, and refuses a file that is cut', async () => {
  const rows = await read('vics', JSON.stringify({ value: MEDIA }, undefined, 1));
  const second = rows[1];
  assert.ok(second?.kind === 'entry' && second.hasPhotoDna);
  assert.deepEqual([second.entry.reference, second.entry.listedAt], ['2', new Date('2023-06-07T02:31:49.830Z')]);
  const bad = rows.find((row) => row.kind === 'bad');
  assert.ok(bad !== undefined && bad.line > 20 && bad.offset !== undefined && bad.text.includes('"zz"'));
  const damaged = await read('vics', `{"value":[{"MD5":"${hex('md5', 1)}"},{"MD5" 1},{"MD5":"${hex('md5', 2)}"}]}`);
  assert.deepEqual(
    damaged.map((row) => row.kind),
    ['entry', 'bad', 'entry'],
  );
  await assert.rejects(read('vics', JSON.stringify({ value: MEDIA }).slice(0, -40)), JsonShapeError);
  await assert.rejects(read('vics', 'MD5,SHA1\n'), JsonShapeError);
});

const ICSE =
  'MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;File Available;Media Type;Baseline';

test('readIcse reads its columns, makes codes of Baseline, and sets aside what is damaged', async () => {
  const text = [
    ICSE,
    `${hex('md5', 1)};${hex('sha1', 1).toUpperCase()};abc=;17;TRUE;FALSE;FALSE;"a ""series""; with a semicolon";3;TRUE;Image;TRUE`,
    `${hex('md5', 2)};;;18;;;;;;;Image;False`,
    `;;abc=;19;;;;;;;Image;True`,
    `${hex('md5', 3)};;;20;;;;;;;Image;perhaps`,
    `${hex('md5', 4)};;;21;;`,
    `${hex('md5', 5)};;;22;;;;;;;Video;`,
  ].join('\r\n');
  assert.deepEqual((await read('icse', text)).map(brief), [
    ['baseline', `md5:${hex('md5', 1)}`, `sha1:${hex('sha1', 1)}`],
    ['not-baseline', `md5:${hex('md5', 2)}`],
    'photodna-only',
    [5, 'baseline: must be true or false'],
    [6, 'has 6 columns where the header has 12'],
    ['none', `md5:${hex('md5', 5)}`],
  ]);
  await assert.rejects(read('icse', 'md5;sha1\n'), /lacks photodna, image_id, baseline/);
});

test('readThreatExchange reads indicators and descriptors, as CSV and as NDJSON, and deletions', async () => {
  const expected = [
    ['malicious', `pdq:${hex('pdq', 1)}`],
    ['non_malicious', `md5:${hex('md5', 2)}`],
    ['withdrawn', '1'],
    'photodna-only',
    'unsupported-hash',
  ];
  const rows = [
    {
      id: '1',
      indicator: hex('pdq', 1),
      type: 'HASH_PDQ',
      status: 'MALICIOUS',
      creation_time: 1_601_513_795,
      should_delete: false,
      tags: ['a'],
    },
    {
      id: '2',
      indicator: hex('md5', 2),
      type: 'HASH_VIDEO_MD5',
      status: 'NON_MALICIOUS',
      creation_time: 1_601_513_795,
    },
    { id: '1', should_delete: true, last_updated: 1_601_513_796 },
    { id: '3', indicator: 'x', type: 'HASH_PHOTO_DNA', status: 'MALICIOUS' },
    { id: '4', indicator: 'x', type: 'HASH_TMK', status: 'MALICIOUS' },
  ];
  const asJson = await read('threatexchange', rows.map((row) => JSON.stringify(row)).join('\n'));
  assert.deepEqual(asJson.map(brief), expected);
  assert.ok(asJson[0]?.kind === 'entry' && asJson[0].entry.listedAt?.getTime() === 1_601_513_795_000);
  const csv = [
    'id,indicator,type,status,creation_time,last_updated,should_delete',
    ...rows.map((row) =>
      [row.id, row.indicator, row.type, row.status, row.creation_time, row.last_updated, row.should_delete].join(','),
    ),
  ];
  assert.deepEqual((await read('threatexchange', csv.join('\n'))).map(brief), expected);
  const descriptors = `td_id,td_indicator,td_raw_indicator,td_indicator_type,td_status,added_on\n7,[object Object],${hex('sha1', 7)},HASH_SHA1,MALICIOUS,2020-07-31T18:47:45+0000\n`;
  const [descriptor] = await read('threatexchange', descriptors);
  assert.ok(descriptor?.kind === 'entry');
  assert.deepEqual(descriptor.entry.listedAt, new Date('2020-07-31T18:47:45Z'));
  assert.equal(descriptor.entry.reference, '7');
  await assert.rejects(read('threatexchange', 'a,b\n1,2\n'), /header has neither/);
  assert.deepEqual((await read('threatexchange', '{"id":"1"}\nnot json\n[1]\n')).map(brief), [
    'no-hash',
    [2, 'is not a JSON object'],
    [3, 'is not a JSON object'],
  ]);
});

test('readPlain knows its columns by several names, hash with hash_type, and each way to write a hash', async () => {
  const csv = [
    'ID;MD5 hash;SHA-1;quality;PDQ;Classification;Date;whatever',
    `9;${invented('md5', 1).toString('base64')};${hex('sha1', 1).toUpperCase()};49;${hex('pdq', 1)};A1;2026-02-03;x`,
    `10;;;;;A1;;x`,
    `11;${hex('md5', 2)};;101;;A1;yesterday;x`,
    `12;${hex('md5', 3)};;;;;2026-02-03 10:00:00;x`,
  ].join('\n');
  const rows = await read('plain', csv);
  assert.deepEqual(rows.map(brief), [
    ['a1', `md5:${hex('md5', 1)}`, `sha1:${hex('sha1', 1)}`, `pdq:${hex('pdq', 1)}`],
    'no-hash',
    [4, 'pdq quality: must be a whole number from 0 to 100', 'time: is not a date of ISO 8601 or seconds since 1970'],
    ['none', `md5:${hex('md5', 3)}`],
  ]);
  const [first, , , last] = rows;
  assert.ok(first?.kind === 'entry' && first.entry.pdqQuality === 49);
  assert.deepEqual(first.entry.listedAt, new Date('2026-02-03T00:00:00Z'));
  assert.ok(last?.kind === 'entry' && last.entry.listedAt === undefined, 'a time without an offset is no instant');
  const typed = `hash\thash_type\n${hex('sha256', 1)}\tSHA-256\n${hex('pdq', 2)}\tpdq\nx\tphotodna\ny\tssdeep\n`;
  assert.deepEqual((await read('plain', typed)).map(brief), [
    ['none', `sha256:${hex('sha256', 1)}`],
    ['none', `pdq:${hex('pdq', 2)}`],
    'photodna-only',
    'unsupported-hash',
  ]);
  const ndjson = `{"sha1":"${hex('sha1', 4)}","category":7,"id":3}\n\n{"md5":"${hex('md5', 1)}","MD5 hash":"${hex('md5', 2)}"}\n`;
  assert.deepEqual((await read('plain', ndjson)).map(brief)[0], ['7', `sha1:${hex('sha1', 4)}`]);
  await assert.rejects(read('plain', 'name,size\n'), /names no hash/);
});
