/** How far each of ICCAM's lists was read, and the value lists as they were read last. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../../platform/db.ts';
import { catalogueNameSchema, type CatalogueName, type CatalogueRow } from './catalogues.ts';
import { LIST_NAMES, listNameSchema, type ListName } from './iccam-client.ts';

/** One list's cursor and how its last reading went. */
export interface ListRowState {
  readonly name: ListName;
  /** Content that was assigned before it was read; undefined: it is read from the beginning. */
  readonly since: Date | undefined;
  readonly readAt: Date | undefined;
  readonly rows: number;
  readonly freshRows: number;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly failureCode: string | undefined;
}

type Row = {
  name: string;
  since: Date | null;
  read_at: Date | null;
  rows_read: number;
  fresh_rows: number;
  due_at: Date;
  attempts: number;
  failure_code: string | null;
};

const toState = (row: Row): ListRowState => ({
  name: listNameSchema.parse(row.name),
  since: row.since ?? undefined,
  readAt: row.read_at ?? undefined,
  rows: row.rows_read,
  freshRows: row.fresh_rows,
  dueAt: row.due_at,
  attempts: row.attempts,
  failureCode: row.failure_code ?? undefined,
});

/** Every list, in reading order; those that were never read are due. */
export async function listStates(db: Db): Promise<readonly ListRowState[]> {
  const { rows } = await sql<Row>`select * from iccam_list`.execute(db);
  const states = new Map(rows.map((row) => [row.name, toState(row)]));
  return LIST_NAMES.map(
    (name) =>
      states.get(name) ?? {
        ...{ name, since: undefined, readAt: undefined, rows: 0, freshRows: 0 },
        ...{ dueAt: new Date(0), attempts: 0, failureCode: undefined },
      },
  );
}

/** Takes a list that is due, for one worker until `until`; undefined when it is not due or another has it. */
export async function claimList(
  db: Db,
  name: ListName,
  claim: { readonly now: Date; readonly until: Date },
): Promise<ListRowState | undefined> {
  await sql`insert into iccam_list (name, due_at) values (${name}, ${claim.now}) on conflict do nothing`.execute(db);
  const { rows } = await sql<Row>`update iccam_list set claimed_until = ${claim.until}
    where name = ${name} and due_at <= ${claim.now} and (claimed_until is null or claimed_until <= ${claim.now})
    returning *`.execute(db);
  return rows[0] === undefined ? undefined : toState(rows[0]);
}

/**
 * A page was taken in whole: the next reading begins at `since`, and `until` is how long this worker goes on. False when somebody has rewound
 * the list meanwhile: then the reading ends, and begins anew from there.
 */
export async function advanceList(
  tx: Tx,
  name: ListName,
  from: Date | undefined,
  to: { readonly since: Date | undefined; readonly until: Date },
): Promise<boolean> {
  const result = await sql`update iccam_list set since = ${to.since ?? null}, claimed_until = ${to.until}
    where name = ${name} and since is not distinct from ${from ?? null}::timestamptz`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** A reading has ended, well or not. */
export async function settleList(
  db: Db,
  name: ListName,
  end: {
    readonly at: Date;
    readonly dueAt: Date;
    readonly rows: number;
    readonly freshRows: number;
    readonly failureCode: string | undefined;
  },
): Promise<void> {
  const { at, dueAt, rows, freshRows, failureCode } = end;
  const isWell = failureCode === undefined;
  await sql`update iccam_list set claimed_until = null, rows_read = ${rows}, fresh_rows = ${freshRows},
      failure_code = ${failureCode ?? null}, read_at = case when ${isWell} then ${at}::timestamptz else read_at end,
      attempts = case when ${isWell} then 0 else attempts + 1 end,
      due_at = case when due_at > ${at}::timestamptz then due_at else ${dueAt}::timestamptz end
    where name = ${name}`.execute(db);
}

/** All lists are due now. */
export async function makeListsDue(tx: Tx, now: Date): Promise<void> {
  for (const name of LIST_NAMES)
    await sql`insert into iccam_list (name, due_at) values (${name}, ${now})
      on conflict (name) do update set due_at = ${now}, attempts = 0`.execute(tx);
}

/** All lists are read again from `since` on (undefined: from the beginning), and are due now. */
export async function rewindLists(tx: Tx, since: Date | undefined, now: Date): Promise<void> {
  await makeListsDue(tx, now);
  await sql`update iccam_list set since = ${since ?? null}`.execute(tx);
}

const rowsSchema = z.array(z.object({ id: z.int(), name: z.string() }));

/** One value list as ICCAM has it. */
export interface ReadCatalogue {
  readonly name: CatalogueName;
  readonly rows: readonly CatalogueRow[];
  readonly readAt: Date;
}

/** The value lists as they were read last. */
export async function readCatalogues(db: Db): Promise<readonly ReadCatalogue[]> {
  const { rows } = await sql<{ name: string; listed: unknown; read_at: Date }>`
    select name, listed, read_at from iccam_catalogue where name <> 'hotlines' order by name`.execute(db);
  return rows.map((row) => ({
    name: catalogueNameSchema.parse(row.name),
    rows: rowsSchema.parse(row.listed),
    readAt: row.read_at,
  }));
}

/** Writes a value list. */
export async function upsertCatalogue(
  db: Db,
  name: CatalogueName | 'hotlines',
  rows: unknown,
  at: Date,
): Promise<void> {
  await sql`insert into iccam_catalogue (name, listed, read_at) values (${name}, ${JSON.stringify(rows)}::jsonb, ${at})
    on conflict (name) do update set listed = excluded.listed, read_at = excluded.read_at`.execute(db);
}

const hotlinesSchema = z.array(z.object({ id: z.int(), name: z.string(), countryCode: z.string() }));

/** A hotline of the network, as ICCAM's list names it. */
export type KnownHotline = z.infer<typeof hotlinesSchema>[number];

/** The hotlines as they were read last. */
export async function readHotlines(db: Db): Promise<ReadonlyMap<number, KnownHotline>> {
  const { rows } = await sql<{ listed: unknown }>`select listed from iccam_catalogue where name = 'hotlines'`.execute(
    db,
  );
  const hotlines = rows[0] === undefined ? [] : hotlinesSchema.parse(rows[0].listed);
  return new Map(hotlines.map((hotline) => [hotline.id, hotline]));
}
