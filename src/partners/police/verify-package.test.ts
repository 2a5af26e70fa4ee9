import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatVerifierKey, noteSignerFrom } from '../../ledger/door.ts';
import { caseInputOf, HOTLINE } from '../partner-for-tests.ts';
import { manifestOf, openManifest, PACKAGE_KEY_KIND, type PackageFile } from './manifest.ts';
import { packageFiles } from './package-files.ts';
import { packageCase, packageUrgentTip } from './package.ts';
import { verifyPackage } from './verify-package.ts';
import { readZip, writeZip } from './zip.ts';

const signer = noteSignerFrom(PACKAGE_KEY_KIND, Buffer.alloc(32, 1));
const stranger = noteSignerFrom(PACKAGE_KEY_KIND, Buffer.alloc(32, 2));
const preparedAt = new Date('2026-03-01T12:34:56Z');
const frame = { hotline: HOTLINE, preparedAt, packageKey: formatVerifierKey(signer), confirmUrl: undefined };
const files = await packageFiles(signer, packageCase(caseInputOf(), frame), undefined);
const problemsOf = (given: readonly { name: string; bytes: Uint8Array }[], by = signer) =>
  verifyPackage(by, given).problems;

test('verifyPackage finds nothing when the files are what was signed, loose or zipped', () => {
  assert.deepEqual(problemsOf(files), []);
  assert.deepEqual(problemsOf(files.toReversed()), []);
  assert.deepEqual(problemsOf(readZip(writeZip(files, preparedAt))), []);
  assert.equal(verifyPackage(signer, files).manifest?.hotline, HOTLINE.name);
});

test('verifyPackage says what is wrong when a file is altered, missing, added, doubled or signed by another', () => {
  for (const { name } of files.slice(0, -1)) {
    const altered = files.map((file) =>
      file.name === name ? { name, bytes: Buffer.concat([file.bytes, Buffer.from(' ')]) } : file,
    );
    assert.ok(problemsOf(altered).includes(`${name} was altered.`), name);
    assert.deepEqual(problemsOf(files.filter((file) => file.name !== name)), [`${name} is missing.`]);
  }
  assert.deepEqual(problemsOf([...files, { name: 'more.txt', bytes: Buffer.from('x') }]), [
    'more.txt is not in the manifest.',
  ]);
  const [first] = files;
  assert.ok(first);
  assert.deepEqual(
    problemsOf([...files, first]),
    [`${first.name} is there twice.`, `${first.name} is there twice.`].slice(1),
  );
  assert.deepEqual(problemsOf(files, stranger), ['manifest.txt is not signed with this key.']);
  assert.deepEqual(problemsOf(files.slice(0, -1)), ['manifest.txt is not there.']);
});

test('verifyPackage takes an urgent tip, which has an HTML page in place of PDFs', async () => {
  const [tip] = caseInputOf().tips;
  assert.ok(tip);
  const urgent = await packageFiles(signer, packageUrgentTip(tip, frame, false), undefined);
  assert.deepEqual(
    urgent.map(({ name }) => name),
    ['urgent-tip.html', 'urgent-tip.json', 'manifest.txt'],
  );
  assert.deepEqual(problemsOf(urgent), []);
});

const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
const someFiles = fc.uniqueArray(fc.record({ name, bytes: fc.uint8Array({ maxLength: 300 }) }), {
  selector: (file) => file.name,
  maxLength: 6,
});

test('manifestOf and openManifest give each other back whatever the files are, and one changed byte of it opens nothing', () => {
  fc.assert(
    fc.property(someFiles, fc.string(), fc.nat(), (given, hotline, at) => {
      const made: PackageFile[] = given.map((file) => ({
        ...file,
        bytes: Buffer.from(file.bytes),
        contentType: 'x/y',
      }));
      const { bytes } = manifestOf(signer, { hotline: hotline.toWellFormed(), preparedAt }, made);
      const read = openManifest(signer, bytes);
      assert.deepEqual(
        [...(read?.hashes.keys() ?? [])],
        given.map((file) => file.name),
      );
      const altered = Buffer.from(bytes);
      const place = at % altered.length;
      altered[place] = (altered[place] ?? 0) ^ 1;
      assert.equal(openManifest(signer, altered), undefined);
    }),
  );
});

test('readZip gives back what writeZip was given, and refuses damage with a SyntaxError and nothing else', () => {
  fc.assert(
    fc.property(someFiles, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, at, change) => {
      const zipped = writeZip(
        given.map((file) => ({ ...file, bytes: Buffer.from(file.bytes) })),
        preparedAt,
      );
      assert.deepEqual(
        readZip(zipped).map((file) => [file.name, [...file.bytes]]),
        given.map((file) => [file.name, [...file.bytes]]),
      );
      const damaged = Buffer.from(zipped);
      const place = at % damaged.length;
      damaged[place] = (damaged[place] ?? 0) ^ change;
      try {
        readZip(damaged);
      } catch (error) {
        assert.ok(error instanceof SyntaxError, String(error));
      }
    }),
  );
});
