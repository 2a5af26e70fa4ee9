/** Parsers of our own formats, which come back from people, pages, files and disks: receipts, tokens, boxes, the ledger, packages, backups. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { parseDictionary } from '../../lib/http-signature/structured-fields.ts';
import { matchesContentDigest } from '../../lib/http-signature/content-digest.ts';
import { SignatureError } from '../../lib/http-signature/signature-error.ts';
import { verifyMessage } from '../../lib/http-signature/signature.ts';
import { engineFromBytes, SnapshotError } from '../../lib/nearest/snapshot.ts';
import { buildIndex } from '../../lib/nearest/nearest-index.ts';
import { readReceipt } from '../../lib/receipt/receipt.ts';
import { decodeBech32 } from '../../lib/seal/bech32.ts';
import { open, seal } from '../../lib/seal/box.ts';
import {
  generateIdentity,
  identityFromText,
  identityToText,
  recipientFromText,
  recipientToText,
} from '../../lib/seal/keys.ts';
import { SealError } from '../../lib/seal/seal-error.ts';
import { openStream } from '../../lib/seal/stream.ts';
import { formatShare, parseShare, splitSecret } from '../../lib/shares/door.ts';
import { readArchive } from '../../src/backup/archive.ts';
import { readBox } from '../../src/intake/browser-sealed.ts';
import { handedTipSchema } from '../../src/intake/handover/handed-tip.ts';
import { readPublicKey } from '../../src/intake/handover/site-partner.ts';
import { openState, sealState } from '../../src/intake/form-state.ts';
import { EMPTY_FORM, readAddressField } from '../../src/intake/tip-form.ts';
import {
  formatVerifierKey,
  ledgerSignerFrom,
  openCheckpoint,
  parseVerifierKey,
  signCheckpoint,
} from '../../src/ledger/checkpoint.ts';
import {
  cosign,
  formatWitnessKey,
  parseWitnessKey,
  readCosignature,
  witnessSignerFrom,
} from '../../src/ledger/cosignature.ts';
import { decodePeaks } from '../../src/ledger/merkle.ts';
import { verifyConsistency, verifyInclusion } from '../../src/ledger/proof.ts';
import { parseSignature } from '../../src/ledger/signed-note.ts';
import { makeTimestampQuery, parseCertificate, readTimestamp } from '../../src/ledger/timestamp.ts';
import { formatWitnessRequest, parseWitnessRequest } from '../../src/ledger/witness.ts';
import { caseInputOf, HOTLINE } from '../../src/partners/partner-for-tests.ts';
import { openManifest } from '../../src/partners/police/manifest.ts';
import { packageFiles } from '../../src/partners/police/package-files.ts';
import { packageCase } from '../../src/partners/police/package.ts';
import { readPayload } from '../../src/partners/police/payload.ts';
import { verifyPackage } from '../../src/partners/police/verify-package.ts';
import { readZip, writeZip } from '../../src/partners/police/zip.ts';
import { parseKeys } from '../../src/platform/key-source.ts';
import { serviceKeyFrom } from '../../src/platform/service-key.ts';
import { isSignedWebhook, makeSecret, signWebhook } from '../../src/webhooks/webhook-signature.ts';
import { startTimestampAuthority } from '../../stand-ins/timestamp-authority.ts';
import type { Target } from './fuzz.ts';
import { drain, inPieces, readsBytes, readsJson, readsText } from './targets.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 9));
const identity = generateIdentity();
const BOX = seal(Buffer.from('Ordinary words.'), [identity.recipient]);

const folder = mkdtempSync(path.join(tmpdir(), 'fyr-fuzz-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const archiveFile = path.join(folder, 'archive.age');
async function readArchiveOf(bytes: Buffer): Promise<number> {
  await writeFile(archiveFile, bytes);
  return drain(readArchive(archiveFile, [identity]));
}
/** One file in a tar, by hand (POSIX.1-1988): so that what is wrong can be in it. */
function tarOf(name: string, content: string): Buffer {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000600\0', 100);
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write('ustar\x0000', 257);
  head.write('        ', 148);
  head.write(
    `${head
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return Buffer.concat([head, Buffer.from(content.padEnd(512, '\0')), Buffer.alloc(1024)]);
}
const TAR = tarOf('tables/tip/000001.copy', 'a\tb\n');

const log = ledgerSignerFrom(Buffer.alloc(32, 4));
const witness = witnessSignerFrom('witness.example.org', Buffer.alloc(32, 5));
const NOTE = signCheckpoint(log, { size: 5, root: Buffer.alloc(32, 6) });
const hashesIn = (bytes: Buffer) =>
  Array.from({ length: Math.min(70, bytes.length >> 5) }, (_, at) => bytes.subarray(at * 32, at * 32 + 32));
const stamped = makeTimestampQuery(Buffer.alloc(1));
const authority = await startTimestampAuthority(() => NOW);
const stamp = Buffer.from(
  await (
    await fetch(authority.url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: new Uint8Array(stamped.body),
    })
  ).arrayBuffer(),
);
await authority.close();
const trusted = parseCertificate(authority.certificate);

const packager = ledgerSignerFrom(Buffer.alloc(32, 1));
const frame = { hotline: HOTLINE, preparedAt: NOW, packageKey: formatVerifierKey(packager), confirmUrl: undefined };
const files = await packageFiles(packager, packageCase(caseInputOf(), frame), undefined);
const small = files.filter(({ bytes }) => bytes.length < 20_000);

const STATE = sealState(
  serviceKey,
  {
    category: 'online',
    values: EMPTY_FORM,
    submissionKey: Buffer.alloc(16),
    formVersion: 0,
    hasReviewed: false,
    openedAt: NOW,
    offeredKeyId: undefined,
    isSealedInBrowser: false,
  },
  NOW,
);
const SECRET = makeSecret();
const WEBHOOK = signWebhook([SECRET], 'evt-1', NOW, '{}');
const SIGNED = [
  'sig1=("@method" "@path" "content-digest");created=1;keyid="k";tag="t";nonce="n", sig1=:AAAA:',
  'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
];
const RULES = { mustCover: ['@method'], findKey: () => undefined, nowSeconds: 1, maxAgeSeconds: 300, skewSeconds: 60 };

/** A form's state with its own seal around whatever JSON: as an older release, or a mistake of ours, might have sealed it. */
function openOwnState(value: unknown): unknown {
  const token = serviceKey.issueToken(
    'tip-form',
    deflateRawSync(JSON.stringify(value)),
    new Date(NOW.getTime() + 1000),
  );
  return openState(serviceKey, token, NOW);
}

/** Everything of ours that somebody else can hand back. */
export const OWN_TARGETS: readonly Target[] = [
  readsText('readReceipt', ['7k2m-x9qd-41ft-0aav-ge3z-8w5c-r'], readReceipt),
  readsText('openState', [STATE], (text) => openState(serviceKey, text, NOW)),
  readsJson('openState (sealed by us)', [{ category: 'online', key: '', texts: {}, ticks: {} }], openOwnState),
  readsText('readAddressField', ['http://example.org/\nbroken over\ntwo lines'], readAddressField),
  readsText('readBox', [BOX.toString('base64')], readBox),
  readsText(
    'readPublicKey',
    [
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----',
    ],
    readPublicKey,
  ),
  readsJson(
    'handedTipSchema',
    [
      {
        id: 'a'.repeat(22),
        category: 'online',
        language: 'sv',
        addresses: ['http://example.org/'],
        report: { narrative: 'Words.' },
        sealed: { keyId: '0199c0de-0000-7000-8000-000000000001', report: BOX.toString('base64') },
      },
    ],
    (value) => handedTipSchema.safeParse(value),
  ),
  readsBytes('open', [BOX], (bytes) => open(bytes, [identity]), [SealError]),
  readsBytes('openStream', [BOX], (bytes) => drain(openStream(inPieces(bytes, 7), [identity])), [SealError]),
  readsText('decodeBech32', [recipientToText(identity.recipient)], (text) => decodeBech32('age', text), [SyntaxError]),
  readsText('recipientFromText', [recipientToText(identity.recipient)], recipientFromText, [SyntaxError, RangeError]),
  readsText('identityFromText', [identityToText(identity)], identityFromText, [SyntaxError, RangeError]),
  readsText('parseShare', splitSecret(Buffer.alloc(32, 7), 2, 3).map(formatShare), parseShare, [SyntaxError]),
  readsText(
    'parseKeys',
    ['ab'.repeat(32), `${'ab'.repeat(32)}\n${'cd'.repeat(32)}\n`],
    (text) => parseKeys(text, 'here'),
    [Error],
  ),
  readsBytes('readArchive', [seal(gzipSync(TAR), [identity.recipient])], readArchiveOf, [SealError, RangeError]),
  readsBytes('readArchive (tar)', [TAR], (tar) => readArchiveOf(seal(gzipSync(tar), [identity.recipient])), [
    SealError,
    RangeError,
  ]),
  readsBytes('readArchive (gzip)', [gzipSync(TAR)], (packed) => readArchiveOf(seal(packed, [identity.recipient])), [
    SealError,
    RangeError,
  ]),
  readsBytes('engineFromBytes', [Buffer.from(buildIndex(new Uint8Array(32 * 20).fill(3)).toBytes())], engineFromBytes, [
    SnapshotError,
  ]),

  readsText('openCheckpoint', [NOTE, cosign(witness, NOTE, NOW)], (note) => openCheckpoint(log, note)),
  readsText('readCosignature', [cosign(witness, NOTE, NOW)], (note) => readCosignature(witness, note)),
  readsText('parseSignature', NOTE.split('\n'), parseSignature),
  readsText('parseVerifierKey', [formatVerifierKey(log)], parseVerifierKey, [SyntaxError]),
  readsText('parseWitnessKey', [formatWitnessKey(witness)], parseWitnessKey, [SyntaxError]),
  readsText(
    'parseWitnessRequest',
    [formatWitnessRequest({ oldSize: 3, proof: [Buffer.alloc(32, 1)], note: NOTE })],
    parseWitnessRequest,
    [SyntaxError],
  ),
  readsBytes('decodePeaks', [Buffer.alloc(64)], (bytes) => decodePeaks(bytes.length >> 4, bytes), [RangeError]),
  readsBytes('verifyInclusion', [Buffer.alloc(128, 1)], (bytes) =>
    verifyInclusion(
      { leafHash: Buffer.alloc(32), position: bytes[0] ?? 0, size: bytes.length, root: Buffer.alloc(32) },
      hashesIn(bytes),
    ),
  ),
  readsBytes('verifyConsistency', [Buffer.alloc(128, 1)], (bytes) =>
    verifyConsistency(
      { size: bytes[0] ?? 0, root: Buffer.alloc(32) },
      { size: bytes.length, root: Buffer.alloc(32) },
      hashesIn(bytes),
    ),
  ),
  readsText('parseCertificate', [authority.certificate], parseCertificate, [SyntaxError]),
  readsBytes(
    'readTimestamp',
    [stamp],
    (bytes) => readTimestamp(bytes, { bytes: Buffer.alloc(1), nonce: stamped.nonce, authority: trusted }),
    [Error],
  ),

  readsBytes('readZip', [writeZip(small, NOW)], readZip, [SyntaxError]),
  readsBytes(
    'openManifest',
    files.filter(({ name }) => name === 'manifest.txt').map(({ bytes }) => bytes),
    (bytes) => openManifest(packager, bytes),
  ),
  readsBytes(
    'verifyPackage',
    small.map(({ bytes }) => bytes),
    (bytes) =>
      verifyPackage(
        packager,
        small.map((file) =>
          file.name.endsWith('.json') || file.name === 'manifest.txt' ? { name: file.name, bytes } : file,
        ),
      ),
  ),
  readsBytes('readPayload', ['{"mail":"-----BEGIN PGP MESSAGE-----"}', '-----BEGIN PGP MESSAGE-----'], readPayload),

  readsText('parseDictionary', SIGNED, parseDictionary),
  readsText('matchesContentDigest', SIGNED, (text) => matchesContentDigest(text, Buffer.alloc(0))),
  readsText(
    'verifyMessage',
    SIGNED,
    (text) =>
      verifyMessage(
        {
          method: 'POST',
          authority: 'example.org',
          path: '/',
          query: '',
          headers: { 'signature-input': text.replaceAll('=:AAAA:', ''), signature: text },
        },
        RULES,
      ),
    [SignatureError],
  ),
  readsText('isSignedWebhook', Object.values(WEBHOOK), (text) =>
    isSignedWebhook([SECRET], { 'webhook-id': text, 'webhook-timestamp': text, 'webhook-signature': text }, text, NOW),
  ),
];
