/**
 * What a backup is: two files, each `age(gzip(tar))`, so that standard tools open them too (`age -d FILE | tar xz`).
 *
 *     data file (may be kept as long as wanted)      keys file (only the newest may exist)
 *     manifest.json                                  manifest.json
 *     tables/public.tip/000000.copy ...              tables/public.tip/000000.copy ...   the columns of ERASABLE
 *     checkpoints/2026-11-26.000000001234.txt        service.key
 *     summary.json                                   summary.json
 *
 * A table's parts, put together, are one text of PostgreSQL's COPY. Why two: what was erased in the house must not live on
 * in its backups. The keys to it lie in the small file alone, which each backup replaces (docs/keys.md).
 */
import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';

/** In front of each file; another version is refused with words. */
export const FORMAT = 'fyr-backup/1';

const tableSchema = z.object({
  /** `schema.table`, both plain identifiers. */
  name: z.string().regex(/^[a-z_]\w*\.[a-z_]\w*$/),
  columns: z.array(z.string().regex(/^[a-z_]\w*$/)).min(1),
});

/** A table and the columns of it that lie in a file, in this order. */
export type BackupTable = z.infer<typeof tableSchema>;

export const manifestSchema = z.object({
  format: z.literal(FORMAT, { error: 'was written by another version of Fyr' }),
  kind: z.enum(['data', 'keys']),
  /** Of the snapshot that both files of a run are taken from. */
  madeAt: z.iso.datetime().transform((text) => new Date(text)),
  /** The migrations that had run, in order. */
  migrations: z.array(z.string().regex(/^\d{4}-[a-z0-9-]+\.sql$/)),
  tables: z.array(tableSchema),
});

/** The first entry of a file. */
export type Manifest = z.infer<typeof manifestSchema>;

const totalSchema = z.object({ rows: z.number().int(), sizeBytes: z.number().int(), sha256: z.string() });
/** What a table came to; `sha256` is over its COPY text. */
export type TableTotal = z.infer<typeof totalSchema>;

export const summarySchema = z.object({
  tables: z.record(z.string(), totalSchema),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.number().int() })),
});

/** The last entry of a file: a file without one was cut. */
export type Summary = z.infer<typeof summarySchema>;

/** What of a table leaves the house only in the keys file, found again by `key`. */
export interface Erasable {
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/**
 * Everything that opens what people told, or is a copy of it under a key that outlives the tip. Without these the rest of
 * a tip is bytes that nobody can open. A column that opens secrets belongs here (a test holds the schema against it).
 */
export const ERASABLE: Readonly<Record<string, Erasable>> = {
  'public.tip': {
    key: ['id'],
    columns: ['sealed_key_desk', 'sealed_key_mailbox', 'sealed_contact', 'urgent_package', 'erased_at'],
  },
  'public.mailbox_notice': { key: ['tip_id'], columns: ['shrouded_address', 'address_digest'] },
  'public.dispatch': { key: ['id'], columns: ['payload'] },
  'public.police_package_key': { key: ['package_id', 'staff_id'], columns: ['sealed_key'] },
  'public.police_message': { key: ['id'], columns: ['sealed_text'] },
  'public.police_call': { key: ['id'], columns: ['sealed_note'] },
  'public.case_note': { key: ['id'], columns: ['sealed_text'] },
};

/**
 * Rows that mean nothing in another house: log-ins, heartbeats, what migrating writes by itself, and sums, which the restored
 * rows make anew as they come in (docs/decisions/figures-from-sums.md).
 */
export const LEFT_OUT: readonly string[] = [
  'public.session',
  'public.job_worker',
  'public.migration',
  'graphile_worker.migrations',
  'public.figure_state',
  'public.figure_sum',
  'public.figure_counted',
  'public.figure_mark',
  'public.figure_tip_change',
];

/** Splits the tables over the two files. */
export function divide(tables: readonly BackupTable[]): {
  readonly data: readonly BackupTable[];
  readonly keys: readonly BackupTable[];
} {
  const kept = tables.filter(({ name }) => !LEFT_OUT.includes(name));
  return {
    data: kept.map(({ name, columns }) => {
      const erasable = ERASABLE[name]?.columns ?? [];
      return { name, columns: columns.filter((column) => !erasable.includes(column)) };
    }),
    keys: kept.flatMap(({ name }) => {
      const erasable = ERASABLE[name];
      return erasable === undefined ? [] : [{ name, columns: [...erasable.key, ...erasable.columns] }];
    }),
  };
}

/** The path of a part of a table. */
export const partName = (table: string, part: number): string =>
  `tables/${table}/${String(part).padStart(6, '0')}.copy`;

/** Which table an entry belongs to; undefined for the others. */
export const tableOfPart = (entry: string): string | undefined => /^tables\/([\w.]+)\/\d{6}\.copy$/.exec(entry)?.[1];

const NEWLINE = 10;

/** Counts a table's COPY text as it passes. In that format a line is a row: a newline in a value is written as `\n`. */
export class TableTally {
  #rows = 0;
  #sizeBytes = 0;
  readonly #hash: Hash = createHash('sha256');

  add(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) this.#rows += 1;
  }

  total(): TableTotal {
    return { rows: this.#rows, sizeBytes: this.#sizeBytes, sha256: this.#hash.copy().digest('hex') };
  }
}

/** Tallies of all tables of one file. */
export class Tallies {
  readonly #tallies = new Map<string, TableTally>();

  of(table: string): TableTally {
    const known = this.#tallies.get(table);
    if (known !== undefined) return known;
    const made = new TableTally();
    this.#tallies.set(table, made);
    return made;
  }

  totals(): Readonly<Record<string, TableTotal>> {
    return Object.fromEntries([...this.#tallies].map(([name, tally]) => [name, tally.total()]));
  }
}

/** The first table whose total is another than was written; undefined when all are the same. */
export function firstDifference(
  written: Readonly<Record<string, TableTotal>>,
  read: Readonly<Record<string, TableTotal>>,
): string | undefined {
  const names = new Set([...Object.keys(written), ...Object.keys(read)]);
  return [...names].find((name) => written[name]?.sha256 !== read[name]?.sha256 || written[name] === undefined);
}
