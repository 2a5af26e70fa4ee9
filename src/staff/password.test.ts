import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { derivePassword, freshSalt, isOutdatedSalt, passwordProblem } from './password.ts';

/** A cost that makes tests quick; never used outside them. */
const CHEAP = { memoryKib: 64, passes: 1, parallelism: 1 };

test('passwordProblem counts code points when letters lie outside the basic plane', () => {
  assert.equal(passwordProblem('🦭🦭🦭🦭🦭🦭🐟🐟🐟🐟🐟', []), 'password-short');
  assert.equal(passwordProblem('🦭🦭🦭🦭🦭🦭🐟🐟🐟🐟🐟🐟', []), undefined);
  assert.equal(passwordProblem('ab'.repeat(128), []), undefined);
  assert.equal(passwordProblem('ab'.repeat(128) + 'c', []), 'password-long');
});

test('passwordProblem refuses the trivial when it is one letter or little more than a known name', () => {
  assert.equal(passwordProblem('aaaaaaaaaaaa', []), 'password-trivial');
  assert.equal(passwordProblem('AAAAaaaaAAAA', []), 'password-trivial');
  assert.equal(passwordProblem('astrid.berg1', ['astrid.berg']), 'password-trivial');
  assert.equal(passwordProblem('Astrid.BergAstrid.Berg', ['astrid.berg']), 'password-trivial');
  assert.equal(passwordProblem('Hotline Nord!', ['astrid', 'Hotline Nord']), 'password-trivial');
  assert.equal(passwordProblem('twelve dry oars and astrid', ['astrid']), undefined);
});

test('passwordProblem asks for no composition when a password is long enough and not trivial', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12, maxLength: 80, unit: 'binary' }), (password) => {
      const letters = Array.from(password.normalize('NFKC'));
      fc.pre(
        letters.length >= 12 && letters.length <= 256 && new Set(password.normalize('NFKC').toLowerCase()).size > 1,
      );
      assert.equal(passwordProblem(password, []), undefined);
    }),
  );
});

test('derivePassword gives the same keys when the same letters are spelled in two ways', async () => {
  const salt = freshSalt(CHEAP);
  const composed = await derivePassword('Åsa går i snön', salt);
  const decomposed = await derivePassword('Åsa går i snön'.normalize('NFD'), salt);
  assert.deepEqual(composed, decomposed);
  assert.equal(composed.key.length, 32);
  assert.notDeepEqual(composed.key, composed.check);
});

test('derivePassword gives other keys when salt, cost or password differ', async () => {
  const salt = freshSalt(CHEAP);
  const costlier = Buffer.from(salt);
  costlier.writeUInt32BE(2, 5);
  const keys = await Promise.all([
    derivePassword('one long password', salt),
    derivePassword('one long passworD', salt),
    derivePassword('one long password', freshSalt(CHEAP)),
    derivePassword('one long password', costlier),
  ]);
  assert.equal(new Set(keys.map(({ key }) => key.toString('hex'))).size, keys.length);
  await assert.rejects(derivePassword('one long password', Buffer.alloc(26)), RangeError);
});

test('isOutdatedSalt says so when the cost is not the one of today', () => {
  assert.equal(isOutdatedSalt(freshSalt()), false);
  assert.equal(isOutdatedSalt(freshSalt(CHEAP)), true);
});

test('freshSalt carries a cost of at least what OWASP asks for when none is given', () => {
  const salt = freshSalt();
  assert.ok(salt.readUInt32BE(1) >= 19 * 1024, 'memory in KiB');
  assert.ok(salt.readUInt32BE(5) >= 2, 'passes');
});
