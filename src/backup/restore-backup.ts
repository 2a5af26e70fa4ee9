/** `fyr restore`: both files back into an empty database, all of it or nothing. */
import type { Pool, PoolClient } from '../platform/db.ts';
import type { Identity } from '../../lib/seal/door.ts';
import { readArchive, type ArchiveEntry } from './archive.ts';
import {
  copyIn,
  freeAllJobs,
  isEmptyDatabase,
  joinHalves,
  makeStaging,
  markErased,
  openForLoading,
  setSequences,
  withLoading,
} from './copy-store.ts';
import {
  ERASABLE,
  firstDifference,
  manifestSchema,
  summarySchema,
  tableOfPart,
  Tallies,
  type Manifest,
  type Summary,
} from './format.ts';

/** A restore that cannot be done, in words for the person at the terminal. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

export interface RestoreDeps {
  readonly pool: Pool;
  readonly identities: readonly Identity[];
  /** Makes the tables as they were after exactly these migrations. */
  readonly makeSchema: (migrations: readonly string[]) => Promise<void>;
  /** Called with what lies beside the database, once the rows are in. */
  readonly keepServiceKey: (text: string) => Promise<void>;
  readonly keepCheckpoint: (name: string, note: string) => Promise<void>;
  /** Take a keys file that is older than the data: what came between cannot be read any more. */
  readonly allowsOlderKeys: boolean;
}

/** What came back, for the person at the terminal. */
export interface RestoreReport {
  readonly madeAt: Date;
  readonly keysMadeAt: Date;
  readonly tables: number;
  readonly rows: number;
  /** Tips whose keys were erased after the data file was made, or are newer than the keys file. */
  readonly tipsWithoutKeys: number;
}

/** @throws RestoreRefused, SealError (another key, altered or cut), or whatever the database says; then no row was written */
export async function restoreBackup(deps: RestoreDeps, files: { data: string; keys: string }): Promise<RestoreReport> {
  if (!(await isEmptyDatabase(deps.pool)))
    throw new RestoreRefused('The database is not empty: a restore overwrites nothing. Give a fresh one.');
  const keys = new FileReader(readArchive(files.keys, deps.identities));
  const data = new FileReader(readArchive(files.data, deps.identities));
  try {
    const keysHead = await keys.readManifest('keys');
    const dataHead = await data.readManifest('data');
    requireFitting(dataHead, keysHead, deps.allowsOlderKeys);
    await deps.makeSchema(dataHead.migrations);
    return await withLoading(deps.pool, (client) => load(client, deps, { keys, keysHead, data, dataHead }));
  } finally {
    await Promise.all([keys.close(), data.close()]);
  }
}

function requireFitting(data: Manifest, keys: Manifest, allowsOlderKeys: boolean): void {
  if (keys.madeAt < data.madeAt && !allowsOlderKeys) {
    throw new RestoreRefused(
      `The keys file is of ${keys.madeAt.toISOString()}, older than the backup of ${data.madeAt.toISOString()}: what came ` +
        'between them could not be read. Give the newest keys file, or --older-keys to lose that.',
    );
  }
}

interface Opened {
  readonly keys: FileReader;
  readonly keysHead: Manifest;
  readonly data: FileReader;
  readonly dataHead: Manifest;
}

async function load(client: PoolClient, deps: RestoreDeps, opened: Opened): Promise<RestoreReport> {
  const { keys, keysHead, data, dataHead } = opened;
  const closeKeys = await openForLoading(
    client,
    dataHead.tables.map((table) => table.name),
  );
  const halves = dataHead.tables.filter((table) => ERASABLE[table.name] !== undefined);
  const keyTables = new Map(keysHead.tables.map((table) => [table.name, table]));
  for (const table of keysHead.tables) await makeStaging(client, 'keys', table);
  for (const table of halves) await makeStaging(client, 'data', table);
  const kept = { serviceKey: '', checkpoints: new Map<string, string>() };
  const keep = ({ name, bytes }: ArchiveEntry) => {
    if (name === 'service.key') kept.serviceKey = bytes.toString('utf8');
    const checkpoint = /^checkpoints\/(\d{4}-\d\d-\d\d\.\d{12,16}\.txt)$/.exec(name)?.[1];
    if (checkpoint !== undefined) kept.checkpoints.set(checkpoint, bytes.toString('utf8'));
  };
  await keys.loadAll(client, keysHead, keep);
  const summary = await data.loadAll(client, dataHead, keep);
  let tipsWithoutKeys = 0;
  const leftOut: string[] = [];
  for (const table of halves) {
    const keyTable = keyTables.get(table.name);
    if (keyTable === undefined) throw new RestoreRefused(`The keys file has nothing of ${table.name}.`);
    const { withoutKey, isLeftOut } = await joinHalves(client, table, keyTable);
    if (table.name === 'public.tip') tipsWithoutKeys = withoutKey;
    if (isLeftOut) leftOut.push(table.name);
  }
  await markErased(client, keysHead.madeAt);
  await setSequences(client, summary.sequences);
  await freeAllJobs(client);
  await closeKeys(leftOut);
  await deps.keepServiceKey(kept.serviceKey);
  for (const [name, note] of kept.checkpoints) await deps.keepCheckpoint(name, note);
  const rows = Object.values(summary.tables).reduce((sum, total) => sum + total.rows, 0);
  return {
    madeAt: dataHead.madeAt,
    keysMadeAt: keysHead.madeAt,
    tables: dataHead.tables.length,
    rows,
    tipsWithoutKeys,
  };
}

/** The entries of one file, one after the other, with a look at the next. */
class FileReader {
  readonly #entries: AsyncGenerator<ArchiveEntry>;
  #next: ArchiveEntry | undefined;

  constructor(entries: AsyncGenerator<ArchiveEntry>) {
    this.#entries = entries;
  }

  async #advance(): Promise<void> {
    const step = await this.#entries.next();
    this.#next = step.done === true ? undefined : step.value;
  }

  async close(): Promise<void> {
    await this.#entries.return(undefined).catch(() => undefined);
  }

  async readManifest(kind: Manifest['kind']): Promise<Manifest> {
    await this.#advance();
    const parsed = manifestSchema.safeParse(parseJson(this.#next));
    if (!parsed.success || this.#next?.name !== 'manifest.json')
      throw new RestoreRefused(`This is no ${kind} file that this version of Fyr reads.`);
    if (parsed.data.kind !== kind)
      throw new RestoreRefused(
        kind === 'data' ? 'The backup given is a keys file.' : 'The keys file given is a backup.',
      );
    await this.#advance();
    return parsed.data;
  }

  /** Takes every table in, then the rest. @throws RestoreRefused when what came is not what was written */
  async loadAll(client: PoolClient, head: Manifest, keep: (entry: ArchiveEntry) => void): Promise<Summary> {
    const tallies = new Tallies();
    for (const table of head.tables) {
      tallies.of(table.name);
      await copyIn(client, head.kind, table, this.#partsOf(table.name, tallies));
    }
    while (this.#next !== undefined && this.#next.name !== 'summary.json') {
      keep(this.#next);
      await this.#advance();
    }
    const parsed = summarySchema.safeParse(parseJson(this.#next));
    await this.#advance();
    if (!parsed.success || this.#next !== undefined) throw new RestoreRefused('The file has no end: it was cut.');
    const different = firstDifference(parsed.data.tables, tallies.totals());
    if (different !== undefined) throw new RestoreRefused(`The rows of ${different} are not those that were written.`);
    return parsed.data;
  }

  async *#partsOf(table: string, tallies: Tallies): AsyncGenerator<Buffer> {
    for (let part = this.#next; part !== undefined && tableOfPart(part.name) === table; part = this.#next) {
      tallies.of(table).add(part.bytes);
      yield part.bytes;
      await this.#advance();
    }
  }
}

function parseJson(entry: ArchiveEntry | undefined): unknown {
  try {
    return entry === undefined ? undefined : JSON.parse(entry.bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
