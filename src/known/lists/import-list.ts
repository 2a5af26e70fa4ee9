/**
 * A file into a list. It can be killed at any moment and started again: rows are written together with the note of how many
 * are in, so that a second start reads past those and goes on. Rows that are no entries are set aside by line.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, open, unlink, type FileHandle } from 'node:fs/promises';
import { recordAct } from '../../ledger/door.ts';
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db, type Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { HASH_KINDS } from '../known-hit.ts';
import { applyUpdates } from './apply-updates.ts';
import { FORMATS, type ListFormat } from './formats/formats.ts';
import { ListStepError, takesEntries } from './known-list.ts';
import {
  categoryOf,
  MIN_PDQ_QUALITY,
  type CategoryMap,
  type ListCategory,
  type ListEntry,
  type ReadRow,
} from './list-entry.ts';
import {
  commitWithoutWaiting,
  findImports,
  insertImport,
  insertList,
  updateImport,
  type ImportRecord,
} from './list-store.ts';
import { readList } from './read-list-store.ts';
import { entryKeysFrom, type EntryKeys } from './shrouded-entry.ts';
import { RowBatch } from './row-batch.ts';
import { addToList, contentKey } from './write-entries.ts';

/** The service key shrouds the hashes before they are written. */
export interface ImportDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
}

/** What a person says of the file: where it comes from, and what the source's codes mean here. */
export interface ImportRequest {
  readonly file: string;
  readonly format: ListFormat;
  readonly name: string;
  readonly source: string;
  readonly categoryMap: CategoryMap;
  readonly trusted: readonly ListCategory[];
  /** A list that takes this file as a further part; without it the file is a list of its own. */
  readonly intoListId?: number | undefined;
}

/** What became of the rows of a file; `rows` is the sum of the first seven. */
export interface ImportCounts {
  readonly rows: number;
  /** New entries. */
  readonly added: number;
  /** Equal to an entry of the list in hashes and category; in formats whose entries have names: changed, or older than what is known. */
  readonly repeated: number;
  /** Of a category that the mapping leaves out. */
  readonly skipped: number;
  /** With nothing but PhotoDNA, which cannot be matched here. */
  readonly photoDnaOnly: number;
  /** With no hash, or only of a kind that is not matched here. */
  readonly unusable: number;
  /** Taken back by the source within the same file. */
  readonly withdrawn: number;
  /** Set aside in FILE.rejected.ndjson. */
  readonly rejected: number;
  /** PhotoDNA values that were dropped, also beside other hashes. */
  readonly photoDnaDropped: number;
  /** Entries whose PDQ hash is of too low a quality to be searched by. */
  readonly lowQualityPdq: number;
}

/** Rows that are no entries lie in `rejectedFile` by line; undefined where every row was one. */
export interface ImportResult {
  readonly listId: number;
  readonly counts: ImportCounts;
  /** This very file was in before, whole: nothing was done. */
  readonly wasDone: boolean;
  readonly rejectedFile: string | undefined;
}

/** `doneBytes` against the file's size is how far it is; rows cannot tell, because nobody knows how many there are. */
export interface ImportProgress {
  readonly doneBytes: number;
  readonly rows: number;
  readonly rejected: number;
}

const BATCH_ROWS = 2_000;
const CHUNK_BYTES = 1 << 16;
const NO_COUNTS: ImportCounts = {
  ...{ rows: 0, added: 0, repeated: 0, skipped: 0, photoDnaOnly: 0, unusable: 0, withdrawn: 0, rejected: 0 },
  ...{ photoDnaDropped: 0, lowQualityPdq: 0 },
};

/**
 * Imports a file. @throws Error with a message for the person at the terminal when it cannot be read as this format, when the
 * same file was begun with other settings, or when its list takes no more
 */
export async function importList(
  deps: ImportDeps,
  request: ImportRequest,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportResult> {
  const fileDigest = await digestOfFile(request.file);
  const begun = await beginImport(deps, request, fileDigest);
  const rejectedFile = `${request.file}.rejected.ndjson`;
  if (begun.endedAt !== undefined) {
    return { listId: begun.listId, counts: { ...NO_COUNTS, ...begun.counts }, wasDone: true, rejectedFile: undefined };
  }
  const rejects = await openRejects(rejectedFile, begun.rejectedBytes);
  let counts: ImportCounts;
  try {
    counts = await new ImportRun(deps, request, { fileDigest, begun, rejects }).readAll(onProgress);
  } finally {
    await rejects.handle.close();
  }
  if (counts.rejected === 0) await unlink(rejectedFile);
  return { listId: begun.listId, counts, wasDone: false, rejectedFile: counts.rejected > 0 ? rejectedFile : undefined };
}

/** Finds the import of this file that was broken off, or begins a new one. */
async function beginImport(deps: ImportDeps, request: ImportRequest, fileDigest: Buffer): Promise<ImportRecord> {
  const { db, clock } = deps;
  const settings = digestOfSettings(request);
  const earlier = (await findImports(db, fileDigest)).find(
    ({ listId }) => request.intoListId === undefined || listId === request.intoListId,
  );
  if (earlier !== undefined) {
    if (earlier.settings.equals(settings)) return earlier;
    throw new Error(
      `This file was ${earlier.endedAt === undefined ? 'begun' : 'imported'} as list ${earlier.listId} with other settings: ` +
        'give the same ones, or withdraw that list first.',
    );
  }
  return transact(db, async (tx) => {
    const now = clock.now();
    const listId = request.intoListId ?? (await insertList(tx, { ...request, kind: 'file', createdAt: now }));
    const list = await readList(tx, listId);
    if (list?.kind !== 'file') throw new ListStepError('no-such-list');
    if (!takesEntries(list)) throw new ListStepError('wrong-state');
    await insertImport(tx, { listId, fileDigest, settings, at: now });
    await recordAct(tx, {
      at: now,
      actor: 'operator',
      action: 'known-list.import-begun',
      subject: `known-list:${listId}`,
      payload: { format: request.format, file: fileDigest },
    });
    return { listId, settings, doneRows: 0, rejectedBytes: 0, counts: {}, endedAt: undefined };
  });
}

interface Begun {
  readonly fileDigest: Buffer;
  readonly begun: ImportRecord;
  readonly rejects: Rejects;
}

/** An entry, or (undefined) that its source has taken it back. */
interface Batched {
  readonly reference: string | undefined;
  readonly at: Date | undefined;
  readonly entry: ListEntry | undefined;
}

/** What is to be written next. */
interface Taken {
  readonly packed: RowBatch;
  readonly named: readonly Batched[];
  readonly setAside: Buffer;
}

/** One pass over a file. While a batch is being written the next one is read: two cores share the work. */
class ImportRun {
  readonly #deps: ImportDeps;
  readonly #request: ImportRequest;
  readonly #keys: EntryKeys;
  readonly #begun: Begun;
  #counts: Record<keyof ImportCounts, number>;
  #rejectedBytes: number;
  /** Entries of a format whose entries have no names of their own, packed; of the others, as they are. */
  #packed: RowBatch;
  /** The one that is being written, and then the next to be filled. */
  #other: RowBatch;
  #named: Batched[] = [];
  #setAside: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #doneBytes = 0;

  constructor(deps: ImportDeps, request: ImportRequest, begun: Begun) {
    this.#deps = deps;
    this.#request = request;
    this.#keys = entryKeysFrom(deps.serviceKey);
    this.#begun = begun;
    this.#packed = new RowBatch(this.#keys, BATCH_ROWS);
    this.#other = new RowBatch(this.#keys, BATCH_ROWS);
    this.#counts = { ...NO_COUNTS, ...begun.begun.counts };
    this.#rejectedBytes = begun.rejects.bytes;
  }

  async readAll(onProgress: (progress: ImportProgress) => void): Promise<ImportCounts> {
    const { read } = FORMATS[this.#request.format];
    const { doneRows } = this.#begun.begun;
    let seen = 0;
    try {
      for await (const row of read(this.#bytes())) {
        seen += 1;
        if (seen > doneRows) {
          this.#take(row);
          if (this.#counts.rows % BATCH_ROWS === 0) await this.#flush(false);
        }
        if (seen % 1_000 === 0) {
          onProgress({ doneBytes: this.#doneBytes, rows: seen, rejected: this.#counts.rejected });
        }
      }
      await this.#flush(true);
      await this.#writing;
    } finally {
      // A failure while reading must not leave a write behind that nobody waits for.
      await this.#writing.catch(() => undefined);
    }
    return { ...this.#counts };
  }

  async *#bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(this.#request.file, { highWaterMark: CHUNK_BYTES })) {
      if (!(chunk instanceof Uint8Array)) continue;
      this.#doneBytes += chunk.length;
      yield chunk;
    }
  }

  #take(row: ReadRow): void {
    const counts = this.#counts;
    counts.rows += 1;
    switch (row.kind) {
      case 'bad':
        this.#reject(row.line, row.offset, row.problems, row.text);
        return;
      case 'withdrawal':
        this.#named.push({ reference: row.reference, at: row.listedAt, entry: undefined });
        return;
      case 'unusable':
        if (row.hasPhotoDna) counts.photoDnaDropped += 1;
        counts[row.because === 'photodna-only' ? 'photoDnaOnly' : 'unusable'] += 1;
        return;
      case 'entry': {
        if (row.hasPhotoDna) counts.photoDnaDropped += 1;
        const category = categoryOf(this.#request.categoryMap, row.entry.code);
        if (category === undefined) {
          this.#reject(row.line, row.offset, ['category: the mapping does not name it'], row.entry.code);
        } else if (category === 'skip' && !FORMATS[this.#request.format].isByReference) counts.skipped += 1;
        else this.#takeEntry(row.entry);
      }
    }
  }

  #takeEntry(entry: ListEntry): void {
    if ((entry.pdqQuality ?? MIN_PDQ_QUALITY) < MIN_PDQ_QUALITY) this.#counts.lowQualityPdq += 1;
    const { reference, listedAt } = entry;
    if (FORMATS[this.#request.format].isByReference) this.#named.push({ reference, at: listedAt, entry });
    else this.#packed.add({ keyDigest: contentKey(this.#keys, this.#begun.begun.listId, entry), entry, listedAt });
  }

  #reject(line: number, offset: number | undefined, problems: readonly string[], text: string): void {
    this.#counts.rejected += 1;
    const place = offset === undefined ? { line } : { line, offset };
    this.#setAside.push(`${JSON.stringify({ ...place, problems, row: text })}\n`);
  }

  /** Hands the batch over to be written, once the one before it is durable. */
  async #flush(isLast: boolean): Promise<void> {
    await this.#writing;
    const packed = this.#packed;
    const taken: Taken = { packed, named: this.#named, setAside: Buffer.from(this.#setAside.join('')) };
    this.#packed = this.#other;
    this.#packed.clear();
    this.#other = packed;
    this.#named = [];
    this.#setAside = [];
    this.#writing = this.#write(taken, { ...this.#counts }, isLast);
    // Looked at with the next batch; until then it is not an unhandled rejection.
    this.#writing.catch(() => undefined);
  }

  async #write(
    { packed, named, setAside }: Taken,
    seen: Readonly<Record<keyof ImportCounts, number>>,
    isLast: boolean,
  ): Promise<void> {
    const { db, clock } = this.#deps;
    const { fileDigest, begun, rejects } = this.#begun;
    await rejects.handle.write(setAside, 0, setAside.length, this.#rejectedBytes);
    this.#rejectedBytes += setAside.length;
    const now = clock.now();
    const written = await transact(db, async (tx) => {
      // What a crash of the server loses is read again: rows and how far they go are lost together. The last batch waits for all.
      if (!isLast) await commitWithoutWaiting(tx);
      const made = await this.#writeEntries(tx, packed, named, now);
      const counts = {
        ...seen,
        added: this.#counts.added + made.added,
        withdrawn: this.#counts.withdrawn + made.withdrawn,
        repeated: this.#counts.repeated + packed.count + named.length - made.added - made.withdrawn,
      };
      await updateImport(tx, begun.listId, fileDigest, {
        doneRows: seen.rows,
        rejectedBytes: this.#rejectedBytes,
        counts,
        endedAt: isLast ? now : undefined,
      });
      if (isLast) {
        await recordAct(tx, {
          at: now,
          actor: 'operator',
          action: 'known-list.imported',
          subject: `known-list:${begun.listId}`,
          payload: { ...counts, file: fileDigest },
        });
      }
      const { added, withdrawn, repeated } = counts;
      return { added, withdrawn, repeated };
    });
    Object.assign(this.#counts, written);
  }

  async #writeEntries(
    tx: Tx,
    packed: RowBatch,
    named: readonly Batched[],
    now: Date,
  ): Promise<{ readonly added: number; readonly withdrawn: number }> {
    const { listId } = this.#begun.begun;
    if (!FORMATS[this.#request.format].isByReference) {
      return { added: await addToList(tx, listId, packed, now), withdrawn: 0 };
    }
    const updates = named.map(({ reference, at, entry }) => ({ reference: reference ?? hashesOf(entry), at, entry }));
    return applyUpdates(tx, this.#keys, listId, updates, { actor: 'operator', now });
  }
}

/** The name of an entry without one: two are the same when their hashes are. */
const hashesOf = (entry: ListEntry | undefined): string =>
  HASH_KINDS.map((kind) => entry?.hashes[kind]?.toString('hex') ?? '').join('/');

interface Rejects {
  readonly handle: FileHandle;
  /** Its length so far. */
  readonly bytes: number;
}

/** Opens FILE.rejected.ndjson for its owner alone, without what a killed run wrote past its last durable row. */
async function openRejects(file: string, keptBytes: number): Promise<Rejects> {
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  await handle.chmod(0o600);
  // It may have been moved away meanwhile: then what is set aside from here on begins a new one.
  const bytes = Math.min(keptBytes, (await handle.stat()).size);
  await handle.truncate(bytes);
  return { handle, bytes };
}

async function digestOfFile(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    if (chunk instanceof Uint8Array) hash.update(chunk);
  }
  return hash.digest();
}

function digestOfSettings(request: ImportRequest): Buffer {
  const { format, name, source, categoryMap, trusted } = request;
  const map = Object.entries(categoryMap).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([format, name, source, map, [...trusted].sort()]))
    .digest();
}
