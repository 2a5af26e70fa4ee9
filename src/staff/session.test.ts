import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseAfterMs } from './login-pause.ts';
import { digestOfToken, freshToken, idOfDigest, isLeftAlone, keyFromToken, LOCK_AFTER_MS } from './session.ts';
import { isLogin, normaliseLogin, normaliseName } from './staff-member.ts';

const MINUTE_MS = 60_000;

test('isLeftAlone is true from the set time after the last request on', () => {
  const seenAt = new Date('2026-03-01T08:00:00Z');
  const later = (minutes: number) => new Date(seenAt.getTime() + minutes * MINUTE_MS);
  assert.equal(isLeftAlone({ seenAt }, later(14.99), LOCK_AFTER_MS), false);
  assert.equal(isLeftAlone({ seenAt }, later(15), LOCK_AFTER_MS), true);
  assert.equal(isLeftAlone({ seenAt }, later(1), MINUTE_MS), true);
});

test('pauseAfterMs grows from nothing to an hour when wrong tries follow each other', () => {
  assert.deepEqual([1, 2, 3, 4].map(pauseAfterMs), [0, 0, 0, 0]);
  assert.deepEqual([5, 6, 7, 8].map(pauseAfterMs), [30_000, 60_000, 120_000, 240_000]);
  assert.equal(pauseAfterMs(12), 3_600_000);
  assert.equal(pauseAfterMs(5_000), 3_600_000);
});

test('digestOfToken knows only the one spelling of a token of 32 bytes', () => {
  const token = freshToken();
  assert.equal(digestOfToken(token)?.length, 32);
  assert.equal(digestOfToken(`${token}=`), undefined);
  assert.equal(digestOfToken(token.slice(1)), undefined);
  assert.equal(digestOfToken(''), undefined);
  assert.equal(digestOfToken(`${token}AAAA`), undefined);
});

test('keyFromToken gives unrelated keys for each purpose, none of them the stored digest', () => {
  const token = freshToken();
  const keys = [keyFromToken(token, 'session'), keyFromToken(token, 'form'), keyFromToken(token, 'invitation')];
  const all = [...keys, digestOfToken(token) ?? Buffer.alloc(0)].map((key) => key.toString('hex'));
  assert.equal(new Set(all).size, 4);
  assert.throws(() => keyFromToken('short', 'session'), RangeError);
});

test('idOfDigest shows half of a digest, from which the rest cannot be told', () => {
  const digest = digestOfToken(freshToken()) ?? Buffer.alloc(0);
  assert.equal(idOfDigest(digest), digest.subarray(0, 16).toString('hex'));
});

test('normaliseLogin and isLogin take what people type and refuse what nobody could read aloud', () => {
  assert.equal(normaliseLogin('  Astrid.Berg '), 'astrid.berg');
  assert.ok(isLogin('astrid.berg@hotline.example'));
  for (const wrong of ['a', '', 'åsa', 'a b', '.astrid', 'x'.repeat(65)]) assert.equal(isLogin(wrong), false, wrong);
});

test('normaliseName keeps one line of text and nothing when only space is given', () => {
  assert.equal(normaliseName('  Åsa\n  Berg\u200b '), 'Åsa Berg');
  assert.equal(normaliseName(' \u0000\t '), undefined);
  assert.equal(normaliseName('x'.repeat(81)), undefined);
});
