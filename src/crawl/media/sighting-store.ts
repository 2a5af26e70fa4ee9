/** The tables of sightings and of remembered media. Addresses and hashes go in and come out shrouded. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { KEEP, sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import { emit } from '../../platform/events.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { sightingIdSchema, type SightingId } from '../../terms/ids.ts';
import { canonicaliseUrl } from '../../terms/web-address.ts';
import type { MediaFinding, SeenMedia } from './media-finding.ts';
import { mediaKeysFrom, type MediaKeys } from './media-keys.ts';
import {
  isNews,
  shroudedPartSchema,
  sightingCountrySchema,
  sightingKindSchema,
  type SeenBefore,
  type Sighting,
} from './sighting.ts';

/** A sighting with its history. */
export interface StoredSighting extends Sighting {
  readonly id: SightingId;
  readonly firstSeenAt: Date;
  /** How often it was seen there; `seenAt` is the last time. */
  readonly timesSeen: number;
}

/**
 * Writes what visits to media have found, in the transaction that settles the visits: remembered hashes, sightings, and for
 * those that are news the event. @returns how many sightings were news
 */
export async function storeFindings(
  tx: Tx,
  serviceKey: ServiceKey,
  findings: readonly MediaFinding[],
): Promise<number> {
  await rememberMedia(
    tx,
    mediaKeysFrom(serviceKey),
    findings.flatMap(({ remember }) => (remember === undefined ? [] : [remember])),
  );
  let news = 0;
  // In the order of their keys: two workers that meet the same sightings wait for each other instead of locking up.
  const sightings = findings
    .flatMap((finding) => finding.sightings)
    .map((each) => ({ each, ...keyOf(serviceKey, each) }));
  for (const { each, urlDigest, hostDigest } of sightings.sort((a, b) => a.urlDigest.compare(b.urlDigest))) {
    if (await storeSighting(tx, serviceKey, each, urlDigest, hostDigest)) news += 1;
  }
  return news;
}

function keyOf(serviceKey: ServiceKey, { url }: Sighting): { readonly urlDigest: Buffer; readonly hostDigest: Buffer } {
  const parsed = canonicaliseUrl(url);
  if (!parsed.ok) throw new TypeError(`A sighting needs a canonical address: ${parsed.reasonCode}.`);
  return {
    urlDigest: serviceKey.digest('url', parsed.address.sameThingKey),
    hostDigest: serviceKey.digest('host', parsed.address.host),
  };
}

async function storeSighting(
  tx: Tx,
  serviceKey: ServiceKey,
  sighting: Sighting,
  urlDigest: Buffer,
  hostDigest: Buffer,
): Promise<boolean> {
  const { listId, entryId, kind, distance, category, isTrusted, isConfirmed, country, seenAt } = sighting;
  const { rows } = await sql<{ id: string; kind: string; last_seen_at: Date }>`
    select id, kind, last_seen_at from sighting
    where url_digest = ${urlDigest} and list_id = ${listId} and entry_id = ${entryId} for update`.execute(tx);
  const [row] = rows;
  const before: SeenBefore | undefined =
    row === undefined ? undefined : { kind: sightingKindSchema.parse(row.kind), lastSeenAt: row.last_seen_at };
  // A weaker finding moves the time on and changes nothing else.
  const isWeaker = before?.kind === 'exact' && kind === 'near';
  const shrouded = serviceKey.shroud('payload', JSON.stringify({ listId, entryId, ...shroudedPartOf(sighting) }));
  const written = await sql<{ id: string }>`
    insert into sighting (id, url_digest, host_digest, list_id, entry_id, kind, distance, category, is_trusted,
      is_confirmed, country, first_seen_at, last_seen_at, shrouded)
    values (${randomUUID()}, ${urlDigest}, ${hostDigest}, ${listId}, ${entryId}, ${kind}, ${distance}, ${category},
      ${isTrusted}, ${isConfirmed}, ${country ?? null}, ${seenAt}, ${seenAt}, ${shrouded})
    on conflict on constraint sighting_once do update set
      last_seen_at = greatest(sighting.last_seen_at, excluded.last_seen_at),
      times_seen = sighting.times_seen + 1,
      kind = case when ${isWeaker} then sighting.kind else excluded.kind end,
      distance = case when ${isWeaker} then sighting.distance else excluded.distance end,
      category = case when ${isWeaker} then sighting.category else excluded.category end,
      is_trusted = case when ${isWeaker} then sighting.is_trusted else excluded.is_trusted end,
      is_confirmed = case when ${isWeaker} then sighting.is_confirmed else excluded.is_confirmed end,
      country = case when ${isWeaker} then sighting.country else excluded.country end,
      shrouded = case when ${isWeaker} then sighting.shrouded else excluded.shrouded end
    returning id`.execute(tx);
  const isTold = isNews(before, sighting);
  if (isTold) {
    const sightingId = sightingIdSchema.parse(written.rows[0]?.id);
    await emit(tx, { kind: 'sighting-made', sightingId }, { isUrgent: kind === 'exact' });
  }
  return isTold;
}

function shroudedPartOf(sighting: Sighting): z.input<typeof shroudedPartSchema> {
  const { url, pageUrl, ip, network, headers, sizeBytes, hashes, source } = sighting;
  return { url, pageUrl, ip, network, headers, sizeBytes, hashes, source };
}

interface SightingRow {
  readonly id: string;
  readonly url_digest: Buffer;
  readonly list_id: number;
  readonly entry_id: number;
  readonly kind: string;
  readonly distance: number;
  readonly category: string;
  readonly is_trusted: boolean;
  readonly is_confirmed: boolean;
  readonly country: string | null;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly times_seen: number;
  readonly shrouded: Buffer;
}

const boxSchema = shroudedPartSchema.extend({ listId: z.int(), entryId: z.int() });

function toSighting(serviceKey: ServiceKey, row: SightingRow): StoredSighting {
  const { listId, entryId, pageUrl, network, hashes, ...part } = boxSchema.parse(
    JSON.parse(serviceKey.unshroud('payload', row.shrouded)),
  );
  const parsed = canonicaliseUrl(part.url);
  const isOwn = parsed.ok && serviceKey.digest('url', parsed.address.sameThingKey).equals(row.url_digest);
  if (!isOwn || listId !== row.list_id || entryId !== row.entry_id) {
    throw new Error("A row of a sighting holds another one's address.");
  }
  const country = sightingCountrySchema.parse(row.country);
  const { pdq, pdqQuality, ...exact } = hashes;
  return {
    ...{ ...part, id: sightingIdSchema.parse(row.id), listId, entryId },
    ...(pageUrl === undefined ? {} : { pageUrl }),
    ...(network === undefined ? {} : { network }),
    ...(country === null ? {} : { country }),
    hashes: { ...exact, ...(pdq === undefined ? {} : { pdq }), ...(pdqQuality === undefined ? {} : { pdqQuality }) },
    ...{ kind: sightingKindSchema.parse(row.kind), distance: row.distance, category: row.category },
    ...{ isTrusted: row.is_trusted, isConfirmed: row.is_confirmed },
    ...{ firstSeenAt: row.first_seen_at, seenAt: row.last_seen_at, timesSeen: row.times_seen },
  };
}

/** One sighting in clear; undefined when there is none of this id. @throws Error when the row was tampered with */
export async function readSighting(
  db: Db,
  serviceKey: ServiceKey,
  id: SightingId,
): Promise<StoredSighting | undefined> {
  const { rows } = await sql<SightingRow>`select * from sighting where id = ${id}`.execute(db);
  return rows[0] === undefined ? undefined : toSighting(serviceKey, rows[0]);
}

/** The newest sightings, at most `limit`, seen before `before` where that is given. */
export async function listSightings(
  db: Db,
  serviceKey: ServiceKey,
  options: { readonly limit: number; readonly before?: Date },
): Promise<readonly StoredSighting[]> {
  const { rows } = await sql<SightingRow>`
    select * from sighting where ${options.before ?? null}::timestamptz is null or last_seen_at < ${options.before ?? null}
    order by last_seen_at desc, id limit ${options.limit}`.execute(db);
  return rows.map((row) => toSighting(serviceKey, row));
}

/** Remembered media by their marks, in no order; marks that are not known are left out. */
export async function readSeenMedia(db: Db, keys: MediaKeys, marks: readonly Buffer[]): Promise<readonly SeenMedia[]> {
  const { rows } = await sql<{ mark: Buffer; shrouded: Buffer }>`${KEEP}
    select mark, shrouded from media_seen where mark = any(${[...marks]}::bytea[])`.execute(db);
  return rows.map(({ mark, shrouded }) => keys.unshroud(mark, shrouded));
}

async function rememberMedia(tx: Tx, keys: MediaKeys, media: readonly SeenMedia[]): Promise<void> {
  const byMark = new Map(media.map((each) => [each.mark.toString('hex'), each]));
  if (byMark.size === 0) return;
  const rows = [...byMark.values()].sort((a, b) => a.mark.compare(b.mark));
  await sql`${KEEP}
    insert into media_seen (mark, seen_on, shrouded)
    select mark, current_date, shrouded
    from unnest(${rows.map(({ mark }) => mark)}::bytea[], ${rows.map((each) => keys.shroud(each))}::bytea[]) as row (mark, shrouded)
    on conflict (mark) do update set seen_on = excluded.seen_on, shrouded = excluded.shrouded
    where media_seen.seen_on < excluded.seen_on`.execute(tx);
}

/** Forgets media that were last met before a day; they are decoded again should they come back. @returns how many */
export async function forgetMedia(tx: Tx, before: Date): Promise<number> {
  const result = await sql`delete from media_seen where seen_on < ${before}::date`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}
