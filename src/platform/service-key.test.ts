import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { KEEP_RETIRED_MS, loadServiceKey, serviceKeyFrom, TOKEN_LIVES_MS } from './service-key.ts';

const key = serviceKeyFrom(Buffer.alloc(32, 7));
const now = new Date('2026-11-24T12:00:00Z');

test('unshroud gives back what shroud took, never the same bytes twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [first, second] = [key.shroud('url', text), key.shroud('url', text)];
      assert.equal(key.unshroud('url', first), Buffer.from(text, 'utf8').toString('utf8'));
      assert.ok(!first.equals(second));
    }),
  );
});

test('unshroud refuses another purpose, another key and every altered byte', () => {
  const box = key.shroud('url', 'https://pictures.example.org/1');
  assert.throws(() => key.unshroud('host', box));
  assert.throws(() => serviceKeyFrom(Buffer.alloc(32, 8)).unshroud('url', box));
  for (let i = 0; i < box.length; i += 1) {
    const altered = Buffer.from(box);
    altered[i] = (altered[i] ?? 0) ^ 1;
    assert.throws(() => key.unshroud('url', altered));
  }
});

test('digest is equal for equal input and differs by purpose', () => {
  assert.ok(key.digest('url', 'a').equals(key.digest('url', 'a')));
  assert.ok(!key.digest('url', 'a').equals(key.digest('host', 'a')));
});

test('readToken takes a token of its kind until it expires, and nothing else', () => {
  const token = key.issueToken('tip-form', Buffer.from('state'), new Date(now.getTime() + 1000));
  assert.equal(key.readToken('tip-form', token, now)?.toString(), 'state');
  assert.equal(key.readToken('mailbox', token, now), undefined);
  assert.equal(key.readToken('tip-form', token, new Date(now.getTime() + 1001)), undefined);
  fc.assert(fc.property(fc.string(), (text) => assert.equal(key.readToken('tip-form', text, now), undefined)));
});

test('readToken takes a token of a retired key for as long as its kind lives, whatever expiry a thief of that key writes into it', async () => {
  const [newer, older] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  const thief = serviceKeyFrom(Buffer.from(older, 'hex'));
  const held = await loadServiceKey({ kind: 'text', text: `${newer} ${older} retired=${now.toISOString()}` });
  const kinds = ['oidc-proof', 'mailbox', 'passkey-challenge', 'tip-form', 'receipt', 'notice-stop'] as const;
  for (const kind of kinds) {
    const lifeMs = TOKEN_LIVES_MS[kind];
    const token = thief.issueToken(kind, Buffer.from('state'), new Date(now.getTime() + 10_000 * 86_400_000));
    const readAfter = (ms: number) => held.readToken(kind, token, new Date(now.getTime() + ms))?.toString();
    assert.equal(readAfter(lifeMs), 'state', kind);
    assert.equal(readAfter(lifeMs + 60_000), undefined, kind);
    assert.ok(lifeMs <= KEEP_RETIRED_MS);
  }
});

test('holding keeps digests and signatures whatever service keys there are', () => {
  const lasting = randomBytes(32);
  const first = key.holding(lasting);
  const second = serviceKeyFrom(randomBytes(32)).holding(lasting);
  assert.ok(first.digest('url', 'a').equals(second.digest('url', 'a')));
  assert.ok(!first.digest('url', 'a').equals(key.digest('url', 'a')));
  assert.ok(first.ledgerSeed.equals(second.ledgerSeed) && first.packageSeed.equals(second.packageSeed));
  assert.throws(() => second.unshroud('url', first.shroud('url', 'x')), 'what is shrouded hangs on the service key');
});

test('loadServiceKey makes a key once, readable by its owner alone, and refuses a file that is none', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-key-'));
  const file = path.join(folder, 'keys', 'service.key');
  const [first, second] = await Promise.all([loadServiceKey(file), loadServiceKey(file)]);
  assert.equal(second.unshroud('url', first.shroud('url', 'x')), 'x');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.match(await readFile(file, 'utf8'), /^[0-9a-f]{64}\n$/);
  await writeFile(file, 'short');
  await assert.rejects(loadServiceKey(file), /64 hexadecimal digits/);
  await rm(folder, { recursive: true });
});
