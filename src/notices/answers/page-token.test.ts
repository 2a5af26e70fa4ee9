import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { digestOfPageToken, PAGE_TOKEN_PATTERN, pageTokenOf, pageUrlOf } from './page-token.ts';

const key = serviceKeyFrom(randomBytes(32));
const other = serviceKeyFrom(randomBytes(32));

test('pageTokenOf gives a letter one token, another letter and another hotline another', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const token = pageTokenOf(key, id);
      assert.match(token, PAGE_TOKEN_PATTERN);
      assert.equal(pageTokenOf(key, id.toUpperCase()), token);
      assert.notEqual(pageTokenOf(other, id), token);
      seen.add(token);
    }),
    { numRuns: 200 },
  );
  assert.ok(seen.size > 150);
});

test('pageTokenOf uses each character of its alphabet: no bit is lost', () => {
  const all = new Set(Array.from({ length: 200 }, (_, n) => pageTokenOf(key, `letter ${n}`)).join(''));
  assert.equal([...all].toSorted().join(''), '234567abcdefghijklmnopqrstuvwxyz');
});

test('digestOfPageToken takes a token in any case, and is not the token', () => {
  const token = pageTokenOf(key, 'one');
  assert.deepEqual(digestOfPageToken(key, ` ${token.toUpperCase()}\n`), digestOfPageToken(key, token));
  assert.notDeepEqual(digestOfPageToken(key, token), digestOfPageToken(key, pageTokenOf(key, 'two')));
  assert.equal(digestOfPageToken(key, '').length, 32);
});

test('pageUrlOf keeps the path that the public site lies under', () => {
  for (const site of ['https://hotline.example.org', 'https://hotline.example.org/'])
    assert.equal(pageUrlOf(site, 'abc'), 'https://hotline.example.org/n/abc');
  assert.equal(pageUrlOf('https://example.org/hotline', 'abc'), 'https://example.org/hotline/n/abc');
});
