import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshTotpSecret, totpCode, totpStepOf, totpUri } from './totp.ts';

/** RFC 6238, appendix B: the SHA-1 secret "12345678901234567890" in base 32; the last six of its eight digits. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('totpCode gives the codes of RFC 6238 when asked at its instants', () => {
  assert.equal(totpCode(RFC_SECRET, new Date(59_000)), '287082');
  assert.equal(totpCode(RFC_SECRET, new Date(1_111_111_109_000)), '081804');
  assert.equal(totpCode(RFC_SECRET, new Date(20_000_000_000_000)), '353130');
});

test('totpStepOf takes a code of one step before or after, and no further', () => {
  const now = new Date('2026-03-01T12:00:10Z');
  const step = Math.floor(now.getTime() / 30_000);
  const codeAt = (steps: number) => totpCode(RFC_SECRET, new Date(now.getTime() + steps * 30_000));
  assert.equal(totpStepOf(RFC_SECRET, codeAt(0), now), step);
  assert.equal(totpStepOf(RFC_SECRET, codeAt(-1), now), step - 1);
  assert.equal(totpStepOf(RFC_SECRET, codeAt(1), now), step + 1);
  assert.equal(totpStepOf(RFC_SECRET, codeAt(2), now), undefined);
  assert.equal(totpStepOf(RFC_SECRET, codeAt(-2), now), undefined);
});

test('totpStepOf reads a code with a space in it and refuses what is not six digits', () => {
  const now = new Date('2026-03-01T12:00:10Z');
  const code = totpCode(RFC_SECRET, now);
  assert.notEqual(totpStepOf(RFC_SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, now), undefined);
  for (const wrong of ['', '12345', '1234567', 'abcdef', `${code}0`]) {
    assert.equal(totpStepOf(RFC_SECRET, wrong, now), undefined, wrong);
  }
});

test('freshTotpSecret is 160 bits and never the same twice', () => {
  assert.match(freshTotpSecret(), /^[A-Z2-7]{32}$/);
  assert.notEqual(freshTotpSecret(), freshTotpSecret());
});

test('totpUri names the hotline and the login when an app reads it', () => {
  const uri = new URL(totpUri(RFC_SECRET, 'Fyr', 'astrid'));
  assert.equal(uri.protocol, 'otpauth:');
  assert.equal(uri.searchParams.get('secret'), RFC_SECRET);
  assert.equal(uri.searchParams.get('issuer'), 'Fyr');
});
