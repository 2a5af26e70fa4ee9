import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { SnapshotError, buildIndex, indexFromBytes, loadIndex, type NearestIndex, type SnapshotFault } from './door.ts';
import { flipped, hashAt, randomFrom, randomHashes } from './test-support.ts';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nearest-'));
  await work(folder).finally(() => rm(folder, { recursive: true }));
}

/** Indexed, added and removed hashes, chains among them. */
function lively(): { index: NearestIndex; hashes: Uint8Array } {
  const random = randomFrom(1);
  const hashes = randomHashes(9000, random);
  hashes.fill(0, 0, 32 * 300);
  const index = buildIndex(hashes.subarray(0, 32 * 8000));
  index.addMany(hashes.subarray(32 * 8000));
  for (let id = 5; id < 9000; id += 10) index.remove(id);
  return { index, hashes };
}

function assertAlike(a: NearestIndex, b: NearestIndex, hashes: Uint8Array): void {
  const random = randomFrom(2);
  assert.deepEqual([a.size, a.nextId, a.pending], [b.size, b.nextId, b.pending]);
  for (let id = 0; id < 9000; id += 45) {
    const query = flipped(hashAt(hashes, id), 12, random);
    assert.deepEqual(a.search(query), b.search(query));
  }
}

function isFault(code: SnapshotFault): (error: unknown) => boolean {
  return (error) => error instanceof SnapshotError && error.code === code;
}

test('snapshot and loadIndex give back the same index, which goes on', () =>
  inFolder(async (folder) => {
    const { index, hashes } = lively();
    const path = join(folder, 'hashes');
    await index.snapshot(path);
    const loaded = await loadIndex(path);
    assertAlike(index, loaded, hashes);
    assert.equal(loaded.add(hashAt(hashes, 5)), 9000);
    assert.deepEqual(loaded.search(hashAt(hashes, 8005), 1), []);
    loaded.rebuildHere();
    index.add(hashAt(hashes, 5));
    index.rebuildHere();
    assertAlike(index, loaded, hashes);
    assert.deepEqual(await readdir(folder), ['hashes']);
  }));

test('snapshot and loadIndex take an empty and a small index', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'hashes');
    for (const count of [0, 1, 33, 2559]) {
      const hashes = randomHashes(count, randomFrom(count));
      await buildIndex(hashes).snapshot(path);
      const loaded = await loadIndex(path);
      assert.equal(loaded.size, count);
      if (count > 0) assert.deepEqual(loaded.search(hashAt(hashes, count - 1)), [{ id: count - 1, distance: 0 }]);
    }
  }));

test('snapshot is the bytes of toBytes, and the same bytes every time', () =>
  inFolder(async (folder) => {
    const { index } = lively();
    const path = join(folder, 'hashes');
    await index.snapshot(path);
    const bytes = Buffer.from(index.toBytes());
    assert.ok(bytes.equals(await readFile(path)));
    assert.ok(bytes.equals(lively().index.toBytes()));
    assert.ok(bytes.equals(indexFromBytes(bytes).toBytes()));
  }));

test('snapshot written while hashes are added and removed is a whole index of some moment', () =>
  inFolder(async (folder) => {
    const { index, hashes } = lively();
    const path = join(folder, 'hashes');
    const writing = index.snapshot(path);
    for (let id = 0; id < 300; id++) index.remove(id);
    index.addMany(hashes.subarray(0, 32 * 5000));
    await writing;
    const loaded = await loadIndex(path);
    assert.ok([9000, 14_000].includes(loaded.nextId));
    for (let id = 301; id < 9000; id += 45) {
      const again = loaded.nextId === 14_000 && id < 5000 ? [{ id: 9000 + id, distance: 0 }] : [];
      const first = id % 10 === 5 ? [] : [{ id, distance: 0 }];
      assert.deepEqual(loaded.search(hashAt(hashes, id), 0), [...first, ...again]);
    }
    // Whatever was erased meanwhile must not have become a hash of zeros.
    const wereZeros = (id: number) => id < 300 || (id >= 9000 && id < 9300);
    assert.ok(loaded.search(new Uint8Array(32), 0).every(({ id }) => wereZeros(id)));
  }));

test('snapshot with encrypt shows no hash, and loadIndex with decrypt reads it', () =>
  inFolder(async (folder) => {
    const { index, hashes } = lively();
    const path = join(folder, 'hashes');
    const key = randomBytes(32);
    const nonce = randomBytes(12);
    await index.snapshot(path, {
      encrypt: (bytes) => {
        const cipher = createCipheriv('aes-256-gcm', key, nonce);
        return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
      },
    });
    const decrypt = (bytes: Uint8Array) => {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
    };
    assertAlike(index, await loadIndex(path, { decrypt }), hashes);
    await assert.rejects(loadIndex(path), isFault('foreign'));
    const stored = await readFile(path);
    stored[stored.length >> 1] = (stored[stored.length >> 1] ?? 0) ^ 1;
    await writeFile(path, stored);
    await assert.rejects(loadIndex(path, { decrypt }), /auth/);
  }));

test('snapshot that fails leaves the old file and nothing else', () =>
  inFolder(async (folder) => {
    const { index } = lively();
    const path = join(folder, 'hashes');
    await writeFile(path, 'old');
    const encrypt = () => {
      throw new Error('no key');
    };
    await assert.rejects(index.snapshot(path, { encrypt }), /no key/);
    assert.equal(await readFile(path, 'utf8'), 'old');
    assert.deepEqual(await readdir(folder), ['hashes']);
    await assert.rejects(index.snapshot(join(folder, 'missing', 'hashes')), /ENOENT/);
  }));

test('loadIndex refuses a file that is cut, anywhere', () =>
  inFolder(async (folder) => {
    const bytes = Buffer.from(lively().index.toBytes());
    const path = join(folder, 'hashes');
    for (const length of [8, 20, 63, 64, 1000, bytes.length >> 1, bytes.length - 1]) {
      await writeFile(path, bytes.subarray(0, length));
      await assert.rejects(loadIndex(path), isFault('cut'), `${length} bytes`);
      assert.throws(() => indexFromBytes(bytes.subarray(0, length)), isFault('cut'));
    }
  }));

test('loadIndex refuses a file in which any byte is altered', () =>
  inFolder(async (folder) => {
    const bytes = Buffer.from(lively().index.toBytes());
    const path = join(folder, 'hashes');
    const random = randomFrom(4);
    const places = [12, 16, 20, 24, 28, 33, 63, 64, bytes.length - 1];
    for (let times = 0; times < 12; times++) places.push(Math.floor(random() * bytes.length));
    for (const at of places) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      await writeFile(path, altered);
      const error = await loadIndex(path).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof SnapshotError, `byte ${at}`);
      assert.ok(at < 8 || error.code === 'altered' || error.code === 'cut' || at < 12, `byte ${at}: ${error.code}`);
    }
    await writeFile(path, Buffer.concat([bytes, Buffer.from('x')]));
    await assert.rejects(loadIndex(path), isFault('altered'));
  }));

test('loadIndex refuses foreign files, other versions and headers that contradict themselves', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'hashes');
    for (const foreign of [
      '',
      'MZ',
      'a text that is long enough to hold a header of sixty-four bytes and more, really',
    ]) {
      await writeFile(path, foreign);
      await assert.rejects(loadIndex(path), isFault('foreign'));
    }
    const bytes = Buffer.from(lively().index.toBytes());
    const changed = (at: number, value: number) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt32LE(value, at);
      createHash('sha256').update(copy.subarray(0, 32)).update(copy.subarray(64)).digest().copy(copy, 32);
      return copy;
    };
    assert.throws(() => indexFromBytes(changed(8, 2)), isFault('version'));
    assert.throws(() => indexFromBytes(changed(12, 20_000_001)), isFault('altered'));
    assert.throws(() => indexFromBytes(changed(16, 9001)), isFault('altered'));
    for (const lineBits of [0, 7, 22, 2 ** 31]) {
      assert.throws(() => indexFromBytes(changed(20, lineBits)), isFault('altered'));
    }
    assert.throws(() => indexFromBytes(changed(24, 1 << 24)), isFault('altered'));
    await assert.rejects(loadIndex(join(folder, 'none')), /ENOENT/);
  }));
