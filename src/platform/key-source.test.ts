import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { formatKeys, openKeyRing, parseKeys, readKeyText, replaceKeyFile } from './key-source.ts';
import { loadServiceKey } from './service-key.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-key-'));
after(() => rm(folder, { recursive: true, force: true }));
const [older, newer] = [randomBytes(32), randomBytes(32)];
const held = (secret: Buffer, retiredAt?: Date) => ({ secret, retiredAt });

test('the same key comes from a file, from the settings and from a program', async () => {
  const file = path.join(folder, 'a.key');
  await writeFile(file, `${older.toString('hex')}\n`);
  const script = path.join(folder, 'print.mjs');
  await writeFile(script, `process.stdout.write('${older.toString('hex')}\\n')`);
  const keys = await Promise.all([
    loadServiceKey(file),
    loadServiceKey({ kind: 'text', text: older.toString('hex') }),
    loadServiceKey({ kind: 'command', command: [process.execPath, script] }),
  ]);
  const [first, ...others] = keys;
  assert.ok(first);
  const box = first.shroud('url', 'http://example.org/');
  for (const other of others) {
    assert.equal(other.unshroud('url', box), 'http://example.org/');
    assert.ok(other.ledgerSeed.equals(first.ledgerSeed));
  }
});

test('readKeyText says how a program ended that gave no key, and not what it said', async () => {
  const command = [process.execPath, '-e', `console.log('${'ab'.repeat(32)}'); process.exit(3)`];
  await assert.rejects(readKeyText({ kind: 'command', command }), (error: Error) => {
    assert.match(error.message, /FYR_SERVICE_KEY_COMMAND .* ended with 3/);
    assert.doesNotMatch(error.message, /abab/);
    return true;
  });
  await assert.rejects(readKeyText({ kind: 'command', command: ['/no/such/program'] }), /ended with ENOENT/);
});

test('parseKeys refuses what is no key', () => {
  for (const text of ['', 'ab', `${'ab'.repeat(32)} zz`]) assert.throws(() => parseKeys(text, 'x'), /64 hexadecimal/);
  for (const text of [
    'retired=2026-11-26T22:00:00Z',
    `${'ab'.repeat(32)} retired=now`,
    `${'ab'.repeat(32)} retired=2026-13-01T00:00:00Z`,
  ])
    assert.throws(() => parseKeys(text, 'x'), /64 hexadecimal/, text);
  const retiredAt = new Date('2026-11-26T22:00:00Z');
  const text = `${'ab'.repeat(32)}\n${'cd'.repeat(32)} retired=2026-11-26T22:00:00Z\n`;
  const keys = parseKeys(text, 'x');
  assert.deepEqual(keys, [held(Buffer.alloc(32, 0xab)), held(Buffer.alloc(32, 0xcd), retiredAt)]);
  assert.deepEqual(parseKeys(formatKeys(keys), 'x'), keys);
});

test('a running process reads what another shrouds under a key that was added since, and keeps what hangs on the oldest', async () => {
  const file = path.join(folder, 'ring.key');
  await writeFile(file, older.toString('hex'));
  const running = await loadServiceKey(file);
  const old = running.shroud('host', 'example.org');
  await replaceKeyFile(file, [held(newer), held(older)]);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const started = await loadServiceKey(file);
  const fresh = started.shroud('host', 'example.net');
  assert.equal(running.unshroud('host', fresh), 'example.net');
  assert.equal(started.unshroud('host', old), 'example.org');
  assert.ok(started.digest('host', 'example.org').equals(running.digest('host', 'example.org')));
  assert.ok(started.ledgerSeed.equals(running.ledgerSeed) && started.packageSeed.equals(running.packageSeed));
  const token = started.issueToken('tip-form', Buffer.from('x'), new Date(Date.now() + 1_000));
  assert.equal(running.readToken('tip-form', token, new Date())?.toString(), 'x');

  const moved = started.reshroud(old);
  assert.ok(moved);
  assert.equal(started.reshroud(moved), undefined, 'it is under the newest key now');
  assert.equal(started.reshroud(randomBytes(60)), undefined);
  const alone = await loadServiceKey({ kind: 'text', text: newer.toString('hex') });
  assert.equal(alone.unshroud('host', moved), 'example.org');
  assert.throws(() => alone.unshroud('host', old));
  assert.throws(() => alone.unshroud('url', moved), 'the purpose stays');
});

test('a ring keeps what it has while the file is not a key', async () => {
  const file = path.join(folder, 'half.key');
  await writeFile(file, older.toString('hex'));
  const ring = await openKeyRing({ kind: 'file', file });
  await writeFile(file, 'half writ');
  await utimes(file, new Date(), new Date(Date.now() + 5_000));
  assert.equal(ring.refresh(), false);
  assert.ok(ring.keys()[0]?.secret.equals(older));
  assert.match(await readFile(file, 'utf8'), /half/);
});
