import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { programFileOf } from './program-file.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-program-'));
after(() => rm(folder, { recursive: true, force: true }));
const kept = path.join(folder, 'kept');
const entry = path.join(folder, 'entry.ts');
const part = path.join(folder, 'part.ts');
await writeFile(
  entry,
  `import { word } from './part.ts';
  import ipaddr from ${JSON.stringify(pathToFileURL(path.resolve('node_modules/ipaddr.js/lib/ipaddr.js')).pathname)};
  const { other }: { other: string } = await import('./other.ts');
  console.log([word, other, import.meta.url, ipaddr.isValid('127.0.0.1'), new Error('x').stack?.includes('named')].join());`,
);
await writeFile(path.join(folder, 'other.ts'), `export const other = 'on demand';`);
await writeFile(part, `/** A comment. */ export const word: string = 'one'; export const unused = 'never called';`);

const said = (file: string) => execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim();
const make = async () => {
  const file = await programFileOf(entry, kept);
  assert.ok(file !== undefined);
  return file;
};

test('programFileOf makes one file that does what its sources do, each told where it stands itself', async () => {
  const file = await make();
  assert.equal(said(file), said(entry));
  assert.equal(said(file), `one,on demand,${pathToFileURL(entry).href},true,false`);
  const text = await readFile(file, 'utf8');
  assert.ok(!text.includes('A comment') && !text.includes('never called'));
});

test('programFileOf keeps what it made until a source changes', async () => {
  const { ino } = await stat(await make());
  assert.equal((await stat(await make())).ino, ino);
  await writeFile(part, `export const word = 'two';`);
  assert.match(said(await make()), /^two,/);
});

test('programFileOf makes anew what was damaged where it is kept', async () => {
  const file = await make();
  for (const damaged of [file, `${file}.inputs`]) {
    await writeFile(damaged, 'console.log("not ours")');
    assert.match(said(await make()), /^two,/);
  }
});

test('programFileOf says so where nothing can be kept, and refuses what is no program', async () => {
  assert.equal(await programFileOf(entry, path.join(entry, 'no-folder')), undefined);
  await assert.rejects(programFileOf(path.join(folder, 'missing.ts'), kept));
});
