/** The log's tables: acts leave `ledger_act` for their place in `ledger_entry`, and each batch leaves a checkpoint. */
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import type { LedgerEntry } from './entry.ts';

/** Any two sequencers agree on this number, so that one at a time gives out places. */
const SEQUENCER_LOCK = 0x66797203;

/** An act that waits for its place. */
export type WaitingAct = Omit<LedgerEntry, 'position'>;

/** The leaf hash is stored beside the entry for proofs in one pass; verifying computes it anew and trusts none. */
export interface StoredEntry extends LedgerEntry {
  readonly leafHash: Buffer;
}

/**
 * `note` is the signed text; `peaks` lets the log go on from here without reading an entry, and must yield the signed
 * root.
 */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly peaks: Buffer;
  readonly note: string;
}

/** An infinite instant, which only somebody at the database could write, becomes -1: no recorded act has that. */
const HAPPENED_AT_US = sql<number>`case when isfinite(happened_at) then (extract(epoch from happened_at) * 1000000)::bigint else -1 end`;
const ACT_COLUMNS = sql`id, ${HAPPENED_AT_US} as "happenedAtUs", actor, action, subject, payload_hash as "payloadHash"`;
const CHECKPOINT_COLUMNS = sql`size, root, peaks, note`;

/** Waits until this transaction alone may give out places; the lock falls with the transaction, also when its process dies. */
export async function lockSequencer(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SEQUENCER_LOCK})`.execute(tx);
}

/** Is anything waiting? Cheap enough to ask twice a second for ever. */
export async function hasWaitingActs(db: Db): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from ledger_act) as found`.execute(db);
  return rows[0]?.found === true;
}

/** How many acts wait. */
export async function countWaitingActs(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ledger_act`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The acts that have waited longest, by arrival; locked, so that nobody else takes or changes them. */
export async function lockWaitingActs(tx: Tx, limit: number): Promise<readonly WaitingAct[]> {
  const { rows } = await sql<WaitingAct>`
    select ${ACT_COLUMNS} from ledger_act order by arrival limit ${limit} for update`.execute(tx);
  return rows;
}

/** Moves these acts to their places; their columns never leave the database. @throws Error when one was not there. */
export async function placeActs(
  tx: Tx,
  places: readonly { readonly id: string; readonly position: number; readonly leafHash: Buffer }[],
): Promise<void> {
  const ids = places.map((place) => place.id);
  const { numAffectedRows } = await sql`
    with taken as (delete from ledger_act where id = any(${ids}::uuid[]) returning *)
    insert into ledger_entry (position, id, happened_at, actor, action, subject, payload_hash, leaf_hash)
    select place.position, taken.id, happened_at, actor, action, subject, payload_hash, place.leaf_hash
    from unnest(${ids}::uuid[], ${places.map((place) => place.position)}::bigint[], ${places.map((place) => place.leafHash)}::bytea[])
      as place (id, position, leaf_hash)
    join taken on taken.id = place.id`.execute(tx);
  if (Number(numAffectedRows) !== places.length)
    throw new Error(`Of ${places.length} waiting acts only ${String(numAffectedRows)} could be placed.`);
}

/** One past the last position; 0 for an empty log. */
export async function readNextPosition(db: Db): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(position) + 1, 0)::bigint as next from ledger_entry`.execute(db);
  return rows[0]?.next ?? 0;
}

/** The newest checkpoint; undefined before the first. */
export async function readNewestCheckpoint(db: Db): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql<StoredCheckpoint>`
    select ${CHECKPOINT_COLUMNS} from ledger_checkpoint order by size desc limit 1`.execute(db);
  return rows[0];
}

/** Writes a checkpoint, in the transaction that placed what it covers. */
export async function insertCheckpoint(tx: Tx, checkpoint: StoredCheckpoint, madeAt: Date): Promise<void> {
  const { size, root, peaks, note } = checkpoint;
  await sql`insert into ledger_checkpoint (size, root, peaks, note, made_at)
    values (${size}, ${root}, ${peaks}, ${note}, ${madeAt})`.execute(tx);
}

/** Reads that all see the log as it was at one moment, while the sequencer goes on. */
export function withSnapshot<T>(db: Db, read: (snapshot: Db) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** All entries by position, from the first stored one, also if that is not 0. */
export function streamEntries(db: Db, pageSize = 5_000): AsyncGenerator<StoredEntry> {
  return streamPages(
    async (after) => {
      const { rows } = await sql<StoredEntry>`
        select position, ${ACT_COLUMNS}, leaf_hash as "leafHash" from ledger_entry
        ${after === undefined ? sql`` : sql`where position > ${after}`} order by position limit ${pageSize}`.execute(
        db,
      );
      return rows;
    },
    (entry) => entry.position,
  );
}

/** The entries about any of these subjects within the first `size`, by position. */
export async function listEntriesAbout(
  db: Db,
  subjects: readonly string[],
  size: number,
): Promise<readonly StoredEntry[]> {
  const { rows } = await sql<StoredEntry>`
    select position, ${ACT_COLUMNS}, leaf_hash as "leafHash" from ledger_entry
    where subject = any(${[...subjects]}::text[]) and position < ${size} order by position`.execute(db);
  return rows;
}

/** The leaf hashes at positions `from` up to, not including, `to`. @throws RangeError when one of them is not there */
export async function readLeafHashes(db: Db, from: number, to: number): Promise<readonly Buffer[]> {
  const { rows } = await sql<{ leafHash: Buffer }>`
    select leaf_hash as "leafHash" from ledger_entry where position >= ${from} and position < ${to}
    order by position`.execute(db);
  if (rows.length !== to - from)
    throw new RangeError(`Of the positions ${from} to ${to - 1} only ${rows.length} are there.`);
  return rows.map((row) => row.leafHash);
}

/** All checkpoints, smallest first. */
export function streamCheckpoints(db: Db, pageSize = 1_000): AsyncGenerator<StoredCheckpoint> {
  return streamPages(
    async (after) => {
      const { rows } = await sql<StoredCheckpoint>`
        select ${CHECKPOINT_COLUMNS} from ledger_checkpoint
        ${after === undefined ? sql`` : sql`where size > ${after}`} order by size limit ${pageSize}`.execute(db);
      return rows;
    },
    (checkpoint) => checkpoint.size,
  );
}

async function* streamPages<T>(
  readPage: (after: number | undefined) => Promise<readonly T[]>,
  keyOf: (row: T) => number,
): AsyncGenerator<T> {
  let page = await readPage(undefined);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    yield* page;
    page = await readPage(keyOf(last));
  }
}
