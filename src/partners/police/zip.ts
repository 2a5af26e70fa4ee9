/**
 * A package as one ZIP file (APPNOTE 6.3.10), stored and not compressed: its files are small, and PDFs are compressed already.
 * Reading takes what this writes and what common tools make of it; a damaged or unusual file is refused, never guessed at.
 */
import { crc32, inflateRawSync } from 'node:zlib';

/** A file in it; the name is of ASCII signs without a path. */
export interface ZippedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const MOST_FILES = 1_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** All files in one, in their order, with one date. */
export function writeZip(files: readonly ZippedFile[], at: Date): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const title = Buffer.from(name, 'ascii');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(dosTime(at), 6);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([uint32(LOCAL), common, title, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([uint32(CENTRAL), uint16(20), common, tail, title]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** The files of a ZIP. @throws SyntaxError when it is damaged, encrypted, or larger than a package can be */
export function readZip(zip: Buffer): readonly ZippedFile[] {
  try {
    return readEntries(zip);
  } catch (error) {
    if (error instanceof SyntaxError) throw error;
    throw new SyntaxError('The ZIP file is damaged.', { cause: error });
  }
}

function readEntries(zip: Buffer): readonly ZippedFile[] {
  const end = zip.lastIndexOf(uint32(END));
  if (end < 0) throw new SyntaxError('This is no ZIP file.');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (count > MOST_FILES) throw new SyntaxError('The ZIP file holds more files than a package can.');
  let room = MOST_BYTES;
  const files: ZippedFile[] = [];
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new SyntaxError('The ZIP file is damaged.');
    const nameBytes = zip.readUInt16LE(at + 28);
    const name = zip.toString('ascii', at + 46, at + 46 + nameBytes);
    const bytes = readBody(zip, at, room);
    room -= bytes.length;
    if (!name.endsWith('/')) files.push({ name: name.slice(name.lastIndexOf('/') + 1), bytes });
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

function readBody(zip: Buffer, at: number, room: number): Buffer {
  const flags = zip.readUInt16LE(at + 8);
  const method = zip.readUInt16LE(at + 10);
  const packed = zip.readUInt32LE(at + 20);
  const local = zip.readUInt32LE(at + 42);
  if ((flags & 1) !== 0 || (method !== 0 && method !== 8) || zip.readUInt32LE(local) !== LOCAL)
    throw new SyntaxError('The ZIP file is encrypted, or made in a way that is not known here.');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packed > zip.length || packed > room) throw new SyntaxError('The ZIP file is cut, or too large.');
  const body = zip.subarray(start, start + packed);
  const bytes = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.max(1, room) });
  if (crc32(bytes) !== zip.readUInt32LE(at + 16)) throw new SyntaxError('A file in the ZIP file is damaged.');
  return bytes;
}

/** Two seconds fine, in UTC: the format has no zone. */
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return (date << 16) | time;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
