/**
 * A file in memory that never has a name. MP4 as telephones write it has its index at the end, so the decoder must seek,
 * and a pipe cannot. `O_TMPFILE` on /dev/shm (a tmpfs: pages of memory, no disk behind it) makes an inode that is in no
 * folder, before its first byte is written: nobody can open it by a path, and the kernel frees it with the last descriptor,
 * however the processes end. Like all memory it can be swapped out: encrypt swap or have none (docs/check-api.md).
 */
import { closeSync, constants, openSync, writeSync } from 'node:fs';

const TMPFS = '/dev/shm';
/** O_TMPFILE of linux/fcntl.h, which node does not name; it includes O_DIRECTORY, which differs by architecture. */
const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY;

/** Opens such a file with these bytes, hands its descriptor to `use`, and closes it when that has settled. @throws Error (ENOSPC, EOPNOTSUPP ...) */
export async function withMemoryFile<T>(bytes: Uint8Array, use: (fd: number) => Promise<T>): Promise<T> {
  const fd = openSync(TMPFS, O_TMPFILE | constants.O_RDWR, 0o600);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at);
    return await use(fd);
  } finally {
    closeSync(fd);
  }
}
