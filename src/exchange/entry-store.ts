/** What we give, and what was given to us. Hashes go in and come out shrouded. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { ItemId, StaffId } from '../terms/ids.ts';
import { confirmationSchema, entrySchema, type WireEntry } from './wire.ts';

const provenanceSchema = z.array(confirmationSchema);
export type Provenance = WireEntry['provenance'];
const hashesSchema = entrySchema.shape.hashes.unwrap();
export type WireHashes = z.infer<typeof hashesSchema>;

/** Writes an entry that we give, or brings it back with new hashes. */
export async function upsertEntry(
  tx: Tx,
  serviceKey: ServiceKey,
  entry: Omit<WireEntry, 'hashes' | 'withdrawnAt'> & { readonly hashes: WireHashes },
  to: { readonly change: number; readonly itemId: ItemId },
): Promise<void> {
  const box = serviceKey.shroud('payload', JSON.stringify(entry.hashes));
  await sql`insert into exchange_entry (reference, change, item_id, category, first_confirmed_at, provenance, shrouded_hashes)
    values (${entry.reference}, ${to.change}, ${to.itemId}, ${entry.category}, ${entry.firstConfirmedAt},
      ${JSON.stringify(entry.provenance)}::jsonb, ${box})
    on conflict (reference) do update set change = excluded.change, category = excluded.category,
      shrouded_hashes = excluded.shrouded_hashes, provenance = excluded.provenance, withdrawn_at = null`.execute(tx);
}

/** Withdraws an entry that we give; false when it is not given (any more). */
export async function withdrawEntryRow(tx: Tx, reference: string, change: number, at: Date): Promise<boolean> {
  const result = await sql`update exchange_entry set change = ${change}, withdrawn_at = ${at}, shrouded_hashes = null
    where reference = ${reference} and withdrawn_at is null`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** How an item stands with the peers. */
export type GivenStand =
  | { readonly kind: 'given'; readonly category: string; readonly since: Date }
  /** It was given once, and has been judged otherwise since. */
  | { readonly kind: 'withdrawn' }
  /** A person has taken it back: it stays so until one lets it go again. */
  | { readonly kind: 'kept-back' };

/** Whether an entry is given now; undefined when it never was. */
export async function readGiven(db: Db, reference: string): Promise<GivenStand | undefined> {
  const { rows } = await sql<{ category: string; first_confirmed_at: Date; is_given: boolean; is_kept: boolean }>`
    select category, first_confirmed_at, withdrawn_at is null as is_given, kept_back_by is not null as is_kept
    from exchange_entry where reference = ${reference}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  if (row.is_kept) return { kind: 'kept-back' };
  return row.is_given
    ? { kind: 'given', category: row.category, since: row.first_confirmed_at }
    : { kind: 'withdrawn' };
}

/** Marks an entry as taken back by a person, or takes the mark away. False when there is no such entry. */
export async function markKeptBack(tx: Tx, reference: string, by: StaffId | undefined): Promise<boolean> {
  const result =
    await sql`update exchange_entry set kept_back_by = ${by ?? null} where reference = ${reference}`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** How many entries are given now. */
export async function countGiven(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from exchange_entry where withdrawn_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}

/** An entry as it is given, with its place in the order. */
export type GivenEntry = WireEntry & { readonly change: number };

/** Entries past `after` in the order of their changes. */
export async function readEntriesAfter(
  db: Db,
  serviceKey: ServiceKey,
  after: number,
  limit: number,
): Promise<readonly GivenEntry[]> {
  const { rows } = await sql<{
    reference: string;
    change: number;
    category: string;
    first_confirmed_at: Date;
    provenance: unknown;
    shrouded_hashes: Buffer | null;
    withdrawn_at: Date | null;
  }>`select reference, change, category, first_confirmed_at, provenance, shrouded_hashes, withdrawn_at
    from exchange_entry where change > ${after} order by change limit ${limit}`.execute(db);
  return rows.map((row) => ({
    ...{ reference: row.reference, change: row.change, category: entrySchema.shape.category.parse(row.category) },
    firstConfirmedAt: row.first_confirmed_at.toISOString(),
    provenance: provenanceSchema.parse(row.provenance),
    hashes:
      row.shrouded_hashes === null
        ? null
        : hashesSchema.parse(JSON.parse(serviceKey.unshroud('payload', row.shrouded_hashes))),
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  }));
}

/** Keyed digests of hashes, by which a chain is found again. */
export const hashDigests = (serviceKey: ServiceKey, hashes: WireHashes): readonly Buffer[] =>
  [hashes.md5, hashes.sha1, hashes.sha256].flatMap((hash) =>
    hash === undefined ? [] : [serviceKey.digest('fingerprint', `exchange ${hash}`)],
  );

/** Notes what a peer says of an entry; what was withdrawn keeps its digests. */
export async function upsertReceived(tx: Tx, serviceKey: ServiceKey, peerId: string, entry: WireEntry): Promise<void> {
  const digests = entry.hashes === null ? [] : [...hashDigests(serviceKey, entry.hashes)];
  await sql`insert into exchange_received (peer_id, reference, category, first_confirmed_at, provenance, hash_digests, withdrawn_at)
    values (${peerId}, ${entry.reference}, ${entry.category}, ${entry.firstConfirmedAt},
      ${JSON.stringify(entry.provenance)}::jsonb, ${digests}::bytea[], ${entry.withdrawnAt})
    on conflict (peer_id, reference) do update set category = excluded.category, provenance = excluded.provenance,
      hash_digests = case when excluded.withdrawn_at is null then excluded.hash_digests else exchange_received.hash_digests end,
      withdrawn_at = excluded.withdrawn_at`.execute(tx);
}

/** The chain of whoever confirmed one of these hashes first and has not withdrawn it; undefined when nobody has told us of any. */
export async function findChain(db: Db, serviceKey: ServiceKey, hashes: WireHashes): Promise<Provenance | undefined> {
  const { rows } = await sql<{ provenance: unknown }>`select provenance from exchange_received
    where withdrawn_at is null and hash_digests && ${[...hashDigests(serviceKey, hashes)]}::bytea[]
    order by first_confirmed_at limit 1`.execute(db);
  return rows[0] === undefined ? undefined : provenanceSchema.parse(rows[0].provenance);
}
