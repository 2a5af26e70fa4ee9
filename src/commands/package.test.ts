import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { formatVerifierKey } from '../ledger/door.ts';
import { packageSignerOf, writeZip } from '../partners/door.ts';
import { caseInputOf, HOTLINE } from '../partners/partner-for-tests.ts';
import { packageFiles } from '../partners/police/package-files.ts';
import { packageCase } from '../partners/police/package.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';
import { runPackageCommand } from './package.ts';

const secret = randomBytes(32);
const signer = packageSignerOf(serviceKeyFrom(secret));
const KEY = formatVerifierKey(signer);
const preparedAt = new Date('2026-03-01T12:34:56Z');
const frame = { hotline: HOTLINE, preparedAt, packageKey: KEY, confirmUrl: undefined };
const files = await packageFiles(signer, packageCase(caseInputOf(), frame), undefined);
const folder = await mkdtemp(path.join(tmpdir(), 'fyr-package-'));
after(() => rm(folder, { recursive: true }));
const loose = path.join(folder, 'loose');
await mkdir(loose);
for (const { name, bytes } of files) await writeFile(path.join(loose, name), bytes);
const zip = path.join(folder, 'case-123.zip');
await writeFile(zip, writeZip(files, preparedAt));

async function run(...args: string[]) {
  const lines: string[] = [];
  const code = await runPackageCommand(args, {
    write: (line) => lines.push(line),
    serviceKey: () => Promise.resolve(serviceKeyFrom(secret)),
  });
  return { code, text: lines.join('\n') };
}

test('package verify finds a package whole as ZIP, folder or files, with the key that `package key` says', async () => {
  assert.deepEqual(await run('key'), { code: 0, text: KEY });
  for (const given of [[zip], [loose], files.map(({ name }) => path.join(loose, name))]) {
    const { code, text } = await run('verify', `--key=${KEY}`, ...given);
    assert.equal(code, 0, text);
    assert.match(text, /The package is whole/);
  }
});

test('package verify says what is wrong, and what it did not understand', async () => {
  await writeFile(path.join(loose, 'case-123.json'), '{}');
  const altered = await run('verify', `--key=${KEY}`, loose);
  assert.equal(altered.code, 1);
  assert.match(altered.text, /NOT what the hotline signed[^]*case-123\.json was altered/);
  const other = formatVerifierKey(packageSignerOf(serviceKeyFrom(randomBytes(32))));
  assert.match((await run('verify', `--key=${other}`, zip)).text, /not signed with this key/);
  await writeFile(path.join(folder, 'no.zip'), 'no zip');
  for (const args of [
    ['verify', zip],
    ['verify', `--key=${KEY}`],
    ['verify', '--key=x', zip],
    ['verify', `--key=${KEY}`, path.join(folder, 'none.zip')],
    ['verify', `--key=${KEY}`, path.join(folder, 'no.zip')],
    ['other'],
    [],
  ])
    assert.equal((await run(...args)).code, 2, args.join(' '));
});

const hasTools =
  spawnSync('unzip', ['-v']).error === undefined && spawnSync('sha256sum', ['--version']).error === undefined;

test('the manifest is read by sha256sum too', { skip: !hasTools && 'unzip or sha256sum is not here' }, () => {
  const plain = path.join(folder, 'plain');
  spawnSync('mkdir', [plain]);
  spawnSync('unzip', ['-q', zip, '-d', plain]);
  const checked = spawnSync('sha256sum', ['-c', 'manifest.txt'], { cwd: plain, encoding: 'utf8' });
  assert.equal((checked.stdout.match(/: OK/g) ?? []).length, files.length - 1);
});
