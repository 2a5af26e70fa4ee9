/** An analyst says where an item is really hosted, behind a CDN or proxy; a host name is looked up by a job after commit. */
import { isIP } from 'node:net';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { CountryCode } from '../terms/countries.ts';
import type { ItemId, StaffId } from '../terms/ids.ts';
import { readItem, type Location } from './item-store.ts';
import { insertOrigin, updateOriginLocation } from './origin-store.ts';
import type { Origin, OriginWord } from './origin.ts';
import { requireMine } from './require-mine.ts';

/** Who says what. `countryOf`: of an IP address, by the data that comes with Fyr. */
export interface OriginAct {
  readonly itemId: ItemId;
  readonly staffId: StaffId;
  readonly word: OriginWord;
  readonly countryOf: (ip: string) => CountryCode | undefined;
  readonly now: Date;
}

/**
 * Writes the word; the newest counts (origin.ts). The country of an IP address is known at once, a host name's once it has been looked up.
 * @throws CaseStateError `not-yours`
 */
export async function noteOrigin(
  tx: Tx,
  serviceKey: ServiceKey,
  { itemId, staffId, word, countryOf, now }: OriginAct,
): Promise<void> {
  const { caseId } = await readItem(tx, serviceKey, itemId);
  await requireMine(tx, caseId, staffId);
  const isAddress = word.said === 'found' && isIP(word.host) !== 0;
  const location: Location | undefined = isAddress
    ? { code: 'found', ip: word.host, country: countryOf(word.host) }
    : undefined;
  await insertOrigin(tx, serviceKey, itemId, word, { staffId, location, now });
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: `item.origin-${word.said}`,
    subject: `item:${itemId}`,
    payload: word.said === 'found' ? { way: word.way, country: location?.country ?? null } : {},
  });
  if (word.said === 'found' && !isAddress) await emit(tx, { kind: 'origin-noted', itemId });
}

/** Notes where the host of a word about an item was found to be; a second telling changes nothing. */
export async function noteOriginLocation(
  tx: Tx,
  serviceKey: ServiceKey,
  { itemId, number }: { readonly itemId: ItemId; readonly number: Origin['number'] },
  location: Location,
  now: Date,
): Promise<void> {
  if (!(await updateOriginLocation(tx, serviceKey, number, location))) return;
  await recordAct(tx, {
    at: now,
    actor: 'system',
    action: 'item.origin-located',
    subject: `item:${itemId}`,
    payload: { code: location.code, country: location.country ?? null },
  });
}
