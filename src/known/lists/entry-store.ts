/** The entries' rows, by the thousand: bytes travel as one binary parameter a batch, cut up by PostgreSQL. */
import { literal, sql, type Statement } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import type { RowBatch } from './row-batch.ts';
import { KEY_START_BYTES, type LookUpKind } from './shrouded-entry.ts';

/** Who took an entry back: its source, which may give it again, or a person, which is for good. */
export type WithdrawnBy = 'source' | 'person';
const WITHDRAWN_CODES = { source: 1, person: 2 } as const;

/** Where a batch goes: its list, the change that it is, and the columns of its rows. */
export interface BatchTarget {
  readonly listId: number;
  readonly change: number;
  readonly columns: ReturnType<RowBatch['columns']>;
}

/** Writes new rows; those whose key the list has already are left out. @returns how many were written */
export async function insertEntries(tx: Tx, target: BatchTarget): Promise<number> {
  if (target.columns.count === 0) return 0;
  const result = await sql`${insertOf(target)} on conflict (list_id, key_digest) do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Writes rows, over those of the same key. The caller has decided that each may be. */
export async function upsertEntries(tx: Tx, target: BatchTarget): Promise<void> {
  if (target.columns.count === 0) return;
  await sql`${insertOf(target)}
    on conflict (list_id, key_digest) do update set change = excluded.change, category = excluded.category,
      listed_at = excluded.listed_at, withdrawn_at = excluded.withdrawn_at, withdrawn_by = excluded.withdrawn_by,
      md5_digest = excluded.md5_digest, sha1_digest = excluded.sha1_digest, sha256_digest = excluded.sha256_digest,
      shrouded = excluded.shrouded`.execute(tx);
}

function insertOf({ listId, change, columns }: BatchTarget): Statement<unknown> {
  return sql`insert into known_entry (list_id, number, change, category, listed_at, withdrawn_at, withdrawn_by,
      md5_digest, sha1_digest, sha256_digest, key_digest, shrouded)
    select ${listId}::int, t.number, ${change}::int, t.category, to_timestamp(nullif(t.listed, 'NaN')),
      to_timestamp(nullif(t.withdrawn, 'NaN')), case when t.withdrawn <> 'NaN' then ${WITHDRAWN_CODES.source}::smallint end,
      nullif(t.md5, 0), nullif(t.sha1, 0), nullif(t.sha256, 0),
      substr(${columns.keyDigests}::bytea, (t.ord * 16 - 15)::int, 16),
      substr(${columns.boxes}::bytea, (sum(t.length) over (order by t.ord) - t.length + 1)::int, t.length)
    from unnest(${columns.numbers}::int[], ${columns.categories}::smallint[], ${columns.listed}::float8[],
      ${columns.withdrawn}::float8[], ${columns.md5}::bigint[], ${columns.sha1}::bigint[], ${columns.sha256}::bigint[],
      ${columns.boxLengths}::int[])
      with ordinality as t (number, category, listed, withdrawn, md5, sha1, sha256, length, ord)`;
}

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
  readonly keyDigest: Buffer;
  readonly shrouded: Buffer;
}

const COLUMNS = { md5: sql`md5_digest`, sha1: sql`sha1_digest`, sha256: sql`sha256_digest` } as const;

/** Rows of any list and state whose digest of this kind is this one. */
export async function findByDigest(db: Db, kind: LookUpKind, digest: bigint): Promise<readonly FoundRow[]> {
  const result = await sql<{
    list_id: number;
    number: number;
    category: number;
    listed_at: Date | null;
    withdrawn_at: Date | null;
    key_digest: Buffer;
    shrouded: Buffer;
  }>`select list_id, number, category, listed_at, withdrawn_at, key_digest, shrouded from known_entry
     where ${COLUMNS[kind]} = ${digest.toString()}::bigint order by list_id, number`.execute(db);
  return result.rows.map((row) => ({
    ...{ listId: row.list_id, number: row.number, category: row.category },
    ...{ keyDigest: row.key_digest, shrouded: row.shrouded },
    listedAt: row.listed_at ?? undefined,
    withdrawnAt: row.withdrawn_at ?? undefined,
  }));
}

/** An entry as a matcher loads it. */
export interface LoadedRow {
  readonly number: number;
  readonly category: number;
  readonly listedAt: Date | undefined;
  readonly isWithdrawn: boolean;
  /** The beginning of its key digest. */
  readonly keyStart: Buffer;
  readonly shrouded: Buffer;
}

const PACKED = sql`string_agg(int4send(number) || int2send(category)
  || float8send(coalesce(extract(epoch from listed_at), 'NaN')::float8)
  || int2send((withdrawn_at is not null)::int::smallint) || int2send(length(shrouded)::smallint)
  || substr(key_digest, 1, ${literal(KEY_START_BYTES)}) || shrouded, ''::bytea`;

/** Entries in use with numbers past `after`, up to and with `last`, in their order. Many rows come as one value: it is quicker to read. */
export async function readNumbers(db: Db, listId: number, after: number, last: number): Promise<readonly LoadedRow[]> {
  const result = await sql<{ packed: Buffer | null }>`select ${PACKED} order by number) as packed from known_entry
    where list_id = ${listId} and number > ${after} and number <= ${last} and withdrawn_at is null`.execute(db);
  return unpackRows(result.rows[0]?.packed ?? Buffer.alloc(0));
}

/** Entries that were last written by a change past `after`, up to and with `last`; withdrawn ones among them. */
export async function readChanges(db: Db, listId: number, after: number, last: number): Promise<readonly LoadedRow[]> {
  const result = await sql<{
    packed: Buffer | null;
  }>`select ${PACKED} order by change, number) as packed from known_entry
    where list_id = ${listId} and change > ${after} and change <= ${last}`.execute(db);
  return unpackRows(result.rows[0]?.packed ?? Buffer.alloc(0));
}

const KEY_AT = 18;
const BOX_AT = KEY_AT + KEY_START_BYTES;

function unpackRows(packed: Buffer): readonly LoadedRow[] {
  const rows: LoadedRow[] = [];
  for (let at = 0; at < packed.length;) {
    const seconds = packed.readDoubleBE(at + 6);
    const end = at + BOX_AT + packed.readInt16BE(at + 16);
    rows.push({
      number: packed.readInt32BE(at),
      category: packed.readInt16BE(at + 4),
      listedAt: Number.isNaN(seconds) ? undefined : new Date(seconds * 1000),
      isWithdrawn: packed.readInt16BE(at + 14) === 1,
      keyStart: packed.subarray(at + KEY_AT, at + BOX_AT),
      shrouded: packed.subarray(at + BOX_AT, end),
    });
    at = end;
  }
  return rows;
}
