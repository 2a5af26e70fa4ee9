/** What analysts said of items' origins. Hosts and IP addresses go in and come out shrouded (DESIGN.md, secrecy level 2). */
import { sql } from 'kysely';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import { itemIdSchema, staffIdSchema, type ItemId, type StaffId } from '../terms/ids.ts';
import type { Location } from './item-store.ts';
import { originSaidSchema, originWaySchema, type Origin, type OriginWord } from './origin.ts';

interface OriginRow {
  readonly number: number;
  readonly item_id: string;
  readonly staff_id: string;
  readonly said: string;
  readonly way: string | null;
  readonly shrouded_host: Buffer | null;
  readonly shrouded_ip: Buffer | null;
  readonly country: string | null;
  readonly location_code: string | null;
  readonly noted_at: Date;
}

/** Writes a word beside the earlier ones: none is ever changed but for where the host in it was found to be. */
export async function insertOrigin(
  tx: Tx,
  serviceKey: ServiceKey,
  itemId: ItemId,
  word: OriginWord,
  by: { readonly staffId: StaffId; readonly location: Location | undefined; readonly now: Date },
): Promise<void> {
  const { staffId, location, now } = by;
  const [host, way] = word.said === 'found' ? [serviceKey.shroud('host', word.host), word.way] : [null, null];
  const ip = location?.ip === undefined ? null : serviceKey.shroud('ip', location.ip);
  await sql`insert into item_origin (item_id, staff_id, said, way, shrouded_host, shrouded_ip, country, location_code, noted_at)
    values (${itemId}, ${staffId}, ${word.said}, ${way}, ${host}, ${ip}, ${location?.country ?? null},
      ${location?.code ?? null}, ${now})`.execute(tx);
}

/** Notes where the host of a word is. False where that is noted already. */
export async function updateOriginLocation(
  tx: Tx,
  serviceKey: ServiceKey,
  number: number,
  { code, ip, country }: Location,
): Promise<boolean> {
  const result =
    await sql`update item_origin set shrouded_ip = ${ip === undefined ? null : serviceKey.shroud('ip', ip)},
      country = ${country ?? null}, location_code = ${code}
    where number = ${number} and said = 'found' and location_code is null`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** The newest word about each of these items; those about which nobody has said anything are not in it. */
export async function readOrigins(
  db: Db,
  serviceKey: ServiceKey,
  itemIds: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, Origin>> {
  if (itemIds.length === 0) return new Map();
  const { rows } = await sql<OriginRow>`${KEEP}
    select distinct on (item_id) number, item_id, staff_id, said, way, shrouded_host, shrouded_ip, country, location_code, noted_at
    from item_origin where item_id = any(${[...itemIds]}::uuid[]) order by item_id, number desc`.execute(db);
  return new Map(rows.map((row) => [itemIdSchema.parse(row.item_id), toOrigin(row, serviceKey)]));
}

/** A word about an item's origin without its place: for a timeline. */
export interface OriginSaying {
  readonly itemId: ItemId;
  readonly said: Origin['said'];
  readonly notedAt: Date;
}

/** Every word about a case's items, the newest last. */
export async function listOriginSayings(db: Db, itemIds: readonly ItemId[]): Promise<readonly OriginSaying[]> {
  if (itemIds.length === 0) return [];
  const { rows } = await sql<Pick<OriginRow, 'item_id' | 'said' | 'noted_at'>>`
    select item_id, said, noted_at from item_origin where item_id = any(${[...itemIds]}::uuid[]) order by number`.execute(
    db,
  );
  return rows.map((row) => ({
    itemId: itemIdSchema.parse(row.item_id),
    said: originSaidSchema.parse(row.said),
    notedAt: row.noted_at,
  }));
}

function toOrigin(row: OriginRow, serviceKey: ServiceKey): Origin {
  const said = originSaidSchema.parse(row.said);
  const by = { number: row.number, staffId: staffIdSchema.parse(row.staff_id), notedAt: row.noted_at };
  if (said !== 'found' || row.shrouded_host === null) return { said: said === 'found' ? 'taken-back' : said, ...by };
  return {
    ...{ said, ...by, way: originWaySchema.parse(row.way), host: serviceKey.unshroud('host', row.shrouded_host) },
    ip: row.shrouded_ip === null ? undefined : serviceKey.unshroud('ip', row.shrouded_ip),
    country: row.country === null ? undefined : countryCodeSchema.parse(row.country),
    locationCode: row.location_code ?? undefined,
  };
}
