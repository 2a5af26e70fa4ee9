import { open } from 'node:fs/promises';

/** Makes the names in a folder last: a file that was renamed or linked there is there after a power cut too (fsync(2)). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
