import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadServiceKey, serviceKeyFrom } from './service-key.ts';

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
  const token = key.issueToken('form', Buffer.from('state'), new Date(now.getTime() + 1000));
  assert.equal(key.readToken('form', token, now)?.toString(), 'state');
  assert.equal(key.readToken('mailbox', token, now), undefined);
  assert.equal(key.readToken('form', token, new Date(now.getTime() + 1001)), undefined);
  fc.assert(fc.property(fc.string(), (text) => assert.equal(key.readToken('form', text, now), undefined)));
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
