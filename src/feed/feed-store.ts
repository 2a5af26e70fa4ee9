/** The feed's tables, and the one question that decides what is listed. Hashes go in and come out shrouded. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { FEED_CATEGORIES, type FeedCategory, type FeedEntry } from './shelf.ts';

const LOCK = 0x66656564;
const categorySchema = z.enum(FEED_CATEGORIES);

/**
 * What is listed: an item that is illegal by the decision on its case and is still there, unless the police ask to wait or its provider
 * has appealed and nobody has looked yet.
 */
const LISTED = sql`select i.id, i.outcome, i.shrouded_url from item i join case_file c on c.id = i.case_id
  where i.state = 'assessed' and i.outcome in ('illegal-baseline', 'illegal-national') and c.decided_at is not null
    and not exists (select 1 from police_hold h where h.case_id = i.case_id and h.released_at is null)
    and not exists (select 1 from takedown t where t.item_id = i.id and t.state = 'stopped' and t.attention = 'appeal')`;

/** One process at a time makes versions; the lock falls with the transaction. */
export async function lockFeed(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
}

/** An item that is to be listed, its address in clear: in memory alone. */
export interface ListedItem {
  readonly itemId: string;
  readonly url: string;
  readonly category: FeedCategory;
}

/** Items that are to be listed and are not yet, at most so many. */
export async function readMissing(tx: Tx, serviceKey: ServiceKey, limit: number): Promise<readonly ListedItem[]> {
  const { rows } = await sql<{ id: string; outcome: string; shrouded_url: Buffer }>`
    select l.* from (${LISTED}) l left join feed_entry f on f.item_id = l.id and f.until_version is null
    where f.item_id is null limit ${limit}`.execute(tx);
  return rows.map((row) => ({
    itemId: row.id,
    url: serviceKey.unshroud('url', row.shrouded_url),
    category: categorySchema.parse(row.outcome),
  }));
}

/** Ends the entries that are to be listed no longer, or under another category. @returns how many */
export async function endEntries(tx: Tx, version: number): Promise<number> {
  const result = await sql`update feed_entry f set until_version = ${version} where until_version is null
    and not exists (select 1 from (${LISTED}) l where l.id = f.item_id and l.outcome = f.category)`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Writes new entries of a version. */
export async function insertEntries(
  tx: Tx,
  serviceKey: ServiceKey,
  version: number,
  entries: readonly (Pick<ListedItem, 'itemId' | 'category'> & { readonly hash: Buffer })[],
): Promise<void> {
  const ids = entries.map(({ itemId }) => itemId);
  const categories = entries.map(({ category }) => category);
  const boxes = entries.map(({ hash }) => serviceKey.shroud('feed', hash.toString('base64')));
  await sql`insert into feed_entry (item_id, since_version, category, shrouded_hash)
    select t.id, ${version}, t.category, t.box
    from unnest(${ids}::uuid[], ${categories}::text[], ${boxes}::bytea[]) as t (id, category, box)`.execute(tx);
}

/** Entries that came or went after a version. */
export async function readEntriesAfter(db: Db, serviceKey: ServiceKey, version: number): Promise<readonly FeedEntry[]> {
  const { rows } = await sql<{
    since_version: number;
    until_version: number | null;
    category: string;
    shrouded_hash: Buffer;
  }>`select since_version, until_version, category, shrouded_hash from feed_entry
    where since_version > ${version} or until_version > ${version}`.execute(db);
  return rows.map((row) => ({
    hash: Buffer.from(serviceKey.unshroud('feed', row.shrouded_hash), 'base64'),
    category: categorySchema.parse(row.category),
    since: row.since_version,
    until: row.until_version ?? undefined,
  }));
}

/** Every version that is remembered with its checksum, the newest last. */
export async function readVersions(
  db: Db,
): Promise<readonly { readonly version: number; readonly checksum: string; readonly madeAt: Date }[]> {
  const { rows } = await sql<{ version: number; checksum: string; made_at: Date }>`
    select version, checksum, made_at from feed_version order by version`.execute(db);
  return rows.map((row) => ({ version: row.version, checksum: row.checksum, madeAt: row.made_at }));
}

/** Notes a version. */
export async function insertVersion(tx: Tx, version: number, checksum: string, at: Date): Promise<void> {
  await sql`insert into feed_version (version, checksum, made_at) values (${version}, ${checksum}, ${at})`.execute(tx);
}

/** Forgets versions made before `before`, all but the newest, and what only they needed. */
export async function forgetVersions(tx: Tx, before: Date): Promise<void> {
  await sql`delete from feed_version where made_at < ${before} and version < (select max(version) from feed_version)`.execute(
    tx,
  );
  await sql`delete from feed_entry where until_version <= (select min(version) from feed_version)`.execute(tx);
}
