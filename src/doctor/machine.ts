/** The machine: room on its disk, and who gets at the files. */
import { readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { MachineFacts } from './judge.ts';

const OTHERS = 0o077;

/** Looks at the data folder and at the files that are named; one that is not there is not looked at. */
export async function measureMachine(
  dataDir: string,
  secretFiles: readonly string[],
  now: Date,
): Promise<MachineFacts> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  const folders = ['keys', 'checkpoints', 'postgres'].map((name) => path.join(dataDir, name));
  const inKeys = await readdir(path.join(dataDir, 'keys')).catch(() => []);
  const places = new Set([...folders, ...inKeys.map((name) => path.join(dataDir, 'keys', name)), ...secretFiles]);
  const openToOthers = [];
  for (const place of places) {
    const facts = await stat(place).catch(() => undefined);
    if (facts !== undefined && (facts.mode & OTHERS) !== 0) openToOthers.push(place);
  }
  return { now, freeBytes: bavail * bsize, totalBytes: blocks * bsize, openToOthers };
}
