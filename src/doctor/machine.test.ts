import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { measureMachine } from './machine.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-machine-'));
after(() => rm(folder, { recursive: true, force: true }));
const now = new Date('2026-11-26T12:00:00Z');

test('measureMachine tells the room of a data folder that is not made yet, and looks at no file that is not there', async () => {
  const there = await measureMachine(folder, [], now);
  const missing = await measureMachine(path.join(folder, 'not', 'made'), [path.join(folder, 'no-such-key')], now);
  assert.equal(missing.totalBytes, there.totalBytes);
  assert.ok(missing.freeBytes > 0);
  assert.deepEqual(missing.openToOthers, []);
});

test('measureMachine names a secret file that others can read', async () => {
  const [open, closed] = [path.join(folder, 'open'), path.join(folder, 'closed')];
  for (const [file, mode] of [
    [open, 0o644],
    [closed, 0o600],
  ] as const) {
    await writeFile(file, 'x');
    await chmod(file, mode);
  }
  assert.deepEqual((await measureMachine(folder, [open, closed], now)).openToOthers, [open]);
});
