/** What sources call their entries: kept shrouded, for those who speak with the source about one. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { HashKind } from '../known-hit.ts';
import { entryKeysFrom, type EntryKeys } from './shrouded-entry.ts';

/** Notes references of a list's entries; a reference never changes, so that one that stands already stays. */
export async function insertReferences(
  tx: Tx,
  keys: EntryKeys,
  listId: number,
  rows: readonly { readonly number: number; readonly key: Buffer; readonly reference: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const boxes = rows.map(({ key, reference }) => keys.shroudReference(key, reference));
  await sql`insert into known_reference (list_id, number, shrouded)
    select ${listId}::int, * from unnest(${rows.map(({ number }) => number)}::int[], ${boxes}::bytea[])
    on conflict do nothing`.execute(tx);
}

/** An entry as its source knows it. */
export interface ReferredEntry {
  /** As the list's format writes it; NCMEC: `image/42/name` (medium, member, id). */
  readonly reference: string;
  /** The account that the list follows: address and user. */
  readonly account: string;
  /** Kinds of its hashes that Fyr keeps. */
  readonly kinds: readonly HashKind[];
}

/** One entry of a feed; undefined when it is of no feed, or its reference is not known (yet). */
export async function readReferredEntry(
  db: Db,
  serviceKey: ServiceKey,
  listId: number,
  number: number,
): Promise<ReferredEntry | undefined> {
  const { rows } = await sql<{ account: string; key_digest: Buffer; shrouded: Buffer; reference: Buffer }>`
    select f.account, e.key_digest, e.shrouded, r.shrouded as reference from known_reference r
    join known_entry e using (list_id, number) join known_feed f using (list_id)
    where list_id = ${listId} and number = ${number}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const keys = entryKeysFrom(serviceKey);
  const { hashes } = keys.unshroud(row.key_digest, row.shrouded);
  const kinds = (['md5', 'sha1', 'sha256', 'pdq'] as const).filter((kind) => hashes[kind] !== undefined);
  return { reference: keys.unshroudReference(row.key_digest, row.reference), account: row.account, kinds };
}
