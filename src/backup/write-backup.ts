/** `fyr backup`: both files of one moment, written while the house works, read again and compared before they count. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { generateIdentity, type Identity, type Recipient } from '../../lib/seal/door.ts';
import { readCheckpointFiles, recordAct, type CheckpointFile } from '../ledger/door.ts';
import { transact, type Db, type Pool, type PoolClient } from '../platform/db.ts';
import { nameOnce, PART_BYTES, readArchive, replaceFile, writeArchive, type ArchiveEntry } from './archive.ts';
import { copyOut, listRanMigrations, listSequences, listTables, readSnapshotTime, withSnapshot } from './copy-store.ts';
import {
  divide,
  firstDifference,
  FORMAT,
  partName,
  tableOfPart,
  Tallies,
  type BackupTable,
  type Manifest,
  type TableTotal,
} from './format.ts';
import { insertBackupRun } from './run-store.ts';

export interface BackupDeps {
  readonly db: Db;
  readonly pool: Pool;
  /** Whoever of these may open it; their private halves are nowhere near. */
  readonly recipients: readonly Recipient[];
  /** What the service key's file holds. */
  readonly serviceKeyText: string;
  readonly checkpointFolder: string;
}

/** What was written, for the person at the terminal. */
export interface BackupReport {
  readonly madeAt: Date;
  readonly tables: number;
  readonly rows: number;
  readonly dataBytes: number;
  readonly keysBytes: number;
}

/** @throws Error when a file is there already, cannot be written, or does not read back as it was written */
export async function writeBackup(deps: BackupDeps, files: BackupFiles): Promise<BackupReport> {
  if (existsSync(files.data)) throw new Error(`There is a file ${files.data} already: a backup replaces none.`);
  const fresh = { data: `${files.data}.new`, keys: `${files.keys}.new` };
  const clear = () => Promise.all([rm(fresh.data, { force: true }), rm(fresh.keys, { force: true })]);
  await clear();
  // Before the look at the database, which may then be ahead of them and never behind.
  const checkpoints = await readCheckpointFiles(deps.checkpointFolder);
  try {
    const report = await withSnapshot(deps.pool, (client) => writeBoth(client, deps, fresh, checkpoints));
    await nameOnce(fresh.data, files.data);
    await replaceFile(fresh.keys, files.keys);
    await noteBackup(deps.db, report);
    return report;
  } finally {
    await clear();
  }
}

/** Paths. */
interface BackupFiles {
  readonly data: string;
  readonly keys: string;
}

async function writeBoth(
  client: PoolClient,
  deps: BackupDeps,
  files: BackupFiles,
  checkpoints: readonly CheckpointFile[],
): Promise<BackupReport> {
  // Lives for this run alone: what was written is read again with it, since the recovery key is not here.
  const reader = generateIdentity();
  const recipients = [...deps.recipients, reader.recipient];
  const madeAt = await readSnapshotTime(client);
  const migrations = await listRanMigrations(client);
  const { data, keys } = divide(await listTables(client));
  const write = async (kind: Manifest['kind'], tables: readonly BackupTable[], others: readonly ArchiveEntry[]) => {
    const tallies = new Tallies();
    const entries = entriesOf(client, { kind, madeAt, migrations, tables }, others, tallies);
    const sizeBytes = await writeArchive(files[kind], recipients, entries);
    await requireSame(files[kind], reader, tallies.totals());
    return { sizeBytes, totals: Object.values(tallies.totals()) };
  };
  const notes = checkpoints.map(({ name, note }) => ({ name: `checkpoints/${name}`, bytes: Buffer.from(note) }));
  const dataFile = await write('data', data, notes);
  const keysFile = await write('keys', keys, [{ name: 'service.key', bytes: Buffer.from(deps.serviceKeyText) }]);
  const rows = dataFile.totals.reduce((sum, total) => sum + total.rows, 0);
  return { madeAt, tables: data.length, rows, dataBytes: dataFile.sizeBytes, keysBytes: keysFile.sizeBytes };
}

async function noteBackup(db: Db, report: BackupReport): Promise<void> {
  const { madeAt, dataBytes, rows } = report;
  await transact(db, async (tx) => {
    await insertBackupRun(tx, { madeAt, sizeBytes: dataBytes, rows });
    const payload = { rows, sizeBytes: dataBytes };
    await recordAct(tx, { at: madeAt, actor: 'operator', action: 'backup.made', subject: 'house:backup', payload });
  });
}

interface FileHead {
  readonly kind: Manifest['kind'];
  readonly madeAt: Date;
  readonly migrations: readonly string[];
  readonly tables: readonly BackupTable[];
}

async function* entriesOf(
  client: PoolClient,
  head: FileHead,
  others: readonly ArchiveEntry[],
  tallies: Tallies,
): AsyncGenerator<ArchiveEntry> {
  yield jsonEntry('manifest.json', { format: FORMAT, ...head, madeAt: head.madeAt.toISOString() });
  for (const table of head.tables) {
    let part = 0;
    const tally = tallies.of(table.name);
    for await (const bytes of inParts(copyOut(client, table))) {
      tally.add(bytes);
      yield { name: partName(table.name, part), bytes };
      part += 1;
    }
  }
  yield* others;
  // Last: sequences are not part of the snapshot, and must not stand below a row that is.
  const sequences = head.kind === 'data' ? await listSequences(client) : [];
  yield jsonEntry('summary.json', { tables: tallies.totals(), sequences });
}

const jsonEntry = (name: string, value: unknown): ArchiveEntry => ({ name, bytes: Buffer.from(JSON.stringify(value)) });

async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const piece = chunk.subarray(at, at + PART_BYTES - length);
      waiting.push(piece);
      length += piece.length;
      at += piece.length;
      if (length < PART_BYTES) continue;
      yield Buffer.concat(waiting);
      waiting = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(waiting);
}

async function requireSame(
  file: string,
  reader: Identity,
  written: Readonly<Record<string, TableTotal>>,
): Promise<void> {
  const tallies = new Tallies();
  for (const table of Object.keys(written)) tallies.of(table);
  let last = '';
  for await (const { name, bytes } of readArchive(file, [reader])) {
    const table = tableOfPart(name);
    if (table !== undefined) tallies.of(table).add(bytes);
    last = name;
  }
  const different = firstDifference(written, tallies.totals());
  if (different !== undefined || last !== 'summary.json')
    throw new Error(
      `What was written does not read back as it was (${different ?? last}): the disk is not to be trusted.`,
    );
}
