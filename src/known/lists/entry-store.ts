/** The entries' rows, by the thousand: bytes travel as one binary parameter a batch, cut up by PostgreSQL. */
import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { LookUpKind } from './shrouded-entry.ts';

/** A row to be written. */
export interface EntryRow {
  readonly number: number;
  /** Index into the list's codes. */
  readonly category: number;
  readonly listedAt: Date | undefined;
  /** Keyed digests for looking up, as PostgreSQL's bigint in text. */
  readonly digests: Readonly<Partial<Record<LookUpKind, string>>>;
  /** 16 bytes. */
  readonly keyDigest: Buffer;
  readonly shrouded: Buffer;
  /** Set when the source has taken the entry back. */
  readonly withdrawnAt: Date | undefined;
}

/** Who took an entry back: its source, which may give it again, or a person, which is for good. */
export type WithdrawnBy = 'source' | 'person';
const WITHDRAWN_CODES = { source: 1, person: 2 } as const;

/** Writes new rows; those whose key the list has already are left out. @returns how many were written */
export async function insertEntries(
  tx: Tx,
  listId: number,
  change: number,
  rows: readonly EntryRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const result = await sql`${insertOf(listId, change, rows)} on conflict (list_id, key_digest) do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Writes rows, over those of the same key. The caller has decided that each may be. */
export async function upsertEntries(tx: Tx, listId: number, change: number, rows: readonly EntryRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`${insertOf(listId, change, rows)}
    on conflict (list_id, key_digest) do update set change = excluded.change, category = excluded.category,
      listed_at = excluded.listed_at, withdrawn_at = excluded.withdrawn_at, withdrawn_by = excluded.withdrawn_by,
      md5_digest = excluded.md5_digest, sha1_digest = excluded.sha1_digest, sha256_digest = excluded.sha256_digest,
      shrouded = excluded.shrouded`.execute(tx);
}

function insertOf(listId: number, change: number, rows: readonly EntryRow[]): RawBuilder<unknown> {
  let at = 1;
  const places = rows.map((row) => {
    const place = at;
    at += row.shrouded.length;
    return place;
  });
  return sql`insert into known_entry (list_id, number, change, category, listed_at, withdrawn_at, withdrawn_by,
      md5_digest, sha1_digest, sha256_digest, key_digest, shrouded)
    select ${listId}::int, t.number, ${change}::int, t.category, to_timestamp(t.listed), to_timestamp(t.withdrawn),
      case when t.withdrawn is not null then ${WITHDRAWN_CODES.source}::smallint end, t.md5, t.sha1, t.sha256,
      substr(${Buffer.concat(rows.map((row) => row.keyDigest))}::bytea, (t.ord * 16 - 15)::int, 16),
      substr(${Buffer.concat(rows.map((row) => row.shrouded))}::bytea, t.at, t.length)
    from unnest(${arrayOf(rows, (row) => row.number)}::int[], ${arrayOf(rows, (row) => row.category)}::smallint[],
      ${arrayOf(rows, (row) => secondsOf(row.listedAt))}::float8[], ${arrayOf(rows, (row) => secondsOf(row.withdrawnAt))}::float8[],
      ${arrayOf(rows, (row) => row.digests.md5)}::bigint[], ${arrayOf(rows, (row) => row.digests.sha1)}::bigint[],
      ${arrayOf(rows, (row) => row.digests.sha256)}::bigint[],
      ${arrayOf(places, (place) => place)}::int[], ${arrayOf(rows, (row) => row.shrouded.length)}::int[])
      with ordinality as t (number, category, listed, withdrawn, md5, sha1, sha256, at, length, ord)`;
}

/** PostgreSQL's text form of an array of numbers. */
const arrayOf = <T>(rows: readonly T[], value: (row: T) => number | string | undefined): string =>
  `{${rows.map((row) => value(row) ?? 'NULL').join(',')}}`;

const secondsOf = (at: Date | undefined): number | undefined => (at === undefined ? undefined : at.getTime() / 1000);

/** What a list has under a key. */
export interface KeyedEntry {
  readonly number: number;
  readonly listedAt: Date | undefined;
  readonly withdrawnBy: WithdrawnBy | undefined;
}

/** The entries with these keys (16 bytes each), by the key in hexadecimal. */
export async function readKeyed(
  db: Db,
  listId: number,
  keys: readonly Buffer[],
): Promise<ReadonlyMap<string, KeyedEntry>> {
  if (keys.length === 0) return new Map();
  const result = await sql<{ key: string; number: number; listed_at: Date | null; withdrawn_by: number | null }>`
    select encode(e.key_digest, 'hex') as key, e.number, e.listed_at, e.withdrawn_by
    from generate_series(0, ${keys.length - 1}::int) as n
    join known_entry e on e.list_id = ${listId}::int
      and e.key_digest = substr(${Buffer.concat(keys)}::bytea, n * 16 + 1, 16)`.execute(db);
  return new Map(
    result.rows.map((row) => [
      row.key,
      { number: row.number, listedAt: row.listed_at ?? undefined, withdrawnBy: withdrawnByOf(row.withdrawn_by) },
    ]),
  );
}

const withdrawnByOf = (code: number | null): WithdrawnBy | undefined =>
  code === null ? undefined : code === WITHDRAWN_CODES.person ? 'person' : 'source';

/** Takes one entry back in a person's name. @returns whether it was in use before; undefined when there is no such entry */
export async function withdrawRow(
  tx: Tx,
  listId: number,
  number: number,
  to: { readonly change: number; readonly at: Date },
): Promise<boolean | undefined> {
  const before = await sql<{ withdrawn_by: number | null }>`
    select withdrawn_by from known_entry where list_id = ${listId} and number = ${number} for update`.execute(tx);
  const [row] = before.rows;
  if (row === undefined) return undefined;
  if (row.withdrawn_by !== WITHDRAWN_CODES.person) {
    await sql`update known_entry set withdrawn_by = ${WITHDRAWN_CODES.person}, change = ${to.change},
      withdrawn_at = coalesce(withdrawn_at, ${to.at}) where list_id = ${listId} and number = ${number}`.execute(tx);
  }
  return row.withdrawn_by === null;
}

/** A row that a look-up gave; its hashes must be compared, since 64 bits can coincide. */
export interface FoundRow {
  readonly listId: number;
  readonly number: number;
  readonly category: number;
  readonly listedAt: Date | undefined;
  readonly withdrawnAt: Date | undefined;
  readonly shrouded: Buffer;
}

const COLUMNS = { md5: sql`md5_digest`, sha1: sql`sha1_digest`, sha256: sql`sha256_digest` } as const;

/** Rows of any list and state whose digest of this kind is this one. */
export async function findByDigest(db: Db, kind: LookUpKind, digest: string): Promise<readonly FoundRow[]> {
  const result = await sql<{
    list_id: number;
    number: number;
    category: number;
    listed_at: Date | null;
    withdrawn_at: Date | null;
    shrouded: Buffer;
  }>`select list_id, number, category, listed_at, withdrawn_at, shrouded from known_entry
     where ${COLUMNS[kind]} = ${digest}::bigint order by list_id, number`.execute(db);
  return result.rows.map((row) => ({
    ...{ listId: row.list_id, number: row.number, category: row.category, shrouded: row.shrouded },
    listedAt: row.listed_at ?? undefined,
    withdrawnAt: row.withdrawn_at ?? undefined,
  }));
}

/** An entry as a matcher loads it. */
export interface LoadedRow {
  readonly number: number;
  readonly change: number;
  readonly category: number;
  readonly listedAt: Date | undefined;
  readonly isWithdrawn: boolean;
  readonly shrouded: Buffer;
}

const PACKED = sql`string_agg(int4send(number) || int4send(change) || int2send(category)
  || float8send(coalesce(extract(epoch from listed_at), 'NaN')::float8)
  || int2send((withdrawn_at is not null)::int::smallint) || int2send(length(shrouded)::smallint) || shrouded, ''::bytea`;

/** Entries in use of a list, in the order of their numbers, after `number`. Thousands of rows come as one value: it is quicker to read. */
export async function readPage(db: Db, listId: number, number: number, limit: number): Promise<readonly LoadedRow[]> {
  const result = await sql<{ packed: Buffer | null }>`select ${PACKED} order by number) as packed from (
    select * from known_entry where list_id = ${listId} and number > ${number} and withdrawn_at is null
    order by number limit ${limit}) as page`.execute(db);
  return unpackRows(result.rows[0]?.packed ?? Buffer.alloc(0));
}

/** Entries of a list that were written by a later change, withdrawn ones among them, in the order of change and number. */
export async function readChanges(
  db: Db,
  listId: number,
  after: { readonly change: number; readonly number: number },
  limit: number,
): Promise<readonly LoadedRow[]> {
  const result = await sql<{ packed: Buffer | null }>`select ${PACKED} order by change, number) as packed from (
    select * from known_entry where list_id = ${listId} and (change, number) > (${after.change}::int, ${after.number}::int)
    order by change, number limit ${limit}) as page`.execute(db);
  return unpackRows(result.rows[0]?.packed ?? Buffer.alloc(0));
}

const HEAD_BYTES = 22;

function unpackRows(packed: Buffer): readonly LoadedRow[] {
  const rows: LoadedRow[] = [];
  for (let at = 0; at < packed.length;) {
    const seconds = packed.readDoubleBE(at + 10);
    const length = packed.readInt16BE(at + 20);
    rows.push({
      number: packed.readInt32BE(at),
      change: packed.readInt32BE(at + 4),
      category: packed.readInt16BE(at + 8),
      listedAt: Number.isNaN(seconds) ? undefined : new Date(seconds * 1000),
      isWithdrawn: packed.readInt16BE(at + 18) === 1,
      shrouded: packed.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length),
    });
    at += HEAD_BYTES + length;
  }
  return rows;
}
