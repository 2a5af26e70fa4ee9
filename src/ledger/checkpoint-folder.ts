/**
 * The checkpoints outside the database: `YYYY-MM-DD.<size, 12 digits>.txt` in one folder, the newest of each day (UTC).
 * Whoever rewrites the log in the database cannot make these fit. Copy the folder to another machine now and then.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../platform/sync-folder.ts';

/** A file as read, its signature not checked yet: that is for whoever verifies. */
export interface CheckpointFile {
  readonly name: string;
  readonly note: string;
}

const NAME = /^(\d{4}-\d{2}-\d{2})\.(\d{12,16})\.txt$/;
const NEW_NAME = /^\..+\.txt\..+\.new$/;

/**
 * Writes a checkpoint's file whole or not at all (a new file, synced, then renamed), and only then removes the smaller ones
 * of the same day.
 */
export async function publishCheckpoint(
  folder: string,
  checkpoint: { readonly size: number; readonly note: string },
  at: Date,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const day = at.toISOString().slice(0, 10);
  const name = `${day}.${String(checkpoint.size).padStart(12, '0')}.txt`;
  // Several sequencers may publish at once: each writes a file of its own first.
  const fresh = path.join(folder, `.${name}.${randomUUID()}.new`);
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(checkpoint.note);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, path.join(folder, name));
  await syncFolder(folder);
  for (const older of await readdir(folder)) {
    const [, itsDay, itsSize] = NAME.exec(older) ?? [];
    const isReplaced = itsDay === day && Number(itsSize) < checkpoint.size;
    if (isReplaced || (await isLeftBehind(folder, older, at))) await rm(path.join(folder, older), { force: true });
  }
}

/** All checkpoint files, by name; none when there is no folder yet. */
export async function readCheckpointFiles(folder: string): Promise<readonly CheckpointFile[]> {
  const files = (await checkpointNames(folder)).map(async (name) => readIfThere(folder, name));
  return (await Promise.all(files)).filter((file) => file !== undefined);
}

/** The file of the largest size, going by the names. */
export async function readLargestCheckpointFile(folder: string): Promise<CheckpointFile | undefined> {
  const names = await checkpointNames(folder);
  const sizeOf = (name: string): number => Number(NAME.exec(name)?.[2]);
  const [largest] = names.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return largest === undefined ? undefined : await readIfThere(folder, largest);
}

const LEFT_BEHIND_AFTER_MS = 3_600_000;

/** A new file that its process was killed over before it could be renamed. */
async function isLeftBehind(folder: string, name: string, now: Date): Promise<boolean> {
  if (!NEW_NAME.test(name)) return false;
  const facts = await stat(path.join(folder, name)).catch(() => undefined);
  return facts !== undefined && now.getTime() - facts.mtimeMs > LEFT_BEHIND_AFTER_MS;
}

async function checkpointNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.filter((name) => NAME.test(name)).sort();
}

/** A larger one of the same day may have replaced it since the folder was listed. */
async function readIfThere(folder: string, name: string): Promise<CheckpointFile | undefined> {
  try {
    return { name, note: await readFile(path.join(folder, name), 'utf8') };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
