/** A sealed archive on disk: tar, packed by gzip, sealed as an age file; written and read as a stream. */
import { createReadStream } from 'node:fs';
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, constants } from 'node:zlib';
import { extract, pack, type Pack } from 'tar-stream';
import { openStream, SealError, sealStream, type Identity, type Recipient } from '../../lib/seal/door.ts';
import { syncFolder } from '../platform/sync-folder.ts';

/** One file in it; small enough for memory (PART_BYTES at most). */
export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What an entry holds at most; a larger table is cut into parts. */
export const PART_BYTES = 4 * 1024 * 1024;

/**
 * Writes the entries to a new file, synced. @returns its size in bytes
 * @throws whatever the entries or the disk throw; the unfinished file is removed then
 */
export async function writeArchive(
  file: string,
  recipients: readonly Recipient[],
  entries: AsyncIterable<ArchiveEntry>,
): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  try {
    const tar = pack();
    const filling = fill(tar, entries);
    // Whichever fails first ends the other: a full disk stops the reading, a lost database the writing.
    await Promise.all([
      filling.catch((error: unknown) => {
        tar.destroy(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }),
      pipeline(
        tar,
        createGzip({ level: constants.Z_BEST_SPEED }),
        (packed: AsyncIterable<Buffer>) => sealStream(packed, recipients),
        (sealed: AsyncIterable<Buffer>) => writeAll(handle, sealed),
      ),
    ]);
    await handle.sync();
    return (await handle.stat()).size;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of chunks) await handle.writeFile(chunk);
}

async function fill(tar: Pack, entries: AsyncIterable<ArchiveEntry>): Promise<void> {
  const mtime = new Date(0);
  for await (const { name, bytes } of entries) {
    await new Promise<void>((resolve, reject) => {
      const stopped = () => reject(new Error('The archive could not be written on.'));
      tar.once('close', stopped);
      tar.entry({ name, mtime, mode: 0o600 }, bytes, (error) => {
        tar.off('close', stopped);
        if (error) reject(error);
        else resolve();
      });
    });
  }
  tar.finalize();
}

/**
 * The entries of a file, in order. Each is authentic; that the file was whole is known only when the last has come.
 * @throws SealError when it was altered, cut, is for another key or holds no archive; RangeError when an entry is larger than any that is
 * written; the file system's errors
 */
export async function* readArchive(file: string, identities: readonly Identity[]): AsyncGenerator<ArchiveEntry> {
  const tar = extract();
  const reading = pipeline(
    createReadStream(file),
    (sealed: AsyncIterable<Buffer>) => openStream(sealed, identities),
    createGunzip(),
    tar,
  );
  // The failure also comes out of the loop below; here it only must not count as unhandled.
  reading.catch(() => undefined);
  try {
    for await (const entry of tar) {
      const { name, size } = entry.header;
      if (size > PART_BYTES) throw new RangeError(`The archive's entry ${name} is too large.`);
      const chunks: Buffer[] = [];
      for await (const chunk of chunksOf(entry)) chunks.push(chunk);
      yield { name, bytes: Buffer.concat(chunks) };
    }
    await reading;
  } catch (error) {
    throw isStated(error) ? error : new SealError('damaged', 'The file opens, but what is in it is no backup.');
  }
}

/** Whoever has the recovery key's public half can seal anything to it: what gzip or tar then trip over is no error of theirs to show. */
const isStated = (error: unknown): boolean =>
  error instanceof SealError || error instanceof RangeError || (error instanceof Error && 'syscall' in error);

/** A stream's chunks, which its types do not know to be bytes. */
async function* chunksOf(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('A tar entry consists of bytes.');
    yield Buffer.from(chunk);
  }
}

/** Gives a finished file its name, which nobody has yet. @throws Error with code EEXIST when somebody does */
export async function nameOnce(from: string, to: string): Promise<void> {
  await link(from, to);
  await rm(from);
  await syncFolder(path.dirname(to));
}

/** Puts a finished file in the place of the one that has this name, if there is one. */
export async function replaceFile(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(path.dirname(to));
}
