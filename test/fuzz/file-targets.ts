/** Parsers of files: settings that an operator writes, lists that are imported, pictures. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { ZodError } from 'zod';
import { PdqEngine } from '../../lib/pdq/engine.ts';
import { hashJpeg } from '../../lib/pdq/jpeg-hash.ts';
import { sniffPicture } from '../../lib/pdq/sniff.ts';
import { decodeVerdict } from '../../lib/pdq/verdict.ts';
import { parseQuestionSet } from '../../src/cases/question-set.ts';
import { readTipRows } from '../../src/commands/tip-rows.ts';
import { parseEgressFile } from '../../src/commands/visit-tools.ts';
import { parseBasic } from '../../src/known/check/api-key.ts';
import { decodeHash as decodeCheckedHash, EXACT_HASH_BYTES, PDQ_BYTES } from '../../src/known/check/check-hashes.ts';
import { FORMATS, type ListFormat } from '../../src/known/lists/formats/formats.ts';
import { JsonShapeError } from '../../src/known/lists/formats/json-elements.ts';
import { decodeHash, HASH_BYTES } from '../../src/known/lists/hash-text.ts';
import { parseInstant } from '../../src/known/lists/list-entry.ts';
import { readHashes } from '../../src/known/video/known-video.ts';
import { sniffVideo } from '../../src/known/video/sniff-video.ts';
import { parseContacts } from '../../src/notices/contacts/contacts-file.ts';
import { parseProxyNetworks } from '../../src/notices/contacts/proxy-networks.ts';
import { parseProviderApis } from '../../src/notices/letters/provider-apis.ts';
import { readTexts } from '../../src/notices/letters/template.ts';
import { SHIPPED_TEMPLATES } from '../../src/notices/letters/shipped-templates.ts';
import { parseTimetable } from '../../src/notices/takedown/notice-timetable.ts';
import { POLICE_DEFINITION } from '../../src/partners/police/settings.ts';
import { readSettings } from '../../src/partners/settings/partner-setting.ts';
import { ConfigError, readConfig } from '../../src/platform/config.ts';
import { parseRetentionDays } from '../../src/retention/retention.ts';
import type { Target } from './fuzz.ts';
import { drain, inPieces, readsBytes, readsJson, readsText } from './targets.ts';

const shipped = (name: string) => readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8');
const SETTINGS = readFileSync(new URL('../../fyr.example.env', import.meta.url), 'utf8');
/** Lines `NAME=value`, remarks taken off, as an environment. */
const envOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^#? ?([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );

const LISTS: Readonly<Record<ListFormat, readonly string[]>> = {
  vics: [
    '{"@odata.context":"x","value":[{"MediaID":1,"Category":1,"MD5":"0123456789abcdef0123456789abcdef","AlternativeHashes":[{"HashName":"SHA-256","HashValue":""}]}]}',
    '\ufeff[{"MediaID":"2"}]',
  ],
  icse: [
    'MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;File Available;Media Type;Baseline\n0123456789abcdef0123456789abcdef;;;7;yes;no;no;"a;b";3;yes;image;yes\n',
  ],
  plain: [
    'md5,category,id\n0123456789abcdef0123456789abcdef,A,1\n"x""y",,\n',
    '{"sha1":"0123456789abcdef0123456789abcdef01234567","id":1}\n{}\n',
  ],
  threatexchange: [
    'hash_value,hash_type,status\n0123456789abcdef0123456789abcdef,HASH_MD5,MALICIOUS\n',
    '{"indicator":"x","type":"HASH_MD5"}\n',
  ],
};

const folder = mkdtempSync(path.join(tmpdir(), 'fyr-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const readsTips = (ending: 'csv' | 'ndjson', corpus: readonly string[]): Target =>
  readsBytes(
    `readTipRows (${ending})`,
    corpus,
    async (bytes) => {
      const file = path.join(folder, `tips.${ending}`);
      await writeFile(file, bytes);
      return drain(readTipRows(file));
    },
    [Error],
  );

const vector = (name: string) => readFileSync(new URL(`../../lib/pdq/test-vectors/${name}`, import.meta.url));
const engine = new PdqEngine();
const grey = sharp({ create: { width: 70, height: 60, channels: 3, background: '#687' } });
const JPEGS = [
  vector('square-128x128.jpg'),
  await grey.clone().jpeg().toBuffer(),
  await grey.clone().jpeg({ progressive: true }).toBuffer(),
];
const PICTURES = [
  ...JPEGS.slice(1),
  await grey.clone().png().toBuffer(),
  await grey.clone().webp().toBuffer(),
  await grey.clone().gif().toBuffer(),
];

/** Settings, lists of known media, imported tips, hashes as text, pictures as far as they are read without a decoder. */
export const FILE_TARGETS: readonly Target[] = [
  readsText('readConfig', [SETTINGS], (text) => readConfig(envOf(text)), [ConfigError]),
  readsText('parseQuestionSet', [shipped('question-set.json')], parseQuestionSet, [Error, SyntaxError]),
  readsText('parseTimetable', [shipped('notice-timetable.json')], parseTimetable, [Error]),
  readsText('parseProxyNetworks', [shipped('proxy-networks.json')], parseProxyNetworks, [Error, SyntaxError, ZodError]),
  readsText(
    'parseContacts',
    ['{"version":1,"domains":{"example.org":[{"channel":"mail","address":"abuse@example.org"}]}}'],
    parseContacts,
    [Error],
  ),
  readsText(
    'parseProviderApis',
    ['{"version":1,"accounts":{"near":{"adapter":"example","url":"https://api.example.org/","tokenFile":"/t"}}}'],
    parseProviderApis,
    [Error],
  ),
  readsText(
    'parseEgressFile',
    ['{"version":1,"ways":[{"kind":"direct"}]}'],
    (text) => parseEgressFile(text, 'egress.json'),
    [ConfigError],
  ),
  readsText('parseRetentionDays', ['365'], parseRetentionDays),
  readsJson('readTexts', [SHIPPED_TEMPLATES.texts], readTexts, [ZodError]),
  readsText('readSettings', ['test', 'desk@example.org'], (text) =>
    readSettings(
      POLICE_DEFINITION,
      { mode: text },
      { mode: text, values: { email: text, key: text, [text]: text }, forget: new Set([text]) },
    ),
  ),
  ...(['vics', 'icse', 'plain', 'threatexchange'] as const).map((format) =>
    readsBytes(`FORMATS.${format}`, LISTS[format], (bytes) => drain(FORMATS[format].read(inPieces(bytes, 97))), [
      JsonShapeError,
      Error,
    ]),
  ),
  readsTips('csv', [
    'received_at,category,urls,narrative\n2026-01-01T10:00:00Z,online,http://example.org/,"a ""b""\nc"\n',
  ]),
  readsTips('ndjson', ['{"received_at":"2026-01-01T10:00:00Z","category":"online","urls":"http://example.org/"}\n']),
  ...(['md5', 'sha1', 'sha256', 'pdq'] as const).map((kind) =>
    readsText(
      `decodeHash (${kind})`,
      ['ab'.repeat(HASH_BYTES[kind]), Buffer.alloc(HASH_BYTES[kind], 7).toString('base64')],
      (text) => decodeHash(kind, text),
    ),
  ),
  readsText('decodeHash (check API)', ['ab'.repeat(32), Buffer.alloc(32, 7).toString('base64url')], (text) =>
    decodeCheckedHash(text, [...EXACT_HASH_BYTES, ...PDQ_BYTES]),
  ),
  readsText('parseBasic', [`Basic ${Buffer.from('abc:def').toString('base64')}`], parseBasic),
  readsText('parseInstant', ['2026-01-01T10:00:00Z', '1700000000', '2026-01-01'], parseInstant),
  readsText('readHashes', ['{"frames":"AAAA","sha1":"a","sha256":"b"}'], readHashes, [Error, SyntaxError, ZodError]),
  readsBytes('hashJpeg', JPEGS, (bytes) => hashJpeg(engine, bytes)),
  readsBytes('sniffPicture', PICTURES, sniffPicture),
  readsBytes('sniffVideo', ['\0\0\0\x18ftypmp42', '\x1a\x45\xdf\xa3'], sniffVideo),
  readsBytes('decodeVerdict', [Buffer.alloc(40, 1), Buffer.from([1, 0])], decodeVerdict),
];
