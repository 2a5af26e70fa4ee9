import type { Places } from '../../crawl/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { ItemId } from '../../terms/ids.ts';
import { readNoticeFacts, writeNoticeFacts } from '../letters/notice.ts';
import { readSights } from '../watch/watch-store.ts';
import { readNewestFacts } from './takedown-store.ts';

/**
 * What a notice is made of when an item is there again, the same as before: what was assessed stands, and its host is where
 * the visit that saw it again has met it. Shrouded, as a dispatch's payload. Undefined when nobody was ever to be told.
 */
export async function renewNotice(
  tx: Tx,
  deps: { readonly serviceKey: ServiceKey; readonly places: Pick<Places, 'countryOf'> },
  itemId: ItemId,
): Promise<Buffer | undefined> {
  const before = await readNewestFacts(tx, itemId);
  if (before === undefined) return undefined;
  const facts = readNoticeFacts(deps.serviceKey.unshroud('payload', before.shroudedFacts));
  const [ip] = (await readSights(tx, deps.serviceKey, [itemId])).get(itemId)?.ips ?? [];
  const { ip: oldIp, country: oldCountry, ...rest } = facts;
  const place = ip === undefined ? { ip: oldIp, country: oldCountry } : { ip, country: deps.places.countryOf(ip) };
  const target = before.isBehindProxy ? 'proxy' : 'host';
  return deps.serviceKey.shroud(
    'payload',
    writeNoticeFacts({
      ...{ ...rest, target },
      ...(place.ip === undefined ? {} : { ip: place.ip }),
      ...(place.country === undefined ? {} : { country: place.country }),
    }),
  );
}
