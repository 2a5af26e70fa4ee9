import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Engine, createMemory } from './engine.ts';
import {
  address,
  deltaAddress,
  maxHashes,
  maxLineBits,
  minLineBits,
  planIndex,
  recordSpans,
  recordsBytes,
  type Plan,
  type Span,
} from './layout.ts';

/** Turns the bytes of a snapshot into others and back, such as encryption. */
export type Transform = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** Why a snapshot was refused. */
export type SnapshotFault = 'foreign' | 'version' | 'cut' | 'altered';

/** A snapshot that cannot be loaded: build the index from its source instead. */
export class SnapshotError extends Error {
  readonly code: SnapshotFault;

  constructor(code: SnapshotFault, message: string) {
    super(message);
    this.name = 'SnapshotError';
    this.code = code;
  }
}

const magic = 'FYRNEAR\n';
/** Raised with any change to the header, the lines, the slots, the codes or the permutation. */
const version = 1;
const headerBytes = 64;
const checksumAt = 32;
const pieceBytes = 4 << 20;

/** What the header says; all else follows from these through `planIndex`. */
interface Counts {
  readonly total: number;
  readonly indexed: number;
  readonly lineBits: number;
  readonly overflowLines: number;
}

function countsOf(engine: Engine): Counts {
  const indexed = engine.state('indexed');
  const lineBits = engine.words[(address.slots + 8) / 4] ?? 0;
  return {
    total: engine.state('total'),
    indexed,
    lineBits: indexed > 0 ? lineBits : 0,
    overflowLines: engine.state('overflowCount'),
  };
}

/** The plan that gave these counts. */
function planOf({ indexed, lineBits }: Counts): Plan {
  return planIndex(indexed, indexed === 0 ? 0 : 10 * 2 ** lineBits);
}

/**
 * The memory that a snapshot holds, in the order of the file: records, lines with chains, later records, removed ids.
 * Those come last: a hash that is removed and erased while the file is being written is then surely marked as removed
 * in it.
 */
function bodySpans(counts: Counts): Span[] {
  const { indexed, slots, overflowAddress } = planOf(counts);
  const end = overflowAddress + 64 * counts.overflowLines;
  const lines = slots[0]?.linesAddress ?? end;
  return [
    ...recordSpans(address.data, indexed),
    { at: lines, sizeBytes: end - lines },
    ...recordSpans(deltaAddress(end), counts.total - indexed),
    { at: address.removed, sizeBytes: Math.ceil(counts.total / 32) * 4 },
  ];
}

/** Bytes of memory that the hashes of an index and what finds them take. */
export function usedBytes(engine: Engine): number {
  return bodySpans(countsOf(engine)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

function headerOf({ total, indexed, lineBits, overflowLines }: Counts): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 'latin1');
  [version, total, indexed, lineBits, overflowLines].forEach((value, at) => header.writeUInt32LE(value, 8 + at * 4));
  return header;
}

function bodyViews(engine: Engine, counts: Counts): Uint8Array[] {
  return bodySpans(counts).map(({ at, sizeBytes }) => engine.view(at, sizeBytes));
}

function* pieces(view: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < view.length; at += pieceBytes) yield view.subarray(at, at + pieceBytes);
}

/** Reads and checks a header; `sizeBytes` is that of the whole snapshot. */
function parseHeader(header: Buffer, sizeBytes: number): Counts {
  if (header.length < 8 || header.toString('latin1', 0, 8) !== magic) {
    throw new SnapshotError('foreign', 'this is not a snapshot of lib/nearest');
  }
  if (header.length < headerBytes) throw new SnapshotError('cut', `the snapshot ends within its header`);
  const [found = 0, total = 0, indexed = 0, lineBits = 0, overflowLines = 0] = [8, 12, 16, 20, 24].map((at) =>
    header.readUInt32LE(at),
  );
  if (found !== version) {
    throw new SnapshotError('version', `the snapshot is of version ${found}; this program reads version ${version}`);
  }
  const isPlanned = indexed === 0 ? lineBits === 0 : lineBits >= minLineBits && lineBits <= maxLineBits;
  if (total > maxHashes || indexed > total || !isPlanned || overflowLines >= 1 << 24) {
    throw new SnapshotError('altered', 'the header of the snapshot contradicts itself');
  }
  const counts = { total, indexed, lineBits, overflowLines };
  const expected = bodySpans(counts).reduce((sum, span) => sum + span.sizeBytes, headerBytes);
  if (sizeBytes < expected) throw new SnapshotError('cut', `the snapshot has ${sizeBytes} of ${expected} bytes`);
  if (sizeBytes > expected) throw new SnapshotError('altered', `the snapshot has ${sizeBytes}, not ${expected} bytes`);
  return counts;
}

/** A memory ready for the body of a snapshot with these counts. */
function prepare(counts: Counts): Engine {
  const engine = new Engine(createMemory());
  const plan = planOf(counts);
  engine.install(plan);
  engine.setState('overflowCount', counts.overflowLines);
  engine.openDelta(plan);
  engine.ensure(engine.state('delta') + recordsBytes(counts.total - counts.indexed));
  return engine;
}

function finish(engine: Engine, header: Buffer, counts: Counts): Engine {
  const hash = createHash('sha256').update(header.subarray(0, checksumAt));
  for (const view of bodyViews(engine, counts)) for (const piece of pieces(view)) hash.update(piece);
  if (!hash.digest().equals(header.subarray(checksumAt, headerBytes))) {
    throw new SnapshotError('altered', 'the snapshot does not match its checksum');
  }
  engine.setState('total', counts.total);
  return engine;
}

/** All bytes of a snapshot. */
export function engineToBytes(engine: Engine): Uint8Array {
  const counts = countsOf(engine);
  const header = headerOf(counts);
  const bytes = Buffer.concat([header, ...bodyViews(engine, counts)]);
  createHash('sha256')
    .update(header.subarray(0, checksumAt))
    .update(bytes.subarray(headerBytes))
    .digest()
    .copy(bytes, checksumAt);
  return bytes;
}

/** Throws SnapshotError. */
export function engineFromBytes(bytes: Uint8Array): Engine {
  const header = Buffer.from(bytes.subarray(0, headerBytes));
  const counts = parseHeader(header, bytes.length);
  const engine = prepare(counts);
  let at = headerBytes;
  for (const view of bodyViews(engine, counts)) {
    view.set(bytes.subarray(at, at + view.length));
    at += view.length;
  }
  return finish(engine, header, counts);
}

/** Writes to a file beside `path`, flushes it to the disk and gives it the name; on failure nothing is left behind. */
export async function writeSnapshot(engine: Engine, path: string, encrypt?: Transform): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    if (encrypt === undefined) await writeBody(engine, (bytes, at) => file.write(bytes, 0, bytes.length, at));
    else await file.writeFile(await encrypt(engineToBytes(engine)));
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

/** Piece by piece, each copied first, so that what is hashed is what is written though the index changes meanwhile. */
async function writeBody(engine: Engine, write: (bytes: Uint8Array, at: number) => Promise<unknown>): Promise<void> {
  const counts = countsOf(engine);
  const header = headerOf(counts);
  const hash = createHash('sha256').update(header.subarray(0, checksumAt));
  let at = headerBytes;
  for (const view of bodyViews(engine, counts)) {
    for (const shared of pieces(view)) {
      const piece = Uint8Array.from(shared);
      hash.update(piece);
      await write(piece, at);
      at += piece.length;
    }
  }
  hash.digest().copy(header, checksumAt);
  await write(header, 0);
}

/** Reads the body straight into the shared memory: one read, no rebuilding. */
export async function readSnapshot(path: string, decrypt?: Transform): Promise<Engine> {
  if (decrypt !== undefined) return engineFromBytes(await decrypt(await readFile(path)));
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const header = Buffer.alloc(Math.min(size, headerBytes));
    await file.read(header, 0, header.length, 0);
    const counts = parseHeader(header, size);
    const engine = prepare(counts);
    let at = headerBytes;
    for (const view of bodyViews(engine, counts)) {
      for (let done = 0; done < view.length;) {
        const { bytesRead } = await file.read(view, done, Math.min(view.length - done, 1 << 30), at);
        if (bytesRead === 0) throw new SnapshotError('cut', 'the snapshot became shorter while it was read');
        done += bytesRead;
        at += bytesRead;
      }
    }
    return finish(engine, header, counts);
  } finally {
    await file.close();
  }
}
