/**
 * The one folder of a test run, for all that tests put into the folder for temporary files: databases, data folders, browsers' profiles. It lies
 * in memory where there is room: on a disk that has much to write, PostgreSQL took ten times the processor time for a fresh
 * database (docs/decisions/tests-quicker.md). What survives kill -9 is the kernel's either way.
 */
import { mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../src/platform/embedded-postgres.ts';
import { chromiumPath } from './chromium-path.ts';

const MEMORY = '/dev/shm';
/** A few houses with their databases and browsers at once, and what two files of other tests make beside them, take less than half of it. */
const ROOM_BYTES = 6 * 2 ** 30;
const PREFIX = 'fyr-test-';

/**
 * Makes the folder and names it in TMPDIR, for this process and its children; the folder on disk is then in FYR_TEST_DISK, and
 * the browser stays where it was unpacked. Folders of runs that were killed are removed. @returns where it lies, and why it does not lie in memory
 */
export async function openRunFolder(): Promise<{ readonly folder: string; readonly whyOnDisk: string | undefined }> {
  const disk = tmpdir();
  process.env['FYR_TEST_CHROMIUM'] = await chromiumPath();
  await removeLeftOver(MEMORY);
  const whyOnDisk = await whyNotInMemory();
  const folder = await mkdtemp(path.join(whyOnDisk === undefined ? MEMORY : disk, `${PREFIX}${process.pid}-`));
  process.env['FYR_TEST_DISK'] = disk;
  process.env['TMPDIR'] = folder;
  return { folder, whyOnDisk };
}

async function whyNotInMemory(): Promise<string | undefined> {
  const room = await statfs(MEMORY).catch(() => undefined);
  if (room === undefined) return `there is no ${MEMORY}`;
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const freeBytes = Math.min(room.bavail * room.bsize, process.availableMemory());
  if (freeBytes < ROOM_BYTES) return `${gib(freeBytes)} of memory are free, and ${gib(ROOM_BYTES)} are wanted`;
  // Tests also write programs and start them.
  const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' '));
  const mount = mounts.findLast(([, at]) => at === MEMORY);
  return mount?.[3]?.split(',').includes('noexec') === true ? `no program may be started from ${MEMORY}` : undefined;
}

async function removeLeftOver(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(parent, name), { recursive: true, force: true });
  }
}
