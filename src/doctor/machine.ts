/** The machine: room on its disk, and who gets at the files. */
import type { StatsFs } from 'node:fs';
import { readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../platform/log.ts';
import type { MachineFacts } from './judge.ts';

const OTHERS = 0o077;

/**
 * Looks at the data folder and at the files that are named; one that is not there is not looked at. Before anything was written there
 * (a house on a database elsewhere) the room is that of the folder in which the data folder would be made.
 */
export async function measureMachine(
  dataDir: string,
  secretFiles: readonly string[],
  now: Date,
): Promise<MachineFacts> {
  const { bavail, blocks, bsize } = await roomAt(path.resolve(dataDir));
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

async function roomAt(folder: string): Promise<StatsFs> {
  try {
    return await statfs(folder);
  } catch (error) {
    const above = path.dirname(folder);
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    return roomAt(above);
  }
}
